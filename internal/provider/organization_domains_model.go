// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type organizationDomainsModel struct {
	Service        types.String        `tfsdk:"service"`
	OrganizationID types.String        `tfsdk:"organization_id"`
	State          types.String        `tfsdk:"state"`
	Complete       types.Bool          `tfsdk:"complete"`
	Domains        []listedDomainModel `tfsdk:"domains"`
}

type listedDomainModel struct {
	ID       types.String `tfsdk:"id"`
	Domain   types.String `tfsdk:"domain"`
	State    types.String `tfsdk:"state"`
	RemoteID types.String `tfsdk:"remote_id"`
}

// listDomains sorts the domains; state, unless empty, chooses among them.
func listDomains(id service.DomainID, domains map[string]service.Domain, state string) []listedDomainModel {
	listed := []listedDomainModel{}
	for _, name := range slices.Sorted(maps.Keys(domains)) {
		domain := domains[name]
		if state != "" && state != string(domain.State) {
			continue
		}
		id.Domain = name
		listed = append(listed, listedDomainModel{
			ID: types.StringValue(id.String()), Domain: types.StringValue(name),
			State: types.StringValue(string(domain.State)), RemoteID: nullWhenEmpty(domain.RemoteID),
		})
	}
	return listed
}
