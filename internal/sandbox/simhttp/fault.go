// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault says what goes wrong for which requests.
//
// Kind is one of
//
//	status:<code>        answer that code, do nothing
//	status_after:<code>  do it, then answer that code (an ambiguous failure)
//	drop                 close the connection before doing anything
//	drop_after           do it, then close the connection unanswered
//	hang                 never answer, until the client gives up or the sandbox ends
//	hang_after           do it, then never answer
//	garbage              do nothing, answer 200 with an HTML page (a captive proxy)
//	garbage_after        do it, then answer 200 with an HTML page
//	slow:<milliseconds>  wait that long in real time, then do it
type Fault struct {
	Service    string `json:"service"`               // empty: every service
	Match      string `json:"match"`                 // substring of "METHOD /path?query"; empty: every request
	MatchBody  string `json:"match_body,omitempty"`  // substring of the request body, for APIs with one path; empty: every body
	Kind       string `json:"kind"`                  //
	Times      int    `json:"times"`                 // how many requests it hits; 0: until cleared
	RetryAfter int    `json:"retry_after,omitempty"` // seconds, header of status faults; 0: no header
	Body       string `json:"body,omitempty"`        // of status faults; empty: a JSON object with a message
}

// armedFault is a fault with the requests that it already hit.
type armedFault struct {
	Fault
	hits int
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
		f.hits++
		return &f.Fault
	}
	return nil
}

func (f Fault) check() error {
	name, argument, hasArgument := strings.Cut(f.Kind, ":")
	switch {
	case slices.Contains([]string{"drop", "drop_after", "hang", "hang_after", "garbage", "garbage_after"}, f.Kind):
	case hasArgument && (name == "status" || name == "status_after"):
		if code, err := strconv.Atoi(argument); err != nil || code < 200 || code > 599 {
			return fmt.Errorf("kind %q: %q is no HTTP status from 200 to 599", f.Kind, argument)
		}
	case hasArgument && name == "slow":
		if ms, err := strconv.Atoi(argument); err != nil || ms < 0 {
			return fmt.Errorf("kind %q: %q is no number of milliseconds", f.Kind, argument)
		}
	default:
		return fmt.Errorf("unknown kind %q, allowed are: status:<code>, status_after:<code>, drop, drop_after, "+
			"hang, hang_after, garbage, garbage_after, slow:<milliseconds>", f.Kind)
	}
	if f.Times < 0 || f.RetryAfter < 0 {
		return fmt.Errorf("kind %q: times %d and retry_after %d must not be negative", f.Kind, f.Times, f.RetryAfter)
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

func (f Fault) answer(w http.ResponseWriter) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	body := f.Body
	if body == "" {
		body = fmt.Sprintf("{\"message\":\"injected by the sandbox: %s\"}", f.Kind)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(f.argument())
	_, _ = w.Write([]byte(body))
}
