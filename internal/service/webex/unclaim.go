// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Unclaim implements service.Claimer. An older edition of Cisco's page wants
// the domain in Base64; the current one and the OpenAPI description want it
// plain. Plain goes first, and what worked is remembered.
//
// It is sent even where no claim is known: the knowledge may be behind, and a
// claim that is left would go unnoticed.
func (a *Adapter) Unclaim(ctx context.Context, id service.DomainID) error {
	operation := "release the claim on " + id.Domain
	organization := a.organization(id)
	unlock, err := organization.lock(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	defer unlock()

	// A wrong organization must show here, where 404 means no more than that.
	if _, err := organization.snapshot(ctx, operation); err != nil {
		return err
	}
	encoded := organization.wantsEncodedUnclaim()
	repeated, err := a.unclaimOnce(ctx, id, encoded)
	if httpapi.StatusOf(err) == http.StatusBadRequest && !encoded {
		repeatedEncoded, encodedErr := a.unclaimOnce(ctx, id, true)
		repeated = repeated || repeatedEncoded
		switch {
		case encodedErr == nil:
			organization.rememberEncodedUnclaim()
			encoded, err = true, nil
		case httpapi.IsInterrupted(encodedErr):
			err = encodedErr
		}
	}
	switch {
	case err == nil:
		return a.unclaimConfirmed(ctx, operation, id, encoded)
	case httpapi.StatusOf(err) == http.StatusNotFound:
		organization.invalidate(id.Domain)
		return nil
	case httpapi.StatusOf(err) == http.StatusBadRequest:
		return a.unclaimRefused(ctx, operation, id, err, repeated)
	}
	organization.invalidateIfAmbiguous(err, id.Domain)
	return failure(operation, err)
}

// unclaimOnce repeats after an ambiguous failure: a claim that is gone shows
// as a refusal, which Unclaim looks into.
func (a *Adapter) unclaimOnce(ctx context.Context, id service.DomainID, encoded bool) (repeated bool, err error) {
	organization := a.organization(id)
	err = organization.client.unclaim(ctx, id.Domain, encoded)
	if repeated = httpapi.Ambiguous(err); repeated {
		err = repeat(err, func() error { return organization.client.unclaim(ctx, id.Domain, encoded) })
	}
	return repeated, err
}

// unclaimConfirmed looks after a success, whose answer has no body and proves
// nothing. One reading serves all releases of a run that wait for it. Where it
// still shows the claim it may be behind; a second release tells, because the
// one of a claim that is gone is refused or not found.
func (a *Adapter) unclaimConfirmed(ctx context.Context, operation string, id service.DomainID, encoded bool) error {
	organization := a.organization(id)
	before, err := organization.snapshot(ctx, operation)
	if err != nil {
		return err
	}
	organization.noteUnclaimed(id.Domain)
	if before.Known {
		switch a.claimSeen(ctx, id) {
		case service.StateClaimed:
			err := organization.client.unclaim(ctx, id.Domain, encoded)
			status := httpapi.StatusOf(err)
			gone := status == http.StatusBadRequest || status == http.StatusNotFound
			if !gone && (err != nil || a.claimSeen(ctx, id) == service.StateClaimed) {
				return a.unclaimUnseen(operation, err)
			}
		case service.StateUnknown:
			// A look that fails takes nothing from the success.
		default:
			return nil
		}
	}
	organization.updateState(id.Domain, service.StateVerified)
	return nil
}

// claimSeen looks anew.
func (a *Adapter) claimSeen(ctx context.Context, id service.DomainID) service.State {
	organization := a.organization(id)
	organization.invalidate(id.Domain)
	snapshot, err := organization.inventory.Refresh(ctx)
	if err != nil {
		return service.StateUnknown
	}
	return snapshot.Of(id.Domain).State
}

func (a *Adapter) unclaimUnseen(operation string, cause error) error {
	typed := &service.Error{
		Class:     service.Transient,
		Operation: operation,
		Reason:    "Webex answered with success but still shows the claim; what it shows may be behind by minutes",
		Advice:    "Run Terraform again after some minutes. If it goes on, release the claim in Control Hub (Management > Organization Settings > Domains).",
	}
	if cause != nil {
		typed.Cause = failure(operation, cause)
	}
	return typed
}

// unclaimRefused: the refusal may mean that there is no claim. That is so where
// the domain is seen without one, and after a release in this process, also one
// whose answer was lost. Nothing else that could be asked is without effects:
// the token request makes a pending entry and may replace a token.
func (a *Adapter) unclaimRefused(ctx context.Context, operation string, id service.DomainID, refusal error, repeated bool) error {
	organization := a.organization(id)
	organization.invalidate(id.Domain)
	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return err
	}
	if repeated {
		organization.noteUnclaimed(id.Domain)
	}
	shown := snapshot.Known && snapshot.Of(id.Domain).State == service.StateClaimed
	if repeated || !shown && (snapshot.Known || organization.wasUnclaimed(id.Domain)) {
		return nil
	}
	reason := "Webex refuses it although the domain seems to be claimed"
	if !snapshot.Known {
		reason = "Webex refuses it and does not show whether there is a claim"
	}
	return a.refusal(operation, refusal, service.Rejected, reason,
		"Read Webex' own words, and look at the domain in Control Hub (Management > Organization Settings > Domains). "+
			"If there is no claim, remove the resource from the state: terraform state rm.")
}

// noteUnclaimed notes a release that Webex has answered with success.
func (o *organization) noteUnclaimed(domain string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.unclaimed[domain] = true
}

func (o *organization) wasUnclaimed(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.unclaimed[domain]
}

func (o *organization) wantsEncodedUnclaim() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.unclaimEncoded
}

func (o *organization) rememberEncodedUnclaim() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.unclaimEncoded = true
}
