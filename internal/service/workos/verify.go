// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// attempt is a verification that this process has begun.
type attempt struct {
	begun bool
	// restarted: it had failed, with the domain last updated at failedAt, and was
	// begun anew.
	restarted bool
	failedAt  string
	// looks counts the looks since it was begun.
	looks int
	// unexplained counts the looks since it failed once more.
	unexplained int
}

// looksInTheDark is how often a domain whose state is not shown is looked at
// before the verification is begun anew: WorkOS calls the state optional, and
// without it only the refusal of another begin tells that the domain is
// verified.
const looksInTheDark = 10

// Verify implements service.Service. WorkOS looks for the record by itself, so
// the first call begins the verification and the following ones only look at
// the domain. A verification that has failed is begun anew once.
func (a *Adapter) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	doing := "verify the domain " + request.ID.Domain
	domain := request.ID.Domain
	organization := a.organization(request.ID.OrganizationID)
	leave, err := organization.enter(ctx, domain)
	if err != nil {
		return service.Domain{}, organization.failure(ctx, doing, err)
	}
	defer leave()

	if !organization.attemptOf(domain).begun {
		snapshot, err := organization.fresh(ctx, doing)
		if err != nil {
			return service.Domain{}, err
		}
		if found := snapshot.Of(domain); found.State.Verified() {
			return found, nil
		}
	}
	known, err := organization.registered(ctx, doing, domain)
	if err != nil {
		return service.Domain{}, err
	}
	published := organization.prefixOf(domain)
	shown, err := organization.advance(ctx, doing, domain, known)
	if err != nil {
		return service.Domain{}, err
	}
	found := organization.learn(domain, shown)
	bad := badToken(shown)
	switch {
	case bad != "" && !found.State.Verified():
		return service.Domain{}, unpublishable(doing, bad)
	case found.State.Verified():
		organization.setUnderWay(domain, attempt{})
	case found.State == service.StateFailed:
		return organization.failedAgain(ctx, doing, domain, found)
	case shown.VerificationToken != "" && (shown.VerificationToken != request.Token || organization.prefixOf(domain) != published):
		return service.Domain{}, rotated(doing)
	case found.State == service.StatePending && found.Reason == "":
		found.Reason = "WorkOS looks for the record by itself, in the background"
	}
	return found, nil
}

// advance begins the verification, or looks how the one under way stands.
func (o *organization) advance(ctx context.Context, doing, domain string, known service.Domain) (shown domainResponse, err error) {
	current := o.attemptOf(domain)
	if current.begun || known.State == service.StateFailed {
		shown, err = o.look(ctx, doing, domain, known.RemoteID)
		current.looks++
	}
	failed := asDomain(shown).State == service.StateFailed
	if err == nil && (!current.begun && !failed || failed && !current.restarted) {
		if failed {
			current.restarted, current.failedAt = true, shown.UpdatedAt
		}
		current.looks = 0
		shown, err = o.begin(ctx, doing, domain, known.RemoteID, failed)
	}
	if err == nil {
		current.begun = shown.State != "" || current.looks%looksInTheDark != looksInTheDark-1
		o.setUnderWay(domain, current)
	}
	return shown, err
}

// begin makes the verify call, which WorkOS answers with the domain as it is
// now. A lost one is repeated unless it can be seen to have succeeded: on a
// pending domain it does no harm. A failed domain that is not failed any more
// has been begun anew, and doing that once more could change the token again.
func (o *organization) begin(ctx context.Context, doing, domain, remoteID string, failed bool) (domainResponse, error) {
	key, err := newKey(doing, o.random)
	if err != nil {
		return domainResponse{}, err
	}
	shown, err := o.client.verifyDomain(ctx, key, remoteID)
	if lost(shown, err) {
		looked, lookErr := o.look(ctx, doing, domain, remoteID)
		if lookErr != nil || asDomain(looked).State.Verified() || failed && asDomain(looked).State != service.StateFailed {
			return looked, o.afterLost(ctx, doing, lookErr)
		}
		shown, err = o.client.verifyDomain(ctx, key, remoteID)
		if isInterrupted(err) {
			return domainResponse{}, o.afterLost(ctx, doing, err)
		}
	}
	switch status := httpapi.StatusOf(err); {
	case status == http.StatusBadRequest || status == http.StatusConflict || status == http.StatusUnprocessableEntity:
		return o.verifiedAlready(ctx, doing, domain, remoteID, err)
	case isGone(err):
		o.learnAbsent(domain)
		return domainResponse{}, missing(doing)
	case err != nil:
		return domainResponse{}, o.failure(ctx, doing, err)
	case shown.ID == "":
		return domainResponse{}, o.unusable(doing)
	case !isDomain(shown, domain, remoteID):
		return domainResponse{}, anotherDomain(doing, domain, remoteID, shown)
	case o.isElsewhere(shown):
		o.learnAbsent(domain)
		return domainResponse{}, o.moved(doing, shown)
	}
	return shown, nil
}

// verifiedAlready: verifying a verified domain is refused, which is a success
// from here. The documented code counts even where the state is not shown.
func (o *organization) verifiedAlready(ctx context.Context, doing, domain, remoteID string, refused error) (domainResponse, error) {
	shown, err := o.look(ctx, doing, domain, remoteID)
	switch {
	case err != nil:
		return domainResponse{}, err
	case o.answerOf(refused).Code == "domain_already_verified":
		shown.State = "verified"
	case !asDomain(shown).State.Verified():
		return domainResponse{}, o.failure(ctx, doing, refused)
	}
	return shown, nil
}

// rotated follows a restart: whether WorkOS keeps token and prefix then is not
// documented.
func rotated(doing string) error {
	return &service.Error{
		Class:   service.Rotated,
		Attempt: doing,
		Reason:  "WorkOS has issued a new token or prefix for this domain, so the published record can never be confirmed",
		Advice:  "Plan again: the plan shows the new record, and the verification follows.",
	}
}

func (o *organization) attemptOf(domain string) attempt {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.underWay[domain]
}

func (o *organization) setUnderWay(domain string, current attempt) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.underWay[domain] = current
}
