// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

// scripted is a Zoho that answers each "METHOD path-end" with one body, for
// answers that the simulator does not give. What is not scripted is a 404.
type scripted struct {
	adapter *zoho.Adapter
	id      service.DomainID

	mu       sync.Mutex
	answers  map[string]string
	requests []string
}

const (
	scriptedList = "GET /domains"
	scriptedGet  = "GET /domains/acme.test"
)

func newScripted(t *testing.T, answers map[string]string) *scripted {
	t.Helper()
	s := &scripted{answers: answers, id: service.DomainID{Service: zoho.Name, OrganizationID: "60012345", Domain: "acme.test"}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	virtual := clock.New(noon)
	made, err := zoho.Definition().New(
		service.Values{"access_token": "1000.scripted", "organization_id": "60012345", "base_url": server.URL},
		service.Dependencies{
			Transport: server.Client().Transport, MinPause: time.Millisecond, MaxPause: time.Millisecond, Now: virtual.Now,
			Sleep: func(ctx context.Context, d time.Duration) error {
				virtual.Advance(d)
				return ctx.Err()
			},
		})
	must(t, err)
	s.adapter = made.(*zoho.Adapter)
	return s
}

func (s *scripted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	line := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/organization/60012345")
	s.requests = append(s.requests, line)
	body, ok := s.answers[line]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		body = `{"status":{"code":404,"description":"Not Found"},"data":{"moreInfo":"No such domain."}}`
	}
	_, _ = w.Write([]byte(body))
}
