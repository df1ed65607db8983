// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release implements adapter.Operations by unverifyDomain.
//
// removePending drops pending entries; what it does to a verified domain, and
// what its absence does to a pending one, is not documented. So it is true while
// the domain is not verified, as in Control Hub. What is known may be behind, and
// a domain may be pending beside being verified; so the other call follows, unless
// the first one, or a reading after it, has shown that nothing is left. That reading
// may be behind as well, so that it counts only where the response does not list the domain.
//
// A 400 is documented to mean "still claimed", yet a pending domain may get it
// for want of the flag, and a verified one because of it. A claim makes both
// calls fail; whatever else it was, the other call removes.
func (o *organization) Release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	id := request.ID
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return err
	}
	defer o.guard.ReleaseBegins(id.Domain)()

	calls := []bool{false, true}
	if snapshot.Known && !snapshot.Of(id.Domain).State.Verified() {
		calls = []bool{true, false}
	}
	// claimed is the refusal of the call without the flag.
	var claimed error
	unproved := false
	for n, removePending := range calls {
		lists, err := o.unverify(ctx, id.Domain, removePending)
		listed := lists.stateOf(id.Domain).Verified()
		switch status := adapter.StatusOf(err); {
		case status == http.StatusNotFound:
			// Gone, or not what this call removes.
		case status == http.StatusBadRequest && removePending:
			// Claimed, or not pending; the other call tells.
		case status == http.StatusBadRequest:
			claimed = err
		case err != nil:
			return o.writeFailure(ctx, operation, id, err, "")
		case listed && !removePending:
			return adapter.NewError(operation, adapter.Transient("Webex reported success but still lists the domain as verified", "Run Terraform again."))
		case removePending && lists.isComplete() && !listed, n == 0 && !listed && snapshot.Complete && o.stateNow(ctx, operation, id.Domain) == service.StateAbsent:
			o.updateState(id.Domain, service.StateAbsent)
			return nil
		case !lists.isComplete():
			unproved = true
		}
	}
	switch {
	case claimed != nil:
		return o.Refusal(ctx, operation, claimed, o.stillClaimed(id.Domain))
	case unproved && !o.isUnverified(ctx, operation, id.Domain):
		return adapter.NewError(operation, adapter.Transient(
			"Webex reported success but without its lists of domains, and nothing else shows that the domain is gone",
			"Check the domain in "+controlHub+". If it is there, run Terraform again; if it is gone, remove the resource from the state: terraform state rm."))
	}
	o.updateState(id.Domain, service.StateAbsent)
	return nil
}

// isUnverified reports whether a new reading shows that the verification is gone,
// which is what a release must not get wrong.
func (o *organization) isUnverified(ctx context.Context, operation, domain string) bool {
	state := o.stateNow(ctx, operation, domain)
	return state == service.StateAbsent || state == service.StateUnverified
}

func (o *organization) stillClaimed(domain string) adapter.Meaning {
	meaning := adapter.Blocked("the organization still has a claim on the domain",
		"Remove the claim first: destroy the domainverify_claim of this domain. If that is not in the state, as after the replacement of a domain that failed, "+
			"terraform apply without -replace takes it back, and so does an import:\n\n  terraform import ADDRESS "+o.DomainID(domain).String()+
			"\n\nIf Terraform does not manage the claim, release it in "+controlHub+".")
	switch {
	case o.memory.Recall(domain).unclaimed:
		meaning.Reason += ", although Webex reported the release of that claim as a success"
		meaning.Advice = "Release the claim in " + controlHub + ", then run Terraform again."
	case o.canReserve:
		meaning.Reason += ", or (in Webex for Government) has reserved it"
	}
	return meaning
}

// unverify repeats after an ambiguous failure, and after a success without lists,
// which proves nothing: what is gone by then gets a 404.
func (o *organization) unverify(ctx context.Context, domain string, removePending bool) (lists domainLists, err error) {
	number := o.written.Number()
	call := func() (err error) { lists, err = o.client.unverify(ctx, domain, removePending); return err }
	if _, err = o.Repeat(ctx, call); err == nil && !lists.isComplete() {
		if err = call(); httpapi.Ambiguous(err) {
			// The first success stays what is known.
			lists, err = domainLists{}, nil
		}
	}
	if err == nil {
		o.updateLists(lists, number)
	}
	return lists, err
}
