// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Zone is where the domains of all stories are.
const Zone = "corp.test"

// grace leaves busy machines more of the second in which a method has to end.
const grace = 200 * time.Millisecond

// World is one simulated service with all that surrounds it: a clock that only the
// test moves, a DNS and a web that are lists, and a log of requests in which faults
// can be put. Each story has one of its own.
type World struct {
	*simtest.Outside
	*simhttp.Recorder
	Subject
	Simulator simhttp.Simulator

	// Values configure the processes that start from now on, as Via and Pause do,
	// which replace their transport and their sleep.
	Values service.Values
	Via    http.RoundTripper
	Pause  func(context.Context, time.Duration) error

	// Method is the one that domains are verified by.
	Method service.Method
	// StateOf is the simulator's own word for the state of a domain.
	StateOf func(domain string) string
	// Unreadable: the service, as this world has it, cannot say which domains the
	// organization has.
	Unreadable bool
	// shown are the publications of players, by domain.
	shown map[string]service.Publication
	// WritesPerReading is how many writes one reading of the organization may make
	// although it changes nothing in the end.
	WritesPerReading int
}

// Start starts a simulator at noon of a day, with nothing published. It ends with t.
func Start(t *testing.T, subject Subject, factory simhttp.Factory) *World {
	t.Helper()
	w := &World{Outside: simtest.NewOutside(t), Subject: subject, Method: service.MethodDNSTXT, Values: service.Values{}, shown: map[string]service.Publication{}}
	simulator, err := factory.Start(simhttp.World{
		Zone: Zone, Now: w.Clock.Now, Rand: w.Rand, LookupTXT: w.LookupTXT, LookupCNAME: w.LookupCNAME, Fetch: w.Fetch,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Simulator, w.StateOf, w.Recorder = simulator, simulator.Domain, simhttp.NewRecorder(w.Clock.Now)
	var urls []string
	for n, host := range factory.Hosts {
		urls = append(urls, w.Serve(w.Wrap(factory.Name, simulator.Handlers[n])).URL+host.BasePath)
	}
	t.Cleanup(w.Recorder.Close) // before the servers close, which would wait for what hangs
	w.configure(simulator.Client(urls))
	return w
}

// configure reads the settings from the environment variables that a client has.
func (w *World) configure(client simhttp.Client) {
	for _, setting := range w.Definition.Settings {
		for _, variable := range client.Variables() {
			if slices.Contains(setting.EnvironmentVariables, variable[0]) {
				w.Values[setting.Name] = variable[1]
			}
		}
	}
}

// Service makes the service as a new process does: nothing is remembered.
func (w *World) Service() service.Service {
	w.T.Helper()
	transport, pause := w.Via, w.Pause
	if transport == nil {
		pool := &http.Transport{MaxIdleConnsPerHost: 50}
		w.T.Cleanup(pool.CloseIdleConnections)
		transport = pool
	}
	if pause == nil {
		pause = w.Clock.Sleep
	}
	made, err := w.Definition.New(maps.Clone(w.Values), service.Dependencies{
		UserAgent: "test", Transport: transport, Now: w.Clock.Now, Sleep: pause, Random: rand.Reader,
		MinPause: time.Millisecond, MaxPause: time.Millisecond, Grace: grace,
	})
	w.Must(err)
	return made
}

// Domain names the n-th of any number of domains that nobody has yet.
func Domain(n int) string { return fmt.Sprintf("d%d.%s", n, Zone) }

// ID names a domain of the configured organization.
func (w *World) ID(domain string) service.DomainID {
	organization := w.Organization
	if organization == "" {
		organization = w.Values["organization_id"]
	}
	return service.DomainID{Service: w.Definition.Name, OrganizationID: organization, Domain: domain}
}

// Publish makes a record or a file visible.
func (w *World) Publish(publication service.Publication) {
	switch record := publication.Record; {
	case record == nil:
		w.See(func() {
			w.Pages[publication.HTTPFile.URL] = simtest.Page{Status: http.StatusOK, Content: publication.HTTPFile.Content}
		})
	case record.Type == "CNAME":
		w.See(func() { w.Aliases[record.Name] = record.Value })
	default:
		w.TXT(record.Name, "v=spf1 -all", record.Value)
	}
}

// Unpublish takes away everything that is visible.
func (w *World) Unpublish() {
	w.See(func() {
		clear(w.Records)
		clear(w.Aliases)
		clear(w.Pages)
	})
}

// TXT makes values all TXT records of a name.
func (w *World) TXT(name string, values ...string) { w.Outside.Publish(name, values...) }

// Set puts a switch of the simulator into a position.
func (w *World) Set(name, value string) {
	w.T.Helper()
	w.Must(w.Simulator.Switches.Set(name, value))
}

// Truth is the simulator's own state of the domain.
func (w *World) Truth(domain string) service.State {
	state, known := map[string]service.State{
		simhttp.Unknown: service.StateAbsent, "pending": service.StatePending, "unverified": service.StatePending, "failed": service.StateFailed,
		"verified": service.StateVerified, "legacy_verified": service.StateVerified, "claimed": service.StateClaimed,
		"releasing": service.StateReleasing,
	}[w.StateOf(domain)]
	if !known {
		w.T.Fatalf("the simulator calls %s %q, which the harness does not know", domain, w.StateOf(domain))
	}
	return state
}

// OutOfBand does to a domain what somebody else would do.
func (w *World) OutOfBand(kind, domain string) {
	w.T.Helper()
	w.Must(w.Simulator.Drift(kind, domain))
}

// Once is a fault of the next request whose "METHOD /path?query" contains match. body
// is what a status fault answers.
func Once(match, kind string, body ...string) simhttp.Fault {
	return simhttp.Fault{Match: match, Kind: kind, Times: 1, Body: strings.Join(body, "")}
}

// Always is a fault of all such requests until Heal.
func Always(match, kind string, body ...string) simhttp.Fault {
	return simhttp.Fault{Match: match, Kind: kind, Body: strings.Join(body, "")}
}

// Throttle is a fault of all such requests: the service wants a pause of an hour.
func Throttle(match string) simhttp.Fault {
	return simhttp.Fault{Match: match, Kind: "status:429", RetryAfter: 3600}
}

// Fault lets things go wrong; the first fault that matches a request wins.
func (w *World) Fault(faults ...simhttp.Fault) {
	w.T.Helper()
	for _, fault := range faults {
		w.Must(w.AddFault(fault))
	}
}

// Heal ends all faults.
func (w *World) Heal() { w.ClearFaults() }

// Lines are the requests so far (simhttp.Request.Line).
func (w *World) Lines() (lines []string) {
	for _, request := range w.Requests() {
		lines = append(lines, request.Line())
	}
	return lines
}

// Count is how many requests were made so far whose line contains match.
func (w *World) Count(match string) int {
	return len(slices.DeleteFunc(w.Lines(), func(line string) bool { return !strings.Contains(line, match) }))
}

// Writes is how many requests were made so far that can change something.
func (w *World) Writes() int {
	return len(slices.DeleteFunc(w.Lines(), func(line string) bool { return !w.isWrite(line) }))
}

// Bodies lists what was sent by the requests whose line contains match, oldest first.
func (w *World) Bodies(match string) (bodies []string) {
	for _, request := range w.Requests() {
		if strings.Contains(request.Line(), match) {
			bodies = append(bodies, request.Body)
		}
	}
	return bodies
}

// Secrets must never show.
func (w *World) Secrets() []string { return w.Definition.Secrets(w.Values) }
