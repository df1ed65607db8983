// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Add implements service.Service. There is nothing to register: a domain exists at Google
// once it is verified.
func (a *Adapter) Add(ctx context.Context, id service.DomainID) (service.Domain, error) {
	operation := "add the domain " + id.Domain
	snapshot, unlock, err := a.Get(id.OrganizationID).Begin(ctx, operation, id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()
	if found := snapshot.Of(id.Domain); found.State.Verified() {
		return found, adapter.AlreadyExists(operation, found)
	}
	return service.Domain{State: service.StateUnverified, RemoteID: resourceID(id.Domain)}, nil
}
