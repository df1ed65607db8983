// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"cmp"
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// NeedsRenewal reports whether a token has to be renewed before its domain can be
// verified: the service renews tokens, the domain is not verified, and the token has
// expired, or will before a verification of the service's usual length could end. A
// token that is still valid is kept once any server has it (invariant 19), and where
// nothing can tell.
func (w *Workflow) NeedsRenewal(ctx context.Context, svc service.Service, domain service.Domain, challenge service.Challenge) bool {
	if _, renews := svc.(service.Renewer); !renews || domain.State != service.StatePending && domain.State != service.StateFailed {
		return false
	}
	now := w.deps.Clock.Now()
	switch {
	case service.HasExpired(challenge.ExpiresAt, now):
		return true
	case !service.HasExpired(challenge.ExpiresAt, now.Add(svc.Capabilities().Deadline)):
		return false
	}
	request := service.VerifyRequest{Token: challenge.Token}
	once := &wait{Task: Task{Service: svc, Request: request}, workflow: w, publication: challenge.Publication}
	if err := once.chooseProbe(); err != nil || once.probe == nil {
		return false
	}
	defer once.end()
	_, err := once.probe.check(ctx)
	return err == nil && once.probe.isMissing()
}

// RenewedChallenge returns a new token in place of the one of the request. A domain that
// was verified meanwhile keeps what it has.
func (w *Workflow) RenewedChallenge(ctx context.Context, svc service.Service, request service.RenewRequest) (service.Challenge, error) {
	domain, err := w.Read(ctx, svc, request.ID)
	if err != nil {
		return service.Challenge{}, err
	}
	if renewer, renews := svc.(service.Renewer); renews && !domain.State.Verified() {
		var challenge service.Challenge
		err := w.RetryThrottledFor(ctx, request.ID, func(ctx context.Context) (err error) {
			challenge, err = renewer.Renew(ctx, request)
			return err
		})
		if service.ClassOf(err) != service.AlreadyVerified {
			return challenge, err
		}
	}
	return w.challengeOf(ctx, svc, request.ID, request.Method, cmp.Or(domain.Token(request.Method), request.Token), domain)
}

// challengeOf is the challenge of a token that is known, or of no token.
func (w *Workflow) challengeOf(ctx context.Context, svc service.Service, id service.DomainID, method service.Method, token string, domain service.Domain) (service.Challenge, error) {
	publication, err := w.Publication(ctx, svc, id, method, token)
	return service.Challenge{Token: token, Publication: publication, ExpiresAt: domain.TokenExpiresAt(method)}, err
}

// hasExpired reports whether the token that is waited with is past its expiry.
func (w *wait) hasExpired() bool {
	return service.HasExpired(w.expiresAt, w.workflow.deps.Clock.Now())
}

// asExpired turns an end of the wait that the expiry of the token has caused into the
// error that says so.
func (w *wait) asExpired(err error) error {
	ended := w.hasExpired() && errors.Is(err, context.DeadlineExceeded)
	if ended || service.ClassOf(err) == service.Expired {
		return w.tokenExpired(err)
	}
	return err
}

func (w *wait) tokenExpired(cause error) *TokenExpiredError {
	_, renews := w.Service.(service.Renewer)
	return &TokenExpiredError{ID: w.Request.ID, ExpiresAt: w.expiresAt, Renews: renews, Seen: w.seen, Publication: w.publication, Cause: cause}
}
