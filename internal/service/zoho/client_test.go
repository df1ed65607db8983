// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// atOnce works on n domains as Terraform does, ten at a time.
func atOnce(n int, work func(n int)) {
	slots := make(chan struct{}, 10)
	var working sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		working.Go(func() {
			defer func() { <-slots }()
			work(i)
		})
	}
	working.Wait()
}

func TestThirtyDomainsAreAppliedAndPlannedWithoutOneThrottle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter := w.adapter(t)
	atOnce(30, func(n int) {
		id := w.ID(n)
		added, err := adapter.Add(t.Context(), id)
		if err != nil {
			t.Error(err)
			return
		}
		token := added.Token(service.MethodDNSTXT)
		publication, err := adapter.Publication(t.Context(), id, service.MethodDNSTXT, token)
		if err != nil {
			t.Error(err)
			return
		}
		w.Publish(t, publication)
		if found, err := w.verify(t, adapter, id, token); err != nil || !found.State.Verified() {
			t.Errorf("%s: %+v, %v", id, found, err)
		}
	})
	if calls := w.count("POST ") + w.count("PUT ") + w.count("GET "); calls != 61 {
		t.Errorf("%d calls to apply thirty domains, want two for each and the list", calls)
	}
	planned := w.adapter(t)
	atOnce(30, func(n int) {
		if found, err := planned.Read(t.Context(), w.ID(n)); err != nil || !found.State.Verified() {
			t.Errorf("%+v, %v", found, err)
		}
	})
	w.wantCount(t, "GET ", 2)
	if got := w.Snapshot().Throttle; got.Throttled != 0 || got.Most > 30 {
		t.Errorf("%+v, want no throttle", got)
	}
}

func TestRequestsPerMinuteIsABudgetThatIsNeverExceeded(t *testing.T) {
	t.Parallel()
	for _, budget := range []int{1, 5} {
		w := newWorld(t)
		w.values["requests_per_minute"] = strconv.Itoa(budget)
		adapter := w.adapter(t)
		for n := range 6 {
			w.makePending(t, adapter, w.ID(n))
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
					w.set(t, zohosim.SwitchThrottleAnswer, answer)
					w.set(t, zohosim.SwitchThrottleLock, lock)
					must(t, w.LimitRate(2, lasts))
					adapter, id := w.adapter(t), w.ID(0)
					token := w.makePending(t, adapter, id)
					for range 12 {
						found, err := w.verify(t, adapter, id, token)
						if err == nil && found.State.Verified() {
							if n := w.Snapshot().Throttle.Throttled; n > 8 {
								t.Errorf("%d throttle answers, which is hammering", n)
							}
							return
						}
						wantError(t, err, service.Throttled, "rate limited", "requests_per_minute")
						pause := typedOf(err).RetryAfter
						if pause == 0 {
							t.Fatalf("%v names no pause", err)
						}
						w.clock.Advance(pause)
					}
					t.Error("it was not survived")
				})
			}
		}
	}
}

// A lock that is on when the run begins stops everybody by one answer.
func TestLockStopsAllCallersByOneAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.LimitRate(1, 20*time.Minute))
	adapter := w.adapter(t)
	read(t, adapter, w.ID(0))
	_, err := adapter.Add(t.Context(), w.ID(0))
	wantError(t, err, service.Throttled, "20m0s")
	for n := range 5 {
		_, err := adapter.Add(t.Context(), w.ID(n))
		wantError(t, err, service.Throttled, "20m0s", "nothing was lost")
		if pause := typedOf(err).RetryAfter; pause != 20*time.Minute {
			t.Errorf("retry after %s", pause)
		}
	}
	w.wantCount(t, "", 2)
}

// Zoho quotes in its message what the site answered that it fetched the file
// from. A site that is too busy is no lock of Zoho's.
func TestWebSiteThatAnswersTooManyRequestsIsNoThrottleOfZohos(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.method = service.MethodHTTPFile
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.busySite = true
	_, err := w.verify(t, adapter, id, token)
	wantError(t, err, service.NotYet, "could not fetch the file", "429", "Too Many Requests")
	if w.slept != 0 {
		t.Errorf("everybody was held back for %s", w.slept)
	}
	w.wantCount(t, "PUT ", 1)
}

func TestInterruptedAddWhoseOutcomeIsOpenSaysSoAndHowToImport(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]simhttp.Fault{
		"never answered":            {{Match: "POST ", Kind: "hang_after"}},
		"lost, and the look hangs":  {{Match: "POST ", Kind: "drop_after"}, {Match: "GET ", Kind: "hang"}},
		"lost, and the retry hangs": {{Match: "POST ", Kind: "drop", Times: 1}, {Match: "POST ", Kind: "hang_after"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			adapter, id := w.adapter(t), w.ID(0)
			read(t, adapter, id)
			for _, fault := range faults {
				w.fault(t, fault)
			}
			_, err := adapter.Add(servicetest.UntilHanging(t, w), id)
			wantError(t, err, service.Interrupted, "not known", "terraform import ADDRESS "+id.String())
			w.wantState(t, id, service.StatePending)
			w.Heal()
			if got := read(t, adapter, id).State; got != service.StatePending {
				t.Errorf("reads %s in the same process, want what the service has", got)
			}
		})
	}
}

func TestInterruptedVerifyAndReleaseSayWhetherTheOutcomeIsOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: w.domains() + "/", Kind: "hang"})
	_, err := adapter.Verify(servicetest.UntilHanging(t, w), service.VerifyRequest{ID: id, Method: w.method, Token: token})
	wantError(t, err, service.Interrupted, "may or may not have been applied", "Run Terraform again")
	wantError(t, adapter.Release(servicetest.UntilHanging(t, w), service.ReleaseRequest{ID: id}), service.Interrupted, "may or may not have been applied", "Run Terraform again")
}

func TestInterruptedReadingShowsWhatZohoAnsweredUntilThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:503", Times: 1, Body: `{"status":{"code":503,"description":"Down for a moment."}}`})
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "hang"})
	_, err := w.adapter(t).Read(servicetest.UntilHanging(t, w), w.ID(0))
	wantError(t, err, service.Interrupted, "timeout expired", "Down for a moment.")
}

// The end of a run waits neither for the budget nor for Zoho's lock.
func TestCallerWhoseTimeIsUpLeavesTheLineWithoutACall(t *testing.T) {
	t.Parallel()
	for name, fill := range map[string]func(*world){
		"budget": func(w *world) { w.values["requests_per_minute"] = "1" },
		"lock": func(w *world) {
			w.fault(t, simhttp.Fault{Match: "POST ", Kind: "status:429", Times: 1, Body: `{"status":{"code":429},"data":{"moreInfo":"try again after 50 seconds"}}`})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			fill(w)
			ctx, cancel := context.WithCancel(t.Context())
			w.onSleep = func(context.Context) { cancel() }
			adapter := w.adapter(t)
			read(t, adapter, w.ID(0))
			_, err := adapter.Add(ctx, w.ID(0))
			wantError(t, err, service.Interrupted, "interrupted")
			if contains(typedOf(err).Reason, "may or may not") {
				t.Errorf("it says that the outcome is open: %v", err)
			}
			w.wantState(t, w.ID(0), service.StateAbsent)
		})
	}
}
