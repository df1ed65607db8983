// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// budgetWindow is the minute of wire/zoho.md 5, rolling.
const budgetWindow = time.Minute

// throttle counts the calls of the organization.
type throttle struct {
	limit       int
	lockFor     time.Duration
	lockedUntil time.Time
	admitted    []time.Time // of the last minute, since the last lock
	arrived     []time.Time // of the last minute, refused ones included
	ThrottleSnapshot
}

// LimitRate sets how many calls the organization has in a minute and, unless zero, how
// long a lock is. It ends a lock and begins with a full budget.
func (s *Sim) LimitRate(requests int, lockFor time.Duration) error {
	if requests < 1 || lockFor < 0 {
		return fmt.Errorf("limiting the rate of the Zoho API: %d requests a minute are too few, or a lock of %s too short", requests, lockFor)
	}
	defer s.Lock()()
	s.throttle.limit, s.throttle.admitted, s.throttle.lockedUntil = requests, nil, time.Time{}
	if lockFor > 0 {
		s.throttle.lockFor = lockFor
	}
	return nil
}

// countCall refuses what exceeds the budget, and everything while locked.
func (s *Sim) countCall(c simhttp.Call) *failure {
	now, t := s.config.Now(), &s.throttle
	t.Calls++
	t.arrived = append(recent(t.arrived, now), now)
	t.Most = max(t.Most, len(t.arrived))
	if now.Before(t.lockedUntil) {
		if s.Is(SwitchThrottleLock, "prolonged_by_calls") {
			t.lockedUntil = now.Add(t.lockFor)
		}
		return s.throttled(c)
	}
	t.admitted = append(recent(t.admitted, now), now)
	if len(t.admitted) <= t.limit {
		return nil
	}
	t.admitted, t.lockedUntil = nil, now.Add(t.lockFor)
	return s.throttled(c)
}

func recent(calls []time.Time, now time.Time) []time.Time {
	for len(calls) > 0 && now.Sub(calls[0]) >= budgetWindow {
		calls = calls[1:]
	}
	return calls
}

// throttled has the shapes of Mail's sister products, as Mail's own is unknown. Times
// are rounded up: who waits that long is not refused again.
func (s *Sim) throttled(c simhttp.Call) *failure {
	s.throttle.Throttled++
	left := s.throttle.lockedUntil.Sub(s.config.Now())
	minutes := int((left + time.Minute - 1) / time.Minute)
	exceeded := map[string]any{"error": map[string]any{
		"title": "URL_ROLLING_THROTTLES_LIMIT_EXCEEDED", "error_type": "OTHERS", "method": c.Method, "instance": c.URL.Path,
		"details": []map[string]string{{
			"message": fmt.Sprintf("You have exceeded the allowed number of requests. Please try again after %d minutes.", minutes),
		}},
	}}
	fail := probed(http.StatusTooManyRequests, "", "")
	switch s.Value(SwitchThrottleAnswer) {
	case "429_retry_after":
		fail.header = http.Header{"Retry-After": {strconv.Itoa(simhttp.WholeSeconds(left))}}
	case "400_title":
		fail.status, fail.body = http.StatusBadRequest, exceeded
	case "200_error":
		fail.status, fail.body = http.StatusOK, exceeded
	}
	return fail
}
