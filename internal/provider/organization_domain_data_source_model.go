// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type organizationDomainDataSourceModel struct {
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

func (m *organizationDomainDataSourceModel) setDomain(id service.DomainID, first service.Method, domain service.Domain) {
	m.ID = types.StringValue(id.String())
	m.State = types.StringValue(string(domain.State))
	m.RemoteID = nullWhenEmpty(domain.RemoteID)
	m.Token = nullWhenEmpty(domain.Token(first))
	m.Tokens = tokensByMethod(domain)
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
