// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func organizationDomainsSchema(catalog service.Catalog) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the domains of an organization that the service shows. Shares one reading of the organization with all resources and data sources of the run, and makes it if none has been made yet; with `webex.drift_probe_domain`, that is the drift probe.",
		Attributes: map[string]schema.Attribute{
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(catalog),
			"state": schema.StringAttribute{
				MarkdownDescription: "Only list domains in this state: `pending`, `failed`, `verified`, `claimed` or `releasing`. A claimed domain is not listed as `verified`.",
				Optional:            true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(service.StatePending), string(service.StateFailed), string(service.StateVerified), string(service.StateClaimed), string(service.StateReleasing))},
			},
			"complete": schema.BoolAttribute{
				MarkdownDescription: "Whether the list is complete. `false` if the service only shows domains in some states, or none at all.",
				Computed:            true,
			},
			"domains": listedDomainsAttribute(),
		},
	}
}

func listedDomainsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "The domains, sorted by name.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":        schema.StringAttribute{MarkdownDescription: "`service/organization_id/domain`, which is the import ID.", Computed: true},
			"domain":    schema.StringAttribute{MarkdownDescription: "The domain name in canonical form.", Computed: true},
			"state":     schema.StringAttribute{MarkdownDescription: stateDescription, Computed: true},
			"remote_id": schema.StringAttribute{MarkdownDescription: "ID that the service assigned to the domain.", Computed: true},
		}},
	}
}

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
