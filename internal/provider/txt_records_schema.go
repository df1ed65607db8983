// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

func txtRecordsSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The TXT records that every authoritative name server gives for a name. A missing record is an answer, not an error. " +
			"No resolver is asked for the name, so that none remembers its absence (unless `mode` is `recursive`).",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the record, absolute. Underscores are allowed.",
				Required:            true,
				Validators:          []validator.String{validators.OwnerName()},
			},
			"expected": schema.StringAttribute{
				MarkdownDescription: "Value to look for, compared exactly.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"mode": schema.StringAttribute{
				MarkdownDescription: "`authoritative` or `recursive`. Defaults to the provider's.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(string(dnscheck.Authoritative), string(dnscheck.Recursive))},
			},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: "Authoritative servers, `host[:port]`, to ask in place of the discovered ones. Defaults to the provider's.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"wait": schema.BoolAttribute{
				MarkdownDescription: "Wait until the record is published (with the expected value, where one is given), at most `timeouts.read`, 10 minutes by default. Time running out is an answer as well. Defaults to `false`.",
				Optional:            true,
			},
			"timeouts": dataSourceTimeouts(ctx),
			"records": schema.ListAttribute{
				MarkdownDescription: "All values that any server gives, sorted; the strings of one record are joined.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"matches": schema.BoolAttribute{
				MarkdownDescription: "Whether as many servers as the provider's `dns.quorum` wants have the expected value (or any value, where none is expected); by default every one that answers, and more than half of all answer. In the mode `recursive` the first resolver that answers decides.",
				Computed:            true,
			},
			"zone": schema.StringAttribute{
				MarkdownDescription: "Apex of the zone that holds the name; null where no server told.",
				Computed:            true,
			},
			"negative_ttl": schema.Int64Attribute{
				MarkdownDescription: "Seconds for which a resolver that looks now may remember that the record is absent (RFC 2308), three hours at most; null when the record is there.",
				Computed:            true,
			},
			"diagnosis": schema.ListAttribute{
				MarkdownDescription: "What is in the way, one sentence each; empty when the record is as expected.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"servers": schema.ListNestedAttribute{
				MarkdownDescription: "What each server address said.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":          schema.StringAttribute{MarkdownDescription: "Name of the server.", Computed: true},
					"address":       schema.StringAttribute{MarkdownDescription: "Address that was asked.", Computed: true},
					"verdict":       schema.StringAttribute{MarkdownDescription: "`present`, `absent`, `different`, `refused`, `lame`, `unreachable`, `failed`, or `unchecked` (a CNAME leads to where nobody could be asked).", Computed: true},
					"rcode":         schema.StringAttribute{MarkdownDescription: "Response code, such as `NOERROR`; null without an answer.", Computed: true},
					"authoritative": schema.BoolAttribute{MarkdownDescription: "Whether the server answered with authority.", Computed: true},
					"values":        schema.ListAttribute{MarkdownDescription: "Values it gave.", ElementType: types.StringType, Computed: true},
					"ttl":           schema.Int64Attribute{MarkdownDescription: "Time to live in seconds, of the records or of the CNAME in their place; null without either.", Computed: true},
				}},
			},
		},
	}
}
