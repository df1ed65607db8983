// SPDX-License-Identifier: MPL-2.0

package service

import (
	"context"
	"maps"
	"strconv"
	"sync"

	"golang.org/x/sync/singleflight"
)

// Snapshot is one reading of all domains of an organization.
type Snapshot struct {
	// Known is false when the service cannot be read at all.
	Known bool
	// Complete: a domain that is not in Domains is absent. Otherwise it is
	// only known not to be verified.
	Complete bool
	// Domains by canonical name.
	Domains map[string]Domain
	// Notice is something the operator should know about this reading.
	Notice string
}

// Of returns what the snapshot says of one domain.
func (s Snapshot) Of(domain string) Domain {
	found, ok := s.Domains[domain]
	switch {
	case ok:
		return found
	case !s.Known:
		return Domain{State: StateUnknown, RemoteID: domain, Notice: s.Notice}
	case s.Complete:
		return Domain{State: StateAbsent}
	default:
		return Domain{State: StateUnverified, RemoteID: domain}
	}
}

// Inventory keeps one snapshot per process, however many resources ask for it
// at once. Writes update it, so that reading after a write costs no call and does
// not depend on the service's own caches.
type Inventory struct {
	// Gather, if not nil, waits before each reading of Refresh for others who want one.
	// It is set before the first use.
	Gather func(context.Context)

	load  func(context.Context) (Snapshot, error)
	group singleflight.Group

	mu       sync.Mutex
	loaded   bool
	snapshot Snapshot
	// generation counts the calls of Invalidate. A load that was begun in an older one
	// may not show the write for which Invalidate was called.
	generation int
	// updates are the writes of this generation.
	updates []func(*Snapshot)
	// currentRefresh is the reading of Refresh that is under way, nextRefresh the one
	// after it.
	currentRefresh, nextRefresh *refresh
}

// NewInventory returns an inventory that is filled by load when first asked.
func NewInventory(load func(context.Context) (Snapshot, error)) *Inventory {
	return &Inventory{load: load}
}

// Snapshot returns the current snapshot, loading it if need be. Failed loads
// are not kept. At the end of the context the error is its cause.
func (inv *Inventory) Snapshot(ctx context.Context) (Snapshot, error) {
	snapshot, ok, generation := inv.current()
	if ok {
		return snapshot, nil
	}
	if ctx.Err() != nil {
		return Snapshot{}, context.Cause(ctx)
	}
	// The load serves everybody who waits in this generation, so it outlives a caller
	// that gives up; its requests have time limits of their own.
	result := inv.group.DoChan(strconv.Itoa(generation), func() (any, error) { return inv.fill(context.WithoutCancel(ctx), generation) })
	select {
	case <-ctx.Done():
		return Snapshot{}, context.Cause(ctx)
	case loaded := <-result:
		if loaded.Err != nil {
			return Snapshot{}, loaded.Err
		}
		return loaded.Val.(Snapshot), nil
	}
}

// Update applies the result of a write to the snapshot.
func (inv *Inventory) Update(change func(*Snapshot)) {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	inv.updates = append(inv.updates, change)
	if inv.loaded {
		next := clone(inv.snapshot)
		change(&next)
		inv.snapshot = next
	}
}

// Invalidate drops the snapshot after a write whose outcome is not known.
func (inv *Inventory) Invalidate() {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	inv.generation++
	inv.loaded, inv.updates = false, nil
}

func (inv *Inventory) current() (snapshot Snapshot, loaded bool, generation int) {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	return inv.snapshot, inv.loaded, inv.generation
}

func (inv *Inventory) fill(ctx context.Context, generation int) (Snapshot, error) {
	if snapshot, ok, now := inv.current(); ok && now == generation {
		return snapshot, nil
	}
	snapshot, err := inv.load(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	snapshot = clone(snapshot)

	inv.mu.Lock()
	defer inv.mu.Unlock()
	// Whatever was written in this process is newer than what was read.
	for _, change := range inv.updates {
		change(&snapshot)
	}
	if inv.generation == generation {
		inv.loaded, inv.snapshot = true, snapshot
	}
	return snapshot, nil
}

func clone(s Snapshot) Snapshot {
	s.Domains = maps.Clone(s.Domains)
	if s.Domains == nil {
		s.Domains = map[string]Domain{}
	}
	return s
}
