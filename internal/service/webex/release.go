// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Release implements service.Service by unverifyDomain.
//
// removePending drops pending entries; what it does to a verified domain, and
// what its absence does to a pending one, is not documented. So it is true
// while the domain is not verified, as in Control Hub. What is known may be
// behind, and a domain may be pending beside being verified; so the other call
// follows, unless the first one or a look at the lists has shown that nothing
// is left.
func (a *Adapter) Release(ctx context.Context, id service.DomainID) error {
	attempt := "release the domain " + id.Domain
	organization := a.organization(id)
	leave, err := organization.enter(ctx, id.Domain)
	if err != nil {
		return err
	}
	defer leave()

	snapshot, err := organization.inventory.Snapshot(ctx)
	if err != nil {
		return err
	}
	calls := []bool{false, true}
	if snapshot.Known && !snapshot.Of(id.Domain).State.Verified() {
		calls = []bool{true, false}
	}
	for n, removePending := range calls {
		lists, err := organization.unverify(ctx, id.Domain, removePending)
		listed := lists.stateOf(id.Domain).Verified()
		switch status := statusOf(err); {
		case status == http.StatusNotFound:
			// Gone, or not what this call removes.
		case status == http.StatusBadRequest && removePending && n == 0:
			// Claimed, or not pending; the next call tells.
		case status == http.StatusBadRequest:
			return a.stillHeld(attempt, err)
		case err != nil:
			return failure(attempt, err)
		case listed && !removePending:
			return &service.Error{
				Class:   service.Transient,
				Attempt: attempt,
				Reason:  "Webex answered with success but still lists the domain as verified",
				Advice:  "Run Terraform again.",
			}
		case removePending && lists.shown() && !listed, !removePending && n == 0 && a.isGone(ctx, snapshot, id):
			organization.learnState(id.Domain, service.StateAbsent)
			return nil
		}
	}
	organization.learnState(id.Domain, service.StateAbsent)
	return nil
}

// isGone looks again where the read carries all lists, so that nothing is sent
// for a domain that has left them all.
func (a *Adapter) isGone(ctx context.Context, before service.Snapshot, id service.DomainID) bool {
	if !before.Complete {
		return false
	}
	a.organization(id).forget(id.Domain)
	found, err := a.Read(ctx, id)
	return err == nil && found.State == service.StateAbsent
}

func (a *Adapter) stillHeld(attempt string, err error) error {
	if a.config.Government {
		return a.refusal(attempt, err, service.Blocked, "the organization still has a claim on the domain, or has reserved it",
			"Remove the claim first: destroy the domainverify_claim of this domain, or release the claim or the reservation in Control Hub.")
	}
	return a.refusal(attempt, err, service.Blocked, "the organization still has a claim on the domain",
		"Remove the claim first: destroy the domainverify_claim of this domain, or release the claim in Control Hub if Terraform does not manage it.")
}

// unverify repeats after an ambiguous failure: what is gone by then answers
// 404, so repeating is its own look.
func (o *organization) unverify(ctx context.Context, domain string, removePending bool) (domainLists, error) {
	mark := o.mark()
	lists, err := o.client.unverify(ctx, domain, removePending)
	if ambiguous(err) {
		lists, err = o.client.unverify(ctx, domain, removePending)
	}
	if err == nil {
		o.learnLists(lists, mark)
	}
	return lists, err
}
