// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

var _ function.Function = mergeRecordSetsFunction{}

// NewMergeRecordSets returns merge_record_sets.
func NewMergeRecordSets() function.Function { return mergeRecordSetsFunction{} }

type mergeRecordSetsFunction struct{}

func (mergeRecordSetsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "merge_record_sets"
}

func (mergeRecordSetsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "One record set per name and type, from records of several places",
		MarkdownDescription: "DNS has one record set per name and type, and so have resources like `aws_route53_record`, `google_dns_record_set` and `hcloud_zone_rrset`: " +
			"two of them for one name and type overwrite each other. Tokens of several services at one domain, and the SPF record that is already there, have to become one. " +
			"This function does that.\n\n" +
			"It returns a map for `for_each`, with keys like `acme.com TXT` and objects:\n\n" +
			"* `name`: absolute, in lower-case A-labels\n" +
			"* `type`: in capitals\n" +
			"* `ttl`: the lowest above zero that any record gives; null where none does\n" +
			"* `values`: sorted, each once, without quotes\n\n" +
			"The keys hold the names, so they are known at plan only if all names and types are, even while tokens are not. That is so for the TXT records of Webex, WorkOS and Zoho, and not for `dns_cname`, " +
			"whose name holds the token; and it is not so during `terraform import`, which does not know the tokens that are not in state yet. " +
			"There, `for_each` fails with `Invalid for_each argument`. `record_set` has no such limits: take it wherever you know yourself which records belong together, and this function where only the names tell.\n\n" +
			"A CNAME beside another record of the same name, or a second CNAME, is an error, because DNS allows neither.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "records", MarkdownDescription: recordsDescription, AllowUnknownValues: true},
		},
		VariadicParameter: function.ListParameter{
			Name: "retired",
			MarkdownDescription: "Values to drop wherever they occur, such as old tokens that stand in a data source of what is published. " +
				"A record set that holds nothing else is left out. They have to be known at plan, if keys shall be.",
			ElementType:        types.StringType,
			AllowUnknownValues: true,
		},
		Return: function.MapReturn{ElementType: types.ObjectType{AttrTypes: recordSetTypes()}},
	}
}

func (mergeRecordSetsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	// Read request
	arguments, fault := readRecordArguments(ctx, req.Arguments)
	if fault != nil {
		resp.Error = fault
		return
	}
	if !arguments.given.placed() || !arguments.retiredKnown {
		resp.Error = resp.Result.Set(ctx, types.MapUnknown(types.ObjectType{AttrTypes: recordSetTypes()}))
		return
	}

	// Write result
	merged, err := txtrecord.Merge(arguments.given.sets, arguments.retired)
	if err != nil {
		resp.Error = argumentError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, recordSetMap(merged))
}
