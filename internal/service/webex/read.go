// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Read implements service.Service. Domains and Organization are the kit's.
func (a *Adapter) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	snapshot, err := a.Get(id.OrganizationID).Snapshot(ctx, "read the domain "+id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(id.Domain)
	if found.State == service.StatePending && !snapshot.Known {
		// A token was issued, which a verified domain may get as well.
		found.State, found.Notice = service.StateUnknown, snapshot.Notice
	}
	return found, nil
}
