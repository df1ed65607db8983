// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Verify implements adapter.Operations.
func (o *organization) Verify(ctx context.Context, operation string, request service.VerifyRequest, known service.Domain) (service.Domain, error) {
	// Another attempt may have verified it meanwhile. A reservation is not shown.
	reserve := request.Options.Enabled(OptionReserve)
	if known.State.Verified() && !reserve {
		return known, nil
	}
	number := o.written.Number()
	lists, err := o.client.verify(ctx, verifyRequest{Domain: request.ID.Domain, ReserveDomain: reserve})
	o.memory.Remember(request.ID.Domain, func(facts *domainFacts) { facts.conflict = nil })
	if err == nil {
		o.updateLists(lists, number)
		return o.verified(ctx, operation, request.ID, lists)
	}
	found, err := o.verifyFailure(ctx, operation, request, err)
	switch service.ClassOf(err) {
	case service.HeldElsewhere, service.Rotated, service.Denied, service.Rejected:
		o.guard.VerifyRefused(request.ID.Domain)
	}
	return found, err
}

// verified accepts a success only where the domain is listed.
func (o *organization) verified(ctx context.Context, operation string, id service.DomainID, lists domainLists) (service.Domain, error) {
	state := lists.stateOf(id.Domain)
	if state.Verified() {
		o.updateState(id.Domain, state)
		return service.Domain{State: state, RemoteID: id.Domain}, nil
	}
	if !lists.isComplete() {
		if found, err := o.RefreshDomain(ctx, operation, id.Domain); err != nil || found.State.Verified() {
			return found, err
		}
	}
	return service.Domain{}, adapter.NewError(operation, adapter.NotYet(
		"Webex reported success but does not list the domain as verified",
		"Run Terraform again. If the error persists, check the domain in "+controlHub+"."))
}

func (o *organization) verifyFailure(ctx context.Context, operation string, request service.VerifyRequest, err error) (service.Domain, error) {
	id := request.ID
	status := adapter.StatusOf(err)
	isRefused := status == http.StatusConflict || status == http.StatusBadRequest
	if isRefused || httpapi.Ambiguous(err) {
		switch found := o.afterVerify(ctx, operation, id.Domain, status); {
		case !found.State.Verified():
		case !request.Options.Enabled(OptionReserve):
			return found, nil
		case isRefused:
			return service.Domain{}, o.notReserved(ctx, operation, id, err)
		}
	}
	switch status {
	case http.StatusConflict:
		return service.Domain{}, o.verifyConflict(ctx, operation, request, err)
	case http.StatusBadRequest, http.StatusNotFound:
		// 400 is documented for a domain without a token. What a missing record gives
		// is not; Explain tells the two apart.
		reason := notConfirmed
		if !o.keepsTokens() {
			reason += ". If the record is published and this persists, the pending entry may have been removed or have another token. Requesting the token may " +
				"replace the published one, so the provider does not do it by itself. To request it, run terraform apply -replace=ADDRESS, " +
				"where ADDRESS is that of the domainverify_verification_token of this domain"
		}
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Meaning{Class: service.NotYet, Reason: reason})
	}
	// A lost verification leaves a pending entry pending at least.
	return service.Domain{}, o.WriteFailure(ctx, operation, id, err, "")
}

// afterVerify is the domain after a verify call that did not succeed. A 400, which comes with
// each attempt until the record is seen, is worth no reading of its own.
func (o *organization) afterVerify(ctx context.Context, operation, domain string, status int) service.Domain {
	read := o.Refresh
	if status == http.StatusBadRequest {
		read = o.Snapshot
	}
	snapshot, err := read(ctx, operation)
	if err != nil {
		return service.Domain{State: service.StateUnknown}
	}
	return snapshot.Of(domain)
}

// notReserved is the error of a verified domain whose reservation Webex refuses. Whether it is
// reserved already, nothing shows.
func (o *organization) notReserved(ctx context.Context, operation string, id service.DomainID, err error) error {
	return o.Refusal(ctx, operation, err, adapter.Blocked("the domain is verified, and Webex refuses to reserve it",
		importAdvice("reservation", id, "Otherwise see the Webex error above. A claim has to be released before its domain is reserved.")))
}

const notConfirmed = "Webex does not confirm the record"

// verifyConflict explains a 409, which is documented to mean that another
// organization has claimed the domain. Whether Webex uses it for other refusals,
// such as a missing record, is not documented; the token request, whose 409 means a
// claim, tells them apart. It is made only where it is known not to replace the
// token.
func (o *organization) verifyConflict(ctx context.Context, operation string, request service.VerifyRequest, conflict error) error {
	if !o.keepsTokens() {
		o.memory.Remember(request.ID.Domain, func(facts *domainFacts) { facts.conflict = conflict })
		return o.Refusal(ctx, operation, conflict, unexplainedConflict(service.NotYet))
	}
	token, err := o.requestToken(ctx, operation, request.ID.Domain)
	switch {
	case adapter.StatusOf(err) == http.StatusConflict:
		return o.Refusal(ctx, operation, conflict, heldElsewhere())
	case err != nil:
		return o.writeFailure(ctx, operation, request.ID, err, "")
	case token != request.Token:
		return o.rotated(operation)
	}
	return o.Refusal(ctx, operation, conflict, adapter.Meaning{Class: service.NotYet, Reason: notConfirmed})
}

// unexplainedConflict is a conflict that no request without side effects explains.
// The documented meaning comes first.
func unexplainedConflict(class service.Class) adapter.Meaning {
	return adapter.Meaning{
		Class: class, Reason: "another organization has claimed the domain, or Webex does not confirm the record; its response does not tell which",
		Advice: "If another organization has claimed the domain, waiting does not help: that organization has to release it. Otherwise apply again.",
	}
}

// rotated advises what requests the new token: a plan does not show it.
func (o *organization) rotated(operation string) error {
	failure := o.Rotated(operation)
	failure.Advice = "Run terraform apply -replace=ADDRESS, where ADDRESS is that of the domainverify_verification_token of this domain. " +
		"The record changes to the new token, and the verification follows."
	return failure
}

// Explain implements service.Explainer by requesting the token: that brings back a
// pending entry that somebody removed, and shows a token that has changed. It does
// so only where Webex is known to give the same token again, or where the entry is
// gone: otherwise the request may replace the published token. A domain that is
// verified by now needs no explanation.
func (a *Adapter) Explain(ctx context.Context, id service.DomainID, method service.Method, token string) error {
	if _, err := a.Publication(ctx, id, method, token); err != nil {
		return err
	}
	operation := "verify the domain " + id.Domain
	o := a.Get(id.OrganizationID)
	unlock, err := o.Lock(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	defer unlock()

	mayAsk := o.keepsTokens()
	if conflict := o.memory.Recall(id.Domain).conflict; conflict != nil && !mayAsk {
		return o.Refusal(ctx, operation, conflict, unexplainedConflict(service.HeldElsewhere))
	}
	// What this process has written stays known: a reading may be behind it.
	snapshot, err := o.Refresh(ctx, operation)
	switch state := snapshot.Of(id.Domain).State; {
	case err != nil:
		return err
	case state.Verified():
		// By somebody else: the next attempt finds it so, and the request would make it pending.
		return nil
	case mayAsk:
	case state != service.StateAbsent:
		return nil
	default:
		// The token of a new entry does not show whether an entry keeps its token.
		o.updateState(id.Domain, service.StateAbsent)
	}
	current, err := o.requestToken(ctx, operation, id.Domain)
	switch {
	case err != nil:
		return o.tokenFailure(ctx, operation, id, err, "")
	case current != token:
		return o.rotated(operation)
	}
	return nil
}
