// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release implements adapter.Operations. It is over when reading the domain by ID shows that
// it is gone, which a forced release takes a day for (wire/entra.md 10).
func (o *organization) Release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	if isBegun, err := o.readRelease(ctx, operation, domain); isBegun || err != nil {
		return err
	}
	m := o.Recall(domain)
	switch {
	case m.forced && m.hasFailed(operationForceDelete):
		o.Remember(domain, func(m *memory) { m.forced = false })
		return o.blocked(ctx, operation, domain, nil, "Microsoft reports that the forced release has failed", adviceForce)
	case m.forced, m.deleted:
		return underWay(operation, m.forced)
	case m.last.IsInitial:
		return kept(operation, "it is the initial domain of the tenant, which always stays", "Remove its resources from the state: terraform state rm.")
	case m.last.IsDefault:
		return kept(operation, "it is the default domain of the tenant", "Make another domain the default one in the admin center, then run Terraform again.")
	}
	return o.release(ctx, operation, request)
}

// release deletes the domain, and forces that if it is refused and allowed.
func (o *organization) release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	accepted, err := o.delete(ctx, operation, domain)
	refused := refusedBy(err)
	switch {
	case accepted, refused.isNotFound():
		o.Remember(domain, func(m *memory) { m.deleted = true })
		return o.confirmRelease(ctx, operation, domain)
	case refused.status != http.StatusBadRequest || refused.isConcurrent():
		return o.writeFailure(ctx, operation, domain, err)
	}
	// The reading before may have been behind a release that another run has begun.
	if isBegun, err := o.readRelease(ctx, operation, domain); isBegun || err != nil {
		return err
	}
	const refusal = "Microsoft refused to delete the domain"
	snapshot, unlisted := o.Snapshot(ctx, operation)
	switch {
	case len(adapter.Subdomains(snapshot, domain)) > 0:
		// What a forced release does to them is not known, and nobody has asked for theirs.
		return o.blocked(ctx, operation, domain, err, refusal+", and the tenant has subdomains of it",
			"Release the subdomains first, then destroy again. The release is not forced for them, only for users, groups and applications.")
	case !request.Options.Enabled(OptionForceRelease):
		return o.blocked(ctx, operation, domain, err, refusal, "Change or remove what uses the domain, then destroy again. "+
			"To have Microsoft rename it to the initial domain, "+adapter.AdviceArgument(string(OptionForceRelease)+" = true", domain)+".")
	case unlisted != nil:
		return unlisted
	}
	return o.forceRelease(ctx, operation, request)
}

// forceRelease begins a forced release once. Where the response leaves open whether it has,
// reads show it, which may lag: a second one would be another release.
func (o *organization) forceRelease(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	o.Remember(domain, func(m *memory) { m.before = m.last.State })
	err := o.client.forceDelete(ctx, domain, request.Options.Enabled(OptionDisableAccounts))
	switch refused := refusedBy(err); {
	case err == nil:
		o.Remember(domain, func(m *memory) { m.forced = true })
		return o.confirmRelease(ctx, operation, domain)
	case refused.isNotFound():
		return o.confirmRelease(ctx, operation, domain)
	case refused.status == http.StatusBadRequest && !refused.isConcurrent():
		if isBegun, err := o.readRelease(ctx, operation, domain); isBegun || err != nil {
			return err
		}
		return o.blocked(ctx, operation, domain, err, "Microsoft refused the forced release", adviceForce)
	}
	failure := o.writeFailure(ctx, operation, domain, err)
	isOpen := httpapi.Ambiguous(err)
	if !isOpen && !adapter.IsAmbiguous(failure) {
		return failure
	}
	o.Remember(domain, func(m *memory) { m.forced = true })
	if !isOpen {
		return failure
	}
	isShown := false
	unread := o.lag.Patiently(ctx, operation, "Microsoft shows the forced release", func() (lags bool, err error) {
		found, err := o.reread(ctx, operation, domain)
		isShown = err == nil && (found.State == service.StateAbsent || found.State == service.StateReleasing)
		return err == nil && !isShown, err
	})
	switch {
	case unread != nil:
		return o.AfterAmbiguous(ctx, operation, unread)
	case isShown:
		return o.confirmRelease(ctx, operation, domain)
	}
	return failure
}

const adviceForce = "Microsoft does not force it for more than 1,000 objects, a multitenant application, objects of Exchange, a federated domain, one that was bought through Microsoft, or for a partner that acts for the tenant. " +
	"Change or remove what uses the domain, then destroy again."

// delete asks for the deletion. What a lost response has done shows in the domain, or in
// the refusal of another deletion, which does not undo one that was accepted.
func (o *organization) delete(ctx context.Context, operation, domain string) (accepted bool, err error) {
	o.Remember(domain, func(m *memory) { m.addedBefore = time.Time{} })
	applied, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		err = o.client.delete(ctx, domain)
		accepted = accepted || err == nil
		return err == nil || httpapi.Ambiguous(err), err
	}, func() (bool, error) {
		found, err := o.reread(ctx, operation, domain)
		return found.State == service.StateAbsent || found.State == service.StateReleasing, err
	})
	return accepted || applied, err
}

// confirmRelease reads whether an accepted release is over.
func (o *organization) confirmRelease(ctx context.Context, operation, domain string) error {
	if isBegun, err := o.readRelease(ctx, operation, domain); isBegun || err != nil {
		return err
	}
	return underWay(operation, o.Recall(domain).forced)
}

// readRelease reads whether the domain is gone, or its release under way, which is an
// error. Whoever has begun that: when it fails, none is begun in its place.
func (o *organization) readRelease(ctx context.Context, operation, domain string) (isBegun bool, err error) {
	found, err := o.reread(ctx, operation, domain)
	switch {
	case err != nil:
		return false, err
	case found.State == service.StateAbsent:
		o.Remember(domain, func(m *memory) { *m = memory{confirmed: true} })
		return true, nil
	case found.State == service.StateReleasing:
		o.Remember(domain, func(m *memory) { m.forced = true })
		return true, underWay(operation, true)
	}
	return false, nil
}

func underWay(operation string, isForced bool) *service.Error {
	reason := "Microsoft has deleted the domain and still shows it"
	if isForced {
		reason = "Microsoft renames what uses the domain before it deletes it, which takes up to 24 hours"
	}
	return &service.Error{
		Class: service.UnderWay, Operation: operation, Reason: reason,
		Advice: "Run terraform destroy again later: it waits for the release that is under way, and begins no other. With a longer timeouts.delete, applied before, it waits longer.",
	}
}

func kept(operation, reason, advice string) *service.Error {
	return adapter.NewError(operation, adapter.Blocked(reason, advice+" Nothing was sent."))
}

// blocked is the error of a domain that something uses, with what Microsoft shows of it.
// refused is nil where no response says so.
func (o *organization) blocked(ctx context.Context, operation, domain string, refused error, reason, advice string) error {
	const most = 10
	blocked := &service.Error{Class: service.Blocked, Operation: operation, Reason: reason, Advice: advice, Response: o.ResponseOf(refused)}
	snapshot, unlisted := o.Snapshot(ctx, operation)
	for _, name := range adapter.Subdomains(snapshot, domain) {
		blocked.Blockers = append(blocked.Blockers, service.Blocker{Kind: "subdomain", Name: name})
	}
	references, err := o.client.references(ctx, domain)
	for _, one := range references {
		blocked.Blockers = append(blocked.Blockers, service.Blocker{Kind: one.kind(), Name: one.name()})
	}
	if err != nil {
		blocked.Reason += fmt.Sprintf(". What uses it could not be read: %v", o.Failure(ctx, operation, err))
	}
	if err == nil && unlisted == nil {
		blocked.BlockerCount = len(blocked.Blockers)
	}
	blocked.Blockers = blocked.Blockers[:min(most, len(blocked.Blockers))]
	return blocked
}
