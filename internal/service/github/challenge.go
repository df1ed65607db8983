// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Challenge implements adapter.Operations from the inventory: the token is issued when the
// domain is added, and every reading shows it.
func (o *organization) Challenge(ctx context.Context, operation, domain string, method service.Method) (service.Challenge, error) {
	found, err := o.Registered(ctx, operation, domain)
	if err != nil {
		return service.Challenge{}, err
	}
	return o.challenge(operation, domain, method, found)
}

// challenge returns the token of a domain as it was read.
func (o *organization) challenge(operation, domain string, method service.Method, found service.Domain) (service.Challenge, error) {
	token := found.Token(method)
	switch reason := o.Recall(domain).invalid; {
	case reason != "":
		return service.Challenge{}, o.Unpublishable(operation, reason, found.State.Verified())
	case token == "" && found.State.Verified():
		return service.Challenge{}, o.NeedsNoToken(operation)
	case token == "":
		return service.Challenge{}, expired(operation)
	}
	return service.Challenge{Token: token, ExpiresAt: found.TokenExpiresAt(method), Rereadable: !found.TokenExpired(method, o.now())}, nil
}

// expired is the error of a token that GitHub no longer accepts.
func expired(operation string) *service.Error {
	return &service.Error{
		Class: service.Expired, Operation: operation, Reason: "the verification token has expired; GitHub issues them for seven days",
		Advice: "Run terraform plan: it shows the new token and record, and the verification follows.",
	}
}
