// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// thirtyAtOnce works on thirty domains as Terraform does, ten at a time.
func thirtyAtOnce(process *servicetest.Player, work func(p *servicetest.Player) error) {
	slots := make(chan struct{}, 10)
	var working sync.WaitGroup
	for n := range 30 {
		slots <- struct{}{}
		working.Go(func() {
			defer func() { <-slots }()
			p := process.For(servicetest.Domain(n))
			if err := work(p); err != nil || !p.Got.State.Verified() {
				p.T.Errorf("%s: %+v, %v", p.ID, p.Got, err)
			}
		})
	}
	working.Wait()
}

func TestThirtyDomainsAreAppliedAndPlannedWithoutOneThrottle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thirtyAtOnce(w.Player(), func(p *servicetest.Player) error {
		if err := p.Add(); err != nil {
			return err
		}
		return p.Show().Verify()
	})
	w.WantCount("", 61) // two for each, and the list
	thirtyAtOnce(w.Player(), (*servicetest.Player).TryRead)
	w.WantCount("GET ", 2)
	if got := w.Snapshot().Throttle; got.Throttled != 0 || got.Most > 30 {
		t.Errorf("%+v, want no throttle", got)
	}
}

func TestRequestsPerMinuteIsABudgetThatIsNeverExceeded(t *testing.T) {
	t.Parallel()
	for _, budget := range []int{1, 5} {
		w := newWorld(t)
		w.Values["requests_per_minute"] = strconv.Itoa(budget)
		p := w.Player()
		for n := range 6 {
			p.For(servicetest.Domain(n)).Bring(service.StatePending)
		}
		if got := w.Snapshot().Throttle.Most; got > budget {
			t.Errorf("%d calls in a minute, want %d at most", got, budget)
		}
	}
}

func TestLockOfEveryShapeIsSurvivedOnceItIsOver(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"429_retry_after", "429", "400_title", "200_error"} {
		for _, lock := range []string{"fixed", "prolonged_by_calls"} {
			for _, lasts := range []time.Duration{30 * time.Second, 5 * time.Minute} {
				t.Run(answer+", "+lock+", "+lasts.String(), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t)
					w.Set(zohosim.SwitchThrottleAnswer, answer)
					w.Set(zohosim.SwitchThrottleLock, lock)
					w.Must(w.LimitRate(2, lasts))
					w.survive(w.brought(service.StatePending))
				})
			}
		}
	}
}

// survive verifies the domain, and waits as long as it is told to.
func (w *world) survive(p *servicetest.Player) {
	w.T.Helper()
	for range 12 {
		err := p.Verify()
		if err == nil && p.Got.State.Verified() {
			if n := w.Snapshot().Throttle.Throttled; n > 8 {
				w.T.Errorf("%d throttle answers, which is hammering", n)
			}
			return
		}
		pause := w.WantError(err, service.Throttled, "rate limited", "requests_per_minute").RetryAfter
		if pause == 0 {
			w.T.Fatalf("%v names no pause", err)
		}
		w.Clock.Advance(pause)
	}
	w.T.Error("it was not survived")
}

// A lock that is on when the run begins stops everybody by one answer.
func TestLockStopsAllCallersByOneAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.LimitRate(1, 20*time.Minute))
	p := w.Player()
	p.Read()
	w.WantError(p.Add(), service.Throttled, "20m0s")
	for n := range 5 {
		typed := w.WantError(p.For(servicetest.Domain(n)).Add(), service.Throttled, "20m0s", "nothing was lost")
		w.WantEqual("pause", 20*time.Minute, typed.RetryAfter)
	}
	w.WantCount("", 2)
}

// The end of a run waits neither for the budget nor for Zoho's lock.
func TestCallerWhoseTimeIsUpLeavesTheLineWithoutACall(t *testing.T) {
	t.Parallel()
	for name, fill := range map[string]func(*world){
		"budget": func(w *world) { w.Values["requests_per_minute"] = "1" },
		"lock": func(w *world) {
			w.Fault(servicetest.Once("POST ", "status:429", `{"status":{"code":429},"data":{"moreInfo":"try again after 50 seconds"}}`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			fill(w)
			ctx, cancel := context.WithCancel(t.Context())
			w.Pause = func(ctx context.Context, d time.Duration) error {
				cancel()
				return w.Clock.Sleep(ctx, d)
			}
			p := w.Player()
			p.Read()
			typed := w.WantError(p.Under(ctx).Add(), service.Interrupted, "interrupted")
			if strings.Contains(typed.Reason, "may or may not") {
				t.Errorf("it says that the outcome is open: %v", typed)
			}
			p.WantState(service.StateAbsent)
		})
	}
}
