// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"context"
	"fmt"
	"io"
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
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest/former"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

const zone = "corp.test"

// noon is when every story begins.
func noon() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }

// world is a simulated Zoho with a DNS and a web that are lists, all on one
// virtual clock.
type world struct {
	*zohosim.Sim
	*simhttp.Recorder
	clock  *clock.Clock
	method service.Method
	values service.Values

	mu    sync.Mutex
	txt   map[string][]string
	cname map[string]string
	files map[string]string
	slept time.Duration
	// busySite: the web answers every request with 429.
	busySite bool
	// onSleep, when set, is called before each sleep.
	onSleep func(context.Context)
}

func newWorld(t *testing.T, change ...func(*zohosim.Config)) *world {
	t.Helper()
	w := &world{
		clock: clock.New(noon), method: service.MethodDNSTXT,
		txt: map[string][]string{}, cname: map[string]string{}, files: map[string]string{},
	}
	config := zohosim.Config{
		Now: w.clock.Now, Rand: mathrand.NewPCG(1, 2),
		LookupTXT: w.lookupTXT, LookupCNAME: w.lookupCNAME, Fetch: w.fetch,
	}
	for _, c := range change {
		c(&config)
	}
	sim, err := zohosim.New(config)
	must(t, err)
	w.Sim, w.Recorder = sim, simhttp.NewRecorder(w.clock.Now)
	mail := httptest.NewServer(w.Wrap("zoho", sim.Mail()))
	accounts := httptest.NewServer(w.Wrap("zoho", sim.Accounts()))
	t.Cleanup(func() {
		w.Recorder.Close()
		mail.Close()
		accounts.Close()
	})
	made := sim.Credentials()
	w.values = service.Values{
		"organization_id": made.OrganizationID, "data_center": made.DataCenter, "access_token": made.AccessToken,
		"client_id": made.ClientID, "client_secret": made.ClientSecret, "refresh_token": made.RefreshToken,
		"base_url": mail.URL, "accounts_url": accounts.URL,
	}
	return w
}

// refreshing leaves the access token out, so that one has to be asked for.
func (w *world) refreshing() { delete(w.values, "access_token") }

// ready leaves the access token alone.
func (w *world) ready(accessToken string) {
	for _, name := range []string{"client_id", "client_secret", "refresh_token"} {
		delete(w.values, name)
	}
	w.values["access_token"] = accessToken
}

func (w *world) lookupTXT(_ context.Context, name string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.txt[name]), nil
}

func (w *world) lookupCNAME(_ context.Context, name string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cname[name], nil
}

func (w *world) fetch(_ context.Context, url string) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	status, content := http.StatusOK, ""
	content, ok := w.files[strings.Replace(url, "https:", "http:", 1)]
	if !ok {
		status = http.StatusServiceUnavailable
	}
	if w.busySite {
		status = http.StatusTooManyRequests
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(content))}, nil
}

// sleep is that of a clock which jumps.
func (w *world) sleep(ctx context.Context, d time.Duration) error {
	if w.onSleep != nil {
		w.onSleep(ctx)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	w.clock.Advance(d)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slept += d
	return nil
}

func (w *world) set(t *testing.T, name, value string) {
	t.Helper()
	must(t, w.Switches().Set(name, value))
}

// adapter is the adapter of a new process.
func (w *world) adapter(t *testing.T) *zoho.Adapter {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 50}
	t.Cleanup(transport.CloseIdleConnections)
	made, err := zoho.Definition().New(w.values, service.Dependencies{
		UserAgent: "test", Transport: transport, Now: w.clock.Now, Sleep: w.sleep,
		MinPause: time.Millisecond, MaxPause: time.Millisecond, Grace: 200 * time.Millisecond,
	})
	must(t, err)
	return made.(*zoho.Adapter)
}

func (w *world) id(domain string) service.DomainID {
	return service.DomainID{Service: zoho.Name, OrganizationID: w.Credentials().OrganizationID, Domain: domain}
}

func (w *world) ID(n int) service.DomainID { return w.id(fmt.Sprintf("d%d.%s", n, zone)) }

// domains is the path of all domains in the request log.
func (w *world) domains() string {
	return "/api/organization/" + w.Credentials().OrganizationID + "/domains"
}

func (w *world) count(match string) int {
	n := 0
	for _, request := range w.Requests() {
		if strings.Contains(request.Method+" "+request.Path, match) {
			n++
		}
	}
	return n
}

// modes lists the bodies of the PUT requests.
func (w *world) modes() (modes []string) {
	for _, request := range w.Requests() {
		if request.Method == http.MethodPut {
			modes = append(modes, strings.TrimSuffix(strings.TrimPrefix(request.Body, `{"mode":"`), `"}`))
		}
	}
	return modes
}

var (
	_ former.World       = (*world)(nil)
	_ former.TokenTeller = (*world)(nil)
)

func TestZohoKeepsTheServiceContractByEveryMethod(t *testing.T) {
	t.Parallel()
	for _, method := range service.Methods() {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			former.Run(t, func(t *testing.T) former.World {
				// The clock jumps while the requests of twenty callers are under way,
				// so that those arrive in the next minute.
				w := newWorld(t, func(c *zohosim.Config) { c.RequestsPerMinute = 60 })
				w.method = method
				return w
			})
		})
	}
}

func (w *world) Service(t *testing.T) service.Service { return waiting{w.adapter(t), w} }
func (w *world) Method() service.Method               { return w.method }
func (w *world) TellsTokens()                         {}

func (w *world) Publish(_ *testing.T, publication service.Publication) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch record := publication.Record; {
	case record == nil:
		w.files[publication.HTTPFile.URL] = publication.HTTPFile.Content
	case record.Type == "CNAME":
		w.cname[record.Name] = record.Value
	default:
		w.txt[record.Name] = []string{"v=spf1 -all", record.Value}
	}
}

func (w *world) Unpublish(_ *testing.T, publication service.Publication) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if publication.Record == nil {
		delete(w.files, publication.HTTPFile.URL)
		return
	}
	delete(w.cname, publication.Record.Name)
	delete(w.txt, publication.Record.Name)
}

func (w *world) Truth(id service.DomainID) service.State {
	found, ok := w.Snapshot().Domain(id.Domain)
	switch {
	case !ok:
		return service.StateAbsent
	case found.Verified:
		return service.StateVerified
	}
	return service.StatePending
}

func (w *world) Remove(t *testing.T, id service.DomainID) { w.drift(t, "remove", id) }

func (w *world) drift(t *testing.T, kind string, id service.DomainID) {
	t.Helper()
	must(t, w.Drift(kind, id.Domain))
}

// match is how a step shows in the request log.
func (w *world) match(step former.Step) string {
	return map[former.Step]string{
		former.StepAdd: "POST " + w.domains(), former.StepChallenge: "GET " + w.domains(), former.StepRead: "GET " + w.domains(),
		former.StepVerify: "PUT ", former.StepRelease: "DELETE ",
	}[step]
}

func (w *world) Fail(t *testing.T, step former.Step, fault former.Fault, times int, body string) {
	t.Helper()
	w.fault(t, simhttp.Fault{Match: w.match(step), Kind: string(fault), Times: times, Body: body})
}

func (w *world) fault(t *testing.T, fault simhttp.Fault) {
	t.Helper()
	must(t, w.AddFault(fault))
}

func (w *world) Heal() { w.ClearFaults() }

func (w *world) Count(step former.Step) int { return w.count(w.match(step)) }
func (w *world) Writes() int {
	return w.count("POST "+w.domains()) + w.count("DELETE ") + w.count("PUT ")
}
func (w *world) WritesPerReading() int { return 0 }
func (w *world) StateReadable() bool   { return true }

func (w *world) Secrets() []string {
	return []string{w.values["access_token"], w.values["client_secret"], w.values["refresh_token"]}
}

// waiting is the adapter with the patience that the provider's wait has, where
// an attempt comes too soon after the last one.
type waiting struct {
	*zoho.Adapter
	world *world
}

func (s waiting) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	for {
		found, err := s.Adapter.Verify(ctx, request)
		if pause := typedOf(err).RetryAfter; service.ClassOf(err) != service.NotYet || pause == 0 {
			return found, err
		} else if err := s.world.sleep(ctx, pause); err != nil {
			return found, err
		}
	}
}
