// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest/former"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

const zone = "corp.test"

// world is a simulated WorkOS with a DNS that is a list.
type world struct {
	*workossim.Sim
	*simhttp.Recorder
	clock  *clock.Clock
	values service.Values

	mu  sync.Mutex
	txt map[string][]string
}

var (
	_ former.World       = (*world)(nil)
	_ former.TokenTeller = (*world)(nil)
)

func newWorld(t *testing.T) *world {
	t.Helper()
	begin := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	w := &world{clock: clock.New(func() time.Time { return begin }), txt: map[string][]string{}}
	sim, err := workossim.New(workossim.Config{Now: w.clock.Now, Rand: mathrand.NewPCG(1, 2), LookupTXT: w.lookupTXT})
	if err != nil {
		t.Fatal(err)
	}
	w.Sim, w.Recorder = sim, simhttp.NewRecorder(w.clock.Now)
	server := httptest.NewServer(w.Wrap("workos", sim))
	t.Cleanup(func() {
		w.Recorder.Close()
		server.Close()
	})
	credentials := sim.Credentials()
	w.values = service.Values{
		"organization_id": credentials.OrganizationID, "api_key": credentials.APIKey, "base_url": server.URL,
	}
	return w
}

func (w *world) lookupTXT(_ context.Context, name string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.txt[name]), nil
}

func (w *world) set(t *testing.T, name, value string) {
	t.Helper()
	if err := w.Switches().Set(name, value); err != nil {
		t.Fatal(err)
	}
}

// adapter is the adapter of a new process.
func (w *world) adapter(t *testing.T) *workos.Adapter {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 50}
	t.Cleanup(transport.CloseIdleConnections)
	made, err := workos.Definition().New(w.values, service.Dependencies{
		UserAgent: "test", Transport: transport, Now: w.clock.Now, Sleep: w.clock.Sleep, Random: rand.Reader,
		MinPause: time.Millisecond, MaxPause: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return made.(*workos.Adapter)
}

func (w *world) id(domain string) service.DomainID {
	return service.DomainID{Service: workos.Name, OrganizationID: w.Credentials().OrganizationID, Domain: domain}
}

func (w *world) Service(t *testing.T) service.Service { return waiting{w.adapter(t), w} }
func (w *world) Method() service.Method               { return service.MethodDNSTXT }
func (w *world) ID(n int) service.DomainID            { return w.id(fmt.Sprintf("d%d.%s", n, zone)) }
func (w *world) TellsTokens()                         {}

func (w *world) Publish(_ *testing.T, publication service.Publication) {
	w.setTXT(publication.Record.Name, publication.Record.Value)
}

func (w *world) Unpublish(_ *testing.T, publication service.Publication) {
	w.setTXT(publication.Record.Name)
}

func (w *world) setTXT(name string, values ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.txt[name] = values
}

// poll lets WorkOS look for records, whatever its interval.
func (w *world) poll() { w.clock.Advance(11 * time.Minute) }

func (w *world) Truth(id service.DomainID) service.State {
	found, ok := w.Snapshot().Domain(id.Domain)
	if !ok {
		return service.StateAbsent
	}
	return map[string]service.State{
		workossim.StatePending: service.StatePending, workossim.StateFailed: service.StateFailed,
		workossim.StateVerified: service.StateVerified, workossim.StateLegacyVerified: service.StateVerified,
	}[found.State]
}

func (w *world) Remove(t *testing.T, id service.DomainID) { w.drift(t, "remove", id) }

func (w *world) drift(t *testing.T, kind string, id service.DomainID) {
	t.Helper()
	if err := w.Drift(kind, id.Domain); err != nil {
		t.Fatal(err)
	}
}

// match is how a step shows in the request log. Add's is the beginning of
// verify's as well; no test lets only one of the two fail.
func match(step former.Step) string {
	return map[former.Step]string{
		former.StepAdd: "POST /organization_domains", former.StepChallenge: "GET /organization_domains/",
		former.StepVerify: "/verify", former.StepRelease: "DELETE /organization_domains/",
		former.StepRead: "GET /organizations/",
	}[step]
}

func (w *world) Fail(t *testing.T, step former.Step, fault former.Fault, times int, body string) {
	t.Helper()
	w.fault(t, simhttp.Fault{Match: match(step), Kind: string(fault), Times: times, Body: body})
}

func (w *world) fault(t *testing.T, fault simhttp.Fault) {
	t.Helper()
	if err := w.AddFault(fault); err != nil {
		t.Fatal(err)
	}
}

func (w *world) Heal() { w.ClearFaults() }

func (w *world) Count(step former.Step) int { return w.count(match(step)) }
func (w *world) Writes() int                     { return w.count("POST ") + w.count("DELETE ") + w.count("PUT ") }

func (w *world) count(match string) int {
	n := 0
	for _, request := range w.Requests() {
		if strings.Contains(request.Method+" "+request.Path, match) {
			n++
		}
	}
	return n
}

func (w *world) WritesPerReading() int { return 0 }

func (w *world) StateReadable() bool { return true }

func (w *world) Secrets() []string { return []string{w.values["api_key"]} }

// waiting is the adapter with the patience that the provider's wait has: a
// verification takes its time, and the suite has none.
type waiting struct {
	*workos.Adapter
	world *world
}

func (s waiting) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	for range 20 {
		found, err := s.Adapter.Verify(ctx, request)
		if err != nil || found.State.Verified() {
			return found, err
		}
		s.world.poll()
	}
	return service.Domain{}, &service.Error{Class: service.NotYet, Operation: "verify " + request.ID.Domain, Reason: "it is still pending"}
}

// scripted is a WorkOS with one domain that shows the given fields and nothing
// else, for responses that the simulator does not give. The domain is verified as
// soon as verify was called.
type scripted struct {
	adapter *workos.Adapter
	id      service.DomainID

	mu      sync.Mutex
	shown   string
	verify  int
	respond func(w http.ResponseWriter, r *http.Request) bool
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
	case s.respond != nil && s.respond(w, r):
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

// The steps that stories are made of. Each fails the test when it fails.

func (w *world) makePending(t *testing.T, adapter *workos.Adapter, id service.DomainID) (token string) {
	t.Helper()
	added, err := adapter.Add(t.Context(), id)
	must(t, err)
	publication, err := adapter.Publication(t.Context(), id, service.MethodDNSTXT, added.Token(service.MethodDNSTXT))
	must(t, err)
	w.Publish(t, publication)
	return added.Token(service.MethodDNSTXT)
}

func (w *world) makeVerified(t *testing.T, adapter *workos.Adapter, id service.DomainID) (token string) {
	t.Helper()
	token = w.makePending(t, adapter, id)
	w.untilVerified(t, adapter, id, token)
	return token
}

// untilVerified does what a wait does.
func (w *world) untilVerified(t *testing.T, adapter *workos.Adapter, id service.DomainID, token string) {
	t.Helper()
	if err := w.wait(t, adapter, id, token); err != nil {
		t.Fatal(err)
	}
	w.wantState(t, id, service.StateVerified)
}

func (w *world) wait(t *testing.T, adapter *workos.Adapter, id service.DomainID, token string) error {
	t.Helper()
	_, err := waiting{adapter, w}.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
	return err
}

func verify(t *testing.T, adapter *workos.Adapter, id service.DomainID, token string) (service.Domain, error) {
	t.Helper()
	return adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
}

func read(t *testing.T, adapter *workos.Adapter, id service.DomainID) service.Domain {
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

// wantError holds err to a class and to parts of its reason or advice.
func wantError(t *testing.T, err error, class service.Class, texts ...string) {
	t.Helper()
	var typed *service.Error
	if !errors.As(err, &typed) || typed.Class != class {
		t.Errorf("got %v, want the class %q", err, class)
		return
	}
	for _, text := range texts {
		if !strings.Contains(typed.Reason+"\n"+typed.Advice+"\n"+typed.Response.Message, text) {
			t.Errorf("reason %q, advice %q and response %q, want the message %q", typed.Reason, typed.Advice, typed.Response.Message, text)
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

// responseOf returns the service's response in an error.
func responseOf(err error) service.Response {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		return typed.Response
	}
	return service.Response{}
}
