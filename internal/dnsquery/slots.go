// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"slices"
	"sync"
)

// slots bounds the queries in flight. Queries that have to wait get their slot in turn,
// server by server, so that many queries to one server delay no other. Servers that
// did not respond last time hold a query for its whole timeout, so they share half of
// the slots: the other half is always left to those that respond.
type slots struct {
	lock       sync.Mutex
	free       int
	freeSilent int
	// silent are the servers that did not respond last time.
	silent  map[string]bool
	waiting [2]turns // for servers that respond, and for silent ones
	last    int      // whose turn of the two it was
}

func newSlots(n int) *slots {
	return &slots{free: n, freeSilent: n / 2, silent: map[string]bool{}, waiting: [2]turns{{}, {}}}
}

// slot is the permission to have one query in flight.
type slot struct {
	server string
	silent bool
	ready  chan struct{} // closed when it is granted
}

// acquire waits for a slot. The error is the context's.
func (s *slots) acquire(ctx context.Context, server string) (*slot, error) {
	s.lock.Lock()
	got := &slot{server: server, silent: s.silent[server], ready: make(chan struct{})}
	s.waiting[got.class()].add(got)
	s.grant()
	s.lock.Unlock()
	select {
	case <-got.ready:
		return got, nil
	case <-ctx.Done():
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if !s.waiting[got.class()].remove(got) {
		s.put(got)
	}
	return nil, ctx.Err()
}

// outcome of a query, as far as it tells whether its server responds.
type outcome int

const (
	undecided outcome = iota
	responded
	unanswered
)

// release gives the slot back.
func (s *slots) release(got *slot, o outcome) {
	s.lock.Lock()
	defer s.lock.Unlock()
	switch o {
	case responded:
		s.reclassify(got.server, false)
	case unanswered:
		s.reclassify(got.server, true)
	}
	s.put(got)
}

// reclassify notes whether a server responds, also for the queries that wait for it.
func (s *slots) reclassify(server string, silent bool) {
	if s.silent[server] == silent {
		return
	}
	from, to := &s.waiting[0], &s.waiting[1]
	if silent {
		s.silent[server] = true
	} else {
		delete(s.silent, server)
		from, to = to, from
	}
	for _, waiting := range slices.Clone(from.queues[server]) {
		from.remove(waiting)
		waiting.silent = silent
		to.add(waiting)
	}
}

// put and grant need the lock.
func (s *slots) put(got *slot) {
	s.free++
	if got.silent {
		s.freeSilent++
	}
	s.grant()
}

func (s *slots) grant() {
	for s.free > 0 {
		class := 1 - s.last
		if !s.mayGrant(class) {
			class = s.last
		}
		if !s.mayGrant(class) {
			return
		}
		next := s.waiting[class].next()
		s.last, s.free = class, s.free-1
		if next.silent {
			s.freeSilent--
		}
		close(next.ready)
	}
}

func (s *slots) mayGrant(class int) bool {
	return len(s.waiting[class].servers) > 0 && (class == 0 || s.freeSilent > 0)
}

func (g *slot) class() int {
	if g.silent {
		return 1
	}
	return 0
}

// turns are those who wait, server by server.
type turns struct {
	servers []string // the next one first
	queues  map[string][]*slot
}

func (t *turns) add(s *slot) {
	if t.queues == nil {
		t.queues = map[string][]*slot{}
	}
	if len(t.queues[s.server]) == 0 {
		t.servers = append(t.servers, s.server)
	}
	t.queues[s.server] = append(t.queues[s.server], s)
}

// next takes the first one of the server whose turn it is, which goes to the end.
func (t *turns) next() *slot {
	server := t.servers[0]
	first := t.queues[server][0]
	t.remove(first)
	if len(t.queues[server]) > 0 {
		t.servers = append(t.servers[1:], server)
	}
	return first
}

// remove reports whether the slot was still waited for.
func (t *turns) remove(s *slot) bool {
	queue := t.queues[s.server]
	at := slices.Index(queue, s)
	if at < 0 {
		return false
	}
	if t.queues[s.server] = slices.Delete(queue, at, at+1); len(queue) == 1 {
		delete(t.queues, s.server)
		t.servers = slices.DeleteFunc(t.servers, func(server string) bool { return server == s.server })
	}
	return true
}
