// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"
	"maps"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Organization implements service.OrganizationReader. The name stands in
// another call than the domains, which needs a scope of another family
// (https://www.zoho.eu/mail/help/api/get-org-details.html), and so it is asked
// for here only, once.
func (a *Adapter) Organization(ctx context.Context, organizationID string) (service.Organization, error) {
	operation := "read the Zoho organization " + organizationID
	known := a.organization(organizationID)
	snapshot, err := known.snapshot(ctx, operation)
	if err != nil {
		return service.Organization{}, err
	}
	name, err := known.displayName(ctx, operation)
	if err != nil {
		return service.Organization{}, err
	}
	return service.Organization{ID: organizationID, Name: name, Domains: maps.Clone(present(snapshot).Domains)}, nil
}

func (o *organization) displayName(ctx context.Context, operation string) (string, error) {
	unlock, err := o.lock(ctx, operation, "")
	if err != nil {
		return "", err
	}
	defer unlock()
	o.mu.Lock()
	known := o.name
	o.mu.Unlock()
	if known != "" {
		return known, nil
	}
	name, zoid, err := o.client.organizationName(ctx)
	switch {
	case err != nil:
		return "", o.failure(ctx, operation, err)
	case zoid != o.id:
		return "", another(operation, "the organization "+o.id, fmt.Sprintf("the organization %q", zoid))
	}
	name = displaytext.Escape(name)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.name = name
	return name, nil
}
