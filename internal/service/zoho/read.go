// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// displayName needs a call of its own, and a scope of another family than the domains
// (wire/zoho.md 1.8).
func (o *organization) displayName(ctx context.Context, operation string) (string, error) {
	name, zoid, err := o.client.organizationName(ctx)
	switch {
	case err != nil:
		return "", o.Failure(ctx, operation, err)
	case zoid != o.ID:
		return "", o.WrongIdentity(operation, "the organization "+o.ID, fmt.Sprintf("the organization %q", zoid))
	}
	return name, nil
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
