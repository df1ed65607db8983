// SPDX-License-Identifier: MPL-2.0

package service

import (
	"context"
	"sync"
)

// KeyedMutex lets work on the same thing happen one after the other. Waiting for
// one's turn ends with the context, which a mutex could not do. The zero value
// is ready.
type KeyedMutex struct {
	mu    sync.Mutex
	locks map[string]chan struct{}
}

// Lock waits for the turn; leave gives it to the next one. The error is the
// context's cause.
func (t *KeyedMutex) Lock(ctx context.Context, thing string) (unlock func(), err error) {
	t.mu.Lock()
	if t.locks == nil {
		t.locks = map[string]chan struct{}{}
	}
	turn, ok := t.locks[thing]
	if !ok {
		turn = make(chan struct{}, 1)
		t.locks[thing] = turn
	}
	t.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
