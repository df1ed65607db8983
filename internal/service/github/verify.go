// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Verify implements adapter.Operations. How GitHub responds where it does not find the
// record is not known, nor how it responds for a verified domain: what is neither shown
// as verified nor explained by a reading is "not yet" (wire/github.md 8).
func (o *organization) Verify(ctx context.Context, operation string, request service.VerifyRequest, _ service.Domain) (service.Domain, error) {
	domain := request.ID.Domain
	known, err := o.Known(ctx, operation, domain)
	if err != nil {
		return service.Domain{}, err
	}
	if known.State.Verified() {
		return known, nil
	}
	if err := o.checkToken(operation, request, known); err != nil {
		return service.Domain{}, err
	}
	found, refused, err := o.verify(ctx, operation, domain, known.RemoteID)
	if err != nil {
		return service.Domain{}, o.WriteFailure(ctx, operation, request.ID, err, "")
	}
	return found, o.judge(operation, request, found, refused)
}

// checkToken refuses a token that GitHub has replaced.
func (o *organization) checkToken(operation string, request service.VerifyRequest, shown service.Domain) error {
	if token := shown.Token(request.Method); token == "" || token == request.Token {
		return nil
	}
	return o.Rotated(operation)
}

// verify makes one attempt, and returns the domain as it is after it. A refusal counts
// for what the domain shows then, which may come with it.
func (o *organization) verify(ctx context.Context, operation, domain, remoteID string) (found service.Domain, refused, err error) {
	var node *domainNode
	verified, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		node, err = o.client.verify(ctx, remoteID)
		// The next attempt tells what a second one that is lost did.
		return !again && (httpapi.Ambiguous(err) || err == nil && node == nil), err
	}, func() (bool, error) {
		found, err = o.Reread(ctx, operation, domain)
		return found.State.Verified(), err
	})
	switch {
	case verified:
		return found, nil, nil
	case err != nil && !isRefused(err):
		return service.Domain{}, nil, err
	case node == nil:
		refused = err
		found, err = o.RefreshDomain(ctx, operation, domain)
		return found, refused, err
	}
	refused = err
	if err = o.checkNode(operation, domain, remoteID, *node); err != nil {
		return service.Domain{}, nil, err
	}
	return o.update(domain, *node), refused, nil
}

// judge says what an attempt means that left the domain as found.
func (o *organization) judge(operation string, request service.VerifyRequest, found service.Domain, refused error) error {
	var failure *service.Error
	err := o.checkToken(operation, request, found)
	switch {
	case found.State.Verified():
		return nil
	case found.State == service.StateAbsent:
		failure = adapter.DomainMissing(operation)
	case err != nil:
		return err
	case found.TokenExpired(request.Method, o.now()):
		failure = expired(operation)
	default:
		failure = adapter.NewError(operation, adapter.NotYet(o.Recall(request.ID.Domain).found,
			"Compare name and value of the published record with the expected one: some DNS hosts append the zone to the name, so that it is there twice. GitHub says that it may take up to 72 hours to see a record."))
	}
	if refused != nil {
		failure.Response = o.ResponseOf(refused)
	}
	return failure
}
