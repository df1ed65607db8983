// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Unclaim implements service.Claimer. An older edition of Cisco's page wants the
// domain in Base64 (wire/webex.md 1.5): plain goes first, and what worked is
// remembered.
//
// It is sent even where no claim is known: a reading may be behind, and a claim
// that is left would go unnoticed.
func (a *Adapter) Unclaim(ctx context.Context, id service.DomainID) error {
	operation := "release the claim on " + id.Domain
	o := a.organization(id)
	// A wrong organization must show here, where 404 means no more than that.
	snapshot, unlock, err := o.begin(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	defer unlock()

	encoded := o.facts().unclaimBase64
	unclaim := func() error { return o.client.unclaim(ctx, id.Domain, encoded) }
	// A repetition after a claim is gone is refused.
	again, err := repeated(unclaim)
	if httpapi.StatusOf(err) == http.StatusBadRequest && !encoded {
		encoded = true
		againEncoded, encodedErr := repeated(unclaim)
		again = again || againEncoded
		if encodedErr == nil {
			o.updateFacts(func(facts *organizationFacts) { facts.unclaimBase64 = true })
		}
		if encodedErr == nil || httpapi.IsInterrupted(encodedErr) {
			err = encodedErr
		}
	}
	switch {
	case err == nil:
		return o.confirmUnclaim(ctx, operation, id, snapshot.Known, unclaim)
	case httpapi.StatusOf(err) == http.StatusNotFound:
		o.invalidate(id.Domain)
		return nil
	case httpapi.StatusOf(err) == http.StatusBadRequest:
		return o.unclaimRefused(ctx, operation, id, err, again)
	}
	return o.writeFailure(ctx, operation, id, err, "")
}

// confirmUnclaim follows a success, whose response has no body and proves nothing,
// by a reading. Where that still shows the claim, it may be behind; a second
// release tells, because that of a claim that is gone is refused or not found.
func (o *organization) confirmUnclaim(ctx context.Context, operation string, id service.DomainID, isKnown bool, unclaim func() error) error {
	o.updateDomain(id.Domain, func(facts *domainFacts) { facts.unclaimed = true })
	state := service.StateUnknown
	if isKnown {
		state = o.stateNow(ctx, operation, id.Domain)
	}
	switch state {
	case service.StateUnknown:
		// A reading that fails takes nothing from the success.
	case service.StateClaimed:
		err := unclaim()
		status := httpapi.StatusOf(err)
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
		o.updateDomain(id.Domain, func(facts *domainFacts) { facts.unclaimed = true })
		return nil
	}
	reason := "Webex refuses the release although it shows the domain as claimed"
	switch {
	case !snapshot.Known && o.domain(id.Domain).unclaimed, snapshot.Known && snapshot.Of(id.Domain).State != service.StateClaimed:
		return nil
	case !snapshot.Known:
		reason = "Webex refuses the release and does not show whether there is a claim"
	}
	return o.Refusal(ctx, operation, refusal, adapter.Meaning{
		Class: service.Rejected, Reason: reason,
		Advice: "See the Webex error above, and check the domain in " + controlHub + ". If there is no claim, remove the resource from the state: terraform state rm.",
	})
}
