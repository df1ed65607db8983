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
		Summary: "Merge records into one record set per name and type",
		MarkdownDescription: "DNS has one record set per name and type, and so have resources like `aws_route53_record`, `google_dns_record_set` and `hcloud_zone_rrset`: " +
			"two of them for one name and type overwrite each other. The tokens of several services for one domain, and an existing SPF record, must therefore be merged into one record set. " +
			"This function merges them.\n\n" +
			"It returns a map for `for_each`, with keys such as `acme.com TXT` and these objects as values:\n\n" +
			"* `name`: absolute name, in lower-case A-labels\n" +
			"* `type`: record type, in upper case\n" +
			"* `ttl`: the lowest positive TTL of any record; null if no record has one\n" +
			"* `values`: sorted, without duplicates, unquoted\n\n" +
			"The keys contain the names, so they are known at plan only if all names and types are; the tokens need not be known. This is the case for the TXT records of every service but GitHub, whose name is known after apply, but not for `dns_cname`, " +
			"whose name contains the token, and not during `terraform import`, where tokens that are not in state yet are unknown. " +
			"In these cases, `for_each` fails with `Invalid for_each argument`. `record_set` does not have these limitations: use it if you know which records belong together, and this function if that depends on the names.\n\n" +
			"A CNAME next to another record of the same name, or a second CNAME, is an error, because DNS allows neither.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "records", MarkdownDescription: recordsDescription, AllowUnknownValues: true},
		},
		VariadicParameter: function.ListParameter{
			Name: "retired",
			MarkdownDescription: "Values to omit wherever they occur, such as old tokens that a data source still returns as published. " +
				"A record set with no other values is omitted. The values must be known at plan for the keys to be known.",
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
