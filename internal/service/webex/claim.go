// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Claim implements service.Claimer.
func (a *Adapter) Claim(ctx context.Context, request service.ClaimRequest) error {
	id := request.ID
	operation := "claim the domain " + id.Domain
	o := a.organization(id)
	// A claim and its release must not cross each other.
	snapshot, unlock, err := o.begin(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	defer unlock()

	if snapshot.Of(id.Domain).State == service.StateClaimed {
		return nil
	}
	input := claimRequest{
		Data:             []domainRequest{{id.Domain}},
		ForceDomainClaim: request.Options.Enabled(OptionForce),
		ClaimDomainOnly:  !request.Options.Enabled(OptionMarkOutsideUsersTransient),
	}
	response, err := o.client.claim(ctx, input)
	if httpapi.Ambiguous(err) {
		// Read before the claim is repeated (invariant 6).
		if o.stateNow(ctx, operation, id.Domain) == service.StateClaimed {
			return nil
		}
		err = secondAttempt(err, func() (err error) { response, err = o.client.claim(ctx, input); return err })
	}
	if err != nil {
		return o.claimFailure(ctx, operation, request, err)
	}
	// A success has to name the domain, as Cisco's description has it, or to show.
	if slices.ContainsFunc(response.Data, func(named domainRequest) bool { return adapter.CanonicalDomain(named.Domain) == id.Domain }) {
		o.updateState(id.Domain, service.StateClaimed)
		return nil
	}
	if o.stateNow(ctx, operation, id.Domain) == service.StateClaimed {
		return nil
	}
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: "Webex reported success but does not name the domain as claimed, and nothing else shows the claim",
		Advice: importAdvice("claim", id),
	}
}

// claimFailure explains a refused claim. What the claim of a claimed domain gets is
// not documented, so every refusal is followed by a reading. The token request
// would tell as well, but it makes a pending entry and may replace a token.
func (o *organization) claimFailure(ctx context.Context, operation string, request service.ClaimRequest, err error) error {
	status := httpapi.StatusOf(err)
	if status != http.StatusBadRequest && status != http.StatusConflict {
		return o.writeFailure(ctx, operation, request.ID, err, "that the domain is claimed already")
	}
	snapshot, readErr := o.reread(ctx, operation, request.ID.Domain)
	if readErr != nil {
		return readErr
	}
	meaning := adapter.Meaning{Class: service.HeldElsewhere, Reason: "another organization has claimed the domain", Advice: claimAdvice(request, snapshot)}
	state := snapshot.Of(request.ID.Domain).State
	switch {
	case state == service.StateClaimed:
		return nil
	case status == http.StatusConflict:
	case snapshot.Known && !state.Verified():
		return o.Refusal(ctx, operation, err, adapter.Meaning{
			Class: service.Blocked, Reason: "the domain is not verified in this organization",
			Advice: "Verify it first: let the claim take its organization_domain_id from the domainverify_verification.",
		})
	default:
		meaning.Class, meaning.Reason = service.Blocked, "the domain is not verified, or another organization has claimed it"
	}
	// The statuses of these are not documented.
	meaning.Reason += " or verified it too"
	if !request.Options.Enabled(OptionForce) {
		meaning.Reason += ", or users outside this organization have addresses in it"
	}
	if !snapshot.Known {
		meaning.Reason += ", or this organization has claimed it already; Webex does not tell which"
	}
	return o.Refusal(ctx, operation, err, meaning)
}

// claimAdvice names what harms nobody first. force overrides the users whom the
// refusal protects, so it comes last and with what it does.
func claimAdvice(request service.ClaimRequest, snapshot service.Snapshot) string {
	advice := "If another organization holds the domain, it has to release it first; waiting does not help."
	if !snapshot.Known {
		advice = importAdvice("claim", request.ID)
	}
	if request.Options.Enabled(OptionForce) {
		return advice
	}
	return advice + "\n\nIf users outside this organization have addresses in the domain, convert them in Control Hub, or let them change their addresses, and apply again. " +
		"Only where neither is possible: force = true claims the domain although those users exist, which overrides them. " +
		"Webex does not document what they keep access to, and with mark_outside_users_transient = true they have to give up their addresses, so tell them before."
}
