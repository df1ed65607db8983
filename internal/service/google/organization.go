// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// organization is what one process knows of the domains of its credentials.
type organization struct {
	*adapter.Organization
	client client
	// isStable is whether Google was seen to return the same token twice; nil before it was
	// asked. It has a lock of its own (checkStability).
	isStable *bool
}

func newOrganization(vendor *adapter.Vendor, client client, id string) *organization {
	o := &organization{client: client}
	o.Organization = adapter.NewOrganization(vendor, id, o.load)
	return o
}

// load reads all domains that the credentials have verified, by one call. What is not in
// the list is not verified by them, and may be by others.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "list the verified domains"
	listed, err := o.client.list(ctx)
	if err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	domains := map[string]service.Domain{}
	for _, resource := range listed {
		name, isDomain, isKnown := resource.domain()
		switch {
		case !isKnown:
			// It might be any domain, which would seem to be no longer verified.
			return service.Snapshot{}, o.MissingContent(operation, "type, identifier and ID of one of the sites")
		case isDomain:
			domains[name] = verified(name)
		}
	}
	return service.Snapshot{Known: true, Domains: domains}, nil
}

func verified(domain string) service.Domain {
	return service.Domain{State: service.StateVerified, RemoteID: resourceID(domain)}
}

// isVerified reads the domain anew, together with all who ask meanwhile.
func (o *organization) isVerified(ctx context.Context, operation, domain string) (bool, error) {
	found, err := o.RefreshDomain(ctx, operation, domain)
	return found.State.Verified(), err
}
