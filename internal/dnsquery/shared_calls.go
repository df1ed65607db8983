// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"sync"
)

// sharedCalls lets concurrent askers of one key share one lookup. It belongs to none
// of them: one that gives up does not fail the others, and the last one to give
// up ends it. (golang.org/x/sync/singleflight has no such end: a cancelled run
// would leave queries behind until their timeout.)
type sharedCalls struct {
	lock  sync.Mutex
	calls map[string]*call
}

type call struct {
	waiters int
	cancel  context.CancelFunc
	done    chan struct{}
	found   Lookup
	err     error
}

func newSharedCalls() *sharedCalls { return &sharedCalls{calls: map[string]*call{}} }

func (f *sharedCalls) do(ctx context.Context, key string, find func(context.Context) (Lookup, error)) (Lookup, error) {
	c := f.join(ctx, key, find)
	select {
	case <-c.done:
		return c.found, c.err
	case <-ctx.Done():
		f.leave(key, c)
		return Lookup{}, ctx.Err()
	}
}

func (f *sharedCalls) join(ctx context.Context, key string, find func(context.Context) (Lookup, error)) *call {
	f.lock.Lock()
	defer f.lock.Unlock()
	if c := f.calls[key]; c != nil {
		c.waiters++
		return c
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &call{waiters: 1, cancel: cancel, done: make(chan struct{})}
	f.calls[key] = c
	go func() {
		defer cancel()
		c.found, c.err = find(own)
		f.lock.Lock()
		defer f.lock.Unlock()
		f.remove(key, c)
		close(c.done)
	}()
	return c
}

func (f *sharedCalls) leave(key string, c *call) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if c.waiters--; c.waiters == 0 {
		f.remove(key, c)
		c.cancel()
	}
}

// remove needs the lock, so that nobody joins a call that is about to end.
func (f *sharedCalls) remove(key string, c *call) {
	if f.calls[key] == c {
		delete(f.calls, key)
	}
}
