// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// guardedService lets nobody pass before the administrators' domain, at which it counts the attempts.
type guardedService struct {
	service.Service
	lock     sync.Mutex
	attempts int
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
	return service.Domain{}, &service.Error{Class: service.NotYet, Reason: "not yet"}
}

func (*guardedService) GuardVerify(context.Context, service.DomainID) (string, error) {
	return "", &service.Error{Class: service.Blocked, Reason: "admin.test first", RetryAfter: time.Second, VerifyFirst: &adminsFirst}
}

func (*guardedService) GuardRelease(context.Context, service.DomainID) (string, error) {
	return "", nil
}
func (*guardedService) VerifyEnded(service.DomainID) {}

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
