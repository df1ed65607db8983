// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

const (
	zone = "corp.test"
	// adminDomain is where the sandbox' administrator has the mail address.
	adminDomain = "acme.test"
	probeDomain = "probe.corp.test"
	// grace leaves busy machines more of the promised second.
	grace = 200 * time.Millisecond
)

// mode is a way in which the adapter can learn what the organization has.
type mode string

const (
	unreadable   mode = "unreadable"
	probing      mode = "probing"
	listsReading mode = "lists in the organization read"
)

func modes() []mode { return []mode{unreadable, probing, listsReading} }

// world is a sandbox with the settings that configure the adapter for it.
type world struct {
	*sandbox.Sandbox
	values  service.Values
	probing bool
	// mute: nothing of the organization can be read.
	mute bool
}

var _ servicetest.World = (*world)(nil)

func newWorld(t *testing.T, reading mode, change ...func(*sandbox.Options)) *world {
	t.Helper()
	begin := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	options := sandbox.Options{
		Zones: []string{adminDomain, zone}, Seed: 1, Clock: clock.New(func() time.Time { return begin }),
	}
	for _, c := range change {
		c(&options)
	}
	box, err := sandbox.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	info := box.Info().Webex
	w := &world{Sandbox: box, probing: reading == probing, mute: reading == unreadable, values: service.Values{
		"organization_id": info.OrganizationID, "access_token": info.AccessToken, "base_url": info.BaseURL,
	}}
	switch reading {
	case probing:
		w.values["drift_probe_domain"] = probeDomain
	case listsReading:
		w.set(t, webexsim.SwitchOrganizationReadDomains, "present")
	}
	return w
}

func (w *world) set(t *testing.T, name, value string) {
	t.Helper()
	if err := w.Webex.Switches().Set(name, value); err != nil {
		t.Fatal(err)
	}
}

// refreshing configures the refresh token in place of the access token.
func (w *world) refreshing() {
	info := w.Info().Webex
	delete(w.values, "access_token")
	w.values["client_id"], w.values["client_secret"], w.values["refresh_token"] = info.ClientID, info.ClientSecret, info.RefreshToken
}

// adapter is the adapter of a new process.
func (w *world) adapter(t *testing.T) *webex.Adapter {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 50}
	t.Cleanup(transport.CloseIdleConnections)
	return w.adapterVia(t, transport)
}

func (w *world) adapterVia(t *testing.T, transport http.RoundTripper) *webex.Adapter {
	t.Helper()
	made, err := webex.Definition().New(w.values, service.Dependencies{
		UserAgent: "test", Transport: transport, Now: w.Clock.Now, Sleep: w.Clock.Sleep, Random: rand.Reader,
		MinPause: time.Millisecond, MaxPause: time.Millisecond, Grace: grace,
	})
	if err != nil {
		t.Fatal(err)
	}
	return made.(*webex.Adapter)
}

func (w *world) id(domain string) service.DomainID {
	return service.DomainID{Service: webex.Name, OrganizationID: w.Webex.Credentials().OrganizationID, Domain: domain}
}

func (w *world) Service(t *testing.T) service.Service { return w.adapter(t) }
func (w *world) Method() service.Method               { return service.MethodDNSTXT }
func (w *world) ID(n int) service.DomainID            { return w.id(fmt.Sprintf("d%d.%s", n, zone)) }

func (w *world) Publish(t *testing.T, publication service.Publication) {
	w.setTXT(t, publication.Record.Name, publication.Record.Value)
}

func (w *world) Unpublish(t *testing.T, publication service.Publication) {
	w.setTXT(t, publication.Record.Name)
}

func (w *world) setTXT(t *testing.T, name string, values ...string) {
	t.Helper()
	in := zone
	if !strings.HasSuffix(name, zone) {
		in = adminDomain
	}
	if err := w.DNS.SetTXT(in, name, values...); err != nil {
		t.Error(err)
	}
	w.Clock.Advance(10 * time.Minute) // beyond every TTL of the sandbox' zones
}

func (w *world) Truth(id service.DomainID) service.State {
	truth := w.Webex.Snapshot().Organization
	switch {
	case slices.Contains(truth.Claimed, id.Domain):
		return service.StateClaimed
	case slices.Contains(truth.Verified, id.Domain):
		return service.StateVerified
	case slices.Contains(truth.Pending, id.Domain):
		return service.StatePending
	}
	return service.StateAbsent
}

func (w *world) Remove(t *testing.T, id service.DomainID) { w.drift(t, "remove", id) }

func (w *world) drift(t *testing.T, kind string, id service.DomainID) {
	t.Helper()
	if err := w.Webex.Drift(kind, id.Domain); err != nil {
		t.Fatal(err)
	}
}

// match is how a step shows in the request log.
func match(step servicetest.Step) string {
	return map[servicetest.Step]string{
		servicetest.StepAdd: "/getDomainVerificationToken", servicetest.StepChallenge: "/getDomainVerificationToken",
		servicetest.StepVerify: "/verifyDomain", servicetest.StepClaim: "/claimDomain",
		servicetest.StepUnclaim: "/unclaimDomain", servicetest.StepRelease: "/unverifyDomain",
		servicetest.StepRead: "GET /v1/identity/organizations/",
	}[step]
}

func (w *world) Fail(t *testing.T, step servicetest.Step, fault servicetest.Fault, times int, body string) {
	t.Helper()
	w.fault(t, simhttp.Fault{Service: "webex", Match: match(step), Kind: string(fault), Times: times, Body: body})
}

func (w *world) fault(t *testing.T, fault simhttp.Fault) {
	t.Helper()
	if err := w.Recorder.AddFault(fault); err != nil {
		t.Fatal(err)
	}
}

func (w *world) Heal() { w.Recorder.ClearFaults() }

func (w *world) Count(step servicetest.Step) int { return w.count(match(step)) }
func (w *world) Writes() int                     { return w.count("POST /v1/identity/") }

func (w *world) count(match string) int {
	n := 0
	for _, request := range w.Requests() {
		if strings.Contains(request.Method+" "+request.Path, match) {
			n++
		}
	}
	return n
}

// bodies lists what was sent to an action, oldest first.
func (w *world) bodies(action string) []string {
	var bodies []string
	for _, request := range w.Requests() {
		if strings.HasSuffix(request.Path, "/actions/"+action) {
			bodies = append(bodies, request.Body)
		}
	}
	return bodies
}

func (w *world) WritesPerReading() int {
	if w.probing {
		return 2
	}
	return 0
}

func (w *world) StateReadable() bool { return !w.mute }

// Secrets are the configured ones; the adapter cannot know others.
func (w *world) Secrets() []string {
	return webex.Definition().Secrets(w.values)
}
