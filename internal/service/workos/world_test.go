// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"context"
	"crypto/rand"
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
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
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
	_ servicetest.World       = (*world)(nil)
	_ servicetest.TokenTeller = (*world)(nil)
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
func match(step servicetest.Step) string {
	return map[servicetest.Step]string{
		servicetest.StepAdd: "POST /organization_domains", servicetest.StepChallenge: "GET /organization_domains/",
		servicetest.StepVerify: "/verify", servicetest.StepRelease: "DELETE /organization_domains/",
		servicetest.StepRead: "GET /organizations/",
	}[step]
}

func (w *world) Fail(t *testing.T, step servicetest.Step, fault servicetest.Fault, times int, body string) {
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

func (w *world) Count(step servicetest.Step) int { return w.count(match(step)) }
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
