// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault says what goes wrong for which requests.
//
// Kind is one of
//
//	status:<code>        answer that code
//	drop                 close the connection unanswered
//	hang                 never answer, until the client gives up or the sandbox ends
//	drip                 answer byte by byte, and never to the end
//	garbage              answer 200 with an HTML page (a captive proxy)
//	empty                answer 200 with no body
//	null                 answer 200 with a JSON null
//	huge                 answer 200 with a JSON object of 10 MB
//	redirect             answer 307 with the address of another host
//	slow:<milliseconds>  wait that long in real time, then do it
//	truncate_after       do it, then answer with the first half of the body
//	mistype_after        do it, then answer with another content type
//
// All but the last three do nothing else, or do it first with _after behind the name,
// as in status_after:503: what the client then sees leaves open whether it was done.
type Fault struct {
	Service        string `json:"service"`                    // empty: every service
	Match          string `json:"match"`                      // substring of "METHOD /path?query", and of a GraphQL operation behind it; empty: every request
	MatchBody      string `json:"match_body,omitempty"`       // substring of the request body, for APIs with one path; empty: every body
	Kind           string `json:"kind"`                       //
	Times          int    `json:"times"`                      // how many requests it hits; 0: until cleared
	Skip           int    `json:"skip,omitempty"`             // how many requests that match it lets pass before
	RetryAfter     int    `json:"retry_after,omitempty"`      // seconds, header of status faults; 0: no header
	RetryAfterDate bool   `json:"retry_after_date,omitempty"` // as a date
	Body           string `json:"body,omitempty"`             // of status faults; empty: a JSON object with a message
}

// armedFault is a fault with the requests that it already hit.
type armedFault struct {
	Fault
	skipped, hits int
}

// FaultState is one fault as the control API shows it.
type FaultState struct {
	Fault
	Hits int `json:"hits"`
}

// AddFault arms a fault behind those already there; the first match wins.
func (r *Recorder) AddFault(f Fault) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("adding the fault: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if f.Service != "" {
		if err := r.checkService(f.Service); err != nil {
			return fmt.Errorf("adding the fault: %w", err)
		}
	}
	r.faults = append(r.faults, &armedFault{Fault: f})
	return nil
}

// ClearFaults ends all faults; requests that hang already keep hanging.
func (r *Recorder) ClearFaults() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = nil
}

// Faults lists every fault since the last ClearFaults, used up or not.
func (r *Recorder) Faults() []FaultState {
	r.mu.Lock()
	defer r.mu.Unlock()
	states := make([]FaultState, 0, len(r.faults))
	for _, f := range r.faults {
		states = append(states, FaultState{Fault: f.Fault, Hits: f.hits})
	}
	return states
}

func (r *Recorder) take(service, line, body string) *Fault {
	for _, f := range r.faults {
		used := f.Times > 0 && f.hits >= f.Times
		if used || f.Service != "" && f.Service != service || !strings.Contains(line, f.Match) || !strings.Contains(body, f.MatchBody) {
			continue
		}
		if f.skipped < f.Skip {
			f.skipped++
			continue
		}
		f.hits++
		return &f.Fault
	}
	return nil
}

// faultKinds are the names of the kinds, and whether each has a number behind a colon.
// The others can have _after behind the name.
var (
	faultKinds      = map[string]bool{"status": true, "drop": false, "hang": false, "drip": false, "garbage": false, "empty": false, "null": false, "huge": false, "redirect": false}
	otherFaultKinds = map[string]bool{"slow": true, "truncate_after": false, "mistype_after": false}
)

func (f Fault) check() error {
	name, argument, hasArgument := strings.Cut(f.Kind, ":")
	wantsArgument, known := otherFaultKinds[name]
	if !known {
		wantsArgument, known = faultKinds[strings.TrimSuffix(name, "_after")]
	}
	number, err := strconv.Atoi(argument)
	switch {
	case !known || hasArgument != wantsArgument:
		return fmt.Errorf("unknown kind %q, allowed are: status:<code>, drop, hang, drip, garbage, empty, null, huge, redirect, "+
			"each of them with _after behind its name, and slow:<milliseconds>, truncate_after, mistype_after", f.Kind)
	case name == "slow" && (err != nil || number < 0):
		return fmt.Errorf("kind %q: %q is no number of milliseconds", f.Kind, argument)
	case name != "slow" && wantsArgument && (err != nil || number < 200 || number > 599):
		return fmt.Errorf("kind %q: %q is no HTTP status from 200 to 599", f.Kind, argument)
	case f.Times < 0 || f.Skip < 0 || f.RetryAfter < 0:
		return fmt.Errorf("kind %q: times %d, skip %d and retry_after %d must not be negative", f.Kind, f.Times, f.Skip, f.RetryAfter)
	}
	return nil
}

// argument is the number behind the colon; check has seen to it that it is one.
func (f Fault) argument() int {
	_, argument, _ := strings.Cut(f.Kind, ":")
	n, _ := strconv.Atoi(argument)
	return n
}

func (f Fault) delay() time.Duration { return time.Duration(f.argument()) * time.Millisecond }

func (f Fault) answer(w http.ResponseWriter, now time.Time) {
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	switch {
	case f.RetryAfter > 0 && f.RetryAfterDate:
		w.Header().Set("Retry-After", now.Add(time.Duration(f.RetryAfter)*time.Second).UTC().Format(http.TimeFormat))
	case f.RetryAfter > 0:
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	body := f.Body
	if body == "" {
		body = fmt.Sprintf("{\"message\":\"injected by the sandbox: %s\"}", f.Kind)
	}
	answerJSON(w, f.argument(), []byte(body))
}

func answerJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
