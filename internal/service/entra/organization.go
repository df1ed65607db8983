// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// patience is how long a read is believed to lag behind a write of this process; seen
// was more than a minute (wire/entra.md 7).
const patience = 2 * time.Minute

// organization is what one process knows of one tenant.
type organization struct {
	*adapter.Organization
	// Memory holds what was read by ID or written beside what package service asks for.
	adapter.Memory[memory]
	client client
	now    func() time.Time
	lag    *adapter.Lag
	log    httpapi.Log
}

// memory is what is known of one domain.
type memory struct {
	// confirmed: the inventory has the domain as this process has read it by ID or
	// written it, and not only as the list shows it.
	confirmed bool
	// last is the domain as a response about it alone showed it.
	last domainObject
	// addedAt and verifiedAt are when this process learned that it was done.
	addedAt, verifiedAt time.Time
	// addedBefore is when an earlier process has added it; a deletion ends that.
	addedBefore time.Time
	// takesOver: a takeover is scheduled, which reads may not show. mayTakeOver: it was
	// asked for.
	takesOver, mayTakeOver bool
	// deleted and forced: Microsoft has accepted the release, be it of this run or, where
	// it is forced, of another.
	deleted, forced bool
	// before is the state before the forced release or the takeover that was last begun.
	before domainState
}

// hasFailed reports whether the operation that was last begun has ended without success.
func (m memory) hasFailed(operation string) bool {
	return m.last.hasFailed(operation) && m.last.State != m.before
}

func newOrganization(vendor *adapter.Vendor, client client, deps service.Dependencies, id string) *organization {
	o := &organization{client: client, now: deps.Now, lag: adapter.NewLag(vendor, deps, patience, 5*time.Second), log: deps.Log}
	o.Organization = adapter.NewOrganization(vendor, id, o.load)
	o.ReadName = o.displayName
	return o
}

// load reads all domains of the tenant.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "list the domains of the tenant " + o.ID
	objects, err := o.client.list(ctx)
	if err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	domains := map[string]service.Domain{}
	for _, object := range objects {
		if object.ID == "" || object.IsVerified == nil {
			return service.Snapshot{}, o.MissingContent(operation, "the name of a domain and whether it is verified")
		}
		name := adapter.CanonicalDomain(object.ID)
		domains[name] = asDomain(name, *object)
		o.Remember(name, func(m *memory) {
			if !m.confirmed {
				m.last = *object
			}
		})
	}
	return service.Snapshot{Known: true, Complete: true, Domains: domains}, nil
}

// asDomain reads one domain (wire/entra.md 1.1). A pending one has no reason, because one
// with a reason counts as somebody's failed verification.
func asDomain(name string, object domainObject) service.Domain {
	shown := service.Domain{State: service.StatePending, RemoteID: name}
	if object.isVerified() {
		shown.State = service.StateVerified
	}
	state := object.State
	switch {
	case object.isRunning(operationForceDelete):
		shown.State = service.StateReleasing
	case object.isRunning(operationVerification):
	case object.hasFailed(operationVerification) && !object.isVerified():
		shown.State = service.StateFailed
		shown.Reason = "Microsoft reports that the verification has failed at " + adapter.Shorten(state.At)
	case state.Operation != "":
		shown.Notice = fmt.Sprintf("The domain %s: Microsoft reports the operation %s as %s.", name, adapter.Shorten(state.Operation), adapter.Shorten(state.Status))
	}
	return shown
}

// learn puts what a response about one domain shows into the inventory.
func (o *organization) learn(domain string, object domainObject) service.Domain {
	shown := asDomain(domain, object)
	o.Remember(domain, func(m *memory) { m.confirmed, m.last = true, object })
	o.SetDomain(domain, shown)
	return shown
}

// Find returns the domain from the inventory if it is verified there, and otherwise as
// reading it by ID shows it: the list may be behind.
func (o *organization) Find(ctx context.Context, operation, domain string) (service.Domain, error) {
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(domain)
	if found.State.Verified() || o.Recall(domain).confirmed {
		return found, nil
	}
	return o.reread(ctx, operation, domain)
}

// reread reads the domain by ID. One that this process has just added is there although
// the response says that it is not.
func (o *organization) reread(ctx context.Context, operation, domain string) (service.Domain, error) {
	object, err := o.get(ctx, operation, domain)
	switch m := o.Recall(domain); {
	case refusedBy(err).isNotFound() && !m.deleted && o.lag.IsRecent(m.addedAt):
		o.log(ctx, "entra: the new domain is not visible yet", map[string]any{"domain": domain})
		return asDomain(domain, m.last), nil
	case refusedBy(err).isNotFound():
		o.Remember(domain, func(m *memory) { m.confirmed, m.last = true, domainObject{} })
		o.DeleteDomain(domain)
		return service.Domain{State: service.StateAbsent}, nil
	case err != nil:
		return service.Domain{}, o.Failure(ctx, operation, err)
	}
	if err := o.checkObject(operation, domain, object); err != nil {
		return service.Domain{}, err
	}
	return o.learn(domain, object), nil
}

// get reads the domain by ID. One that an earlier process has just added may have been
// removed since, so that it is read again until a response shows which.
func (o *organization) get(ctx context.Context, operation, domain string) (object domainObject, err error) {
	err = o.lag.Patiently(ctx, operation, "Microsoft shows the domain that an earlier run has added", func() (lags bool, err error) {
		object, err = o.client.get(ctx, domain)
		m := o.Recall(domain)
		return refusedBy(err).isNotFound() && !m.deleted && o.lag.IsRecent(m.addedBefore), err
	})
	return object, err
}

// RecallAddition implements service.LaggingReader.
func (a *Adapter) RecallAddition(id service.DomainID, at time.Time) {
	a.Get(id.OrganizationID).Remember(id.Domain, func(m *memory) { m.addedBefore = at })
}

// checkObject refuses a response about another domain, or about none (invariant 18).
func (o *organization) checkObject(operation, domain string, object domainObject) error {
	if object.ID == "" || object.IsVerified == nil {
		return o.MissingContent(operation, "the domain and whether it is verified")
	}
	return o.CheckDomain(operation, domain, object.ID)
}

// writeFailure is Failure for a write. One whose outcome is open makes the domain be read
// by ID again.
func (o *organization) writeFailure(ctx context.Context, operation, domain string, err error) error {
	if err == nil {
		return nil
	}
	failure := o.Failure(ctx, operation, err)
	if adapter.IsAmbiguous(failure) {
		o.Remember(domain, func(m *memory) { m.confirmed = false })
	}
	return failure
}

// displayName is the tenant's. It needs a permission that domains do not, so that it is
// empty without it (wire/entra.md 6).
func (o *organization) displayName(ctx context.Context, operation string) (string, error) {
	found, err := o.client.organization(ctx)
	switch {
	case refusedBy(err).isDenied():
		return "", nil
	case err != nil:
		return "", o.Failure(ctx, operation, err)
	case len(found) == 0:
		return "", o.MissingContent(operation, "the tenant")
	}
	if id, _ := canonicalTenant(found[0].ID); id != o.ID {
		return "", o.WrongIdentity(operation, "the tenant "+o.ID, "the tenant "+found[0].ID)
	}
	return found[0].DisplayName, nil
}
