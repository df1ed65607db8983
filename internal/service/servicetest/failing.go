// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// requestsPerMethod bounds the requests of one kind that one call of a method
// makes: one, one more after looking, and one in another spelling.
const requestsPerMethod = 3

// writing plays a test for each write of a new process that has read the domain before.
func writing(t *testing.T, start func(*testing.T) *World, variants []string, test func(p *Player, write action, variant string)) {
	for _, write := range start(t).writes() {
		for _, variant := range variants {
			t.Run(write.String()+", "+variant, func(t *testing.T) {
				t.Parallel()
				p := start(t).Player().Bring(write.before).Anew()
				p.Read()
				p.ForgetRequests()
				test(p, write, variant)
				if got := p.Count(p.Calls[write.step]); got > requestsPerMethod {
					t.Errorf("%d requests, want %d at most", got, requestsPerMethod)
				}
			})
		}
	}
}

func ambiguousFailures(t *testing.T, start func(*testing.T) *World) {
	kinds := []string{
		"status:503", "drop", "garbage", "empty", "null",
		"status_after:503", "drop_after", "garbage_after", "empty_after", "null_after",
	}
	writing(t, start, kinds, func(p *Player, write action, kind string) {
		if kind == "empty" && write.step == StepUnclaim {
			p.T.Skip("the response to an unclaim has no body: where nothing can be read, this is one")
		}
		p.Fault(Once(p.Calls[write.step], kind))
		err := write.do(p)
		if err != nil && service.ClassOf(err) != service.Transient {
			p.T.Errorf("after the fault: %v, want success or %s", err, service.Transient)
		}
		if err == nil {
			p.WantState(write.after)
		}
		if err := write.do(p); err != nil && service.ClassOf(err) != service.AlreadyExists {
			p.T.Errorf("the next attempt: %v, want success", err)
		}
		p.WantState(write.after)
		p.ForgetRequests()
	})
}

func lastingFailure(t *testing.T, start func(*testing.T) *World) {
	writing(t, start, []string{"status:503"}, func(p *Player, write action, kind string) {
		p.Fault(Always(p.Calls[write.step], kind))
		p.WantError(write.do(p), service.Transient)
		p.WantState(write.before)
	})
}

// refusals refuses each call that each step of an undisturbed new process makes.
func refusals(t *testing.T, start func(*testing.T) *World) {
	classes := map[string]service.Class{
		"status:401": service.Denied, "status:403": service.Denied, "status:500": service.Transient, "status:503": service.Transient,
	}
	for _, call := range Undisturbed(t, start) {
		for kind, want := range classes {
			t.Run(fmt.Sprintf("%s in %s, %s", call.Line, call.action, kind), func(t *testing.T) {
				t.Parallel()
				p := start(t).Player().Bring(call.before).Anew()
				p.ForgetRequests()
				p.Fault(Always(call.Line, kind, p.errorBody(`no:\u001b[2J `+p.spelledSecrets())))
				p.checkRefusal(call.do(p), want)
				call.wantNothingDone(p)
			})
		}
	}
}

// pages puts the page of a proxy in the place of each response. It says nothing about a
// domain, a record or the credentials, so that nothing follows from it.
func pages(t *testing.T, start func(*testing.T) *World) {
	for _, call := range Undisturbed(t, start) {
		for _, kind := range []string{"status:400", "status:403", "status:404", "status:409"} {
			t.Run(fmt.Sprintf("%s in %s, %s", call.Line, call.action, kind), func(t *testing.T) {
				t.Parallel()
				p := start(t).Player().Bring(call.before).Anew()
				p.ForgetRequests()
				p.Fault(Always(call.Line, kind, ProxyPage))
				if typed := p.WantError(call.do(p), service.Transient); !strings.Contains(typed.Reason+typed.Advice, "proxy") {
					t.Errorf("it does not name a proxy: %+v", typed)
				}
				call.wantNothingDone(p)
			})
		}
	}
}

// Call is a request that a step of an undisturbed run makes.
type Call struct {
	action
	Line string // "METHOD /path?query"
}

// Undisturbed lists the calls of the life of a domain in which nothing goes wrong, each
// step in a new process, by step. A call that a step makes more than once is listed once.
func Undisturbed(t *testing.T, start func(*testing.T) *World) (calls []Call) {
	t.Helper()
	for _, step := range start(t).steps() {
		w := start(t)
		p := w.Player().Bring(step.before).Anew()
		w.ForgetRequests()
		w.Must(step.do(p))
		lines := w.Lines()
		slices.Sort(lines)
		for _, line := range slices.Compact(lines) {
			calls = append(calls, Call{step, line})
		}
	}
	return calls
}

// wantNothingDone: a refused call changes nothing. A write before it may have done so.
func (c Call) wantNothingDone(p *Player) {
	p.T.Helper()
	if p.isWrite(c.Line) || p.Writes() == 0 {
		p.WantState(c.before)
	}
}

// spelledSecrets are all secrets as they are, and as JSON may spell them.
func (w *World) spelledSecrets() string {
	var all strings.Builder
	for _, secret := range w.Secrets() {
		all.WriteString(secret + " ")
		for _, letter := range secret {
			fmt.Fprintf(&all, `\u%04x`, letter)
		}
		all.WriteString(" ")
	}
	return all.String()
}

func (p *Player) checkRefusal(err error, want service.Class) {
	p.T.Helper()
	typed := p.WantError(err, want)
	if typed.Advice == "" || typed.Response.Status == 0 {
		p.T.Errorf("got %+v, want advice and a response", typed)
	}
	everything := fmt.Sprintf("%v %+v", err, typed)
	for _, secret := range append(p.Secrets(), "\x1b") {
		if strings.Contains(everything, secret) {
			p.T.Errorf("the error shows a secret or a control character: %q", everything)
		}
	}
}

// Who asks on while the service wants a pause, makes it longer for everybody.
func throttling(t *testing.T, start func(*testing.T) *World) {
	for _, call := range Undisturbed(t, start) {
		t.Run(fmt.Sprintf("%s in %s", call.Line, call.action), func(t *testing.T) {
			t.Parallel()
			w := start(t)
			p := w.Player().Bring(call.before).Anew()
			w.ForgetRequests()
			w.Fault(Throttle(call.Line))
			if got := w.WantError(call.do(p), service.Throttled, "rate limited").RetryAfter; got != time.Hour {
				t.Errorf("retry after %s, want an hour", got)
			}
			w.WantCount(call.Line, 1)
			requests := len(w.Requests())
			next := (*Player).Add
			if w.RegistersNothing {
				next = (*Player).Challenge
			}
			if got := w.WantError(next(p.For(Domain(1))), service.Throttled, "no request is sent to it for another 1h0m0s").RetryAfter; got != time.Hour {
				t.Errorf("another domain: retry after %s, want an hour", got)
			}
			w.WantCount("", requests)
			call.wantNothingDone(p)
		})
	}
}
