// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestPollerFindsTheRecordAmongOthersAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at     string
		record func(d workossim.DomainSnapshot) []string
		want   string
	}{
		"beside others":       {"acme.test", func(d workossim.DomainSnapshot) []string { return []string{"v=spf1 -all", d.Prefix + "=" + d.Token} }, "verified"},
		"bare token":          {"acme.test", func(d workossim.DomainSnapshot) []string { return []string{d.Token} }, "pending"},
		"default prefix":      {"acme.test", func(d workossim.DomainSnapshot) []string { return []string{"verification_token=" + d.Token} }, "pending"},
		"in quotes":           {"acme.test", func(d workossim.DomainSnapshot) []string { return []string{`"` + d.Record + `"`} }, "pending"},
		"prefix as a label":   {"prefix.acme.test", func(d workossim.DomainSnapshot) []string { return []string{d.Record} }, "pending"},
		"token in small caps": {"acme.test", func(d workossim.DomainSnapshot) []string { return []string{d.Prefix + "=x" + d.Token[1:]} }, "pending"},
	} {
		w := newWorld(t)
		path := w.add("acme.test")
		w.Publish(c.at, c.record(w.domain("acme.test"))...)
		w.Clock.Advance(time.Hour)
		if got := w.state(path); got != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestPollerLooksOncePerIntervalAndNeverAgainAfterTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	w.addManual("manual.test", workossim.StatePending)
	for range 5 {
		w.Get(organization)
	}
	w.Clock.Advance(time.Minute)
	for range 5 {
		w.Get(organization)
	}
	w.Clock.Advance(month)
	for range 5 {
		w.Get(organization)
		w.Clock.Advance(time.Hour)
	}
	if w.Lookups != 2 {
		t.Errorf("%d lookups, want one after a minute and one before the thirty days ended", w.Lookups)
	}
}

func TestDomainFailsAfterThirtyDaysWithTheReasonInItsEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	manual := w.addManual("manual.test", workossim.StatePending)
	w.Clock.Advance(month - time.Second)
	if got := simtest.Line(w.state(path), w.state(manual)); got != "pending pending" {
		t.Errorf("a second before: %s, want both pending", got)
	}
	w.Clock.Advance(time.Hour)
	failed := w.Get(path).Fields
	if failed["state"] != "failed" || failed["updated_at"] != "2026-01-31T12:00:00.000Z" || w.state(manual) != "failed" {
		t.Errorf("after: %v, want failed when the thirty days ended, the manual one too", failed)
	}
	a := w.Get(failures + "&order=asc&limit=1")
	event := a.Fields["data"].([]any)[0].(map[string]any)
	want := map[string]any{
		"object": "event", "id": event["id"], "event": "organization_domain.verification_failed",
		"created_at": "2026-01-31T12:00:00.000Z",
		"data":       map[string]any{"reason": workossim.ReasonExpired, "organization_domain": failed},
		"context":    map[string]any{"actor": map[string]any{"id": "system", "source": "system", "name": "WorkOS"}},
	}
	if diff := cmp.Diff(want, event); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
}

func TestFailedDomainIsVerifiedAfterARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.makeFailed("acme.test")
	w.Publish("acme.test", w.domain("acme.test").Record)
	w.Clock.Advance(time.Hour)
	if got := w.state(path); got != "failed" {
		t.Errorf("the poller looked for a failed domain: it is %v", got)
	}
	w.verify(path)
	w.Clock.Advance(time.Hour)
	want := []string{"created", "updated", "verification_failed:" + workossim.ReasonExpired, "updated", "updated", "verified"}
	if diff := cmp.Diff(want, w.events()); diff != "" || w.state(path) != "verified" {
		t.Errorf("%v, events (-want +got):\n%s", w.state(path), diff)
	}
}

func TestTwoOrganizationsHoldTheSameDomainWhenBothPublish(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	beta := w.AddOrganization(workossim.OrganizationSpec{Name: "Beta"})
	first, second := w.add("acme.test"), domains+"/"+w.tryAddTo(beta, "acme.test").Fields["id"].(string)
	token := w.Get(second).Fields
	w.Publish("acme.test", w.domain("acme.test").Record, fmt.Sprint(token["verification_prefix"], "=", token["verification_token"]))
	w.Clock.Advance(time.Minute)
	if a, b := w.state(first), w.state(second); a != "verified" || b != "verified" {
		t.Errorf("they are %v and %v, want both verified", a, b)
	}
}

func TestFailingLookupIsARecordNotSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("broken.test")
	w.Clock.Advance(time.Hour)
	if got := w.state(path); got != "pending" || w.Lookups == 0 {
		t.Errorf("after %d lookups: %v, want pending", w.Lookups, got)
	}
}

func TestPollerDoesNotVerifyWhatChangedDuringItsLookup(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{"rotate": "pending", "remove": "", "verify_manually": "verified", "fail": "failed"} {
		w := newWorld(t)
		w.During = func(name string) { w.Must(w.Drift(kind, name)) }
		w.makePending("acme.test")
		w.Clock.Advance(time.Minute)
		if d, _ := w.Snapshot().Domain("acme.test"); d.State != want {
			t.Errorf("%s during the lookup: %q, want %q", kind, d.State, want)
		}
	}
}

func TestNobodySeesADomainPendingWhileAnotherRequestLooksForItsRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.makePending("acme.test")
	w.Clock.Advance(time.Minute)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if got := w.state(path); got != "verified" {
				t.Errorf("a concurrent read says %v, want verified", got)
			}
		})
	}
	group.Wait()
}

func TestHundredsOfDomainsAtOnceAllGetThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			for j := range 10 {
				w.makePending(fmt.Sprintf("d%d-%d.test", i, j))
			}
		})
	}
	group.Wait()
	w.Clock.Advance(time.Minute)
	for range 4 {
		group.Go(func() { w.Get(organization) })
	}
	group.Wait()
	for _, d := range w.Snapshot().Organizations[0].Domains {
		if d.State != "verified" {
			t.Errorf("%s is %s", d.Domain, d.State)
		}
	}
	if w.Lookups != 200 {
		t.Errorf("%d lookups for 200 domains", w.Lookups)
	}
}
