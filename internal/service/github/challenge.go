// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Challenge implements service.Service from the inventory: the token is issued when the
// domain is added, and every reading shows it.
func (a *Adapter) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	operation := "get the verification token of " + id.Domain
	if _, err := a.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	found, err := a.Get(id.OrganizationID).Registered(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	return a.challenge(ctx, operation, id, method, found)
}

// challenge returns the token of a domain as it was read.
func (a *Adapter) challenge(ctx context.Context, operation string, id service.DomainID, method service.Method, found service.Domain) (service.Challenge, error) {
	token := found.Token(method)
	reason := a.Get(id.OrganizationID).Recall(id.Domain).invalid
	switch {
	case reason != "":
		return service.Challenge{}, a.Vendor.Unpublishable(operation, reason, found.State.Verified())
	case token == "" && found.State.Verified():
		return service.Challenge{}, a.Vendor.NeedsNoToken(operation)
	case token == "":
		return service.Challenge{}, expired(operation)
	}
	publication, err := a.Publication(ctx, id, method, token)
	return service.Challenge{
		Token: token, Publication: publication, ExpiresAt: found.TokenExpiresAt(method),
		Rereadable: !found.TokenExpired(method, a.now()),
	}, err
}

// expired is the error of a token that GitHub no longer accepts.
func expired(operation string) *service.Error {
	return &service.Error{
		Class: service.Expired, Operation: operation, Reason: "the verification token has expired; GitHub issues them for seven days",
		Advice: "Run terraform plan: it shows the new token and record, and the verification follows.",
	}
}
