// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// expiringService has a token that expires, and does not see its record.
type expiringService struct {
	service.Service
	domain   service.Domain
	record   service.Record
	refusal  service.Class
	verifies int
}

func (s *expiringService) Capabilities() service.Capabilities {
	return service.Capabilities{PollInterval: time.Minute, MaxPollInterval: time.Minute}
}

func (s *expiringService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return s.domain, nil
}

func (s *expiringService) Publication(context.Context, service.DomainID, service.Method, string) (service.Publication, error) {
	return service.Publication{Record: &s.record}, nil
}

func (s *expiringService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	s.verifies++
	return service.Domain{}, &service.Error{Class: s.refusal, Operation: "verify the domain acme.test", Reason: "the record is missing"}
}

func pendingUntil(expiresAt time.Time) service.Domain {
	return service.Domain{
		State: service.StatePending, Tokens: map[service.Method]string{service.MethodDNSTXT: "t"},
		TokensExpireAt: map[service.Method]time.Time{service.MethodDNSTXT: expiresAt},
	}
}

func (s *expiringService) wait(t *testing.T, deps Dependencies) error {
	t.Helper()
	request := service.VerifyRequest{ID: service.DomainID{Service: "s", OrganizationID: "o", Domain: "acme.test"}, Method: service.MethodDNSTXT, Token: "t"}
	_, err := New(deps).Verify(t.Context(), Task{Service: s, Request: request, Limit: time.Hour})
	return err
}

func TestWaitEndsAtTheExpiryOfItsTokenWithoutALateCall(t *testing.T) {
	t.Parallel()
	for _, life := range []time.Duration{-time.Minute, 0, 10 * time.Minute} {
		clock := &polltest.Clock{}
		asked := &expiringService{domain: pendingUntil(clock.Now().Add(life)), refusal: service.NotYet}
		err := asked.wait(t, Dependencies{Clock: clock})
		expired, ok := errors.AsType[*TokenExpiredError](err)
		if !ok || expired.Renews || !expired.ExpiresAt.Equal(time.Unix(0, 0).Add(life)) || (expired.Seen == "") != (life <= 0) {
			t.Errorf("life of %s: %#v", life, err)
		}
		if waited := clock.Now().Sub(time.Unix(0, 0)); waited != max(life, 0) || asked.verifies != int(max(life, 0)/time.Minute) {
			t.Errorf("life of %s: waited %s with %d verify calls", life, waited, asked.verifies)
		}
	}
}

func TestTimeoutBeforeTheExpiryIsATimeout(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	asked := &expiringService{domain: pendingUntil(clock.Now().Add(2 * time.Hour)), refusal: service.NotYet}
	err := asked.wait(t, Dependencies{Clock: clock})
	if stopped, ok := errors.AsType[*StoppedError](err); !ok || stopped.Waited != time.Hour {
		t.Errorf("got %#v", err)
	}
}

func TestRefusalOfAnExpiredTokenEndsTheWait(t *testing.T) {
	t.Parallel()
	asked := &expiringService{domain: service.Domain{State: service.StatePending}, refusal: service.Expired}
	err := asked.wait(t, Dependencies{Clock: &polltest.Clock{}})
	if _, ok := errors.AsType[*TokenExpiredError](err); !ok || asked.verifies != 1 || service.ClassOf(err) != service.Expired {
		t.Errorf("%d verify calls, %#v", asked.verifies, err)
	}
}

// Invariant 2: what cannot be checked is not asked for.
func TestRecordWithoutANameIsNeverAskedFor(t *testing.T) {
	t.Parallel()
	dns, err := dnscheck.New(dnscheck.Config{})
	if err != nil {
		t.Fatal(err)
	}
	asked := &expiringService{domain: service.Domain{State: service.StatePending}, record: service.Record{Type: "TXT", Value: "t"}}
	if err := asked.wait(t, Dependencies{Clock: &polltest.Clock{}, DNS: dns}); service.ClassOf(err) != service.Transient || asked.verifies != 0 {
		t.Errorf("%d verify calls, %v", asked.verifies, err)
	}
}
