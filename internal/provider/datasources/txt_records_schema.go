// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func txtRecordsSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Queries every authoritative name server for the TXT records of a name. A missing record is not an error. " +
			"Resolvers are not queried for the name (unless `mode` is `recursive`), so that they do not cache its absence.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Absolute name of the record. Underscores are allowed.",
				Required:            true,
				Validators:          []validator.String{validators.OwnerName()},
			},
			"expected": schema.StringAttribute{
				MarkdownDescription: "Expected value, which has to match exactly. Any value matches if it is not set.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"mode": schema.StringAttribute{
				MarkdownDescription: "`authoritative` or `recursive`. Defaults to the provider's `dns.mode`; if that is `off`, this or `nameservers` has to be set.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(string(dnscheck.Authoritative), string(dnscheck.Recursive))},
			},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: "Authoritative servers, `host[:port]`, to query instead of the discovered ones. Together with the mode `recursive`, they are an error. Defaults to the provider's `dns.nameservers`.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"wait": schema.BoolAttribute{
				MarkdownDescription: "Wait until the record is published (with the `expected` value, if set), for at most `timeouts.read`. A timeout is not an error. Defaults to `false`.",
				Optional:            true,
			},
			"timeouts": timeoutsAttribute(ctx),
			"records": schema.ListAttribute{
				MarkdownDescription: "Sorted values returned by any server; the strings of one record are joined. Also empty if no server responds, so look at `servers` before you publish them again.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"matches": schema.BoolAttribute{
				MarkdownDescription: "Whether as many servers as the provider's `dns.quorum` requires have the `expected` value (or any value, if `expected` is not set); by default, all servers that respond must have it, and more than half must respond. In `recursive` mode, the first resolver that responds decides.",
				Computed:            true,
			},
			"zone": schema.StringAttribute{
				MarkdownDescription: "Apex of the zone that contains the name; null if no server returned it.",
				Computed:            true,
			},
			"negative_ttl": schema.Int64Attribute{
				MarkdownDescription: "Seconds for which a resolver that is queried now may cache the absence of the record (RFC 2308), at most three hours; null if the record exists.",
				Computed:            true,
			},
			"diagnosis": schema.ListAttribute{
				MarkdownDescription: "Problems found, one sentence each; empty if the record is as expected.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"servers": schema.ListNestedAttribute{
				MarkdownDescription: "Result for each server address.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":          schema.StringAttribute{MarkdownDescription: "Name of the server.", Computed: true},
					"address":       schema.StringAttribute{MarkdownDescription: "Address that was queried.", Computed: true},
					"verdict":       schema.StringAttribute{MarkdownDescription: "`present`, `absent`, `different`, `refused`, `lame`, `unreachable`, `failed`, or `unchecked` (a CNAME leads to a name for which no server could be queried).", Computed: true},
					"rcode":         schema.StringAttribute{MarkdownDescription: "Response code, such as `NOERROR`; null if there was no response.", Computed: true},
					"authoritative": schema.BoolAttribute{MarkdownDescription: "Whether the response was authoritative.", Computed: true},
					"values":        schema.ListAttribute{MarkdownDescription: "Values that the server returned.", ElementType: types.StringType, Computed: true},
					"ttl":           schema.Int64Attribute{MarkdownDescription: "Time to live in seconds of the records, or of the CNAME in their place; null if there is neither.", Computed: true},
				}},
			},
		},
	}
}

type txtRecordsModel struct {
	Name        types.String     `tfsdk:"name"`
	Expected    types.String     `tfsdk:"expected"`
	Mode        types.String     `tfsdk:"mode"`
	Nameservers []string         `tfsdk:"nameservers"`
	Wait        types.Bool       `tfsdk:"wait"`
	Timeouts    timeouts.Value   `tfsdk:"timeouts"`
	Records     []string         `tfsdk:"records"`
	Matches     types.Bool       `tfsdk:"matches"`
	Zone        types.String     `tfsdk:"zone"`
	NegativeTTL types.Int64      `tfsdk:"negative_ttl"`
	Diagnosis   []string         `tfsdk:"diagnosis"`
	Servers     []txtServerModel `tfsdk:"servers"`
}

type txtServerModel struct {
	Name          types.String `tfsdk:"name"`
	Address       types.String `tfsdk:"address"`
	Verdict       types.String `tfsdk:"verdict"`
	Rcode         types.String `tfsdk:"rcode"`
	Authoritative types.Bool   `tfsdk:"authoritative"`
	Values        []string     `tfsdk:"values"`
	TTL           types.Int64  `tfsdk:"ttl"`
}

func (m *txtRecordsModel) setReport(report dnscheck.Report) {
	m.Records = orNone(report.Values())
	m.Matches = types.BoolValue(report.Published())
	m.Zone = nullWhenEmpty(report.Zone.String())
	m.NegativeTTL = nullWhenZero(report.NegativeTTL)
	m.Diagnosis = []string{}
	m.Servers = make([]txtServerModel, 0, len(report.Servers))
	for _, server := range report.Servers {
		m.Servers = append(m.Servers, txtServerModel{
			Name:          types.StringValue(server.Name),
			Address:       types.StringValue(server.Address),
			Verdict:       types.StringValue(string(server.Verdict)),
			Rcode:         nullWhenEmpty(server.Rcode),
			Authoritative: types.BoolValue(server.Authoritative),
			Values:        orNone(server.Values),
			TTL:           nullWhenZero(server.TTL),
		})
	}
}

func (m *txtRecordsModel) setFindings(findings []dnscheck.Finding) {
	m.Diagnosis = []string{}
	for _, finding := range findings {
		m.Diagnosis = append(m.Diagnosis, verification.FindingText(finding))
	}
}

// setUnanswered is the result when no server responds.
func (m *txtRecordsModel) setUnanswered(err error) {
	m.Records, m.Servers = []string{}, []txtServerModel{}
	m.Matches = types.BoolValue(false)
	m.Zone, m.NegativeTTL = types.StringNull(), types.Int64Null()
	if m.setFindings(dnscheck.DiagnoseError(err)); len(m.Diagnosis) == 0 {
		m.Diagnosis = []string{displaytext.Sentence(err.Error())}
	}
}

func orNone(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}

func nullWhenEmpty(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

func nullWhenZero(d time.Duration) types.Int64 {
	if d == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(int64(d / time.Second))
}

// timeoutsAttribute is the attribute timeouts of a data source, with the validator
// that the resources have.
func timeoutsAttribute(ctx context.Context) schema.Attribute {
	attribute, ok := timeouts.AttributesWithOpts(ctx, timeouts.Opts{
		ReadDescription: "How long to wait if `wait` is `true`. Defaults to `10m`.",
	}).(schema.SingleNestedAttribute)
	if !ok {
		panic("the timeouts attribute of a data source is no nested attribute")
	}
	attribute.MarkdownDescription = "How long the reading may take, such as `90s` or `10m`: numbers with the units `s`, `m` and `h`, greater than zero."
	for name, nested := range attribute.Attributes {
		if operation, ok := nested.(schema.StringAttribute); ok {
			operation.Validators = []validator.String{validators.Timeout()}
			attribute.Attributes[name] = operation
		}
	}
	return attribute
}
