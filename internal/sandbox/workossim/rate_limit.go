// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Rate limits of wire/workos.md 5, per API key.
const (
	rateWindow                   = 60 * time.Second
	requestsPerWindow            = 6000
	organizationDeletesPerWindow = 50
)

// LimitRate sets how many requests one API key may send in 60 seconds, beginning with
// a new window.
func (s *Sim) LimitRate(requests int) error {
	if requests < 1 {
		return fmt.Errorf("limiting the rate of the WorkOS API: %d requests are too few", requests)
	}
	defer s.Lock()()
	s.rateLimit = requests
	for _, key := range s.keys {
		key.windows = nil
	}
	return nil
}

func (s *Sim) count(key *apiKey, pattern string, e endpoint) (http.Header, *failure) {
	header, fail := s.countIn(key, "", s.rateLimit)
	if fail == nil && e.limit > 0 {
		_, fail = s.countIn(key, pattern, e.limit)
	}
	return header, fail
}

func (s *Sim) countIn(key *apiKey, what string, limit int) (http.Header, *failure) {
	now := s.config.Now()
	if key.windows == nil {
		key.windows = map[string]*window{}
	}
	w := key.windows[what]
	if w == nil || now.Sub(w.start) >= rateWindow {
		w = &window{start: now}
		key.windows[what] = w
	}
	w.count++
	end := w.start.Add(rateWindow)
	header := http.Header{}
	if s.Is(SwitchRateLimitHeaders, "present") {
		header.Set("X-Ratelimit-Limit", strconv.Itoa(limit))
		header.Set("X-Ratelimit-Remaining", strconv.Itoa(max(limit-w.count, 0)))
		header.Set("X-Ratelimit-Reset", strconv.FormatInt(end.Unix(), 10))
	}
	if w.count <= limit {
		return header, nil
	}
	fail := undeclared(http.StatusTooManyRequests, "Too many requests.")
	fail.header = s.retryAfter(end, now)
	return header, fail
}

// retryAfter rounds up to whole seconds, the unit of both forms (RFC 9110 section
// 10.2.3): who waits as told is not refused again.
func (s *Sim) retryAfter(end, now time.Time) http.Header {
	header := http.Header{}
	switch s.Value(SwitchRetryAfter) {
	case "seconds":
		header.Set("Retry-After", strconv.Itoa(int((end.Sub(now)+time.Second-1)/time.Second)))
	case "http_date":
		header.Set("Retry-After", end.Add(time.Second-1).UTC().Format(http.TimeFormat))
	}
	return header
}
