// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ service.Lister = (*Adapter)(nil)

// Domains implements service.Lister.
func (a *Adapter) Domains(ctx context.Context, organizationID string) (service.Snapshot, error) {
	return a.organization(organizationID).snapshot(ctx, "read the WorkOS organization "+organizationID)
}
