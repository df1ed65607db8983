// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Claim implements service.Claimer.
func (a *Adapter) Claim(ctx context.Context, request service.ClaimRequest) error {
	attempt := "claim the domain " + request.ID.Domain
	organization := a.organization(request.ID)
	found, err := a.Read(ctx, request.ID)
	if err != nil {
		return err
	}
	if found.State == service.StateClaimed {
		return nil
	}
	input := claimRequest{
		Data:             []domainRequest{{request.ID.Domain}},
		ForceDomainClaim: request.Force,
		ClaimDomainOnly:  !request.MarkOutsideUsersTransient,
	}
	err = organization.client.claim(ctx, input)
	repeated := ambiguous(err)
	if repeated {
		organization.inventory.Forget()
		if a.claimedHere(ctx, request.ID) {
			return nil
		}
		err = organization.client.claim(ctx, input)
	}
	if err == nil {
		organization.learnState(request.ID.Domain, service.StateClaimed)
		return nil
	}
	return a.claimFailure(ctx, attempt, request, err, repeated)
}

// claimFailure: what the claim of a claimed domain answers is not documented,
// so every refusal is followed by a look where one is possible.
func (a *Adapter) claimFailure(ctx context.Context, attempt string, request service.ClaimRequest, err error, repeated bool) error {
	status := statusOf(err)
	if status != http.StatusBadRequest && status != http.StatusConflict {
		return failure(attempt, err)
	}
	organization := a.organization(request.ID)
	organization.inventory.Forget()
	snapshot, lookErr := organization.inventory.Snapshot(ctx)
	state := snapshot.Of(request.ID.Domain).State
	switch {
	case lookErr == nil && state == service.StateClaimed:
		return nil
	case status == http.StatusConflict && repeated && !snapshot.Known:
		// The first claim got no answer and the second one meets a claim on a
		// domain that this organization has verified, which nobody else could
		// have claimed: it is ours.
		organization.learnState(request.ID.Domain, service.StateClaimed)
		return nil
	case status == http.StatusConflict && snapshot.Known:
		return a.heldElsewhere(attempt, err)
	case status == http.StatusConflict:
		return a.refusal(attempt, err, service.HeldElsewhere,
			"the domain is claimed or verified by another organization too, or this organization has claimed it already; Webex does not tell which",
			importAdvice("claim", request.ID))
	case snapshot.Known && !state.Verified():
		return a.refusal(attempt, err, service.Blocked, "the domain is not verified in this organization",
			"Verify it first: let the claim take its organization_domain_id from the domainverify_verification.")
	case !request.Force:
		return a.refusal(attempt, err, service.Blocked,
			"the domain is not verified, or is verified by several organizations, or has users outside this organization",
			"Read Webex's own words. Users outside the organization: convert them in Control Hub first, or set force = true knowing that it overrides them.")
	}
	return a.refusal(attempt, err, service.Blocked, "the domain is not verified, or is verified by several organizations", "Read Webex's own words.")
}

func (a *Adapter) claimedHere(ctx context.Context, id service.DomainID) bool {
	found, err := a.Read(ctx, id)
	return err == nil && found.State == service.StateClaimed
}

// Unclaim implements service.Claimer. An older edition of Cisco's page wants
// the domain in Base64; the current one and the OpenAPI description want it
// plain. Plain goes first, and what worked is remembered.
func (a *Adapter) Unclaim(ctx context.Context, id service.DomainID) error {
	attempt := "release the claim on " + id.Domain
	organization := a.organization(id)
	snapshot, err := organization.inventory.Snapshot(ctx)
	if err != nil {
		return err
	}
	if snapshot.Known && snapshot.Of(id.Domain).State != service.StateClaimed {
		return nil
	}
	encoded := organization.wantsEncodedUnclaim()
	err = a.unclaimOnce(ctx, id, encoded)
	if statusOf(err) == http.StatusBadRequest && !encoded {
		if encodedErr := a.unclaimOnce(ctx, id, true); encodedErr == nil {
			organization.rememberEncodedUnclaim()
			err = nil
		}
	}
	switch statusOf(err) {
	case http.StatusNotFound:
		err = nil
	case http.StatusBadRequest:
		return a.unclaimRefused(ctx, attempt, id, err)
	}
	if err != nil {
		return failure(attempt, err)
	}
	organization.learnState(id.Domain, service.StateVerified)
	return nil
}

// unclaimOnce repeats after an ambiguous failure: a claim that is gone shows
// as a refusal, which Unclaim looks into.
func (a *Adapter) unclaimOnce(ctx context.Context, id service.DomainID, encoded bool) error {
	organization := a.organization(id)
	err := organization.client.unclaim(ctx, id.Domain, encoded)
	if ambiguous(err) {
		err = organization.client.unclaim(ctx, id.Domain, encoded)
	}
	return err
}

// unclaimRefused: the refusal may mean that there is no claim. Where the state
// cannot be read, the token request tells: it is refused while anybody has a
// claim. Its pending entry goes when the domain is released.
func (a *Adapter) unclaimRefused(ctx context.Context, attempt string, id service.DomainID, refusal error) error {
	organization := a.organization(id)
	organization.inventory.Forget()
	snapshot, err := organization.inventory.Snapshot(ctx)
	if err == nil && snapshot.Known {
		if snapshot.Of(id.Domain).State != service.StateClaimed {
			return nil
		}
		return failure(attempt, refusal)
	}
	if _, err := organization.requestToken(ctx, id.Domain); err == nil {
		return nil
	}
	return failure(attempt, refusal)
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
