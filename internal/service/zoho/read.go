// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Organization implements service.OrganizationReader. The name is in another call than
// the domains, which needs a scope of another family (wire/zoho.md 1.8), and so it is
// read here only, once.
func (a *Adapter) Organization(ctx context.Context, organizationID string) (service.Organization, error) {
	read, err := a.Organizations.Organization(ctx, organizationID)
	if err == nil {
		read.Name, err = a.Get(organizationID).displayName(ctx, "read the Zoho organization "+organizationID)
	}
	if err != nil {
		return service.Organization{}, err
	}
	return read, nil
}

func (o *organization) displayName(ctx context.Context, operation string) (string, error) {
	unlock, err := o.Lock(ctx, operation, "")
	if err != nil {
		return "", err
	}
	defer unlock()
	if o.name != "" {
		return o.name, nil
	}
	name, zoid, err := o.client.organizationName(ctx)
	switch {
	case err != nil:
		return "", o.Failure(ctx, operation, err)
	case zoid != o.ID:
		return "", o.WrongIdentity(operation, "the organization "+o.ID, fmt.Sprintf("the organization %q", zoid))
	}
	o.name = displaytext.Escape(name)
	return o.name, nil
}

// Explain implements service.Explainer by reading the domain: somebody may have
// deleted it, or deleted and added it, which makes new codes.
func (a *Adapter) Explain(ctx context.Context, id service.DomainID, method service.Method, token string) error {
	operation := "verify the domain " + id.Domain
	found, err := a.Get(id.OrganizationID).readDomain(ctx, operation, id.Domain)
	switch current := found.Token(method); {
	case err != nil:
		return err
	case !found.State.Verified() && current != "" && current != token:
		return a.Vendor.Rotated(operation)
	}
	return nil
}
