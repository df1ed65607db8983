// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
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
	repeated := httpapi.Ambiguous(err)
	if repeated {
		organization.forget(request.ID.Domain)
		if a.claimedHere(ctx, request.ID) {
			return nil
		}
		err = repeat(err, func() error { return organization.client.claim(ctx, input) })
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
	status := httpapi.StatusOf(err)
	organization := a.organization(request.ID)
	if status != http.StatusBadRequest && status != http.StatusConflict {
		organization.forgetWhenOpen(err, request.ID.Domain)
		return whenOpen(err, failure(attempt, err), "that the domain is claimed already", request.ID)
	}
	organization.forget(request.ID.Domain)
	snapshot, lookErr := organization.snapshot(ctx, attempt)
	if lookErr != nil {
		return lookErr
	}
	state := snapshot.Of(request.ID.Domain).State
	maybeVerified := !snapshot.Known || state.Verified()
	switch {
	case state == service.StateClaimed:
		return nil
	case repeated && maybeVerified && a.claimedBySomebody(ctx, request.ID):
		// The first claim got no answer and the second one meets a claim on a
		// domain that this organization has verified, which nobody else could
		// have claimed: it is ours.
		organization.learnState(request.ID.Domain, service.StateClaimed)
		return nil
	case status == http.StatusConflict:
		return a.refusal(attempt, err, service.HeldElsewhere, "another organization has claimed the domain"+otherObstacles(request, snapshot),
			claimAdvice(request, snapshot))
	case !maybeVerified:
		return a.refusal(attempt, err, service.Blocked, "the domain is not verified in this organization",
			"Verify it first: let the claim take its organization_domain_id from the domainverify_verification.")
	}
	return a.refusal(attempt, err, service.Blocked, "the domain is not verified, or another organization has claimed it"+otherObstacles(request, snapshot),
		claimAdvice(request, snapshot))
}

// otherObstacles lists what answers like the obstacle named before it, because
// the statuses are not documented.
func otherObstacles(request service.ClaimRequest, snapshot service.Snapshot) string {
	text := " or verified it too"
	if !request.Force {
		text += ", or users outside this organization have addresses in it"
	}
	if !snapshot.Known {
		text += ", or this organization has claimed it already; Webex does not tell which"
	}
	return text
}

// claimAdvice names what harms nobody first. force overrides the users whom the
// refusal protects, so it comes last and with what it does.
func claimAdvice(request service.ClaimRequest, snapshot service.Snapshot) string {
	text := "If another organization holds the domain, it has to release it first; waiting does not help."
	if !snapshot.Known {
		text = importAdvice("claim", request.ID)
	}
	if request.Force {
		return text
	}
	return text + "\n\nIf users outside this organization have addresses in the domain, convert them in Control Hub, or let them change their addresses, and apply again. " +
		"Only where neither is possible: force = true claims the domain although those users exist, which overrides them. " +
		"Webex does not document what they keep access to, and with mark_outside_users_transient = true they have to give up their addresses, so tell them before."
}

// claimedBySomebody asks by the token request, which is documented to be
// refused while any organization has a claim.
func (a *Adapter) claimedBySomebody(ctx context.Context, id service.DomainID) bool {
	_, err := a.organization(id).requestToken(ctx, id.Domain)
	return httpapi.StatusOf(err) == http.StatusConflict
}

func (a *Adapter) claimedHere(ctx context.Context, id service.DomainID) bool {
	found, err := a.Read(ctx, id)
	return err == nil && found.State == service.StateClaimed
}

// Unclaim implements service.Claimer. An older edition of Cisco's page wants
// the domain in Base64; the current one and the OpenAPI description want it
// plain. Plain goes first, and what worked is remembered.
//
// It is sent even where no claim is known: the knowledge may be behind, and a
// claim that is left would go unnoticed.
func (a *Adapter) Unclaim(ctx context.Context, id service.DomainID) error {
	attempt := "release the claim on " + id.Domain
	organization := a.organization(id)
	// A wrong organization must show here, where 404 means no more than that.
	if _, err := organization.snapshot(ctx, attempt); err != nil {
		return err
	}
	encoded := organization.wantsEncodedUnclaim()
	err := a.unclaimOnce(ctx, id, encoded)
	if httpapi.StatusOf(err) == http.StatusBadRequest && !encoded {
		switch encodedErr := a.unclaimOnce(ctx, id, true); {
		case encodedErr == nil:
			organization.rememberEncodedUnclaim()
			err = nil
		case httpapi.IsInterrupted(encodedErr):
			err = encodedErr
		}
	}
	switch {
	case err == nil:
		organization.learnState(id.Domain, service.StateVerified)
		return nil
	case httpapi.StatusOf(err) == http.StatusNotFound:
		organization.forget(id.Domain)
		return nil
	case httpapi.StatusOf(err) == http.StatusBadRequest:
		return a.unclaimRefused(ctx, attempt, id, err)
	}
	organization.forgetWhenOpen(err, id.Domain)
	return failure(attempt, err)
}

// unclaimOnce repeats after an ambiguous failure: a claim that is gone shows
// as a refusal, which Unclaim looks into.
func (a *Adapter) unclaimOnce(ctx context.Context, id service.DomainID, encoded bool) error {
	organization := a.organization(id)
	err := organization.client.unclaim(ctx, id.Domain, encoded)
	if httpapi.Ambiguous(err) {
		err = repeat(err, func() error { return organization.client.unclaim(ctx, id.Domain, encoded) })
	}
	return err
}

// unclaimRefused: the refusal may mean that there is no claim. Where the state
// cannot be read, or still shows the claim (the read may be behind), the token
// request tells: it is refused while anybody has a claim. Its pending entry
// goes when the domain is released.
func (a *Adapter) unclaimRefused(ctx context.Context, attempt string, id service.DomainID, refusal error) error {
	organization := a.organization(id)
	organization.forget(id.Domain)
	snapshot, err := organization.snapshot(ctx, attempt)
	if err != nil {
		return err
	}
	if snapshot.Known && snapshot.Of(id.Domain).State != service.StateClaimed {
		return nil
	}
	_, err = organization.requestToken(ctx, id.Domain)
	switch {
	case err == nil:
		return nil
	case httpapi.StatusOf(err) != http.StatusConflict:
		return failure(attempt, err)
	}
	return a.refusal(attempt, refusal, service.Rejected, "Webex refuses it although the domain seems to be claimed",
		"Read Webex' own words, and look at the domain in Control Hub. If there is no claim, remove it from the state: terraform state rm.")
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
