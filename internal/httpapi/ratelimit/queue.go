// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"slices"
	"sync"
)

// waitQueue admits one caller at a time, in the order in which they came. A mutex
// would not do: waiting for it cannot be given up.
type waitQueue struct {
	mu sync.Mutex
	// slots are closed when their turn comes; that of the first one has.
	slots []chan struct{}
}

// enter returns when it is the caller's turn, which ends with exit, or with the
// error of ctx.
func (l *waitQueue) enter(ctx context.Context) (chan struct{}, error) {
	turn := make(chan struct{})
	l.mu.Lock()
	l.slots = append(l.slots, turn)
	if len(l.slots) == 1 {
		close(turn)
	}
	l.mu.Unlock()

	select {
	case <-turn:
		return turn, nil
	case <-ctx.Done():
		l.exit(turn)
		return nil, ctx.Err()
	}
}

func (l *waitQueue) exit(turn chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.Index(l.slots, turn)
	l.slots = slices.Delete(l.slots, at, at+1)
	if at == 0 && len(l.slots) > 0 {
		close(l.slots[0])
	}
}
