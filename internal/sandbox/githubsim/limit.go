// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Limits of wire/github.md 6.
const (
	pointsAnHour     = 5000 // of the primary limit
	pauseOfMutations = time.Second
	pointsMore       = 4 // that a mutation costs of the secondary limit, beside the one of every call
)

// secondaryLimits are those that count. Whoever exceeds one is limited for as long as is
// documented for who is told nothing else.
func secondaryLimits() []secondaryLimit {
	return []secondaryLimit{{time.Minute, 2000, 80}, {time.Hour, math.MaxInt, 500}}
}

type secondaryLimit struct {
	window            time.Duration
	points, mutations int
}

// limits count the calls of all tokens, which belong to one user.
type limits struct {
	used         int       // of the primary limit
	resets       time.Time // of it
	spent        []charge  // of the last hour
	limitedUntil time.Time // by the secondary limit

	mutating     bool
	lastMutation time.Time // when it was answered
	violations   []string
	ignored      int            // calls while a limit held
	calls        map[string]int // by field at the top
}

// charge is what one request costs of the secondary limits.
type charge struct {
	at     time.Time
	points int
}

// countCall takes a point of the primary limit. The window begins with its first call.
func (s *Sim) countCall() *simhttp.Response {
	l, now := &s.limits, s.Now()
	if !now.Before(l.resets) {
		l.used, l.resets = 0, now.Add(time.Hour)
	}
	switch {
	case now.Before(l.limitedUntil):
		l.ignored++
		return s.limited()
	case l.used >= pointsAnHour:
		l.ignored++
		response := limitedBody(refusal{Type: "RATE_LIMITED", Message: "API rate limit exceeded for user ID 4."})
		return &response
	}
	l.used++
	return s.charge(1)
}

// charge is the response of the secondary limit to who exceeds it. Every call costs a
// point, a mutation four more.
func (s *Sim) charge(points int) *simhttp.Response {
	l, now := &s.limits, s.Now()
	l.spent = append(slices.DeleteFunc(l.spent, func(c charge) bool { return now.Sub(c.at) >= time.Hour }), charge{now, points})
	for _, limit := range secondaryLimits() {
		for _, c := range l.spent {
			if now.Sub(c.at) < limit.window {
				limit.points -= c.points
				limit.mutations -= c.points / pointsMore
			}
		}
		if limit.points < 0 || limit.mutations < 0 && points == pointsMore {
			l.limitedUntil = now.Add(time.Minute)
			return s.limited()
		}
	}
	return nil
}

// beginMutation notes a mutation that is beside another one or leaves no second after it.
// Done is to be called when it is answered.
func (s *Sim) beginMutation(fields string) (limited *simhttp.Response, done func()) {
	l := &s.limits
	if pause := s.Now().Sub(l.lastMutation); l.mutating {
		l.violations = append(l.violations, fields+" beside another mutation")
	} else if pause < pauseOfMutations {
		l.violations = append(l.violations, fmt.Sprintf("%s %s after the mutation before", fields, pause))
	}
	if limited := s.charge(pointsMore); limited != nil {
		return limited, nil
	}
	l.mutating = true
	return nil, func() { l.mutating, l.lastMutation = false, s.Now() }
}

// limited is the response of the secondary limit. Its header is rounded up: who waits that
// long is not refused again.
func (s *Sim) limited() *simhttp.Response {
	const text = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
	response := render(simhttp.Call{}, &failure{http.StatusForbidden, text})
	switch s.Value(SwitchSecondaryLimit) {
	case "403_retry_after":
		left := s.limits.limitedUntil.Sub(s.Now()).Seconds()
		response = response.With(http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(left)))}})
	case "200_errors":
		response = limitedBody(refusal{Message: text})
	}
	return &response
}

func limitedBody(r refusal) simhttp.Response {
	return simhttp.JSON(http.StatusOK, map[string]any{"errors": []refusal{r}})
}

func (l *limits) headers() http.Header {
	header := http.Header{}
	for name, n := range map[string]int{"Limit": pointsAnHour, "Remaining": pointsAnHour - l.used, "Used": l.used, "Reset": int(l.resets.Unix())} {
		header.Set("X-Ratelimit-"+name, strconv.Itoa(n))
	}
	header.Set("X-Ratelimit-Resource", "graphql")
	return header
}
