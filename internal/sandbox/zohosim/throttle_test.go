// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestThirtyCallsAMinuteNeverThrottle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 90 {
		if a := w.list(); a.Status != 200 {
			t.Fatalf("throttled: %d %s", a.Status, a.Text)
		}
		w.Clock.Advance(2 * time.Second)
	}
	if got := w.Snapshot().Throttle; got != (zohosim.ThrottleSnapshot{Calls: 90, Most: 30}) {
		t.Errorf("counted %+v", got)
	}
}

func TestThirtyFirstCallLocksEverythingForFiveMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 15 {
		w.list()
	}
	w.Clock.Advance(59 * time.Second)
	for range 15 {
		w.list()
	}
	seen := []any{w.tryAdd("acme.test").Status}
	w.Clock.Advance(4*time.Minute + 59*time.Second + 500*time.Millisecond)
	a := w.list()
	seen = append(seen, a.Status, a.Header.Get("Retry-After"), w.Snapshot().Throttle.Locked)
	w.Clock.Advance(500 * time.Millisecond)
	seen = append(seen, w.list().Status, w.Snapshot().Throttle)
	if got := simtest.Line(seen...); got != "429 429 1 true 200 {33 2 31 false}" {
		t.Errorf("seen %s", got)
	}
}

func TestCallsWithoutALiveTokenDoNotCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *zohosim.Config) { c.RequestsPerMinute, c.LockFor = 1, time.Second })
	own := w.Authorization
	w.authorize("1000.wrong")
	w.list()
	w.Authorization = own
	first, second := w.list().Status, w.list().Status
	w.Clock.Advance(time.Second)
	if third := w.list().Status; first != 200 || second != 429 || third != 200 {
		t.Errorf("%d %d %d, want 200 429 200", first, second, third)
	}
	for _, err := range []error{w.LimitRate(0, 0), w.LimitRate(1, -1)} {
		if err == nil {
			t.Error("an impossible limit was accepted")
		}
	}
}
