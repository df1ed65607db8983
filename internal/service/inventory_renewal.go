// SPDX-License-Identifier: MPL-2.0

package service

import "context"

// renewal is one reading for all who wait for it.
type renewal struct {
	done     chan struct{}
	snapshot Snapshot
	err      error
}

// Renewed returns a snapshot whose reading has begun after the call, which is
// what shows whether a write has had its effect. One such reading is made at a
// time, and all who ask meanwhile share the next one: a fleet of writes costs a
// few readings and not one for each. At the end of the context the error is its
// cause.
func (inv *Inventory) Renewed(ctx context.Context) (Snapshot, error) {
	if ctx.Err() != nil {
		return Snapshot{}, context.Cause(ctx)
	}
	inv.mu.Lock()
	if inv.next == nil {
		inv.next = &renewal{done: make(chan struct{})}
		if inv.renewal == nil {
			// It serves everybody who waits, so it outlives a caller that gives up.
			go inv.renew(context.WithoutCancel(ctx))
		}
	}
	mine := inv.next
	inv.mu.Unlock()
	select {
	case <-ctx.Done():
		return Snapshot{}, context.Cause(ctx)
	case <-mine.done:
		return mine.snapshot, mine.err
	}
}

// renew makes one reading after the other until nobody waits for one.
func (inv *Inventory) renew(ctx context.Context) {
	for {
		inv.mu.Lock()
		inv.renewal, inv.next = inv.next, nil
		mine := inv.renewal
		inv.mu.Unlock()
		if mine == nil {
			return
		}
		inv.Forget()
		mine.snapshot, mine.err = inv.Snapshot(ctx)
		close(mine.done)
	}
}
