// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

var _ function.Function = recordSetFunction{}

// NewRecordSet returns record_set.
func NewRecordSet() function.Function { return recordSetFunction{} }

type recordSetFunction struct{}

func (recordSetFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "record_set"
}

func (recordSetFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Merge records of one name and type into one record set",
		MarkdownDescription: "DNS has one record set per name and type, and so have resources like `aws_route53_record`, `google_dns_record_set` and `hcloud_zone_rrset`: " +
			"two of them for one name and type overwrite each other. The tokens of several services for one domain, and an existing SPF record, must therefore be merged into one record set. " +
			"This function merges them.\n\n" +
			"It returns an object:\n\n" +
			"* `name`: absolute name, in lower-case A-labels\n" +
			"* `type`: record type, in upper case\n" +
			"* `ttl`: the lowest positive TTL of any record; null if no record has one\n" +
			"* `values`: sorted, without duplicates, unquoted\n\n" +
			"If there are no records (the `record` of a token whose method is `http_file` is null), the result is null. " +
			"Records of different names or types are an error, and so is a second CNAME.\n\n" +
			"While tokens are unknown, `values` is unknown as well; `name` and `type` are known as soon as those of one record are. " +
			"For several record sets, use a map whose keys you choose, `{ for domain in local.domains : domain => provider::domainverify::record_set(…) }`, " +
			"so that its keys are known in the first plan and during `terraform import`, for every service and method.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "records", MarkdownDescription: recordsDescription, AllowNullValue: true, AllowUnknownValues: true},
		},
		VariadicParameter: function.ListParameter{
			Name: "retired",
			MarkdownDescription: "Values to omit wherever they occur, such as old tokens that a data source still returns as published. " +
				"If no other values remain, the result is null.",
			ElementType:        types.StringType,
			AllowUnknownValues: true,
		},
		Return: function.ObjectReturn{AttributeTypes: recordSetTypes()},
	}
}

func (recordSetFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	// Read request
	arguments, fault := readRecordArguments(ctx, req.Arguments)
	if fault != nil {
		resp.Error = fault
		return
	}
	sets := arguments.given.sets
	if arguments.given.unknown {
		sets = append(sets, txtrecord.RecordSet{OpenName: true, OpenType: true, Open: true, OpenTTL: true})
	}

	// Write result
	single, ok, err := txtrecord.Single(sets, arguments.retired)
	switch {
	case err != nil:
		resp.Error = argumentError(0, err.Error())
	case !ok:
		resp.Error = resp.Result.Set(ctx, types.ObjectNull(recordSetTypes()))
	default:
		single.Open = single.Open || !arguments.retiredKnown
		resp.Error = resp.Result.Set(ctx, recordSetObject(single))
	}
}
