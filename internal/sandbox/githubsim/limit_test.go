// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestPrimaryLimitHoldsUntilItsReset(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := 1
	w.Must(w.Limit(githubsim.LimitSpec{Remaining: &one}))
	last, limited := w.list(), w.list()
	w.Clock.Advance(time.Hour)
	after := w.list()
	got := simtest.Line(last.first(), last.Header.Get("X-Ratelimit-Remaining"), limited.Status, limited.first(), limited.Header.Get("X-Ratelimit-Remaining"),
		after.first(), after.Header.Get("X-Ratelimit-Remaining"), w.Snapshot().Limits.Ignored)
	if got != " 0 200 RATE_LIMITED API rate limit exceeded for user ID 4. 0  4999 1" {
		t.Errorf("seen %s", got)
	}
	for _, points := range []int{-1, 5001} {
		if err := w.Limit(githubsim.LimitSpec{Remaining: &points}); err == nil {
			t.Errorf("%d points were accepted", points)
		}
	}
}

func TestSecondaryLimitCountsPointsOfAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ask := func() int { return w.ask(anyQuery, nil).Status }
	w.delete("VD_none") // costs 5
	for range 1995 {
		if status := ask(); status != 200 {
			t.Fatalf("limited early: %d", status)
		}
	}
	seen := []any{ask()}
	w.Clock.Advance(59 * time.Second)
	seen = append(seen, ask())
	w.Clock.Advance(time.Second)
	seen = append(seen, ask(), w.Snapshot().Limits.Ignored)
	if got := simtest.Line(seen...); got != "403 403 200 1" {
		t.Errorf("seen %s", got)
	}
}

func TestSecondaryLimitCountsMutationsOfAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 500 {
		w.Clock.Advance(6 * time.Second)
		if a := w.delete("VD_none"); a.Status != 200 {
			t.Fatalf("limited at the mutation %d", i+1)
		}
	}
	limited := w.delete("VD_none")
	w.Clock.Advance(time.Minute)
	if query := w.list(); limited.Status != 403 || limited.Header.Get("Retry-After") != "60" || query.Status != 200 {
		t.Errorf("the mutation 501 is %d, a query later %d", limited.Status, query.Status)
	}
}

func TestMutationsWithAPauseBetweenThemAreNoViolation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.add("acme.test")
	w.list()
	w.verify(d.ID)
	w.delete(d.ID)
	if limits := w.Snapshot().Limits; len(limits.Violations) != 0 || limits.Calls["verifyVerifiableDomain"] != 1 || len(w.Snapshot().Domains) != 0 {
		t.Errorf("counted %+v", limits)
	}
}

func TestMutationBesideAnotherOneIsAViolation(t *testing.T) {
	t.Parallel()
	looking, goOn := make(chan struct{}), make(chan struct{})
	w := newWorld(t)
	w.During = func(string) {
		close(looking)
		<-goOn
	}
	d := w.add("acme.test")
	var running sync.WaitGroup
	running.Go(func() { w.verify(d.ID) })
	<-looking
	w.delete("VD_none")
	query := w.list()
	close(goOn)
	running.Wait()
	if got := w.Snapshot().Limits.Violations; query.Status != 200 || len(got) != 1 || !strings.HasSuffix(got[0], "beside another mutation") {
		t.Errorf("violations %q", got)
	}
}
