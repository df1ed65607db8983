// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// releasingService answers releases one after the other, the last answer for ever.
type releasingService struct {
	service.Service
	answers []error
	calls   int
}

func (s *releasingService) Capabilities() service.Capabilities {
	return service.Capabilities{PollInterval: 20 * time.Second, MaxPollInterval: 2 * time.Minute}
}

func (s *releasingService) Release(context.Context, service.ReleaseRequest) error {
	answer := s.answers[min(s.calls, len(s.answers)-1)]
	s.calls++
	return answer
}

func (s *releasingService) release(ctx context.Context, clock *polltest.Clock) error {
	return New(Dependencies{Clock: clock}).Release(ctx, ReleaseTask{Service: s, Limit: time.Hour})
}

var (
	worksOnIt = &service.Error{Class: service.UnderWay, Operation: "release the domain acme.test", Reason: "14 objects are renamed"}
	broken    = &service.Error{Class: service.Transient, Operation: "release the domain acme.test", Reason: "it failed"}
	inTheWay  = &service.Error{Class: service.Blocked, Operation: "release the domain acme.test", Reason: "users are in the way"}
)

func TestReleaseThatTakesTimeIsAskedAboutUntilTheDomainIsGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []error
		want    service.Class
		waits   time.Duration
	}{
		"gone at once":                  {[]error{nil}, "", 0},
		"refused at once":               {[]error{inTheWay, nil}, service.Blocked, 0},
		"broken at once":                {[]error{broken, nil}, service.Transient, 0},
		"gone later":                    {[]error{worksOnIt, worksOnIt, nil}, "", 50 * time.Second},
		"given up by the service later": {[]error{worksOnIt, inTheWay}, service.Blocked, 20 * time.Second},
		"broken for a moment":           {[]error{worksOnIt, broken, worksOnIt, broken, nil}, "", 162500 * time.Millisecond},
		"rate limited for long":         {[]error{worksOnIt, throttled(50 * time.Minute), nil}, "", 50*time.Minute + 20*time.Second},
		"broken for good":               {[]error{worksOnIt, broken}, service.Transient, 263750 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &polltest.Clock{}
			err := (&releasingService{answers: test.answers}).release(t.Context(), clock)
			if waited := clock.Now().Sub(time.Unix(0, 0)); service.ClassOf(err) != test.want || (err == nil) != (test.want == "") || waited != test.waits {
				t.Errorf("%v after %s, want %q after %s", err, waited, test.want, test.waits)
			}
		})
	}
}

// Invariant 13.
func TestReleaseThatTakesTooLongSaysWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	err := (&releasingService{answers: []error{worksOnIt}}).release(t.Context(), clock)
	stopped, ok := errors.AsType[*ReleaseStoppedError](err)
	if !ok || !errors.Is(err, context.DeadlineExceeded) || stopped.Last != worksOnIt || stopped.Waited != time.Hour {
		t.Errorf("got %+v", err)
	}
}

// Invariant 13.
func TestReleaseThatIsInterruptedWhileUnderWayAsksNoMore(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	asked := &releasingService{answers: []error{worksOnIt}}
	err := asked.release(ctx, &polltest.Clock{OnSleep: func(time.Duration) { interrupt() }})
	stopped, ok := errors.AsType[*ReleaseStoppedError](err)
	if !ok || !errors.Is(err, context.Canceled) || stopped.Last != worksOnIt || asked.calls != 1 {
		t.Errorf("%d calls, got %+v", asked.calls, err)
	}
	if err := asked.release(ctx, &polltest.Clock{}); service.ClassOf(err) != service.Interrupted || asked.calls != 1 {
		t.Errorf("a run that has ended: %d calls, got %v", asked.calls, err)
	}
}

// Its token would be published in vain.
func TestDomainThatIsBeingReleasedIsNeitherVerifiedNorGivenAToken(t *testing.T) {
	t.Parallel()
	workflow, asked := New(Dependencies{Clock: &polltest.Clock{}}), &releasedService{}
	_, err := workflow.Verify(t.Context(), Task{Service: asked, Limit: time.Minute, Request: service.VerifyRequest{Token: "t"}})
	if service.ClassOf(err) != service.Blocked {
		t.Errorf("verification: %v", err)
	}
	if _, err := workflow.NewChallenge(t.Context(), asked, service.DomainID{}, service.MethodDNSTXT); service.ClassOf(err) != service.Blocked {
		t.Errorf("token: %v", err)
	}
}

// releasedService shows a domain that is being released; what is not overridden is not
// called.
type releasedService struct{ service.Service }

func (releasedService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StateReleasing}, nil
}
