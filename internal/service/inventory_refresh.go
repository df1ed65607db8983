// SPDX-License-Identifier: MPL-2.0

package service

import "context"

// refresh is one reading for all who wait for it.
type refresh struct {
	done     chan struct{}
	snapshot Snapshot
	err      error
}

// Refresh returns a snapshot whose reading has begun after the call, which is
// what shows whether a write was applied. One such reading is made at a time, and
// all callers meanwhile share the next one: many writes at once cost a few readings
// and not one each. At the end of the context the error is its
// cause.
func (inv *Inventory) Refresh(ctx context.Context) (Snapshot, error) {
	if ctx.Err() != nil {
		return Snapshot{}, context.Cause(ctx)
	}
	inv.mu.Lock()
	if inv.nextRefresh == nil {
		inv.nextRefresh = &refresh{done: make(chan struct{})}
		if inv.currentRefresh == nil {
			// It serves everybody who waits, so it outlives a caller that gives up.
			go inv.refresh(context.WithoutCancel(ctx))
		}
	}
	mine := inv.nextRefresh
	inv.mu.Unlock()
	select {
	case <-ctx.Done():
		return Snapshot{}, context.Cause(ctx)
	case <-mine.done:
		return mine.snapshot, mine.err
	}
}

// refresh makes one reading after the other until nobody waits for one.
func (inv *Inventory) refresh(ctx context.Context) {
	for {
		if inv.Gather != nil && inv.isWanted() {
			inv.Gather(ctx)
		}
		inv.mu.Lock()
		inv.currentRefresh, inv.nextRefresh = inv.nextRefresh, nil
		mine := inv.currentRefresh
		inv.mu.Unlock()
		if mine == nil {
			return
		}
		inv.Invalidate()
		mine.snapshot, mine.err = inv.Snapshot(ctx)
		close(mine.done)
	}
}

// isWanted reports whether somebody waits for the next reading.
func (inv *Inventory) isWanted() bool {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	return inv.nextRefresh != nil
}
