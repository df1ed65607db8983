// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync"
)

// oneAtATime lets work on the same thing happen one after the other. Waiting
// for one's turn ends with the context, which a mutex could not do.
type oneAtATime struct {
	mu    sync.Mutex
	turns map[string]chan struct{}
}

// enter waits for the turn; leave gives it to the next one.
func (o *oneAtATime) enter(ctx context.Context, thing string) (leave func(), err error) {
	o.mu.Lock()
	if o.turns == nil {
		o.turns = map[string]chan struct{}{}
	}
	turn, ok := o.turns[thing]
	if !ok {
		turn = make(chan struct{}, 1)
		o.turns[thing] = turn
	}
	o.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
