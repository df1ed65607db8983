// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Verify implements adapter.Operations. What Google does for a verified domain whose record
// is gone is not known, so that none is sent for a domain that the list has.
func (o *organization) Verify(ctx context.Context, operation string, request service.VerifyRequest, known service.Domain) (service.Domain, error) {
	if _, err := o.Publication(ctx, request.ID, request.Method, ""); err != nil {
		return service.Domain{}, err
	}
	if known.State.Verified() {
		return known, nil
	}
	domain := request.ID.Domain
	_, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		err = o.client.insert(ctx, domain, request.Method)
		// The next attempt tells what a second one that is lost did.
		return !again && httpapi.Ambiguous(err), err
	}, func() (bool, error) { return o.isVerified(ctx, operation, domain) })
	switch {
	case textIn(err, http.StatusBadRequest, "verification token could not be found"):
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.NotYet("Google does not find the record",
			"Compare name and value of the published record with the expected one. Google's resolver may have kept for a while that it was not there."))
	case err != nil:
		return service.Domain{}, o.WriteFailure(ctx, operation, request.ID, err, "")
	}
	o.SetDomain(domain, verified(domain))
	return verified(domain), nil
}
