// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Permissions of wire/entra.md 6.
const (
	writeDomains     = "Domain.ReadWrite.All"
	readDomains      = "Domain.Read.All"
	readDirectory    = "Directory.Read.All"
	readOrganization = "Organization.Read.All"
)

func permissions() []string {
	return []string{writeDomains, readDomains, readDirectory, readOrganization}
}

// grant is what an access token of the token endpoint is for.
type grant struct {
	tenant   *tenant
	audience string
}

func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// authenticate finds the tenant of a token.
func (s *Sim) authenticate(c *call) (simhttp.AccessToken, *failure) {
	refuse := func(text string) *failure {
		return &failure{status: http.StatusUnauthorized, code: "InvalidAuthenticationToken", text: text}
	}
	value, sent := c.Bearer("Bearer")
	token, live := s.Live(value)
	issued, ok := s.granted[value]
	if !ok { // by the control API
		issued = grant{s.tenants[0], origin(c.Request)}
	}
	c.tenant = issued.tenant
	switch {
	case !sent || value == "":
		return token, refuse("Access token is empty.")
	case !live:
		return token, refuse("Access token has expired or is not yet valid.")
	case issued.audience != origin(c.Request):
		return token, refuse("Access token validation failure. Invalid audience.")
	}
	return token, nil
}

// permit wants one of the permissions, and a role of users that write.
func (s *Sim) permit(c call, token simhttp.AccessToken, e endpoint) *failure {
	has := func(permission string) bool { return slices.Contains(token.Scopes, permission) }
	if slices.ContainsFunc(e.needs, has) && (c.Method == http.MethodGet || !token.NotAdmin) {
		return nil
	}
	status := http.StatusForbidden
	if s.Is(SwitchMissingPermission, "denied_401") {
		status = http.StatusUnauthorized
	}
	return &failure{status: status, code: "Authorization_RequestDenied", text: "Insufficient privileges to complete the operation."}
}

// limit is the rate limit of the app, wire/entra.md 11, and what the control API adds.
type limit struct {
	units, writes window
	times         int // of the next calls that are throttled
	after         time.Duration
}

// window begins with its first call.
type window struct {
	ends time.Time
	used int
}

// take reports for how long a call is refused.
func (w *window) take(now time.Time, cost, capacity int, lasts time.Duration) time.Duration {
	if !now.Before(w.ends) {
		*w = window{ends: now.Add(lasts)}
	}
	if w.used+cost > capacity {
		return w.ends.Sub(now)
	}
	w.used += cost
	return 0
}

func (s *Sim) throttle(c call, e endpoint, header http.Header) *failure {
	l, writes := &s.limit, 0
	if c.Method != http.MethodGet {
		writes = 1
	}
	wait := max(l.units.take(s.Now(), e.units, 3500, 10*time.Second), l.writes.take(s.Now(), writes, 3000, 150*time.Second))
	if l.times > 0 {
		l.times--
		wait = l.after
	} else if wait == 0 {
		return nil
	}
	answer := s.Value(SwitchThrottleAnswer)
	if answer != "bare_429" {
		header.Set("Retry-After", strconv.Itoa(simhttp.WholeSeconds(wait)))
	}
	if answer == "retry_after_503" {
		return &failure{status: http.StatusServiceUnavailable, code: "serviceNotAvailable", text: "The service is temporarily unavailable."}
	}
	return &failure{status: http.StatusTooManyRequests, code: "TooManyRequests", text: "Too many requests."}
}
