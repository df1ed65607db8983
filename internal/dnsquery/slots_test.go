// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// queued has somebody wait for a slot of each server, in this order, and returns in which
// order they get it once the held ones are given back one by one.
func queued(t *testing.T, s *slots, held []*slot, servers ...string) (granted []string) {
	t.Helper()
	var all sync.WaitGroup
	got := make(chan *slot, len(servers))
	for _, server := range servers {
		all.Go(func() {
			one, err := s.acquire(t.Context(), server)
			if err != nil {
				t.Error(err)
			}
			got <- one
		})
		synctest.Wait()
	}
	for len(granted) < len(servers) {
		if len(held) > 0 {
			s.release(held[0], undecided)
			held = held[1:]
		}
		next := <-got
		granted, held = append(granted, next.server), append(held, next)
	}
	all.Wait()
	return granted
}

func take(t *testing.T, s *slots, servers ...string) (held []*slot) {
	t.Helper()
	for _, server := range servers {
		one, err := s.acquire(t.Context(), server)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, one)
	}
	return held
}

func TestManyQueriesToOneServerDelayNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlots(1)
		got := queued(t, s, take(t, s, "busy"), "busy", "busy", "busy", "other", "third")
		if want := []string{"busy", "other", "third", "busy", "busy"}; !slices.Equal(got, want) {
			t.Errorf("the order is %v, want %v", got, want)
		}
	})
}

func TestSilentServersHoldHalfOfTheSlotsAtMost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlots(4)
		for _, one := range take(t, s, "silent", "mute") {
			s.release(one, unanswered)
		}
		held := take(t, s, "silent", "mute")
		ctx, cancel := context.WithCancel(t.Context())
		var third sync.WaitGroup
		third.Go(func() {
			if _, err := s.acquire(ctx, "silent"); err == nil {
				t.Error("a third query waits for a silent server")
			}
		})
		synctest.Wait()
		// Those that respond find the other half free.
		held = append(held, take(t, s, "prompt", "prompt")...)
		cancel()
		third.Wait()
		// A silent server that responds is one of the others.
		s.release(held[0], responded)
		s.release(held[2], responded)
		take(t, s, "silent", "silent")
		if s.free != 0 || s.freeSilent != 1 {
			t.Errorf("%d free, %d of them for silent servers", s.free, s.freeSilent)
		}
	})
}

// queue has n queries wait for a slot of the server, and counts those that get one.
func queue(ctx context.Context, t *testing.T, s *slots, server string, n int) (granted *atomic.Int32) {
	t.Helper()
	granted = new(atomic.Int32)
	for range n {
		go func() {
			if _, err := s.acquire(ctx, server); err == nil {
				granted.Add(1)
			}
		}()
	}
	synctest.Wait()
	return granted
}

func TestQueriesThatWaitForASilentServerAreOrdinaryOnceItResponds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlots(4)
		s.release(take(t, s, "server")[0], unanswered)
		held := take(t, s, "server", "server")
		granted := queue(t.Context(), t, s, "server", 3)
		if granted.Load() != 0 {
			t.Fatal("a silent server has more than half of the slots")
		}
		s.release(held[0], responded)
		synctest.Wait()
		if granted.Load() != 3 || s.free != 0 || s.freeSilent != 1 {
			t.Errorf("%d of 3 go on; %d slots are free, %d for silent servers", granted.Load(), s.free, s.freeSilent)
		}
	})
}

func TestQueriesThatWaitForAServerThatFallsSilentLeaveHalfOfTheSlots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlots(4)
		held := take(t, s, "server", "server", "server", "server")
		ctx, cancel := context.WithCancel(t.Context())
		granted := queue(ctx, t, s, "server", 9)
		for _, one := range held {
			s.release(one, unanswered)
		}
		synctest.Wait()
		if granted.Load() != 2 {
			t.Errorf("%d queries go to a silent server, want 2", granted.Load())
		}
		take(t, s, "prompt", "prompt")
		cancel()
		synctest.Wait()
		if len(s.waiting[0].queues) != 0 || len(s.waiting[1].queues) != 0 || len(s.waiting[1].servers) != 0 {
			t.Errorf("left over: %+v", s.waiting)
		}
	})
}

// Invariant 13.
func TestQueryThatIsCancelledInItsQueueTakesNoSlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlots(1)
		held := take(t, s, "a")
		ctx, cancel := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		for range 100 {
			waiting.Go(func() {
				if _, err := s.acquire(ctx, "a"); err == nil {
					t.Error("a cancelled query got a slot")
				}
			})
		}
		synctest.Wait()
		cancel()
		waiting.Wait()
		s.release(held[0], undecided)
		if s.free != 1 || len(s.waiting[0].servers) != 0 || len(s.waiting[0].queues) != 0 {
			t.Errorf("left over: %+v", s)
		}
	})
}

// Who gives up and who gives back meet in every order.
func TestNoSlotIsLostWhenCancellationMeetsRelease(t *testing.T) {
	t.Parallel()
	s := newSlots(2)
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if i%2 == 0 {
				go cancel()
			}
			if one, err := s.acquire(ctx, string(rune('a'+i%5))); err == nil {
				s.release(one, outcome(i%3))
			}
		})
	}
	all.Wait()
	if s.free != 2 || s.freeSilent != 1 {
		t.Errorf("%d free, %d for silent servers", s.free, s.freeSilent)
	}
}
