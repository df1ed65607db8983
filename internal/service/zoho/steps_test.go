// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"context"
	"errors"
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

// The steps that stories are made of. Each fails the test when it fails.

func (w *world) makePending(t *testing.T, adapter *zoho.Adapter, id service.DomainID) (token string) {
	t.Helper()
	added, err := adapter.Add(t.Context(), id)
	must(t, err)
	token = added.Token(w.method)
	publication, err := adapter.Publication(t.Context(), id, w.method, token)
	must(t, err)
	w.Publish(t, publication)
	return token
}

func (w *world) makeVerified(t *testing.T, adapter *zoho.Adapter, id service.DomainID) (token string) {
	t.Helper()
	token = w.makePending(t, adapter, id)
	_, err := w.verify(t, adapter, id, token)
	must(t, err)
	w.wantState(t, id, service.StateVerified)
	return token
}

func (w *world) verify(t *testing.T, adapter *zoho.Adapter, id service.DomainID, token string) (service.Domain, error) {
	t.Helper()
	return adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: w.method, Token: token})
}

func release(t *testing.T, adapter *zoho.Adapter, id service.DomainID) error {
	t.Helper()
	return adapter.Release(t.Context(), service.ReleaseRequest{ID: id})
}

func read(t *testing.T, adapter *zoho.Adapter, id service.DomainID) service.Domain {
	t.Helper()
	domain, err := adapter.Read(t.Context(), id)
	must(t, err)
	return domain
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// typedOf is never nil.
func typedOf(err error) *service.Error {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		return typed
	}
	return new(service.Error)
}

// wantError holds err to a class and to words of what a person gets to read.
func wantError(t *testing.T, err error, class service.Class, words ...string) {
	t.Helper()
	typed := typedOf(err)
	if typed.Class != class || typed.Operation == "" || typed.Reason == "" {
		t.Errorf("got %v, want the class %q", err, class)
		return
	}
	everything := strings.Join([]string{typed.Reason, typed.Advice, typed.Response.Code, typed.Response.Message}, "\n")
	for _, word := range words {
		if !strings.Contains(everything, word) {
			t.Errorf("want the words %q in:\n%s", word, everything)
		}
	}
}

func (w *world) wantState(t *testing.T, id service.DomainID, want service.State) {
	t.Helper()
	if got := w.Truth(id); got != want {
		t.Errorf("%s is %s at the service, want %s", id, got, want)
	}
}

func (w *world) wantCount(t *testing.T, match string, want int) {
	t.Helper()
	if got := w.count(match); got != want {
		t.Errorf("%d requests %q, want %d", got, match, want)
	}
}

func contains(text, part string) bool { return strings.Contains(text, part) }

// zohosPatience is how far apart two attempts for one domain have to be.
const zohosPatience = 15 * time.Second

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
	scriptedOrganization = "GET "
	scriptedList         = "GET /domains"
	scriptedGet          = "GET /domains/acme.test"
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
