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
	operation := "verify the domain " + request.ID.Domain
	domain := request.ID.Domain
	organization := a.organization(request.ID.OrganizationID)
	unlock, err := organization.lock(ctx, domain)
	if err != nil {
		return service.Domain{}, organization.failure(ctx, operation, err)
	}
	defer unlock()

	if !organization.attemptOf(domain).begun {
		snapshot, err := organization.fresh(ctx, operation)
		if err != nil {
			return service.Domain{}, err
		}
		if found := snapshot.Of(domain); found.State.Verified() {
			return found, nil
		}
	}
	known, err := organization.registered(ctx, operation, domain)
	if err != nil {
		return service.Domain{}, err
	}
	published := organization.prefixOf(domain)
	shown, err := organization.advance(ctx, operation, domain, known)
	if err != nil {
		return service.Domain{}, err
	}
	found := organization.update(domain, shown)
	bad := badToken(shown)
	switch {
	case bad != "" && !found.State.Verified():
		return service.Domain{}, unpublishable(operation, bad)
	case found.State.Verified():
		organization.setInProgress(domain, attempt{})
	case found.State == service.StateFailed:
		return organization.failedAgain(ctx, operation, domain, found)
	case shown.VerificationToken != "" && (shown.VerificationToken != request.Token || organization.prefixOf(domain) != published):
		return service.Domain{}, rotated(operation)
	case found.State == service.StatePending && found.Reason == "":
		found.Reason = "WorkOS looks for the record by itself, in the background"
	}
	return found, nil
}

// advance begins the verification, or looks how the one under way stands.
func (o *organization) advance(ctx context.Context, operation, domain string, known service.Domain) (shown domainResponse, err error) {
	current := o.attemptOf(domain)
	if current.begun || known.State == service.StateFailed {
		shown, err = o.readDomain(ctx, operation, domain, known.RemoteID)
		current.looks++
	}
	failed := asDomain(shown).State == service.StateFailed
	if err == nil && (!current.begun && !failed || failed && !current.restarted) {
		if failed {
			current.restarted, current.failedAt = true, shown.UpdatedAt
		}
		current.looks = 0
		shown, err = o.begin(ctx, operation, domain, known.RemoteID, failed)
	}
	if err == nil {
		current.begun = shown.State != "" || current.looks%looksInTheDark != looksInTheDark-1
		o.setInProgress(domain, current)
	}
	return shown, err
}

// begin makes the verify call, which WorkOS answers with the domain as it is
// now. A lost one is repeated unless it can be seen to have succeeded: on a
// pending domain it does no harm. A failed domain that is not failed any more
// has been begun anew, and doing that once more could change the token again.
func (o *organization) begin(ctx context.Context, operation, domain, remoteID string, failed bool) (domainResponse, error) {
	key, err := newKey(operation, o.random)
	if err != nil {
		return domainResponse{}, err
	}
	shown, err := o.client.verifyDomain(ctx, key, remoteID)
	if isAmbiguous(shown, err) {
		looked, lookErr := o.readDomain(ctx, operation, domain, remoteID)
		if lookErr != nil || asDomain(looked).State.Verified() || failed && asDomain(looked).State != service.StateFailed {
			return looked, o.afterAmbiguous(ctx, operation, lookErr)
		}
		shown, err = o.client.verifyDomain(ctx, key, remoteID)
		if isInterrupted(err) {
			return domainResponse{}, o.afterAmbiguous(ctx, operation, err)
		}
	}
	switch status := httpapi.StatusOf(err); {
	case status == http.StatusBadRequest || status == http.StatusConflict || status == http.StatusUnprocessableEntity:
		return o.verifiedAlready(ctx, operation, domain, remoteID, err)
	case isGone(err):
		o.updateAbsent(domain)
		return domainResponse{}, missing(operation)
	case err != nil:
		return domainResponse{}, o.failure(ctx, operation, err)
	case shown.ID == "":
		return domainResponse{}, o.unusable(operation)
	case !isDomain(shown, domain, remoteID):
		return domainResponse{}, anotherDomain(operation, domain, remoteID, shown)
	case o.isElsewhere(shown):
		o.updateAbsent(domain)
		return domainResponse{}, o.moved(operation, shown)
	}
	return shown, nil
}

// verifiedAlready: verifying a verified domain is refused, which is a success
// from here. The documented code counts even where the state is not shown.
func (o *organization) verifiedAlready(ctx context.Context, operation, domain, remoteID string, refused error) (domainResponse, error) {
	shown, err := o.readDomain(ctx, operation, domain, remoteID)
	switch {
	case err != nil:
		return domainResponse{}, err
	case o.responseOf(refused).Code == "domain_already_verified":
		shown.State = "verified"
	case !asDomain(shown).State.Verified():
		return domainResponse{}, o.failure(ctx, operation, refused)
	}
	return shown, nil
}

// rotated follows a restart: whether WorkOS keeps token and prefix then is not
// documented.
func rotated(operation string) error {
	return &service.Error{
		Class:     service.Rotated,
		Operation: operation,
		Reason:    "WorkOS has issued a new token or prefix for this domain, so the published record can never be confirmed",
		Advice:    "Plan again: the plan shows the new record, and the verification follows.",
	}
}

func (o *organization) attemptOf(domain string) attempt {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.inProgress[domain]
}

func (o *organization) setInProgress(domain string, current attempt) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.inProgress[domain] = current
}
