// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// guardedService lets nobody pass before the administrators' domain, at which it counts the attempts.
type guardedService struct {
	service.Service
	lock     sync.Mutex
	attempts int
	// ended counts the calls of VerifyEnded.
	ended int
	// refusal is that of each attempt at the administrators' domain; nil: NotYet.
	refusal error
	// confirms: the first attempt at the administrators' domain succeeds, and lets others pass.
	confirms, passed bool
}

var adminsFirst = service.VerifyRequest{ID: service.DomainID{Service: "webex", OrganizationID: "o", Domain: "admin.test"}, Token: "t"}

func (*guardedService) Capabilities() service.Capabilities {
	return service.Capabilities{PollInterval: 10 * time.Second, MaxPollInterval: time.Minute}
}

func (*guardedService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StatePending}, nil
}

func (*guardedService) Publication(context.Context, service.DomainID, service.Method, string) (service.Publication, error) {
	return service.Publication{Record: &ownRecord}, nil
}

func (s *guardedService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.attempts++
	if s.passed = s.confirms; s.passed {
		return service.Domain{State: service.StateVerified}, nil
	}
	if s.refusal != nil {
		return service.Domain{}, s.refusal
	}
	return service.Domain{}, &service.Error{Class: service.NotYet, Reason: "not yet"}
}

func (s *guardedService) GuardVerify(context.Context, service.DomainID) (string, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.passed {
		return "", nil
	}
	return "", &service.Error{Class: service.Blocked, Reason: "admin.test first", Advice: "Verify admin.test first.", RetryAfter: time.Second, VerifyFirst: &adminsFirst}
}

func (*guardedService) GuardRelease(context.Context, service.DomainID) (string, error) {
	return "", nil
}

func (s *guardedService) VerifyEnded(service.DomainID) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.ended++
}

// Invariant 22.
func TestManyWaitsForOneDomainCostNoMoreThanOne(t *testing.T) {
	t.Parallel()
	for _, waits := range []int{1, 200} {
		synctest.Test(t, func(t *testing.T) {
			asked := &guardedService{}
			workflow := New(Dependencies{Clock: poll.SystemClock{}})
			var all sync.WaitGroup
			for i := range waits {
				all.Go(func() {
					request := service.VerifyRequest{ID: service.DomainID{Service: "webex", OrganizationID: "o", Domain: fmt.Sprintf("d%d.test", i)}, Token: "t"}
					if _, err := workflow.Verify(t.Context(), Task{Service: asked, Limit: 2 * time.Minute, Request: request}); err == nil {
						t.Error("the guard let it pass")
					}
				})
			}
			all.Wait()
			// After 0, 10, 25, 47 and 81 s.
			if asked.attempts != 5 {
				t.Errorf("%d attempts at the first domain by %d waits", asked.attempts, waits)
			}
			if len(workflow.firsts) > 0 {
				t.Errorf("left over: %v", workflow.firsts)
			}
		})
	}
}

// Invariant 22: what ends the domain's own wait ends the attempts at it for the sake of others.
func TestFirstDomainThatTheServiceRefusesIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	for class, want := range map[service.Class]int{service.HeldElsewhere: 1, service.Denied: 1, service.Rotated: 1, service.Transient: maxTransient} {
		asked := &guardedService{refusal: &service.Error{Class: class, Operation: "verify the domain admin.test", Reason: "refused"}}
		_, err := New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), Task{Service: asked, Limit: 20 * time.Minute, Request: service.VerifyRequest{ID: acmeID, Token: "t"}})
		if _, ok := errors.AsType[*LockoutError](err); !ok || asked.attempts != want {
			t.Errorf("%s: %d attempts, want %d; %v", class, asked.attempts, want, err)
		}
	}
}

// A single attempt has no second look at the guard.
func TestSingleAttemptPassesTheGuardOnceTheFirstDomainIsVerified(t *testing.T) {
	t.Parallel()
	asked := &guardedService{confirms: true}
	workflow := New(Dependencies{Clock: &polltest.Clock{}})
	request := service.VerifyRequest{ID: acmeID, Token: "t"}
	result, err := workflow.Verify(t.Context(), Task{Service: asked, Limit: time.Minute, Request: request, SingleAttempt: true})
	if err != nil || result.Pending != "" || asked.attempts != 2 {
		t.Errorf("%+v, %v after %d attempts", result, err, asked.attempts)
	}
	asked = &guardedService{}
	result, err = New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), Task{Service: asked, Limit: time.Minute, Request: request, SingleAttempt: true})
	if err != nil || !result.Blocked || asked.attempts != 1 {
		t.Errorf("%+v, %v after %d attempts", result, err, asked.attempts)
	}
}

// It would end that of another wait for the same domain.
func TestOnlyAVerificationThatTheGuardLetPassEnds(t *testing.T) {
	t.Parallel()
	for _, single := range []bool{false, true} {
		for passed, want := range map[bool]int{false: 0, true: 1} {
			asked := &guardedService{passed: passed}
			_, _ = New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), Task{
				Service: asked, Limit: time.Minute, Request: service.VerifyRequest{ID: acmeID, Token: "t"}, SingleAttempt: single,
			})
			if asked.ended != want {
				t.Errorf("a single attempt %t that has passed %t has ended %d times, want %d", single, passed, asked.ended, want)
			}
		}
	}
}

func TestSingleAttemptKeepsTheAdviceOfWhatStandsInItsWay(t *testing.T) {
	t.Parallel()
	refused := &dnsService{answers: []error{&service.Error{Class: service.NotYet, Reason: "no record", Advice: "Look at the record."}}}
	stopped := &guardedService{}
	for _, c := range []struct {
		svc  service.Service
		want string
	}{{refused, "Look at the record."}, {stopped, "Verify admin.test first."}} {
		result, err := New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), Task{
			Service: c.svc, Limit: time.Minute, Request: service.VerifyRequest{ID: acmeID, Token: "t"}, SingleAttempt: true,
		})
		if err != nil || result.Advice != c.want {
			t.Errorf("%+v, %v, want the advice %q", result, err, c.want)
		}
	}
}

// publishedService waits for the administrators' domain, whose token only the DNS shows.
type publishedService struct {
	guardedService
	asked func(service.VerifyRequest)
}

func (*publishedService) GuardVerify(context.Context, service.DomainID) (string, error) {
	unknown := adminsFirst
	unknown.Token = ""
	return "", &service.Error{Class: service.Blocked, Reason: "admin.test first", RetryAfter: time.Second, VerifyFirst: &unknown}
}

func (*publishedService) ParsePublished(_ service.Method, value string) (string, bool) {
	return strings.CutPrefix(value, "acme-verification=")
}

func (s *publishedService) Verify(_ context.Context, request service.VerifyRequest) (service.Domain, error) {
	s.asked(request)
	return service.Domain{}, &service.Error{Class: service.NotYet, Reason: "not yet"}
}

// Invariant 2, for a token that is read from the DNS: one server that has it does not
// stand for all, and after an absence two checks in a row have to find it.
func TestFirstDomainWithAPublishedTokenIsTriedOnlyOnceEveryServerHasIt(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	if err := world.SetLag("authoritative-2", time.Hour); err != nil {
		t.Fatal(err)
	}
	publish(t, world, ownRecord.Value)
	deps := *publicationIn(t, world).deps
	var healed, tried time.Duration
	clock := &polltest.Clock{OnSleep: func(elapsed time.Duration) {
		if healed == 0 && elapsed > 30*time.Second {
			healed = elapsed
			if err := world.SetLag("authoritative-2", 0); err != nil {
				t.Error(err)
			}
		}
	}}
	deps.Clock = clock
	asked := &publishedService{asked: func(request service.VerifyRequest) {
		if tried != 0 || request.ID != adminsFirst.ID || request.Token != "0123456789" {
			t.Errorf("after %s: %+v", clock.Now().Sub(time.Unix(0, 0)), request)
		}
		tried = clock.Now().Sub(time.Unix(0, 0))
	}}
	_, err := New(deps).Verify(t.Context(), Task{Service: asked, Limit: 2 * time.Minute, Request: service.VerifyRequest{ID: service.DomainID{Service: "webex", OrganizationID: "o", Domain: "b.test"}, Token: "0123456789"}})
	if _, ok := errors.AsType[*LockoutError](err); !ok || tried < healed+watch.Interval {
		t.Errorf("%v; the second server has it after %s, tried after %s", err, healed, tried)
	}
}
