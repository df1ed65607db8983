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
	o := a.Get(id.OrganizationID)
	// A claim and its release must not cross each other.
	snapshot, unlock, err := o.Begin(ctx, operation, id.Domain)
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
	var response claimResponse
	isShown, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		response, err = o.client.claim(ctx, input)
		return !again && httpapi.Ambiguous(err), err
	}, func() (bool, error) {
		snapshot, err := o.reread(ctx, operation, id.Domain)
		return snapshot.Of(id.Domain).State == service.StateClaimed, err
	})
	switch {
	case isShown:
		return nil
	case err != nil:
		return o.claimFailure(ctx, operation, request, snapshot.Of(id.Domain).State.Verified(), err)
	}
	// A success has to name the domain, as Cisco's description has it, or to show.
	if slices.ContainsFunc(response.Data, func(named domainRequest) bool { return adapter.CanonicalDomain(named.Domain) == id.Domain }) {
		o.updateState(id.Domain, service.StateClaimed)
		return nil
	}
	if o.stateNow(ctx, operation, id.Domain) == service.StateClaimed {
		return nil
	}
	return adapter.NewError(operation, adapter.Transient(
		"Webex reported success but does not name the domain as claimed, and nothing else shows the claim",
		importAdvice("claim", id, "Otherwise run Terraform again.")))
}

// claimFailure explains a refused claim. What the claim of a claimed domain gets is
// not documented, so every refusal is followed by a reading. The token request
// would tell as well, but it makes a pending entry and may replace a token. wasVerified:
// the domain was known as verified before, which the reading may be behind.
func (o *organization) claimFailure(ctx context.Context, operation string, request service.ClaimRequest, wasVerified bool, err error) error {
	status := adapter.StatusOf(err)
	if status != http.StatusBadRequest && status != http.StatusConflict {
		return o.writeFailure(ctx, operation, request.ID, err, "that the domain is claimed already")
	}
	snapshot, readErr := o.reread(ctx, operation, request.ID.Domain)
	if readErr != nil {
		return readErr
	}
	meaning := adapter.HeldElsewhere("another organization has claimed the domain", claimAdvice(request, snapshot, status))
	state := snapshot.Of(request.ID.Domain).State
	switch {
	case state == service.StateClaimed:
		return nil
	case status == http.StatusConflict:
	case snapshot.Known && !state.Verified() && !wasVerified:
		return o.Refusal(ctx, operation, err, adapter.Blocked("the domain is not verified in this organization",
			"Verify it first: let the claim take its organization_domain_id from the domainverify_verification, and apply again. "+
				"With wait_for_verification = false, leave the claim out while that one is pending; its failure_reason says why it is."))
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

// verifyAgainAdvice names both resources: a domain that was removed has no token any
// more, and the verification in state does not follow a token that is replaced.
const verifyAgainAdvice = "If it does not show the domain as verified, verify it again:\n\n" +
	"  terraform apply -replace=domainverify_verification_token.NAME -replace=domainverify_verification.NAME\n\n"

// claimAdvice names what does no harm first. force overrides the users whom the
// refusal protects, so it comes last, with its effect.
func claimAdvice(request service.ClaimRequest, snapshot service.Snapshot, status int) string {
	advice := "If another organization holds the domain, it has to release it first; waiting does not help."
	switch {
	case !snapshot.Known:
		advice = importAdvice("claim", request.ID, verifyAgainAdvice+otherwiseReleaseElsewhere)
	case status == http.StatusBadRequest:
		advice += " If " + controlHub + " does not show the domain as verified, run Terraform again after some minutes, because what Webex shows to Terraform may be behind."
	}
	if request.Options.Enabled(OptionForce) {
		return advice
	}
	return advice + "\n\nIf users outside this organization have addresses in the domain, convert them in Control Hub, or let them change their addresses, and apply again. " +
		"Only where neither is possible: force = true claims the domain although those users exist, which overrides them. " +
		"Webex does not document what they keep access to, and with mark_outside_users_transient = true they have to give up their addresses, so inform them first."
}

// Unclaim implements service.Claimer. An older edition of Cisco's page wants the
// domain in Base64 (wire/webex.md 1.5): plain goes first, and what worked is
// remembered.
//
// It is sent even where no claim is known: a reading may be behind, and a claim
// that is left would go unnoticed.
func (a *Adapter) Unclaim(ctx context.Context, id service.DomainID) error {
	operation := "release the claim on " + id.Domain
	o := a.Get(id.OrganizationID)
	// A wrong organization must show here, where 404 means no more than that.
	snapshot, unlock, err := o.Begin(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	defer unlock()

	encoded := o.facts.Get().unclaimBase64
	unclaim := func() error { return o.client.unclaim(ctx, id.Domain, encoded) }
	// A repetition after a claim is gone is refused.
	again, err := o.Repeat(ctx, unclaim)
	if adapter.StatusOf(err) == http.StatusBadRequest && !encoded {
		encoded = true
		againEncoded, encodedErr := o.Repeat(ctx, unclaim)
		again = again || againEncoded
		if encodedErr == nil {
			o.facts.Change(func(facts *organizationFacts) { facts.unclaimBase64 = true })
		}
		if encodedErr == nil || httpapi.IsInterrupted(encodedErr) {
			err = encodedErr
		}
	}
	switch {
	case err == nil:
		return o.confirmUnclaim(ctx, operation, id, snapshot.Known, unclaim)
	case adapter.StatusOf(err) == http.StatusNotFound:
		o.invalidate(id.Domain)
		return nil
	case adapter.StatusOf(err) == http.StatusBadRequest:
		return o.unclaimRefused(ctx, operation, id, err, again)
	}
	return o.writeFailure(ctx, operation, id, err, "")
}

// confirmUnclaim follows a success, whose response has no body and proves nothing,
// by a reading. Where that still shows the claim, it may be behind; a second
// release tells, because that of a claim that is gone is refused or not found.
func (o *organization) confirmUnclaim(ctx context.Context, operation string, id service.DomainID, isKnown bool, unclaim func() error) error {
	o.memory.Remember(id.Domain, func(facts *domainFacts) { facts.unclaimed = true })
	state := service.StateUnknown
	if isKnown {
		snapshot, err := o.reread(ctx, operation, id.Domain)
		if err != nil {
			// The empty page of a proxy looks the same. Without the claim in state, the
			// release of the domain would meet it, and nothing would remove it.
			return o.AfterAmbiguous(ctx, operation, err)
		}
		state = snapshot.Of(id.Domain).State
	}
	switch state {
	case service.StateUnknown:
		// Nothing can be read in this organization, so the success has to do.
	case service.StateClaimed:
		err := unclaim()
		status := adapter.StatusOf(err)
		if status == http.StatusBadRequest || status == http.StatusNotFound || err == nil && o.stateNow(ctx, operation, id.Domain) != service.StateClaimed {
			break
		}
		return &service.Error{
			Class: service.Transient, Operation: operation, Cause: o.AfterAmbiguous(ctx, operation, err),
			Reason: "Webex reported success but still shows the claim; what it shows may be behind by minutes",
			Advice: "Run Terraform again after some minutes. If the error persists, release the claim in " + controlHub + ".",
		}
	default:
		return nil
	}
	o.updateState(id.Domain, service.StateVerified)
	return nil
}

// unclaimRefused finds out whether a refusal means that there is no claim. It does
// where the domain is shown without one, and after a release in this process, also
// one whose response was lost. Nothing else is without side effects: the token request
// makes a pending entry and may replace a token.
func (o *organization) unclaimRefused(ctx context.Context, operation string, id service.DomainID, refusal error, again bool) error {
	snapshot, err := o.reread(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	if again {
		o.memory.Remember(id.Domain, func(facts *domainFacts) { facts.unclaimed = true })
		return nil
	}
	reason := "Webex refuses the release although it shows the domain as claimed"
	switch {
	case !snapshot.Known && o.memory.Recall(id.Domain).unclaimed, snapshot.Known && snapshot.Of(id.Domain).State != service.StateClaimed:
		return nil
	case !snapshot.Known:
		reason = "Webex refuses the release and does not show whether there is a claim"
	}
	return o.Refusal(ctx, operation, refusal, adapter.Rejected(reason,
		"See the Webex error above, and check the domain in "+controlHub+". If there is a claim, run Terraform again, or release it there. "+
			"Once there is none, remove the resource from the state: terraform state rm."))
}
