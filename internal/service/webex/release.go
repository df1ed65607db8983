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
// exactly when the domain is not verified, as in Control Hub. Where the state
// cannot be read, the call for a verified domain goes first, and after it the
// domain can at most be pending.
func (a *Adapter) Release(ctx context.Context, id service.DomainID) error {
	organization := a.organization(id)
	unlock := organization.lock(id.Domain)
	defer unlock()

	snapshot, err := organization.inventory.Snapshot(ctx)
	if err != nil {
		return err
	}
	switch snapshot.Of(id.Domain).State {
	case service.StateAbsent:
		return nil
	case service.StatePending, service.StateUnverified:
		return a.unverify(ctx, id, true)
	case service.StateVerified, service.StateClaimed:
		if err := a.unverify(ctx, id, false); err != nil {
			return err
		}
		return a.removePendingRemains(ctx, id, snapshot)
	default:
		if err := a.unverify(ctx, id, false); err != nil {
			return err
		}
		return a.unverify(ctx, id, true)
	}
}

// removePendingRemains: a domain can stand in the pending list next to the
// verified one. That shows only where the read carries all lists.
func (a *Adapter) removePendingRemains(ctx context.Context, id service.DomainID, before service.Snapshot) error {
	if !before.Complete {
		return nil
	}
	organization := a.organization(id)
	organization.inventory.Forget()
	found, err := a.Read(ctx, id)
	if err != nil || found.State != service.StatePending {
		// The domain is released; a failed look must not fail the release.
		organization.learnState(id.Domain, service.StateAbsent)
		return nil
	}
	return a.unverify(ctx, id, true)
}

// unverify takes a domain that is gone for released.
func (a *Adapter) unverify(ctx context.Context, id service.DomainID, removePending bool) error {
	attempt := "release the domain " + id.Domain
	organization := a.organization(id)
	lists, err := organization.client.unverify(ctx, id.Domain, removePending)
	if ambiguous(err) {
		// Removing what is gone answers 404, so repeating is its own look.
		lists, err = organization.client.unverify(ctx, id.Domain, removePending)
	}
	switch {
	case err == nil:
		organization.learnLists(lists)
	case statusOf(err) == http.StatusNotFound:
	case statusOf(err) == http.StatusBadRequest:
		return a.refusal(attempt, err, service.Blocked, "the organization still has a claim on the domain",
			"Remove the claim first: destroy the domainverify_claim of this domain, or release the claim in Control Hub if Terraform does not manage it.")
	default:
		return failure(attempt, err)
	}
	organization.learnState(id.Domain, service.StateAbsent)
	return nil
}
