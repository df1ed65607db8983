// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// attempt is a verification that this process has begun.
type attempt struct {
	begun bool
	// restarted: it had failed, with the domain last updated at failedAt, and was
	// begun anew.
	restarted bool
	failedAt  string
	// at is when it was last begun; reads counts the readings since.
	at    time.Time
	reads int
	// unexplained counts the readings since it failed once more.
	unexplained int
}

// readsWithoutState is how often a domain whose state is not shown is read before
// the verification is begun anew: the state is optional, and without it only the
// refusal of another begin shows that the domain is verified.
const readsWithoutState = 10

// Verify implements adapter.Operations. WorkOS checks for the record by itself, so
// the first call begins the verification and the following ones only read the
// domain. A verification that has failed is begun anew once (invariant 19).
func (o *organization) Verify(ctx context.Context, operation string, request service.VerifyRequest, known service.Domain) (service.Domain, error) {
	domain := request.ID.Domain
	if current, _ := o.attempts.Get(domain); !current.begun && !known.State.Verified() {
		snapshot, err := o.fresh(ctx, operation, freshBeforeVerify)
		if err != nil {
			return service.Domain{}, err
		}
		known = snapshot.Of(domain)
	}
	if known.State.Verified() {
		o.attempts.Delete(domain)
		return known, nil
	}
	known, err := o.Known(ctx, operation, domain)
	if err != nil {
		return service.Domain{}, err
	}
	if current := known.Token(request.Method); current != "" && current != request.Token {
		return service.Domain{}, o.Rotated(operation)
	}
	published, _ := o.prefixes.Get(request.ID)
	shown, err := o.advance(ctx, operation, domain, request.Token, known)
	if err != nil {
		return service.Domain{}, err
	}
	found := o.update(domain, shown)
	prefix, _ := o.prefixes.Get(request.ID)
	invalid := invalidToken(shown)
	switch {
	case found.State.Verified():
		o.attempts.Delete(domain)
	case invalid != "":
		return service.Domain{}, o.Unpublishable(operation, invalid, false)
	case shown.hasOtherToken(request.Token), shown.VerificationToken != "" && prefix != published:
		// Whether WorkOS keeps them when it begins anew is not documented.
		return service.Domain{}, o.Rotated(operation)
	case found.State == service.StateFailed:
		return o.failedAgain(ctx, operation, domain, found)
	case found.State == service.StatePending && found.Reason == "":
		found.Reason = "WorkOS checks for the record in the background"
	}
	return found, nil
}

// advance begins the verification, or reads the state of the one under way. None is begun with
// another token than the published one: WorkOS would look for a record that is not there.
func (o *organization) advance(ctx context.Context, operation, domain, token string, known service.Domain) (shown domainResponse, err error) {
	current, _ := o.attempts.Get(domain)
	if current.begun || known.State == service.StateFailed {
		shown, err = o.look(ctx, operation, domain, known.RemoteID, current.at)
		current.reads++
	}
	if err != nil || shown.hasOtherToken(token) {
		return shown, err
	}
	failed := asDomain(shown).State == service.StateFailed
	if !current.begun && !failed || failed && !current.restarted {
		if failed {
			current.restarted, current.failedAt = true, shown.UpdatedAt
		}
		current.reads = 0
		shown, err = o.begin(ctx, operation, domain, known.RemoteID, failed)
		current.at = o.now()
	}
	if err == nil {
		current.begun = shown.State != "" || current.reads%readsWithoutState != readsWithoutState-1
		o.attempts.Set(domain, current)
	}
	return shown, err
}

// begin makes the verify call, whose response is the domain as it is now. A lost
// one is repeated unless the domain shows that it was applied: on a pending domain
// that does no harm. A failed domain that is not failed any more has been begun
// anew, and doing that once more could change the token again.
func (o *organization) begin(ctx context.Context, operation, domain, remoteID string, failed bool) (domainResponse, error) {
	key, err := adapter.RandomKey(operation, o.random)
	if err != nil {
		return domainResponse{}, err
	}
	var shown domainResponse
	applied, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		shown, err = o.client.verifyDomain(ctx, key, remoteID)
		// The next reading tells what a second one that is lost did.
		return !again && isAmbiguous(shown, err), err
	}, func() (applied bool, err error) {
		shown, err = o.readDomain(ctx, operation, domain, remoteID)
		state := asDomain(shown).State
		return state.Verified() || failed && state != service.StateFailed, err
	})
	if applied {
		return shown, nil
	}
	switch adapter.StatusOf(err) {
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		return o.alreadyVerified(ctx, operation, domain, remoteID, err)
	}
	return o.accept(ctx, operation, domain, remoteID, shown, err)
}

// alreadyVerified makes a success of the refusal to verify a verified domain. The
// documented code counts even where the state is not shown.
func (o *organization) alreadyVerified(ctx context.Context, operation, domain, remoteID string, refused error) (domainResponse, error) {
	shown, err := o.readDomain(ctx, operation, domain, remoteID)
	switch {
	case err != nil:
		return domainResponse{}, err
	case o.ResponseOf(refused).Code == "domain_already_verified":
		shown.State = "verified"
	case !asDomain(shown).State.Verified():
		return domainResponse{}, o.Failure(ctx, operation, refused)
	}
	return shown, nil
}
