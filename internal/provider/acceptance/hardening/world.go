// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/protocol"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// betweenRuns passes before a run that follows another: Zoho counts calls by the minute.
const betweenRuns = 5 * time.Minute

// world is a sandbox and a workspace of one subject, in one virtual time.
type world struct {
	*sandbox.Sandbox
	*plugintest.Workspace
	t         *testing.T
	subject   Subject
	clock     *polltest.Clock
	transport *transport
	watcher   *watcher
	commands  Commands
	variables map[string]string // of the environment
	// pass lets time go by in which nothing happens.
	pass func(time.Duration)
}

// Commands are those of Terraform, on one configuration.
type Commands interface {
	Apply(destroy bool) error
	// Plan reports whether nothing changes, and keeps what it plans for ApplyPlan.
	Plan() (empty bool, err error)
	ApplyPlan() error
	Import(address, id string) error
	Remove(address string) error       // from the state
	Replace(addresses ...string) error // and apply the rest
	// State has the values by address. A tainted object has another address.
	State() (map[string]any, error)
	// Cut ends the command under way. It does not wait for the end.
	Cut(cut plugintest.Cut)
}

// inProcess are the commands of plugintest.
type inProcess struct {
	*plugintest.Workspace
	planned *plugintest.Plan
}

func (p *inProcess) Plan() (empty bool, err error) {
	p.planned, err = p.Workspace.Plan(false)
	return err == nil && p.planned.Empty(), err
}

func (p *inProcess) ApplyPlan() error { return p.Workspace.ApplyPlan(p.planned) }

// start makes the same world each time: what it makes up depends on the calls alone.
// Without commands to open, it is one in this process.
func start(t *testing.T, subject Subject, open Open) (*world, error) {
	t.Helper()
	if subject.workspaces == nil {
		subject.workspaces = &plugintest.Workspaces{}
	}
	virtual := &polltest.Clock{}
	options := sandbox.Options{Zones: []string{Zone, OtherZone}, Seed: 1, Simulators: subject.simulators()}
	way := newNetwork()
	if open == nil {
		options.Clock, options.Listen = clock.New(virtual.Now), way.Listen
	}
	running, err := sandbox.Start(options)
	if err != nil {
		return nil, err
	}
	w := &world{Sandbox: running, t: t, subject: subject, clock: virtual, transport: newTransport(virtual, way.client()), watcher: &watcher{}}
	w.pass = func(d time.Duration) { _ = virtual.Sleep(t.Context(), d) }
	running.Recorder.OnHang(w.transport.giveUp)
	if open != nil {
		w.pass = func(d time.Duration) { running.Clock.Advance(d) }
	}
	if err := w.open(open); err != nil {
		_ = running.Close()
		return nil, err
	}
	return w, nil
}

func (w *world) open(open Open) (err error) {
	w.variables = w.environment()
	if w.subject.Prepare != nil {
		if err := w.subject.Prepare(w.Sandbox, w.variables); err != nil {
			return err
		}
	}
	configuration := w.subject.ConfigurationFor(Zone)
	if open != nil {
		w.commands = open(w.t, w.Sandbox, w.variables, configuration)
		return nil
	}
	w.Workspace, err = w.workspace(configuration, w.transport)
	w.commands = &inProcess{Workspace: w.Workspace}
	return err
}

// workspace has no state, and providers that reach the simulators by that way.
func (w *world) workspace(configuration string, way http.RoundTripper) (*plugintest.Workspace, error) {
	get := func(name string) string { return w.variables[name] }
	return w.subject.workspaces.New(w.t, plugintest.Providers{
		"domainverify": w.watcher.watch(protocol.NewServer(provider.New("test", provider.Dependencies{
			Clock: w.clock, Environment: get, Transport: way, Catalog: w.subject.catalog(),
			MinPause: time.Millisecond, MaxPause: time.Millisecond, Grace: time.Millisecond,
		})())),
		"sandbox": providerserver.NewProtocol6WithError(dnsprovider.New("test", get)()),
	}, configuration)
}

// environment configures the subject's service and none else.
func (w *world) environment() map[string]string {
	others := map[string]bool{"DOMAINVERIFY_DNS_RESOLVERS": true}
	for _, client := range w.Info().Services {
		for _, variable := range client.Variables() {
			others[variable[0]] = client.Name != w.subject.Service
		}
	}
	environment := map[string]string{}
	for _, variable := range w.Info().Variables() {
		if !others[variable[0]] {
			environment[variable[0]] = variable[1]
		}
	}
	return environment
}

// run makes the run of a phase, and calls disarm as soon as the command is over that
// is to be spoilt. A plan that comes out of it is applied.
func (w *world) run(p phase, disarm func()) error {
	defer disarm()
	if p != planning {
		return w.commands.Apply(p == destroying)
	}
	_, err := w.commands.Plan()
	disarm()
	if err != nil {
		return err
	}
	return w.commands.ApplyPlan()
}

// bring makes what a phase begins with.
func (w *world) bring(p phase) error {
	if p == applying {
		return nil
	}
	if err := w.commands.Apply(false); err != nil {
		return fmt.Errorf("the apply before: %w", err)
	}
	w.settle()
	return nil
}

func (w *world) settle() {
	w.pass(betweenRuns)
	w.Recorder.ForgetRequests()
}

// observe is all that a run leaves behind.
func (w *world) observe() (string, error) {
	state, err := w.commands.State()
	if err != nil {
		return "", err
	}
	held, err := w.held()
	if err != nil {
		return "", err
	}
	return renamed(inLines(map[string]any{"state": state, "DNS": w.DNS.Records(Zone), "service": held})), nil
}

// inLines is JSON, for a diff.
func inLines(shown any) string {
	encoded, err := json.MarshalIndent(shown, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(encoded)
}

// held is the snapshot of the simulator, without counters.
func (w *world) held() (any, error) {
	var services map[string]map[string]any
	if err := w.ask("/state", &services); err != nil {
		return nil, err
	}
	for _, counter := range w.subject.Counters {
		delete(services[w.subject.Service], counter)
	}
	return services[w.subject.Service], nil
}

// ask reads from the control API.
func (w *world) ask(path string, into any) error {
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.Info().Control.BaseURL+path, http.NoBody)
	if err != nil {
		return err
	}
	response, err := w.transport.next.RoundTrip(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return json.NewDecoder(response.Body).Decode(into)
}

// keyOf says what a request asks for, whatever names the service has made up.
func keyOf(request simhttp.Request) string {
	if request.Operation != "" {
		return request.Line() // its variables have IDs, which are made up
	}
	return madeUp.ReplaceAllString(request.Method+" "+request.Path+" "+request.Body, "#")
}
