// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Add implements adapter.Operations. There is nothing to register: a domain exists at
// Google once it is verified.
func (o *organization) Add(_ context.Context, operation, domain string, known service.Domain) (service.Domain, error) {
	if known.State.Verified() {
		return known, o.AlreadyExists(operation, known, nil)
	}
	return service.Domain{State: service.StateUnverified, RemoteID: resourceID(domain)}, nil
}
