// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// gathering is how long a reading that confirms writes waits for others that end at the
// same time: a service may lock out an organization that sends too many requests.
const gathering = 500 * time.Millisecond

// Organization is what every adapter keeps of one organization in one process.
// Adapters embed it in their own.
type Organization struct {
	*Vendor
	ID        string
	Inventory *service.Inventory
	// ReadName, where it is set, reads the organization's name, which the readings of its
	// domains do not show. Once it has returned one, it is not called again.
	ReadName func(ctx context.Context, operation string) (string, error)

	locks service.KeyedMutex

	mu sync.Mutex
	// lastFailure is what the reading under way has failed with so far.
	lastFailure error
	// leftBehind says what the reading under way may leave at the service.
	leftBehind string
	// name and externalID are what the last reading showed.
	name, externalID string
	// latest and previous are what the last two readings showed; nil before them. readAt is
	// when the last one began.
	latest, previous *service.Snapshot
	readAt           time.Time
}

// NewOrganization returns an organization whose inventory is filled by load. What
// load fails with is an error of package service. What no service may show is dealt with
// here, for every adapter (invariant 18).
func NewOrganization(vendor *Vendor, id string, load func(context.Context) (service.Snapshot, error)) *Organization {
	o := &Organization{Vendor: vendor, ID: id}
	o.Inventory = service.NewInventory(func(ctx context.Context) (service.Snapshot, error) {
		o.setLastFailure(nil)
		began := o.now()
		snapshot, err := load(httpapi.WatchFailures(ctx, o.setLastFailure))
		if err != nil {
			return service.Snapshot{}, err
		}
		if snapshot, err = o.accept(snapshot); err == nil {
			o.keepReading(snapshot, began)
		}
		return snapshot, err
	})
	if vendor.Sleep != nil {
		o.Inventory.Gather = func(ctx context.Context) { _ = vendor.Sleep(ctx, gathering) }
	}
	return o
}

func (o *Organization) keepReading(snapshot service.Snapshot, began time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.previous, o.latest, o.readAt = o.latest, &snapshot, began
}

func (o *Organization) now() time.Time {
	if o.Now == nil {
		return time.Time{}
	}
	return o.Now()
}

// accept refuses a reading in which a domain would seem to be missing, and drops tokens
// that cannot be published.
func (o *Organization) accept(snapshot service.Snapshot) (service.Snapshot, error) {
	accepted := map[string]service.Domain{}
	for name, known := range snapshot.Domains {
		if !IsDomainName(name) {
			return service.Snapshot{}, o.MissingContent("read the domains of the "+o.Company+" organization "+o.ID, "the name of one of the domains")
		}
		accepted[name] = withValidTokens(name, known)
	}
	snapshot.Domains = accepted
	return snapshot, nil
}

func withValidTokens(name string, known service.Domain) service.Domain {
	known.Tokens = maps.Clone(known.Tokens)
	for method, token := range known.Tokens {
		if err := service.CheckToken(token); token != "" && err != nil {
			delete(known.Tokens, method)
			known.Notice = "The domain " + name + ": the verification token that the service shows for it is invalid: " + err.Error() + ". It is not used."
		}
	}
	return known
}

// Lock serializes the operations on one domain of the organization, or on another
// thing that key names. The error is one of package service.
func (o *Organization) Lock(ctx context.Context, operation, key string) (unlock func(), err error) {
	if unlock, err = o.locks.Lock(ctx, key); err != nil {
		return nil, o.Failure(ctx, operation, err)
	}
	return unlock, nil
}

// Begin takes the lock of a domain for an operation that writes, and returns what is
// known once no other operation on the domain is in progress.
func (o *Organization) Begin(ctx context.Context, operation, domain string) (snapshot service.Snapshot, unlock func(), err error) {
	if unlock, err = o.Lock(ctx, operation, domain); err != nil {
		return service.Snapshot{}, nil, err
	}
	if snapshot, err = o.Snapshot(ctx, operation); err != nil {
		unlock()
		return service.Snapshot{}, nil, err
	}
	return snapshot, unlock, nil
}

// DomainID is the ID of one domain of the organization.
func (o *Organization) DomainID(domain string) service.DomainID {
	return service.DomainID{Service: o.Vendor.Name, OrganizationID: o.ID, Domain: domain}
}

// SetDomain puts into the inventory what a write has made of one domain.
func (o *Organization) SetDomain(domain string, known service.Domain) {
	o.Inventory.Update(func(snapshot *service.Snapshot) { snapshot.Domains[domain] = withValidTokens(domain, known) })
}

// DeleteDomain takes a domain that is gone out of the inventory.
func (o *Organization) DeleteDomain(domain string) {
	o.Inventory.Update(func(snapshot *service.Snapshot) { delete(snapshot.Domains, domain) })
}

// SetName keeps what a reading shows of the organization beside its domains, safe to
// be shown. Services without external IDs give none.
func (o *Organization) SetName(name, externalID string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.name, o.externalID = displaytext.Escape(name), displaytext.Escape(externalID)
}

// readName reads the name where readings do not show it, and it is not known yet.
func (o *Organization) readName(ctx context.Context, operation string) error {
	if o.ReadName == nil {
		return nil
	}
	unlock, err := o.Lock(ctx, operation, "name of the organization")
	if err != nil {
		return err
	}
	defer unlock()
	if known, _ := o.shownName(); known != "" {
		return nil
	}
	name, err := o.ReadName(ctx, operation)
	if err == nil {
		o.SetName(name, "")
	}
	return err
}

func (o *Organization) shownName() (name, externalID string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.name, o.externalID
}

// SetLeftBehind keeps a sentence about what the reading under way may leave at the service
// when the caller stops waiting for it; "" for nothing.
func (o *Organization) SetLeftBehind(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.leftBehind = text
}

// Snapshot is the inventory's.
func (o *Organization) Snapshot(ctx context.Context, operation string) (service.Snapshot, error) {
	snapshot, err := o.Inventory.Snapshot(ctx)
	return snapshot, o.readFailure(operation, err)
}

// Current is Snapshot, read anew where the last reading is older than that. One that shows
// nothing is not repeated: what the responses to writes have shown since would be lost.
func (o *Organization) Current(ctx context.Context, operation string, within time.Duration) (service.Snapshot, error) {
	o.mu.Lock()
	isOld := o.latest != nil && o.latest.Known && o.now().Sub(o.readAt) > within
	o.mu.Unlock()
	if isOld {
		return o.Refresh(ctx, operation)
	}
	return o.Snapshot(ctx, operation)
}

// Find returns one domain as the inventory has it. Where nothing can be read, a domain is
// not known to be pending only.
func (o *Organization) Find(ctx context.Context, operation, domain string) (service.Domain, error) {
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(domain)
	if found.State == service.StatePending && !snapshot.Known {
		// A write has made it pending, which a verified domain may become as well.
		found.State, found.Notice = service.StateUnknown, snapshot.Notice
	}
	return found, nil
}

// Refresh is the inventory's: a snapshot whose reading began after the call.
func (o *Organization) Refresh(ctx context.Context, operation string) (service.Snapshot, error) {
	snapshot, err := o.Inventory.Refresh(ctx)
	return snapshot, o.readFailure(operation, err)
}

// RefreshDomain is one domain as Refresh shows it.
func (o *Organization) RefreshDomain(ctx context.Context, operation, domain string) (service.Domain, error) {
	snapshot, err := o.Refresh(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	return snapshot.Of(domain), nil
}

// Reread drops what is known and returns what the service shows of one domain now, without
// a pause in which others could join.
func (o *Organization) Reread(ctx context.Context, operation, domain string) (service.Domain, error) {
	o.Inventory.Invalidate()
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	return snapshot.Of(domain), nil
}

// ReadTwice returns the domain as two readings in a row show it: a response that is wrong
// in one place must neither let a domain be taken for gone nor another one be deleted. Two
// readings serve all domains that have not changed since.
func (o *Organization) ReadTwice(ctx context.Context, operation, domain string) (service.Domain, error) {
	// One makes the second reading for all.
	unlock, err := o.Lock(ctx, operation, "second reading")
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	first := snapshot.Of(domain)
	if previous := o.previousReading(); previous != nil && isSameObject(previous.Of(domain), first) {
		return first, nil
	}
	const readings = 3
	for range readings {
		if snapshot, err = o.Refresh(ctx, operation); err != nil {
			return service.Domain{}, err
		}
		second := snapshot.Of(domain)
		if isSameObject(first, second) {
			return second, nil
		}
		first = second
	}
	return service.Domain{}, o.MissingContent(operation, "the same ID of the domain twice")
}

func (o *Organization) previousReading() *service.Snapshot {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.previous
}

func isSameObject(first, second service.Domain) bool {
	return first.RemoteID == second.RemoteID && (first.State == service.StateAbsent) == (second.State == service.StateAbsent)
}

// Registered returns a domain that the organization has to have. One that seems to be
// missing is read once more.
func (o *Organization) Registered(ctx context.Context, operation, domain string) (service.Domain, error) {
	snapshot, err := o.Snapshot(ctx, operation)
	found := snapshot.Of(domain)
	if err == nil && found.State == service.StateAbsent {
		found, err = o.Reread(ctx, operation, domain)
	}
	switch {
	case err != nil:
		return service.Domain{}, err
	case found.State == service.StateAbsent:
		return service.Domain{}, DomainMissing(operation)
	}
	return found, nil
}

// Known is Registered, with the ID that the service itself gives the domain.
func (o *Organization) Known(ctx context.Context, operation, domain string) (service.Domain, error) {
	found, err := o.Registered(ctx, operation, domain)
	if err == nil && found.RemoteID == "" {
		return service.Domain{}, o.MissingContent(operation, "the domain's ID")
	}
	return found, err
}

// readFailure is the error of a reading. At the end of the caller's context it adds
// what the reading was doing, as the failures of its attempts show: a reading serves
// all who wait for it and outlives each of them. Its own error is copied, since each
// caller completes its own copy.
func (o *Organization) readFailure(operation string, err error) error {
	if err == nil {
		return nil
	}
	if shared, ok := errors.AsType[*service.Error](err); ok {
		own := *shared
		return &own
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	interrupted := o.interrupted(operation, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err})
	interrupted.Advice = JoinNonEmpty(" ", interrupted.Advice, o.leftBehind)
	return interrupted
}

// InvalidateIfAmbiguous drops what is known when the write that returned err may have
// been applied.
func (o *Organization) InvalidateIfAmbiguous(err error) {
	if IsAmbiguous(err) {
		o.Inventory.Invalidate()
	}
}

// WriteFailure is Failure for a write. When its outcome stays open, what is known is
// dropped, and the advice is to import what the next run finds.
func (o *Organization) WriteFailure(ctx context.Context, operation string, id service.DomainID, err error, finds string) error {
	if err == nil {
		return nil
	}
	failure := o.Failure(ctx, operation, err)
	o.InvalidateIfAmbiguous(failure)
	if failure.Ambiguous && finds != "" {
		failure.Advice = AdviceImport(finds, id)
	}
	return failure
}

func (o *Organization) setLastFailure(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lastFailure = err
}

func (o *Organization) kit() *Organization { return o }
