// SPDX-License-Identifier: MPL-2.0

package service_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestWorkOnOneThingHappensOneAfterTheOther(t *testing.T) {
	t.Parallel()
	var turns service.KeyedMutex
	var running sync.WaitGroup
	inside, most := map[string]int{}, 0
	var mu sync.Mutex
	count := func(thing string, by int) {
		mu.Lock()
		defer mu.Unlock()
		inside[thing] += by
		most = max(most, inside[thing])
	}
	for range 50 {
		for _, thing := range []string{"a", "b"} {
			running.Go(func() {
				unlock, err := turns.Lock(t.Context(), thing)
				if err != nil {
					t.Error(err)
					return
				}
				count(thing, 1)
				count(thing, -1)
				unlock()
			})
		}
	}
	running.Wait()
	if most != 1 {
		t.Errorf("%d at once", most)
	}
}

func TestWaitForATurnEndsWithTheContext(t *testing.T) {
	t.Parallel()
	var turns service.KeyedMutex
	unlock, err := turns.Lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.Lock(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	unlock()
	if unlock, err := turns.Lock(t.Context(), "a"); err != nil {
		t.Error(err)
	} else {
		unlock()
	}
}
