// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Explain implements service.Explainer by a look at the domain as it is now:
// somebody may have deleted it, or deleted and added it, which makes new codes.
func (a *Adapter) Explain(ctx context.Context, id service.DomainID, method service.Method, token string) error {
	operation := "verify the domain " + id.Domain
	found, err := a.organization(id.OrganizationID).readDomain(ctx, operation, id.Domain)
	switch {
	case err != nil:
		return err
	case found.State.Verified():
		return nil
	case found.Token(method) != "" && found.Token(method) != token:
		return rotated(operation)
	}
	return nil
}
