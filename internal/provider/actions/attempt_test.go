// SPDX-License-Identifier: MPL-2.0

package actions

import (
	"context"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// crowdedService has all its domains verified, and shows none before enough are asked for.
type crowdedService struct {
	service.Service
	enough int
	full   func()

	mu          sync.Mutex
	inside, max int
	asked       int
	crowded     chan struct{}
}

func (s *crowdedService) Read(context.Context, service.DomainID) (service.Domain, error) {
	s.mu.Lock()
	s.inside++
	s.asked++
	s.max = max(s.max, s.inside)
	if s.asked == s.enough {
		if s.full != nil {
			s.full()
		}
		close(s.crowded)
	}
	s.mu.Unlock()
	<-s.crowded
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inside--
	return service.Domain{State: service.StateVerified}, nil
}

func attemptsAt(svc service.Service, number int) []*attempt {
	data := &providerdata.Data{Clock: poll.SystemClock{}, Workflow: verification.New(verification.Dependencies{Clock: poll.SystemClock{}})}
	var attempts []*attempt
	for range number {
		attempts = append(attempts, &attempt{data: data, service: svc, report: func(string) {}})
	}
	return attempts
}

func TestAsManyDomainsAreTriedAtATimeAsTerraformWorksOn(t *testing.T) {
	t.Parallel()
	svc := &crowdedService{enough: atOnce, crowded: make(chan struct{})}
	attempts := attemptsAt(svc, 3*atOnce)
	attempts[0].outcome = failed // its ID was none
	(&verifyAction{}).tryAll(t.Context(), attempts)
	if svc.max != atOnce || svc.asked != 3*atOnce-1 {
		t.Errorf("%d domains at a time, %d altogether", svc.max, svc.asked)
	}
	if left := count(attempts, func(one *attempt) bool { return one.outcome != verified }); left != 1 {
		t.Errorf("%d domains are not verified", left)
	}
}

func TestInterruptedActionBeginsNoMoreDomains(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	svc := &crowdedService{enough: atOnce, crowded: make(chan struct{}), full: cancel}
	attempts := attemptsAt(svc, 3*atOnce)
	(&verifyAction{}).tryAll(ctx, attempts)
	left := count(attempts, func(one *attempt) bool { return one.outcome == untried })
	if svc.asked != atOnce || left != 2*atOnce {
		t.Errorf("%d domains were asked for, %d left", svc.asked, left)
	}
}
