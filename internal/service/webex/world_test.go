// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// The steps that stories are made of. Each fails the test when it fails.

func (w *world) makePending(t *testing.T, adapter *webex.Adapter, id service.DomainID) (token string) {
	t.Helper()
	if _, err := adapter.Add(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	challenge, err := adapter.Challenge(t.Context(), id, service.MethodDNSTXT)
	if err != nil {
		t.Fatal(err)
	}
	w.Publish(t, challenge.Publication)
	return challenge.Token
}

func (w *world) makeVerified(t *testing.T, adapter *webex.Adapter, id service.DomainID) (token string) {
	t.Helper()
	token = w.makePending(t, adapter, id)
	if err := verify(t, adapter, id, token); err != nil {
		t.Fatal(err)
	}
	return token
}

func (w *world) makeClaimed(t *testing.T, adapter *webex.Adapter, id service.DomainID) (token string) {
	t.Helper()
	token = w.makeVerified(t, adapter, id)
	if err := claim(t, adapter, id); err != nil {
		t.Fatal(err)
	}
	return token
}

func verify(t *testing.T, adapter *webex.Adapter, id service.DomainID, token string) error {
	t.Helper()
	_, err := adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
	return err
}

func claim(t *testing.T, adapter *webex.Adapter, id service.DomainID) error {
	t.Helper()
	return adapter.Claim(t.Context(), service.ClaimRequest{ID: id})
}

func read(t *testing.T, adapter *webex.Adapter, id service.DomainID) service.Domain {
	t.Helper()
	domain, err := adapter.Read(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return domain
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantError holds err to a class and to words of its reason or advice.
func wantError(t *testing.T, err error, class service.Class, words ...string) {
	t.Helper()
	var typed *service.Error
	if !errors.As(err, &typed) || typed.Class != class {
		t.Errorf("got %v, want the class %q", err, class)
		return
	}
	for _, word := range words {
		if !strings.Contains(typed.Reason+"\n"+typed.Advice, word) {
			t.Errorf("reason %q and advice %q, want the words %q", typed.Reason, typed.Advice, word)
		}
	}
}

// wantLists compares what the organization has in truth.
func (w *world) wantLists(t *testing.T, want string) {
	t.Helper()
	o := w.Webex.Snapshot().Organization
	got := fmt.Sprintf("pending=%v verified=%v claimed=%v reserved=%v", o.Pending, o.Verified, o.Claimed, o.Reserved)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("at the service (-want +got):\n%s", diff)
	}
}

const nothing = "pending=[] verified=[] claimed=[] reserved=[]"

func (w *world) wantState(t *testing.T, id service.DomainID, want service.State) {
	t.Helper()
	if got := w.Truth(id); got != want {
		t.Errorf("%s is %s at the service, want %s", id, got, want)
	}
}

func governmental(options *sandbox.Options) { options.Webex.Government = true }

// heldBack lets the service handle one request at once, and its answer arrive
// only when released.
type heldBack struct {
	action, domain     string
	anyBody            bool
	answered, released chan struct{}
	once               sync.Once
}

func holdBack(action, domain string) *heldBack {
	return &heldBack{action: action, domain: domain, answered: make(chan struct{}), released: make(chan struct{})}
}

func (h *heldBack) RoundTrip(request *http.Request) (*http.Response, error) {
	matches := h.anyBody && strings.HasSuffix(request.URL.Path, h.action)
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		matches = strings.HasSuffix(request.URL.Path, h.action) && strings.Contains(string(body), h.domain)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if matches {
		h.once.Do(func() {
			close(h.answered)
			<-h.released
		})
	}
	return response, err
}
