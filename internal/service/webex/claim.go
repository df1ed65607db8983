// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Claim implements service.Claimer.
func (a *Adapter) Claim(ctx context.Context, request service.ClaimRequest) error {
	operation := "claim the domain " + request.ID.Domain
	organization := a.organization(request.ID)
	// A claim and its release must not cross each other.
	unlock, err := organization.lock(ctx, operation, request.ID.Domain)
	if err != nil {
		return err
	}
	defer unlock()

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
	answer, err := organization.client.claim(ctx, input)
	if httpapi.Ambiguous(err) {
		organization.invalidate(request.ID.Domain)
		if a.claimedHere(ctx, request.ID) {
			return nil
		}
		err = repeat(err, func() (again error) {
			answer, again = organization.client.claim(ctx, input)
			return again
		})
	}
	if err != nil {
		return a.claimFailure(ctx, operation, request, err)
	}
	return a.claimConfirmed(ctx, operation, request.ID, answer)
}

// claimConfirmed believes a success only when it names the domain, as Cisco's
// description has it, or when the claim is seen.
func (a *Adapter) claimConfirmed(ctx context.Context, operation string, id service.DomainID, answer claimResponse) error {
	organization := a.organization(id)
	for _, claimed := range answer.Data {
		if name, err := domainname.Canonical(claimed.Domain); err == nil && name == id.Domain {
			organization.updateState(id.Domain, service.StateClaimed)
			return nil
		}
	}
	organization.invalidate(id.Domain)
	if a.claimedHere(ctx, id) {
		return nil
	}
	return &service.Error{
		Class:     service.Transient,
		Operation: operation,
		Reason:    "Webex answered with success but does not name the domain as claimed, and nothing else shows the claim",
		Advice:    importAdvice("claim", id),
	}
}

// claimFailure: what the claim of a claimed domain answers is not documented,
// so every refusal is followed by a look where one is possible. The token request
// would tell as well, but it makes a pending entry and may replace a token.
func (a *Adapter) claimFailure(ctx context.Context, operation string, request service.ClaimRequest, err error) error {
	status := httpapi.StatusOf(err)
	organization := a.organization(request.ID)
	if status != http.StatusBadRequest && status != http.StatusConflict {
		organization.invalidateIfAmbiguous(err, request.ID.Domain)
		return withImportAdvice(err, failure(operation, err), "that the domain is claimed already", request.ID)
	}
	organization.invalidate(request.ID.Domain)
	snapshot, lookErr := organization.snapshot(ctx, operation)
	if lookErr != nil {
		return lookErr
	}
	state := snapshot.Of(request.ID.Domain).State
	maybeVerified := !snapshot.Known || state.Verified()
	switch {
	case state == service.StateClaimed:
		return nil
	case status == http.StatusConflict:
		return a.refusal(operation, err, service.HeldElsewhere, "another organization has claimed the domain"+otherObstacles(request, snapshot),
			claimAdvice(request, snapshot))
	case !maybeVerified:
		return a.refusal(operation, err, service.Blocked, "the domain is not verified in this organization",
			"Verify it first: let the claim take its organization_domain_id from the domainverify_verification.")
	}
	return a.refusal(operation, err, service.Blocked, "the domain is not verified, or another organization has claimed it"+otherObstacles(request, snapshot),
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

func (a *Adapter) claimedHere(ctx context.Context, id service.DomainID) bool {
	found, err := a.Read(ctx, id)
	return err == nil && found.State == service.StateClaimed
}
