// SPDX-License-Identifier: MPL-2.0

package former

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// requestsPerMethod bounds the requests of one kind that one call of a method
// makes: one, one more after looking, and one in another spelling.
const requestsPerMethod = 3

func ambiguousFailures(t *testing.T, start func(*testing.T) World) {
	faults := []Fault{
		FaultUnavailable, FaultDropped, FaultGarbage,
		FaultUnavailableAfter, FaultDroppedAfter, FaultGarbageAfter,
	}
	for _, write := range writes(t, start(t)) {
		for _, fault := range faults {
			t.Run(fmt.Sprintf("%s of %s, %s", write.step, write.before, fault), func(t *testing.T) {
				t.Parallel()
				p := newPlayer(t, start(t))
				p.bring(t, write.before)
				p = p.anew(t)
				p.must(t, "read", p.read)

				before := p.world.Count(write.step)
				p.world.Fail(t, write.step, fault, 1, "")
				err := write.do(p, t.Context())
				if err != nil && service.ClassOf(err) != service.Transient {
					t.Errorf("after the fault: %v, want success or %s", err, service.Transient)
				}
				if got := p.world.Count(write.step) - before; got > requestsPerMethod {
					t.Errorf("%d requests, want %d at most", got, requestsPerMethod)
				}
				if err == nil {
					p.mustBe(t, write.after)
				}
				if err := write.do(p, t.Context()); err != nil && service.ClassOf(err) != service.AlreadyExists {
					t.Errorf("the next attempt: %v, want success", err)
				}
				p.mustBe(t, write.after)
			})
		}
	}
}

func lastingFailure(t *testing.T, start func(*testing.T) World) {
	for _, write := range writes(t, start(t)) {
		t.Run(fmt.Sprintf("%s of %s", write.step, write.before), func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t, start(t))
			p.bring(t, write.before)
			p = p.anew(t)
			p.must(t, "read", p.read)

			before := p.world.Count(write.step)
			p.world.Fail(t, write.step, FaultUnavailable, 0, "")
			if err := write.do(p, t.Context()); service.ClassOf(err) != service.Transient {
				t.Errorf("got %v, want %s", err, service.Transient)
			}
			if got := p.world.Count(write.step) - before; got > requestsPerMethod {
				t.Errorf("%d requests, want %d at most", got, requestsPerMethod)
			}
			p.mustBe(t, write.before)
		})
	}
}

func refusals(t *testing.T, start func(*testing.T) World) {
	classes := map[Fault]service.Class{
		FaultUnauthorized: service.Denied,
		FaultForbidden:    service.Denied,
		FaultServerError:  service.Transient,
		FaultUnavailable:  service.Transient,
	}
	for _, step := range steps(t, start(t)) {
		for fault, want := range classes {
			t.Run(fmt.Sprintf("%s of %s, %s", step.step, step.before, fault), func(t *testing.T) {
				t.Parallel()
				p := newPlayer(t, start(t))
				p.bring(t, step.before)
				p = p.anew(t)
				body := fmt.Sprintf(`{"message":"no: %s"}`, strings.Join(p.world.Secrets(), " "))
				p.world.Fail(t, step.step, fault, 0, body)
				p.checkRefusal(t, step.do(p, t.Context()), want)
				p.mustBe(t, step.before)
			})
		}
	}
}

func (p *player) checkRefusal(t *testing.T, err error, want service.Class) {
	t.Helper()
	var typed *service.Error
	if !errors.As(err, &typed) {
		t.Fatalf("got %v, want a *service.Error", err)
	}
	if typed.Class != want || typed.Operation == "" || typed.Reason == "" || typed.Advice == "" || typed.Response.Status == 0 {
		t.Errorf("got %+v, want the class %s with attempt, reason, advice and answer", typed, want)
	}
	everything := fmt.Sprintf("%v %+v", err, typed)
	for _, secret := range p.world.Secrets() {
		if strings.Contains(everything, secret) {
			t.Errorf("the error shows a secret: %s", everything)
		}
	}
}
