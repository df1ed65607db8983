// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Release implements service.Service by unverifyDomain.
//
// removePending drops pending entries; what it does to a verified domain, and
// what its absence does to a pending one, is not documented. So it is true
// while the domain is not verified, as in Control Hub. What is known may be
// behind, and a domain may be pending beside being verified; so the other call
// follows, unless the first one, or a look after it, has shown that nothing is
// left.
//
// A 400 is documented to mean "still claimed", yet a pending domain may get it
// for want of the flag, and a verified one because of it. A claim makes both
// calls fail; whatever else it was, the other call removes.
func (a *Adapter) Release(ctx context.Context, request service.ReleaseRequest) error {
	id := request.ID
	operation := "release the domain " + id.Domain
	organization := a.organization(id)
	unlock, err := organization.lock(ctx, operation, id.Domain)
	if err != nil {
		return err
	}
	defer unlock()
	organization.setRemoving(id.Domain, true)
	defer organization.setRemoving(id.Domain, false)

	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return err
	}
	calls := []bool{false, true}
	if snapshot.Known && !snapshot.Of(id.Domain).State.Verified() {
		calls = []bool{true, false}
	}
	// held is the refusal of the call without the flag.
	var held error
	unproved := false
	for n, removePending := range calls {
		lists, err := organization.unverify(ctx, id.Domain, removePending)
		listed := lists.stateOf(id.Domain).Verified()
		switch status := httpapi.StatusOf(err); {
		case status == http.StatusNotFound:
			// Gone, or not what this call removes.
		case status == http.StatusBadRequest && removePending:
			// Claimed, or not pending; the other call tells.
		case status == http.StatusBadRequest:
			held = err
		case err != nil:
			return failure(operation, err)
		case listed && !removePending:
			return &service.Error{
				Class:     service.Transient,
				Operation: operation,
				Reason:    "Webex answered with success but still lists the domain as verified",
				Advice:    "Run Terraform again.",
			}
		case removePending && lists.complete() && !listed, n == 0 && snapshot.Complete && a.seenAbsent(ctx, id):
			organization.updateState(id.Domain, service.StateAbsent)
			return nil
		case !lists.complete():
			unproved = true
		}
	}
	switch {
	case held != nil:
		return a.stillHeld(operation, id, held)
	case unproved && !a.seenReleased(ctx, id):
		return &service.Error{
			Class:     service.Transient,
			Operation: operation,
			Reason:    "Webex answered with success but without its lists of domains, and nothing else shows that the domain is gone",
			Advice: "Look at the domain in Control Hub (Management > Organization Settings > Domains). If it is there, run Terraform again; " +
				"if it is gone, remove the resource from the state: terraform state rm.",
		}
	}
	organization.updateState(id.Domain, service.StateAbsent)
	return nil
}

// seenAbsent looks anew where the read carries all lists.
func (a *Adapter) seenAbsent(ctx context.Context, id service.DomainID) bool {
	a.organization(id).invalidate(id.Domain)
	found, err := a.Read(ctx, id)
	return err == nil && found.State == service.StateAbsent
}

// seenReleased looks anew after successes that prove nothing. A reading without
// pending domains shows that the verification is gone, which is what a release
// must not get wrong.
func (a *Adapter) seenReleased(ctx context.Context, id service.DomainID) bool {
	organization := a.organization(id)
	organization.invalidate(id.Domain)
	snapshot, err := organization.inventory.Refresh(ctx)
	if err != nil || !snapshot.Known {
		return false
	}
	state := snapshot.Of(id.Domain).State
	return state == service.StateAbsent || state == service.StateUnverified
}

func (a *Adapter) stillHeld(operation string, id service.DomainID, err error) error {
	if a.organization(id).wasUnclaimed(id.Domain) {
		return a.refusal(operation, err, service.Blocked,
			"the organization still has a claim on the domain, although Webex answered the release of that claim with success",
			"Release the claim in Control Hub (Management > Organization Settings > Domains), then run Terraform again.")
	}
	if a.config.CanReserve {
		return a.refusal(operation, err, service.Blocked, "the organization still has a claim on the domain, or (in Webex for Government) has reserved it",
			"Remove the claim first: destroy the domainverify_claim of this domain, or release the claim or the reservation in Control Hub.")
	}
	return a.refusal(operation, err, service.Blocked, "the organization still has a claim on the domain",
		"Remove the claim first: destroy the domainverify_claim of this domain, or release the claim in Control Hub if Terraform does not manage it.")
}

// unverify repeats after an ambiguous failure, and after a success without
// lists, which proves nothing: what is gone by then answers 404, so repeating is
// its own look.
func (o *organization) unverify(ctx context.Context, domain string, removePending bool) (domainLists, error) {
	mark := o.mark()
	lists, err := o.client.unverify(ctx, domain, removePending)
	if httpapi.Ambiguous(err) {
		err = repeat(err, func() (again error) {
			lists, again = o.client.unverify(ctx, domain, removePending)
			return again
		})
	}
	if err == nil && !lists.complete() {
		lists, err = o.client.unverify(ctx, domain, removePending)
		if httpapi.Ambiguous(err) {
			// The first success stays what is known.
			lists, err = domainLists{}, nil
		}
	}
	if err == nil {
		o.updateLists(lists, mark)
	}
	o.invalidateIfAmbiguous(err, domain)
	return lists, err
}
