// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// lag holds the second name server back until the provider has waited a few
// times, and notes what had been asked by then.
type lag struct {
	mu       sync.Mutex
	released bool
	requests []string
	queries  []dnssim.Query
}

func (w *world) laggingSecondary(pauses int) *lag {
	w.t.Helper()
	l := &lag{}
	if err := w.DNS.SetLag("authoritative-2", time.Hour); err != nil {
		w.t.Fatal(err)
	}
	slept := 0
	w.virtual.OnSleep = func(elapsed time.Duration) {
		w.passTime(elapsed)
		l.mu.Lock()
		defer l.mu.Unlock()
		if slept++; slept != pauses {
			return
		}
		l.released, l.requests, l.queries = true, w.calls(), w.DNS.Queries()
		w.Clock.Advance(time.Hour)
	}
	return l
}

func (l *lag) assertNoVerifyBefore(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.released {
		t.Fatal("the provider never waited")
	}
	for _, call := range l.requests {
		if call == "verifyDomain" {
			t.Errorf("verify was called while a server lacked the record: %v", l.requests)
		}
	}
}

func (l *lag) assertNoRecursiveQueryBefore(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.released || len(l.queries) == 0 {
		t.Fatal("the provider never waited, or nothing was asked")
	}
	for _, query := range l.queries {
		if query.Server == "recursive" && strings.TrimSuffix(query.Name, ".") == domain {
			t.Errorf("a resolver was asked for the name too early: %+v", query)
		}
	}
}
