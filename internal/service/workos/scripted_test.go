// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

// scripted is a WorkOS with one domain that shows the given fields and nothing
// else, for answers that the simulator does not give. The domain is verified as
// soon as verify was called.
type scripted struct {
	adapter *workos.Adapter
	id      service.DomainID

	mu     sync.Mutex
	shown  string
	verify int
	answer func(w http.ResponseWriter, r *http.Request) bool
}

// noon is when scripted tests happen.
func noon() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }

// newScripted takes the fields as JSON, each with a comma behind it.
func newScripted(t *testing.T, shown string) *scripted {
	t.Helper()
	s := &scripted{shown: shown, id: service.DomainID{Service: workos.Name, OrganizationID: "org_01SCRIPT", Domain: "acme.test"}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	jumping := clock.New(noon)
	made, err := workos.Definition().New(
		service.Values{"api_key": "sk_scripted_key", "organization_id": "org_01SCRIPT", "base_url": server.URL},
		service.Dependencies{
			Transport: server.Client().Transport, Now: jumping.Now, Sleep: jumping.Sleep, Random: rand.Reader,
			MinPause: time.Millisecond, MaxPause: time.Millisecond,
		})
	must(t, err)
	s.adapter = made.(*workos.Adapter)
	return s
}

func (s *scripted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	domain := fmt.Sprintf(`{%s"id":"org_domain_01SCRIPT","domain":"Acme.TEST."}`, s.shown)
	switch line := r.Method + " " + r.URL.Path; {
	case s.answer != nil && s.answer(w, r):
	case strings.HasSuffix(line, "/verify"):
		s.verify++
		if s.verify > 1 {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"code":"domain_already_verified","message":"Domain is already verified."}`))
			return
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(domain))
	case strings.HasPrefix(line, "GET /organizations/"):
		_, _ = fmt.Fprintf(w, `{"id":"org_01SCRIPT","name":"Acme","external_id":null,"domains":[%s]}`, domain)
	default:
		_, _ = w.Write([]byte(domain))
	}
}

// begun is how often verify was called.
func (s *scripted) begun() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.verify
}

// waitOn tries as often as a wait of some minutes does.
func (s *scripted) waitOn(t *testing.T) error {
	t.Helper()
	for range 15 {
		found, err := verify(t, s.adapter, s.id, "T0ken")
		if err != nil || found.State.Verified() {
			return err
		}
	}
	return fmt.Errorf("the domain is still not verified")
}
