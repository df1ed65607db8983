// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"maps"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// noticeOddList goes with a list that may or may not be complete.
const noticeOddList = "Zoho answered the list of domains without any domain in a form that is known. Either the organization has none, " +
	"or the answer is odd; each domain that is asked for is looked up by itself."

// load reads all domains by one call; an organization has thirty at most, and
// the list has no pages.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	o.setLastFailure(nil)
	ctx = httpapi.WatchFailures(ctx, o.setLastFailure)
	data, err := o.client.domains(ctx)
	if err != nil {
		return service.Snapshot{}, o.failure(ctx, "list the domains of the Zoho organization "+o.id, err)
	}
	listed, recognized := domainsIn(data)
	snapshot := service.Snapshot{Known: true, Complete: recognized, Domains: map[string]service.Domain{}}
	if !recognized {
		snapshot.Notice = noticeOddList
	}
	for _, object := range listed {
		name := canonical(object.name())
		if err := o.belongs("list the domains of the Zoho organization "+o.id, name, object); err != nil {
			return service.Snapshot{}, err
		}
		snapshot.Domains[name] = o.note(name, object)
	}
	return snapshot, nil
}

// find returns the domain as the inventory has it. What a list of an unknown
// shape leaves open, a look at the one domain settles.
func (o *organization) find(ctx context.Context, operation, domain string) (service.Domain, error) {
	snapshot, err := o.snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	found, listed := snapshot.Domains[domain]
	if listed || snapshot.Complete {
		return snapshot.Of(domain), nil
	}
	object, err := o.client.domain(ctx, domain)
	switch {
	case isUnknownDomain(err):
		found = service.Domain{State: service.StateAbsent}
		o.inventory.Update(func(s *service.Snapshot) { s.Domains[domain] = found })
		return found, nil
	case err != nil:
		return service.Domain{}, o.failure(ctx, operation, err)
	case object == nil:
		return service.Domain{}, unusable(operation)
	}
	if err := o.belongs(operation, domain, object); err != nil {
		return service.Domain{}, err
	}
	return o.update(domain, object), nil
}

// findAnew reads the organization again.
func (o *organization) findAnew(ctx context.Context, operation, domain string) (service.Domain, error) {
	o.inventory.Invalidate()
	return o.find(ctx, operation, domain)
}

// findRenewed is findAnew by a reading that all share who ask at the same time.
func (o *organization) findRenewed(ctx context.Context, operation, domain string) (service.Domain, error) {
	if _, err := o.wrapInterrupted(operation)(o.inventory.Refresh(ctx)); err != nil {
		return service.Domain{}, err
	}
	return o.find(ctx, operation, domain)
}

// Domains implements service.Lister.
func (a *Adapter) Domains(ctx context.Context, organizationID string) (service.Snapshot, error) {
	snapshot, err := a.organization(organizationID).snapshot(ctx, "list the domains of the Zoho organization "+organizationID)
	if err != nil {
		return service.Snapshot{}, err
	}
	return present(snapshot), nil
}

// present leaves out the domains whose absence was looked up one by one.
func present(snapshot service.Snapshot) service.Snapshot {
	snapshot.Domains = maps.Clone(snapshot.Domains)
	maps.DeleteFunc(snapshot.Domains, func(_ string, domain service.Domain) bool { return domain.State == service.StateAbsent })
	return snapshot
}

// update folds an answer about one domain into the inventory.
func (o *organization) update(domain string, object domainObject) service.Domain {
	learned := o.note(domain, object)
	o.inventory.Update(func(snapshot *service.Snapshot) { snapshot.Domains[domain] = learned })
	return learned
}

// updateVerified notes a verification, whose answer shows no domain.
func (o *organization) updateVerified(domain string, before service.Domain) service.Domain {
	before.State, before.RemoteID, before.Reason = service.StateVerified, domain, ""
	o.inventory.Update(func(snapshot *service.Snapshot) { snapshot.Domains[domain] = before })
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.tried, domain)
	return before
}

func (o *organization) updateAbsent(domain string) {
	o.forgetShown(domain)
	o.clearPendingAdd(domain)
	o.inventory.Update(func(snapshot *service.Snapshot) {
		snapshot.Domains[domain] = service.Domain{State: service.StateAbsent}
	})
}
