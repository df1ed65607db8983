// SPDX-License-Identifier: MPL-2.0

package service_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

func verified(names ...string) service.Snapshot {
	snapshot := service.Snapshot{Known: true, Complete: true, Domains: map[string]service.Domain{}}
	for _, name := range names {
		snapshot.Domains[name] = service.Domain{State: service.StateVerified}
	}
	return snapshot
}

func stateOf(t *testing.T, inventory *service.Inventory, domain string) service.State {
	t.Helper()
	snapshot, err := inventory.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.Of(domain).State
}

func TestInventoryLoadsOnceForManyReaders(t *testing.T) {
	t.Parallel()
	var loads atomic.Int32
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		loads.Add(1)
		return verified("acme.com"), nil
	})
	var readers sync.WaitGroup
	for range 100 {
		readers.Go(func() {
			if snapshot, err := inventory.Snapshot(t.Context()); err != nil || !snapshot.Of("acme.com").State.Verified() {
				t.Errorf("got %v, %v", snapshot, err)
			}
		})
	}
	readers.Wait()
	if loads.Load() != 1 {
		t.Errorf("%d loads for 100 readers, want 1", loads.Load())
	}
}

func TestInventoryDoesNotKeepAFailedLoad(t *testing.T) {
	t.Parallel()
	broken := errors.New("503")
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		err := broken
		broken = nil
		return verified("acme.com"), err
	})
	if _, err := inventory.Snapshot(t.Context()); err == nil {
		t.Error("the first load succeeded")
	}
	if got := stateOf(t, inventory, "acme.com"); got != service.StateVerified {
		t.Errorf("second load: %s", got)
	}
}

func TestInventoryReaderLeavesWhenItsContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		cancel()
		<-release
		return verified(), nil
	})
	if _, err := inventory.Snapshot(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(release)
}

func TestInventoryPrefersWhatThisProcessWroteOverAStaleRead(t *testing.T) {
	t.Parallel()
	loading, goOn := make(chan struct{}), make(chan struct{})
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		close(loading)
		<-goOn
		return verified("other.com"), nil
	})
	var reader sync.WaitGroup
	reader.Go(func() { _, _ = inventory.Snapshot(t.Context()) })
	<-loading
	inventory.Update(func(s *service.Snapshot) { s.Domains["acme.com"] = service.Domain{State: service.StateClaimed} })
	close(goOn)
	reader.Wait()
	if got := stateOf(t, inventory, "acme.com"); got != service.StateClaimed {
		t.Errorf("acme.com is %s, want the claim that was just made", got)
	}
}

func TestInventoryReadsAgainAfterForget(t *testing.T) {
	t.Parallel()
	names := []string{"acme.com"}
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) { return verified(names...), nil })
	if got := stateOf(t, inventory, "acme.com"); got != service.StateVerified {
		t.Fatal(got)
	}
	names = nil
	inventory.Invalidate()
	if got := stateOf(t, inventory, "acme.com"); got != service.StateAbsent {
		t.Errorf("got %s", got)
	}
}

// The load was answered before the write whose effect made somebody forget.
func TestInventoryGivesALoadFromBeforeForgetToNobodyWhoCameAfterIt(t *testing.T) {
	t.Parallel()
	loading, goOn := make(chan struct{}), make(chan struct{})
	var loads atomic.Int32
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		if loads.Add(1) > 1 {
			return verified("after.com"), nil
		}
		close(loading)
		<-goOn
		return verified("before.com"), nil
	})
	var early sync.WaitGroup
	early.Go(func() { _, _ = inventory.Snapshot(t.Context()) })
	<-loading
	inventory.Invalidate()
	if got := stateOf(t, inventory, "before.com"); got != service.StateAbsent {
		t.Errorf("a reader after Forget sees before.com %s", got)
	}
	inventory.Invalidate()
	inventory.Update(func(s *service.Snapshot) { s.Domains["learned.com"] = service.Domain{State: service.StateClaimed} })
	close(goOn)
	early.Wait()
	for domain, want := range map[string]service.State{
		"before.com": service.StateAbsent, "after.com": service.StateVerified, "learned.com": service.StateClaimed,
	} {
		if got := stateOf(t, inventory, domain); got != want {
			t.Errorf("%s is %s, want %s", domain, got, want)
		}
	}
	if loads.Load() != 3 {
		t.Errorf("%d loads, want one for each epoch", loads.Load())
	}
}

func TestInventoryLoadsNothingForAContextThatHasEnded(t *testing.T) {
	t.Parallel()
	inventory := service.NewInventory(func(context.Context) (service.Snapshot, error) {
		t.Error("it was loaded")
		return service.Snapshot{}, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := inventory.Snapshot(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSnapshotSaysNoMoreThanItKnows(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		snapshot service.Snapshot
		want     service.State
	}{
		{service.Snapshot{}, service.StateUnknown},
		{service.Snapshot{Known: true}, service.StateUnverified},
		{service.Snapshot{Known: true, Complete: true}, service.StateAbsent},
	} {
		if got := test.snapshot.Of("acme.com").State; got != test.want {
			t.Errorf("%+v: %s, want %s", test.snapshot, got, test.want)
		}
	}
}
