// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Challenge implements adapter.Operations by reading alone: Zoho issues the codes when
// the domain is added and shows them from then on (wire/zoho.md 0).
func (o *organization) Challenge(ctx context.Context, operation, domain string, method service.Method) (service.Challenge, error) {
	found, err := o.registered(ctx, operation, domain)
	if err == nil && found.Token(method) == "" {
		found, err = o.readDomain(ctx, operation, domain)
	}
	if err != nil {
		return service.Challenge{}, err
	}
	switch token, badCode := found.Token(method), o.Recall(domain).badCode; {
	case badCode != "":
		return service.Challenge{}, o.Unpublishable(operation, badCode, found.State.Verified())
	case token != "":
		return service.Challenge{Token: token, Rereadable: true}, nil
	case found.State.Verified():
		return service.Challenge{}, o.NeedsNoToken(operation)
	}
	return service.Challenge{}, adapter.NewError(operation, adapter.Blocked("Zoho shows no verification code for this method",
		adviceConsole+" Or use another method. Removing the domain there and applying again makes new codes."))
}
