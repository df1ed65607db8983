// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// rememberingService does not see its record until its resolver forgets the older ones.
type rememberingService struct {
	*expiringService
	clock   *polltest.Clock
	forgets time.Time
}

func (s *rememberingService) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	domain, err := s.expiringService.Verify(ctx, request)
	if s.clock.Now().Before(s.forgets) {
		return domain, err
	}
	return service.Domain{State: service.StateVerified}, nil
}

// clockedClient queries the DNS of a world, by its clock.
func clockedClient(t *testing.T, clock *polltest.Clock, world *dnssim.World) *dnscheck.Client {
	t.Helper()
	return clockedClientIn(t, dnscheck.Authoritative, clock, world)
}

func clockedClientIn(t *testing.T, mode dnscheck.Mode, clock *polltest.Clock, world *dnssim.World) *dnscheck.Client {
	t.Helper()
	routes := world.AddressMap()
	routes[world.Recursive()] = world.Recursive()
	return clientIn(t, dnscheck.Config{Mode: mode, Config: dnsquery.Config{Resolvers: []string{world.Recursive()}, Now: clock.Now}}, routes)
}

// Other records at the name may be remembered for an hour, at most: the service's resolver may
// have asked for them long before. A wait that lasts as long makes the one attempt that counts;
// one that ends sooner must not spend itself waiting for that.
func TestRefusedWaitAsksOnlyOnceTheRecordIsRememberedByNobodyUnlessItEndsBefore(t *testing.T) {
	t.Parallel()
	for limit, want := range map[time.Duration]struct {
		after    time.Duration
		verifies int
	}{20 * time.Minute: {11 * time.Minute, 11}, 2 * time.Hour: {time.Hour + time.Minute, 2}} {
		world, clock := acmeTest(t), &polltest.Clock{}
		if err := world.AddRR(`acme.test. 3600 IN TXT "v=spf1 -all"`); err != nil {
			t.Fatal(err)
		}
		record := service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
		clock.OnSleep = func(elapsed time.Duration) {
			if elapsed < 5*time.Second {
				publish(t, world, "v=spf1 -all", record.Value)
			}
		}
		asked := &rememberingService{
			expiringService: &expiringService{domain: service.Domain{State: service.StatePending}, refusal: service.NotYet, record: record},
			clock:           clock, forgets: clock.Now().Add(10 * time.Minute),
		}
		request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "0123456789"}
		deps := Dependencies{Clock: clock, DNS: clockedClient(t, clock, world)}
		_, err := New(deps).Verify(t.Context(), Task{Service: asked, Request: request, Limit: limit})
		if waited := clock.Now().Sub(time.Unix(0, 0)); err != nil || waited > want.after || asked.verifies != want.verifies {
			t.Errorf("limit of %s: %d verify calls in %s: %v", limit, asked.verifies, waited, err)
		}
	}
}

// underWayService verifies in the background, and never sees its record.
type underWayService struct{ *expiringService }

func (s underWayService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	return s.domain, nil
}

func TestServiceThatVerifiesInTheBackgroundIsExplainedByResolversAsWell(t *testing.T) {
	t.Parallel()
	world, clock := acmeTest(t), &polltest.Clock{}
	record := service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
	publish(t, world, record.Value)
	if err := world.SetSigned("acme.test", dnssim.SignedBadly); err != nil {
		t.Fatal(err)
	}
	asked := underWayService{&expiringService{domain: service.Domain{State: service.StatePending}, record: record}}
	request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "0123456789"}
	deps := Dependencies{Clock: clock, DNS: clockedClient(t, clock, world)}
	_, err := New(deps).Verify(t.Context(), Task{Service: asked, Request: request, Limit: 20 * time.Minute})
	stopped, ok := errors.AsType[*StoppedError](err)
	if !ok || !strings.Contains(stopped.LastReason, "not completed the verification yet") || !strings.Contains(stopped.LastReason, string(dnscheck.DNSSECBogus)) {
		t.Errorf("got %v", err)
	}
}

func TestRecordThatBecomesWrongAfterAVerifyCallEndsTheWaitAsOneThatWasCalledFor(t *testing.T) {
	t.Parallel()
	world, clock := acmeTest(t), &polltest.Clock{}
	record := service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
	asked := &expiringService{domain: service.Domain{State: service.StatePending}, refusal: service.NotYet, record: record}
	for _, want := range []bool{true, false} {
		if want {
			publish(t, world, record.Value)
			clock.OnSleep = func(time.Duration) { publish(t, world, record.Value+"x") }
		}
		err := asked.wait(t, Dependencies{Clock: clock, DNS: clockedClient(t, clock, world)})
		if incorrect, ok := errors.AsType[*RecordIncorrectError](err); !ok || incorrect.Called != want || asked.verifies != 1 {
			t.Errorf("%d verify calls: %#v", asked.verifies, err)
		}
	}
}

// GitHub warns of CNAMEs.
func TestRecordBehindACNAMEIsNamedWhereTheServiceDoesNotSeeIt(t *testing.T) {
	t.Parallel()
	world, clock := acmeTest(t), &polltest.Clock{}
	record := service.Record{Name: "_x.acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
	if err := errors.Join(world.AddRR("_x.acme.test. 60 CNAME elsewhere.acme.test."), world.SetTXT("acme.test", "elsewhere.acme.test", record.Value)); err != nil {
		t.Fatal(err)
	}
	asked := &expiringService{domain: service.Domain{State: service.StatePending}, refusal: service.NotYet, record: record}
	err := asked.wait(t, Dependencies{Clock: clock, DNS: clockedClient(t, clock, world)})
	stopped, ok := errors.AsType[*StoppedError](err)
	if !ok || asked.verifies == 0 || !strings.Contains(stopped.LastReason, string(dnscheck.CNAMEAtName)) || !strings.Contains(stopped.LastReason, "elsewhere.acme.test") {
		t.Errorf("after %d verify calls: %v", asked.verifies, err)
	}
}

// flakyService works on the verification, and fails every second time.
type flakyService struct {
	*expiringService
	readings int
}

func (s *flakyService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	switch s.readings++; {
	case s.readings > 12:
		return service.Domain{State: service.StateVerified}, nil
	case s.readings%2 == 0:
		return service.Domain{}, &service.Error{Class: service.Transient, Operation: "verify the domain acme.test", Reason: "it failed"}
	}
	return s.domain, nil
}

func TestOnlyFailuresInARowEndTheWaitForABackgroundVerification(t *testing.T) {
	t.Parallel()
	asked := &flakyService{expiringService: &expiringService{domain: service.Domain{State: service.StatePending}}}
	request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "t"}
	if _, err := New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), Task{Service: asked, Request: request, Limit: time.Hour}); err != nil {
		t.Errorf("after %d readings: %v", asked.readings, err)
	}
}

// restartingService fails until the time that it names with each failure.
type restartingService struct {
	*expiringService
	clock *polltest.Clock
	calls int
}

func (s *restartingService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	s.calls++
	if left := time.Unix(0, 0).Add(20 * time.Minute).Sub(s.clock.Now()); left > 0 {
		return service.Domain{}, &service.Error{Class: service.Transient, Operation: "verify the domain acme.test", Reason: "it failed", RetryAfter: left}
	}
	return service.Domain{State: service.StateVerified}, nil
}

func TestServiceThatFailsUntilATimeIsNotAskedBefore(t *testing.T) {
	t.Parallel()
	asked := &restartingService{expiringService: &expiringService{}, clock: &polltest.Clock{}}
	request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "t"}
	if _, err := New(Dependencies{Clock: asked.clock}).Verify(t.Context(), Task{Service: asked, Request: request, Limit: time.Hour}); err != nil || asked.calls != 2 {
		t.Errorf("%d calls, %v", asked.calls, err)
	}
}

// explainedService refuses, and can say why once it is well again.
type explainedService struct {
	*expiringService
	asked    int
	explains []error
}

func (s *explainedService) Explain(context.Context, service.DomainID, service.Method, string) error {
	s.asked++
	return s.explains[min(s.asked, len(s.explains))-1]
}

func TestCauseIsSoughtAgainWhereTheServiceCouldNotSayIt(t *testing.T) {
	t.Parallel()
	failed := func(class service.Class) error {
		return &service.Error{Class: class, Operation: "verify the domain acme.test"}
	}
	for name, story := range map[string]struct {
		explains []error
		class    service.Class
		asked    int
	}{
		"at once":            {[]error{failed(service.Rotated)}, service.Rotated, 1},
		"after two failures": {[]error{failed(service.Throttled), failed(service.Transient), failed(service.Rotated)}, service.Rotated, 3},
		"there is none":      {[]error{nil}, "", 1},
	} {
		refusing := &expiringService{domain: service.Domain{State: service.StatePending}, refusal: service.NotYet}
		asked := &explainedService{expiringService: refusing, explains: story.explains}
		request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "t"}
		_, err := New(Dependencies{Clock: &polltest.Clock{}}).Verify(t.Context(), Task{Service: asked, Request: request, Limit: 20 * time.Minute})
		if service.ClassOf(err) != story.class || asked.asked != story.asked {
			t.Errorf("%s: asked %d times, %v", name, asked.asked, err)
		}
	}
}

// laterService verifies in the background.
type laterService struct {
	*expiringService
	clock *polltest.Clock
	at    time.Time
}

func (s *laterService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	if s.verifies++; s.clock.Now().Before(s.at) {
		return s.domain, nil
	}
	return service.Domain{State: service.StateVerified}, nil
}

// It stands alone in failure_reason, and before other lines.
func TestVerificationThatIsNotCompletedIsToldInASentence(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	asked := &laterService{
		expiringService: &expiringService{domain: service.Domain{State: service.StatePending, Reason: "looks in the background"}},
		clock:           clock, at: clock.Now().Add(time.Hour),
	}
	request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "t"}
	result, err := New(Dependencies{Clock: clock}).Verify(t.Context(), Task{Service: asked, Request: request, Limit: time.Minute, SingleAttempt: true})
	want := "The service has not completed the verification yet: the service shows the domain as pending, not verified (looks in the background)."
	if err != nil || result.Pending != want {
		t.Errorf("got %q, %v, want %q", result.Pending, err, want)
	}
}

// The verify call is made, and the service's resolver asks the servers that are left. One that
// denies the record is another matter (invariant 2).
func TestVerificationUnderWayIsReadAlthoughAServerFailsMeanwhile(t *testing.T) {
	t.Parallel()
	for name, story := range map[string]struct {
		befalls  func(*testing.T, *dnssim.World)
		verified bool
	}{
		"a server fails": {func(t *testing.T, world *dnssim.World) {
			if err := world.SetFault("authoritative-2", dnssim.Fault{Kind: dnssim.Refused}); err != nil {
				t.Error(err)
			}
		}, true},
		"the record is removed": {func(t *testing.T, world *dnssim.World) { publish(t, world) }, false},
	} {
		world, clock := acmeTest(t), &polltest.Clock{}
		record := service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
		publish(t, world, record.Value)
		hasBefallen := false
		clock.OnSleep = func(time.Duration) {
			if !hasBefallen {
				story.befalls(t, world)
			}
			hasBefallen = true
		}
		asked := &laterService{
			expiringService: &expiringService{domain: service.Domain{State: service.StatePending}, record: record},
			clock:           clock, at: clock.Now().Add(5 * time.Minute),
		}
		request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "0123456789"}
		deps := Dependencies{Clock: clock, DNS: clockedClient(t, clock, world)}
		_, err := New(deps).Verify(t.Context(), Task{Service: asked, Request: request, Limit: 20 * time.Minute})
		if waited := clock.Now().Sub(time.Unix(0, 0)); (err == nil) != story.verified || story.verified && waited > 6*time.Minute || !story.verified && asked.verifies != 1 {
			t.Errorf("%s: %d readings in %s, %v", name, asked.verifies, waited, err)
		}
	}
}
