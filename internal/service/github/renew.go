// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Renew implements service.Renewer. What a new token does to a verified domain is not
// known, so that the domain is read first.
func (a *Adapter) Renew(ctx context.Context, request service.RenewRequest) (service.Challenge, error) {
	operation, id := "renew the verification token of "+request.ID.Domain, request.ID
	if _, err := a.Publication(ctx, id, request.Method, ""); err != nil {
		return service.Challenge{}, err
	}
	o := a.Get(id.OrganizationID)
	unlock, err := o.Lock(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	defer unlock()
	found, err := o.RefreshDomain(ctx, operation, id.Domain)
	if err == nil && found.RemoteID == "" && found.State == service.StatePending {
		err = o.MissingContent(operation, "the domain's ID")
	}
	if err == nil && isDue(request, found, o.now) {
		found, err = o.renew(ctx, operation, request, found)
	}
	switch {
	case err != nil:
		return service.Challenge{}, o.WriteFailure(ctx, operation, id, err, "")
	case found.State == service.StateAbsent:
		return service.Challenge{}, adapter.DomainMissing(operation)
	case found.State.Verified():
		return service.Challenge{}, &service.Error{Class: service.AlreadyVerified, Operation: operation, Reason: "the domain is verified and needs no new token"}
	}
	challenge, err := o.challenge(operation, id.Domain, request.Method, found)
	if err == nil {
		challenge.Publication, err = a.Publication(ctx, id, request.Method, challenge.Token)
	}
	return challenge, err
}

// isDue reports whether the domain needs a new token: it is pending, and its token is
// the one to replace, or has expired.
func isDue(request service.RenewRequest, found service.Domain, now func() time.Time) bool {
	token := found.Token(request.Method)
	return found.State == service.StatePending && (token == "" || token == request.Token || found.TokenExpired(request.Method, now()))
}

// renew makes the new token and reads the domain, since the response shows neither the
// expiry nor the name of the record.
func (o *organization) renew(ctx context.Context, operation string, request service.RenewRequest, before service.Domain) (service.Domain, error) {
	var found service.Domain
	renewed, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		token, err := o.client.regenerateToken(ctx, before.RemoteID)
		return httpapi.Ambiguous(err) || err == nil && token == "", err
	}, func() (renewed bool, err error) {
		found, err = o.RefreshDomain(ctx, operation, request.ID.Domain)
		return !isSameToken(before, found, request.Method), err
	})
	if renewed || err != nil && !isRefused(err) {
		return found, err
	}
	refused := err
	found, err = o.RefreshDomain(ctx, operation, request.ID.Domain)
	if err == nil && refused != nil && found.State == service.StatePending && isSameToken(before, found, request.Method) {
		return service.Domain{}, o.Refusal(ctx, operation, refused, adapter.Blocked("GitHub refused to make a new token",
			adviceSeeError+" Removing the domain in the settings of the organization or enterprise and applying again makes one as well."))
	}
	return found, err
}

func isSameToken(before, after service.Domain, method service.Method) bool {
	return before.State == after.State && before.Token(method) == after.Token(method) && before.TokenExpiresAt(method).Equal(after.TokenExpiresAt(method))
}
