// SPDX-License-Identifier: MPL-2.0

package service

import (
	"context"
	"sync"
)

// Turns lets work on the same thing happen one after the other. Waiting for
// one's turn ends with the context, which a mutex could not do. The zero value
// is ready.
type Turns struct {
	mu    sync.Mutex
	turns map[string]chan struct{}
}

// Enter waits for the turn; leave gives it to the next one. The error is the
// context's cause.
func (t *Turns) Enter(ctx context.Context, thing string) (leave func(), err error) {
	t.mu.Lock()
	if t.turns == nil {
		t.turns = map[string]chan struct{}{}
	}
	turn, ok := t.turns[thing]
	if !ok {
		turn = make(chan struct{}, 1)
		t.turns[thing] = turn
	}
	t.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
