// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ datasource.DataSourceWithConfigure = (*organizationDomainDataSource)(nil)

// NewOrganizationDomainDataSource returns data domainverify_organization_domain.
func NewOrganizationDomainDataSource(catalog service.Catalog) datasource.DataSource {
	return &organizationDomainDataSource{catalog: catalog}
}

type organizationDomainDataSource struct {
	catalog service.Catalog
	data    *Data
}

type organizationDomainLookup struct {
	ID             types.String `tfsdk:"id"`
	Service        types.String `tfsdk:"service"`
	OrganizationID types.String `tfsdk:"organization_id"`
	Domain         types.String `tfsdk:"domain"`
	State          types.String `tfsdk:"state"`
	RemoteID       types.String `tfsdk:"remote_id"`
	Token          types.String `tfsdk:"token"`
	Tokens         types.Map    `tfsdk:"tokens"`
	FailureReason  types.String `tfsdk:"failure_reason"`
}

func (d *organizationDomainDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_domain"
}

func (d *organizationDomainDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *organizationDomainDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What a service says of one domain of an organization, from the same reading as the resources: no further call. " +
			"A domain that is not there is an answer, not an error.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "The domain, in any spelling.",
				Required:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
			},
			"service":         lookedUpService(d.catalog),
			"organization_id": lookedUpOrganization(),
			"id":              schema.StringAttribute{MarkdownDescription: "`service/organization_id/domain`, which is the import id.", Computed: true},
			"state":           schema.StringAttribute{MarkdownDescription: stateDescription, Computed: true},
			"remote_id":       schema.StringAttribute{MarkdownDescription: "The service's own id of the domain; null where it is not there.", Computed: true},
			"token":           schema.StringAttribute{MarkdownDescription: "The verification token of the service's first method, where reading tells it.", Computed: true},
			"tokens":          schema.MapAttribute{MarkdownDescription: "The verification tokens by method, where reading tells them.", ElementType: types.StringType, Computed: true},
			"failure_reason":  schema.StringAttribute{MarkdownDescription: "Why the domain is not verified, where the service tells it.", Computed: true},
		},
	}
}

const stateDescription = "`absent`, `pending`, `failed`, `verified` or `claimed`; `unverified` where the service says so or shows verified domains only, and `unknown` where it shows no state or one that is not documented."

func (d *organizationDomainDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config organizationDomainLookup

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	svc, ok := d.data.lookup(&config.Service, &config.OrganizationID, &resp.Diagnostics)
	if !ok {
		return
	}
	domain, err := domainname.CanonicalOrganizationDomain(config.Domain.ValueString())
	if err != nil {
		resp.Diagnostics.AddError(summaryInvalidDomain, displaytext.Sentence(err.Error()))
		return
	}
	organizationID, err := svc.CanonicalOrganizationID(config.OrganizationID.ValueString())
	id := service.DomainID{Service: svc.Name(), OrganizationID: organizationID, Domain: domain}
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryReadFailed, id, err))
		return
	}

	// Call service
	seen, ok := d.data.refreshDomain(ctx, id, &resp.Diagnostics)
	if !ok {
		return
	}

	// Write state
	config.ID = types.StringValue(id.String())
	config.State = types.StringValue(string(seen.State))
	config.RemoteID = nullWhenEmpty(seen.RemoteID)
	config.Token = nullWhenEmpty(seen.Token(svc.Capabilities().Methods[0]))
	config.Tokens = tokensByMethod(seen)
	config.FailureReason = nullWhenEmpty(displaytext.Short(seen.Reason))
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}

func tokensByMethod(seen service.Domain) types.Map {
	if len(seen.Tokens) == 0 {
		return types.MapNull(types.StringType)
	}
	tokens := map[string]attr.Value{}
	for method, token := range seen.Tokens {
		tokens[string(method)] = types.StringValue(token)
	}
	return types.MapValueMust(types.StringType, tokens)
}
