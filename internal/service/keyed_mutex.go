// SPDX-License-Identifier: MPL-2.0

package service

import (
	"context"
	"sync"
)

// KeyedMutex is a mutex for each key. Waiting for it ends with the context. The zero
// value is ready.
type KeyedMutex struct {
	mu    sync.Mutex
	locks map[string]chan struct{}
}

// Lock waits until nobody else holds the lock of the key. The error is the context's
// cause.
func (t *KeyedMutex) Lock(ctx context.Context, key string) (unlock func(), err error) {
	t.mu.Lock()
	if t.locks == nil {
		t.locks = map[string]chan struct{}{}
	}
	turn, ok := t.locks[key]
	if !ok {
		turn = make(chan struct{}, 1)
		t.locks[key] = turn
	}
	t.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
