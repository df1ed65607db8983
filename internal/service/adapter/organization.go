// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"errors"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Organization is what every adapter keeps of one organization in one process.
// Adapters embed it in their own.
type Organization struct {
	*Vendor
	ID        string
	Inventory *service.Inventory

	locks service.KeyedMutex

	mu sync.Mutex
	// lastFailure is what the reading under way has failed with so far.
	lastFailure error
}

// NewOrganization returns an organization whose inventory is filled by load. What
// load fails with is an error of package service.
func NewOrganization(vendor *Vendor, id string, load func(context.Context) (service.Snapshot, error)) *Organization {
	o := &Organization{Vendor: vendor, ID: id}
	o.Inventory = service.NewInventory(func(ctx context.Context) (service.Snapshot, error) {
		o.setLastFailure(nil)
		return load(httpapi.WatchFailures(ctx, o.setLastFailure))
	})
	return o
}

// Lock serializes the operations on one domain of the organization, or on another
// thing that key names. The error is one of package service.
func (o *Organization) Lock(ctx context.Context, operation, key string) (unlock func(), err error) {
	if unlock, err = o.locks.Lock(ctx, key); err != nil {
		return nil, o.Failure(ctx, operation, err)
	}
	return unlock, nil
}

// Snapshot is the inventory's.
func (o *Organization) Snapshot(ctx context.Context, operation string) (service.Snapshot, error) {
	snapshot, err := o.Inventory.Snapshot(ctx)
	return snapshot, o.readFailure(operation, err)
}

// Refresh is the inventory's: a snapshot whose reading began after the call.
func (o *Organization) Refresh(ctx context.Context, operation string) (service.Snapshot, error) {
	snapshot, err := o.Inventory.Refresh(ctx)
	return snapshot, o.readFailure(operation, err)
}

// Reread drops what is known and returns what the service shows of one domain now.
func (o *Organization) Reread(ctx context.Context, operation, domain string) (service.Domain, error) {
	o.Inventory.Invalidate()
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	return snapshot.Of(domain), nil
}

// readFailure completes the end of the context of whoever waited for a reading. A
// reading serves all who wait for it and outlives each of them, so what it was
// doing is known from the failures of its attempts. Its own error is copied, since
// everybody who waited completes his own.
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
	return o.interrupted(operation, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err})
}

// InvalidateIfAmbiguous drops what is known when a write may have had its effect
// although err came of it.
func (o *Organization) InvalidateIfAmbiguous(err error) {
	if IsAmbiguous(err) {
		o.Inventory.Invalidate()
	}
}

func (o *Organization) setLastFailure(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lastFailure = err
}

// Organizations holds the organizations of one adapter, by ID, each made when it
// is first asked for.
type Organizations[O any] struct {
	make func(id string) O

	mu   sync.Mutex
	byID map[string]O
}

// NewOrganizations returns an empty cache that is filled by makeOne.
func NewOrganizations[O any](makeOne func(id string) O) *Organizations[O] {
	return &Organizations[O]{make: makeOne, byID: map[string]O{}}
}

// Get returns the organization, the same one every time.
func (c *Organizations[O]) Get(id string) O {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.byID[id]
	if !ok {
		known = c.make(id)
		c.byID[id] = known
	}
	return known
}
