// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func organizationDomainSchema(catalog service.Catalog) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Reads one domain of an organization. Shares one reading of the organization with all resources and data sources of the run, and makes it if none has been made yet; with `webex.drift_probe_domain`, that is the drift probe. " +
			"A domain that does not exist is not an error.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "The domain name, in any equivalent spelling.",
				Required:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
			},
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(catalog),
			"id":              schema.StringAttribute{MarkdownDescription: "`service/organization_id/domain`, which is the import ID.", Computed: true},
			"state":           schema.StringAttribute{MarkdownDescription: stateDescription, Computed: true},
			"remote_id":       schema.StringAttribute{MarkdownDescription: "ID that the service assigned to the domain; null if the domain does not exist.", Computed: true},
			"token":           schema.StringAttribute{MarkdownDescription: "Verification token of the method `dns_txt`, if reading the domain returns it.", Computed: true},
			"tokens":          schema.MapAttribute{MarkdownDescription: "Verification tokens by method, if reading the domain returns them.", ElementType: types.StringType, Computed: true},
			"token_expires_at": schema.StringAttribute{
				MarkdownDescription: "Time at which that `token` expires, or has expired (RFC 3339); null if the service returns no expiry.",
				Computed:            true,
			},
			"failure_reason": schema.StringAttribute{MarkdownDescription: "Why the domain is not verified, if the service returns a reason.", Computed: true},
		},
	}
}

const stateDescription = "`absent`, `pending`, `failed`, `verified`, `claimed` or `releasing`; `unverified` if the service reports it or only shows verified domains; `unknown` if the service returns no state or an undocumented one."

type organizationDomainModel struct {
	ID             types.String `tfsdk:"id"`
	Service        types.String `tfsdk:"service"`
	OrganizationID types.String `tfsdk:"organization_id"`
	Domain         types.String `tfsdk:"domain"`
	State          types.String `tfsdk:"state"`
	RemoteID       types.String `tfsdk:"remote_id"`
	Token          types.String `tfsdk:"token"`
	Tokens         types.Map    `tfsdk:"tokens"`
	TokenExpiresAt types.String `tfsdk:"token_expires_at"`
	FailureReason  types.String `tfsdk:"failure_reason"`
}

func (m *organizationDomainModel) setDomain(id service.DomainID, first service.Method, domain service.Domain) {
	m.ID = types.StringValue(id.String())
	m.State = types.StringValue(string(domain.State))
	m.RemoteID = nullWhenEmpty(domain.RemoteID)
	m.Token = nullWhenEmpty(domain.Token(first))
	m.Tokens = tokensByMethod(domain)
	m.TokenExpiresAt = types.StringNull()
	if expiry := domain.TokenExpiresAt(first); !expiry.IsZero() {
		m.TokenExpiresAt = types.StringValue(expiry.UTC().Format(time.RFC3339))
	}
	m.FailureReason = nullWhenEmpty(displaytext.Short(domain.Reason))
}

func tokensByMethod(domain service.Domain) types.Map {
	if len(domain.Tokens) == 0 {
		return types.MapNull(types.StringType)
	}
	tokens := map[string]attr.Value{}
	for method, token := range domain.Tokens {
		tokens[string(method)] = types.StringValue(token)
	}
	return types.MapValueMust(types.StringType, tokens)
}
