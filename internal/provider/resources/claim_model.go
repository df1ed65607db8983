// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type claimModel struct {
	ID                        types.String   `tfsdk:"id"`
	OrganizationDomainID      types.String   `tfsdk:"organization_domain_id"`
	Force                     types.Bool     `tfsdk:"force"`
	MarkOutsideUsersTransient types.Bool     `tfsdk:"mark_outside_users_transient"`
	Timeouts                  timeouts.Value `tfsdk:"timeouts"`
}

func (m *claimModel) request(id service.DomainID) service.ClaimRequest {
	return service.ClaimRequest{ID: id, Force: m.Force.ValueBool(), MarkOutsideUsersTransient: m.MarkOutsideUsersTransient.ValueBool()}
}

func (m *claimModel) changesInPlace(state claimModel) bool {
	return !m.Force.Equal(state.Force) || !m.MarkOutsideUsersTransient.Equal(state.MarkOutsideUsersTransient) || !m.Timeouts.Equal(state.Timeouts)
}
