// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/protocol"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// liveDomain is set when the tests run against the real service.
func liveDomain() string { return os.Getenv("DOMAINVERIFY_ACC_LIVE") }

const domain = "acme.test"

// probe lets the provider see drift in the sandbox, whose organization read
// shows no domains unless a switch says so.
const probe = "probe.test"

type world struct {
	*sandbox.Sandbox
	t           *testing.T
	environment map[string]string
	clock       poll.Clock
	virtual     *polltest.Clock

	// starts, if set, is called when a provider starts.
	starts func()

	mu      sync.Mutex
	elapsed time.Duration
}

// newWorld starts a sandbox. The provider is configured by the environment
// alone, unless a test says more; it waits in virtual time.
func newWorld(t *testing.T, zones ...string) *world {
	t.Helper()
	t.Parallel()
	return newParallelWorld(t, zones...)
}

// newParallelWorld is newWorld for the second world of one test.
func newParallelWorld(t *testing.T, zones ...string) *world {
	t.Helper()
	if len(zones) == 0 {
		zones = []string{domain}
	}
	w := startWorld(t, sandbox.Options{Zones: zones, Seed: 1})
	// The domain of most stories is the administrators' own. Without a word on
	// the enforcement, none of them could release it.
	w.set(webexsim.SwitchOrganizationReadDomains, "enforcement_only")
	return w
}

func startWorld(t *testing.T, options sandbox.Options) *world {
	t.Helper()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	running, err := sandbox.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	w := &world{Sandbox: running, t: t, virtual: &polltest.Clock{}}
	w.clock = w.virtual
	w.virtual.OnSleep = w.passTime
	info := running.Info()
	w.environment = map[string]string{
		"WEBEX_ORG_ID":                 info.Webex.OrganizationID,
		"WEBEX_ACCESS_TOKEN":           info.Webex.AccessToken,
		"WEBEX_BASE_URL":               info.Webex.BaseURL,
		"DOMAINVERIFY_DNS_NAMESERVERS": strings.Join(info.DNS.Authoritative, ","),
		"SANDBOX_DNS_SERVER":           info.DNS.Authoritative[0],
		"SANDBOX_DNS_TSIG_NAME":        info.DNS.TSIGName,
		"SANDBOX_DNS_TSIG_ALGORITHM":   info.DNS.TSIGAlgorithm,
		"SANDBOX_DNS_TSIG_SECRET":      info.DNS.TSIGSecret,
	}
	return w
}

func (w *world) withoutWebex() {
	for _, name := range []string{"WEBEX_ORG_ID", "WEBEX_ACCESS_TOKEN", "WEBEX_BASE_URL"} {
		delete(w.environment, name)
	}
}

// passTime lets the sandbox live in the provider's virtual time.
func (w *world) passTime(elapsed time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Clock.Advance(elapsed - w.elapsed)
	w.elapsed = max(w.elapsed, elapsed)
}

// withLists makes the organization read carry the domain lists.
func (w *world) withLists() *world {
	w.set(webexsim.SwitchOrganizationReadDomains, "present")
	return w
}

// unreadable makes the organization read show nothing of domains.
func (w *world) unreadable() *world {
	w.set(webexsim.SwitchOrganizationReadDomains, "absent")
	return w
}

// withProbe opts in to the drift probe.
func (w *world) withProbe() *world {
	w.environment["WEBEX_DRIFT_PROBE_DOMAIN"] = probe
	return w
}

func (w *world) set(name, value string) {
	w.t.Helper()
	if err := w.Webex.Switches().Set(name, value); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) drift(kind, name string) func() {
	return func() {
		w.t.Helper()
		if err := w.Webex.Drift(kind, name); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) fault(match, kind string, times int) func() {
	return func() {
		w.t.Helper()
		if err := w.Recorder.AddFault(simhttp.Fault{Service: "webex", Match: match, Kind: kind, Times: times}); err != nil {
			w.t.Fatal(err)
		}
	}
}

// providers are the provider under test and the stand-in for the user's own DNS
// provider, both in this process.
func (w *world) providers() map[string]func() (tfprotov6.ProviderServer, error) {
	all := providers(func(name string) string { return w.environment[name] }, w.clock)
	if start := all["domainverify"]; w.starts != nil {
		all["domainverify"] = func() (tfprotov6.ProviderServer, error) {
			w.starts()
			return start()
		}
	}
	return all
}

func providers(environment func(string) string, clock poll.Clock) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"domainverify": protocol.NewServer(provider.New("test", provider.Dependencies{
			Clock: clock, Environment: environment, Transport: &http.Transport{DisableKeepAlives: true},
			MinPause: time.Millisecond, MaxPause: time.Millisecond,
		})()),
		"sandbox": providerserver.NewProtocol6WithError(dnsprovider.New("test", environment)()),
	}
}

// run runs the steps without Terraform and shows at the end that nothing is left
// anywhere.
func (w *world) run(steps ...resource.TestStep) {
	w.t.Helper()
	w.runWithLeftovers(steps...)
	if err := w.nothingLeft(); err != nil {
		w.t.Error(err)
	}
}

// runWithLeftovers is run for stories whose world does not end clean.
func (w *world) runWithLeftovers(steps ...resource.TestStep) {
	w.t.Helper()
	plugintest.Run(w.t, w.providers(), steps...)
}

func (w *world) nothingLeft() error {
	organization := w.Webex.Snapshot().Organization
	if left := slices.Concat(organization.Pending, organization.Verified, organization.Claimed); len(left) > 0 {
		return fmt.Errorf("left at Webex: pending %v, verified %v, claimed %v", organization.Pending, organization.Verified, organization.Claimed)
	}
	for _, organization := range w.WorkOS.Snapshot().Organizations {
		if organization.ID == w.Info().WorkOS.OrganizationID && len(organization.Domains) > 0 {
			return fmt.Errorf("left at WorkOS: %+v", organization.Domains)
		}
	}
	if left := w.Zoho.Snapshot().Domains; len(left) > 0 {
		return fmt.Errorf("left at Zoho: %+v", left)
	}
	if err := leftAtGitHub(sandbox.Simulated[*githubsim.Sim](w.Sandbox)); err != nil {
		return err
	}
	if err := leftAtEntra(sandbox.Simulated[*entrasim.Sim](w.Sandbox)); err != nil {
		return err
	}
	if left := sandbox.Simulated[*googlesim.Sim](w.Sandbox).Snapshot().Sites; len(left) > 0 {
		return fmt.Errorf("left at Google: %+v", left)
	}
	if left := w.Web.Files(); len(left) > 0 {
		return fmt.Errorf("left on the web host: %v", left)
	}
	for _, zone := range w.Info().DNS.Zones {
		if records := w.DNS.Records(zone); len(records) > 0 {
			return fmt.Errorf("left in the DNS: %v", records)
		}
	}
	return nil
}

// calls returns the actions that reached Webex since the log was last
// forgotten, such as "verifyDomain" or "GET".
func (w *world) calls() []string {
	var names []string
	for _, request := range w.Requests() {
		name := request.Method
		if at := strings.LastIndex(request.Path, "/actions/"); at >= 0 {
			name = request.Path[at+len("/actions/"):]
		} else if strings.HasSuffix(request.Path, "/people/me") {
			name = "people/me"
		}
		names = append(names, name)
	}
	return names
}

func (w *world) count(call string) int {
	count := 0
	for _, made := range w.calls() {
		if made == call {
			count++
		}
	}
	return count
}

// bodies returns the bodies sent to one action.
func (w *world) bodies(action string) []string {
	var bodies []string
	for _, request := range w.Requests() {
		if strings.HasSuffix(request.Path, "/actions/"+action) {
			bodies = append(bodies, request.Body)
		}
	}
	return bodies
}

func (w *world) token(name string) string { return w.Webex.Snapshot().Organization.Tokens[name] }

func base64OrganizationID(uuid string) string {
	return base64.RawStdEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/" + uuid))
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// check makes an assertion a step's state check. (The older Check of a step
// knows no for_each.)
func (w *world) check(assert func()) []statecheck.StateCheck {
	return []statecheck.StateCheck{assertion(assert)}
}

type assertion func()

func (a assertion) CheckState(context.Context, statecheck.CheckStateRequest, *statecheck.CheckStateResponse) {
	a()
}

// afterRefresh is a step that refreshes and then plans, which are two runs of
// the provider, and asserts what they called.
func (w *world) afterRefresh(assert func()) resource.TestStep {
	return resource.TestStep{
		PreConfig:    w.Recorder.ForgetRequests,
		RefreshState: true,
		RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
			plancheck.ExpectEmptyPlan(), planAssertion(assert),
		}},
	}
}

type planAssertion func()

func (a planAssertion) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	a()
}

// twice is what two runs call that each call calls.
func twice(calls ...string) []string { return append(calls, calls...) }

// pauses counts how often the provider has waited for something to change. It gathers the
// readings that confirm writes for less than a second, which waits for nothing.
func (w *world) pauses() (n int) {
	for _, pause := range w.virtual.Sleeps() {
		if pause >= time.Second {
			n++
		}
	}
	return n
}
