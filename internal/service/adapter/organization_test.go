// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

func TestOrganizationIsMadeOnceForAnID(t *testing.T) {
	t.Parallel()
	made := map[string]int{}
	cache := adapter.NewOrganizations(func(id string) *organization {
		made[id]++
		return &organization{Organization: adapter.NewOrganization(acme(), id, nil)}
	})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { cache.Get("one") })
		all.Go(func() { cache.Get("two") })
	}
	all.Wait()
	first := cache.Get("one")
	if made["one"] != 1 || made["two"] != 1 || cache.Get("one") != first || cache.Get("one") == cache.Get("two") {
		t.Errorf("made %v", made)
	}
}

func TestWaitingForALockEndsWithTheContext(t *testing.T) {
	t.Parallel()
	organization := adapter.NewOrganization(acme(), "one", nil)
	unlock, err := organization.Lock(t.Context(), operation, "acme.test")
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := organization.Lock(ended, operation, "acme.test"); service.ClassOf(err) != service.Interrupted {
		t.Errorf("waiting ended with %v", err)
	}
	other, err := organization.Lock(t.Context(), operation, "beta.test")
	if err != nil {
		t.Fatalf("another domain waits: %v", err)
	}
	other()
	unlock()
	again, err := organization.Lock(t.Context(), operation, "acme.test")
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func TestWaitingForAReadingSaysWhatTheReadingHasMet(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	organization := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) {
		close(begun)
		<-release
		return service.Snapshot{}, errors.New("too late")
	})
	defer close(release)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel()
	}()
	organization.SetLeftBehind("Something is left behind.")
	_, _, err := organization.Begin(ctx, operation, "acme.test")
	if got := typed(t, err); got.Class != service.Interrupted || got.Operation != operation || got.Ambiguous || !strings.HasSuffix(got.Advice, " Something is left behind.") {
		t.Errorf("%+v", got)
	}
	unlock, err := organization.Lock(t.Context(), operation, "acme.test")
	if err != nil {
		t.Fatalf("the lock is kept: %v", err)
	}
	unlock()
}

func TestNameThatReadingsDoNotShowIsReadOnce(t *testing.T) {
	t.Parallel()
	calls := []string{}
	cache := adapter.NewOrganizations(func(id string) *organization {
		o := adapter.NewOrganization(acme(), id, func(context.Context) (service.Snapshot, error) { return service.Snapshot{Known: true}, nil })
		o.ReadName = func(_ context.Context, operation string) (string, error) {
			calls = append(calls, operation)
			return []string{"", "Acme\a"}[len(calls)-1], nil
		}
		return &organization{Organization: o}
	})
	for n, want := range []string{"", `Acme\u{0007}`, `Acme\u{0007}`} {
		if got, err := cache.Organization(t.Context(), "one"); err != nil || got.Name != want {
			t.Errorf("reading %d: %+v, %v, want the name %q", n, got, err, want)
		}
	}
	if len(calls) != 2 || calls[0] != "read the Acme organization one" {
		t.Errorf("called for %q", calls)
	}
}

func TestRereadAsksTheServiceAnew(t *testing.T) {
	t.Parallel()
	readings := 0
	organization := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) {
		readings++
		return service.Snapshot{Known: true, Complete: true, Domains: map[string]service.Domain{"acme.test": {State: service.StatePending}}}, nil
	})
	if _, err := organization.Snapshot(t.Context(), operation); err != nil {
		t.Fatal(err)
	}
	found, err := organization.Reread(t.Context(), operation, "acme.test")
	if err != nil || found.State != service.StatePending || readings != 2 {
		t.Errorf("%+v, %v after %d readings", found, err, readings)
	}
}

func TestErrorOfASharedReadingIsACopyForEveryCaller(t *testing.T) {
	t.Parallel()
	shared := &service.Error{Class: service.Denied, Reason: "no"}
	organization := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) { return service.Snapshot{}, shared })
	_, snapshotErr := organization.Snapshot(t.Context(), "read")
	_, refreshErr := organization.Refresh(t.Context(), "read")
	for _, err := range []error{snapshotErr, refreshErr} {
		typed, ok := errors.AsType[*service.Error](err)
		if !ok || typed == shared || typed.Class != service.Denied || typed.Reason != "no" {
			t.Errorf("got %v, want a copy of %v", err, shared)
		}
	}
}

// Invariants 4 and 18: any domain may stand behind an entry that is no name, so none is missing.
func TestListWithAnEntryThatIsNoDomainNameIsNoReading(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "acme\x1b[2J.test", "a b.test", `"acme.test"`, "${acme}.test", strings.Repeat("a.", 200) + "test"} {
		o := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) {
			return service.Snapshot{Known: true, Complete: true, Domains: map[string]service.Domain{"beta.test": {}, name: {}}}, nil
		})
		if _, err := o.Snapshot(t.Context(), operation); service.ClassOf(err) != service.Transient {
			t.Errorf("%q is taken for a domain: %v", name, err)
		}
	}
}

// Invariant 18: for every adapter, whether it checks tokens or not.
func TestTokenThatCannotBePublishedIsNotKept(t *testing.T) {
	t.Parallel()
	shown := func(token string) service.Domain {
		return service.Domain{State: service.StatePending, Tokens: map[service.Method]string{service.MethodDNSTXT: token}}
	}
	o := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) {
		return service.Snapshot{Known: true, Complete: true, Domains: map[string]service.Domain{"acme.test": shown("${token}"), "beta.test": shown("token")}}, nil
	})
	o.SetDomain("gamma.test", shown("a\nb"))
	snapshot, err := o.Snapshot(t.Context(), operation)
	if err != nil {
		t.Fatal(err)
	}
	for domain, want := range map[string]string{"acme.test": "", "beta.test": "token", "gamma.test": ""} {
		found := snapshot.Of(domain)
		if found.Token(service.MethodDNSTXT) != want || (found.Notice == "") != (want != "") {
			t.Errorf("%s: %+v", domain, found)
		}
	}
}

func TestTwoReadingsServeAllDomainsThatHaveNotChangedSince(t *testing.T) {
	t.Parallel()
	readings := 0
	organization := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) {
		readings++
		shown := map[string]service.Domain{
			"acme.test": {State: service.StateVerified, RemoteID: "1"}, "beta.test": {State: service.StateVerified, RemoteID: "2"},
		}
		if readings == 1 {
			delete(shown, "acme.test")
		}
		return service.Snapshot{Known: true, Complete: true, Domains: shown}, nil
	})
	readTwice := func(domain, wantID string, wantReadings int) {
		t.Helper()
		found, err := organization.ReadTwice(t.Context(), operation, domain)
		if err != nil || found.RemoteID != wantID || readings != wantReadings {
			t.Errorf("%s: ID %q after %d readings, error %v; want %q after %d", domain, found.RemoteID, readings, err, wantID, wantReadings)
		}
	}
	// One reading has left it out, which is no proof that it is gone.
	readTwice("acme.test", "1", 3)
	readTwice("acme.test", "1", 3)
	readTwice("beta.test", "2", 3)
	organization.DeleteDomain("beta.test")
	if _, err := organization.ReadTwice(t.Context(), operation, "beta.test"); err != nil || readings != 5 {
		t.Errorf("what is known of a domain that this process has deleted rests on %d readings, error %v", readings, err)
	}
}
