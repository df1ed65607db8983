// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type claimModel struct {
	withOptions
	ID                   types.String   `tfsdk:"id"`
	OrganizationDomainID types.String   `tfsdk:"organization_domain_id"`
	Timeouts             timeouts.Value `tfsdk:"timeouts"`
}

func (m *claimModel) changesInPlace(state claimModel) bool {
	return !maps.Equal(m.options, state.options) || !m.Timeouts.Equal(state.Timeouts)
}
