// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ service.Lister = (*Adapter)(nil)

// Domains implements service.Lister, as far as Webex can be read.
func (a *Adapter) Domains(ctx context.Context, organizationID string) (service.Snapshot, error) {
	return a.organization(service.DomainID{OrganizationID: organizationID}).inventory.Snapshot(ctx)
}
