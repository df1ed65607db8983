// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

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
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestFourthServiceConformsToTheContract(t *testing.T) {
	t.Parallel()
	servicetest.Run(t, func(t *testing.T) servicetest.World { return newWorld(t) })
}

// world is the simulator with a DNS that is a list.
type world struct {
	*simulator
	*simhttp.Recorder
	clock *clock.Clock
	url   string

	mu  sync.Mutex
	txt map[string]string
}

var (
	_ servicetest.World       = (*world)(nil)
	_ servicetest.TokenTeller = (*world)(nil)
)

func newWorld(t *testing.T) *world {
	t.Helper()
	begin := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	w := &world{clock: clock.New(func() time.Time { return begin }), txt: map[string]string{}}
	started, err := factory(&w.simulator).Start(simhttp.World{Now: w.clock.Now, Rand: mathrand.NewPCG(1, 2), LookupTXT: w.lookupTXT})
	if err != nil {
		t.Fatal(err)
	}
	w.Recorder = simhttp.NewRecorder(w.clock.Now)
	server := httptest.NewServer(w.Wrap("fourth", started.Handlers[0]))
	t.Cleanup(func() {
		w.Recorder.Close()
		server.Close()
	})
	w.url = server.URL + "/v1"
	return w
}

func (w *world) lookupTXT(_ context.Context, name string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if value, ok := w.txt[name]; ok {
		return []string{value}, nil
	}
	return nil, nil
}

func (w *world) Service(t *testing.T) service.Service {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 50}
	t.Cleanup(transport.CloseIdleConnections)
	made, err := definition().New(service.Values{"api_key": w.apiKey, "organization_id": "acme", "base_url": w.url}, service.Dependencies{
		UserAgent: "test", Transport: transport, Now: w.clock.Now, Sleep: w.clock.Sleep, Random: rand.Reader,
		MinPause: time.Millisecond, MaxPause: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (w *world) Method() service.Method { return service.MethodDNSTXT }

func (w *world) ID(n int) service.DomainID {
	return service.DomainID{Service: "fourth", OrganizationID: "acme", Domain: fmt.Sprintf("d%d.corp.test", n)}
}

// TellsTokens implements servicetest.TokenTeller.
func (w *world) TellsTokens() {}

func (w *world) Publish(_ *testing.T, publication service.Publication) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.txt[publication.Record.Name] = publication.Record.Value
}

func (w *world) Unpublish(_ *testing.T, publication service.Publication) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.txt, publication.Record.Name)
}

func (w *world) Truth(id service.DomainID) service.State {
	defer w.simulator.Lock()()
	if found := w.domains[id.Domain]; found != nil {
		return service.State(found.State)
	}
	return service.StateAbsent
}

func (w *world) Remove(_ *testing.T, id service.DomainID) {
	defer w.simulator.Lock()()
	delete(w.domains, id.Domain)
}

// steps are how the steps show in the request log: method and end of the path.
var steps = map[servicetest.Step]string{
	servicetest.StepAdd: "POST /v1/domains ", servicetest.StepChallenge: "GET /v1/domains", servicetest.StepRead: "GET /v1/domains",
	servicetest.StepVerify: "/verify", servicetest.StepRelease: "DELETE /v1/domains/",
}

func (w *world) Fail(t *testing.T, step servicetest.Step, fault servicetest.Fault, times int, body string) {
	t.Helper()
	// The recorder matches method and path, without the blank behind them.
	match := strings.TrimSpace(steps[step])
	if err := w.AddFault(simhttp.Fault{Match: match, Kind: string(fault), Times: times, Body: body}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) Heal() { w.ClearFaults() }

func (w *world) Count(step servicetest.Step) int {
	return w.count(func(line string) bool { return strings.Contains(line, steps[step]) })
}

func (w *world) Writes() int {
	return w.count(func(line string) bool { return !strings.HasPrefix(line, "GET ") })
}

func (w *world) count(is func(line string) bool) int {
	lines := []string{}
	for _, request := range w.Requests() {
		lines = append(lines, request.Method+" "+request.Path+" ")
	}
	return len(slices.DeleteFunc(lines, func(line string) bool { return !is(line) }))
}

func (w *world) WritesPerReading() int { return 0 }

func (w *world) StateReadable() bool { return true }

func (w *world) Secrets() []string { return []string{w.apiKey} }
