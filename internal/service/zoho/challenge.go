// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Challenge implements service.Service by reading alone: Zoho issues the codes when
// the domain is added and shows them from then on (wire/zoho.md 0).
func (a *Adapter) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	operation := "get the verification token of " + id.Domain
	if _, err := a.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	o := a.Get(id.OrganizationID)
	found, err := o.registered(ctx, operation, id.Domain)
	if err == nil && found.Token(method) == "" {
		found, err = o.readDomain(ctx, operation, id.Domain)
	}
	if err != nil {
		return service.Challenge{}, err
	}
	switch token, badCode := found.Token(method), o.Recall(id.Domain).badCode; {
	case badCode != "":
		return service.Challenge{}, o.Unpublishable(operation, badCode, found.State.Verified())
	case token != "":
		publication, err := a.Publication(ctx, id, method, token)
		return service.Challenge{Token: token, Publication: publication, Rereadable: true}, err
	case found.State.Verified():
		return service.Challenge{}, o.NeedsNoToken(operation)
	}
	return service.Challenge{}, &service.Error{
		Class: service.Blocked, Operation: operation,
		Reason: "Zoho shows no verification code for this method",
		Advice: adviceConsole + " Or use another method. Removing the domain there and applying again makes new codes.",
	}
}
