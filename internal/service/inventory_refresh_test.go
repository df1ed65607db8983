// SPDX-License-Identifier: MPL-2.0

package service_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestWritesOfAFleetShareTheReadingsThatLookAfterThem(t *testing.T) {
	t.Parallel()
	const writers = 50
	var readings atomic.Int32
	first, proceed := make(chan struct{}), make(chan struct{})
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		if readings.Add(1) == 1 {
			close(first)
			<-proceed
		}
		return service.Snapshot{Known: true, Complete: true}, nil
	})
	var all, asked sync.WaitGroup
	ask := func() {
		all.Go(func() {
			asked.Done()
			if _, err := inventory.Refresh(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	asked.Add(1)
	ask()
	<-first
	asked.Add(writers)
	for range writers {
		ask()
	}
	asked.Wait()
	close(proceed)
	all.Wait()
	// A writer that is slow to ask may need one of its own; not all are.
	if got := readings.Load(); got < 2 || got > writers {
		t.Errorf("%d readings for %d writes", got, writers+1)
	}
}

func TestReadingWaitsForTheWritesThatEndAtTheSameTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const writers = 50
		var readings atomic.Int32
		inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
			readings.Add(1)
			return service.Snapshot{Known: true, Complete: true}, nil
		})
		// It ends when all writers wait.
		inventory.Gather = func(context.Context) { synctest.Wait() }
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				if _, err := inventory.Refresh(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := readings.Load(); got != 1 {
			t.Errorf("%d readings for %d writes", got, writers)
		}
	})
}

func TestReadingThatLooksAfterAWriteIsNeverOneThatBeganBefore(t *testing.T) {
	t.Parallel()
	var readings atomic.Int32
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		readings.Add(1)
		return service.Snapshot{Known: true}, nil
	})
	for want := range int32(3) {
		if _, err := inventory.Refresh(t.Context()); err != nil || readings.Load() != want+1 {
			t.Errorf("%v, %d readings, want %d", err, readings.Load(), want+1)
		}
	}
	if _, err := inventory.Snapshot(t.Context()); err != nil || readings.Load() != 3 {
		t.Errorf("%v, %d readings: the last one is not kept", err, readings.Load())
	}
}
