// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"encoding/json"
	"net"
	"net/http"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

func start(t *testing.T, options sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	s, err := sandbox.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// act runs one Webex action with the administrator's token.
func act(t *testing.T, s *sandbox.Sandbox, action, body string) (status int, text string) {
	t.Helper()
	webex := s.Info().Webex
	url := webex.BaseURL + "/identity/organizations/" + webex.OrganizationID + "/actions/" + action
	r := simtest.Call(t, http.MethodPost, url, "Bearer "+webex.AccessToken, "application/json", body, nil)
	return r.Status, r.Text
}

const acme = `{"domain":"acme.test"}`

// publish asks for the token of acme.test and puts the record into DNS.
func publish(t *testing.T, s *sandbox.Sandbox) {
	t.Helper()
	if status, text := act(t, s, "getDomainVerificationToken", acme); status != 200 {
		t.Fatalf("asking for the token: %d %s", status, text)
	}
	token := s.Webex.Snapshot().Organization.Tokens["acme.test"]
	if err := s.DNS.SetTXT("acme.test", "acme.test", webexsim.RecordPrefix+token); err != nil {
		t.Fatal(err)
	}
}

func TestDomainIsVerifiedOnlyOnceItsRecordIsServed(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	act(t, s, "getDomainVerificationToken", acme)
	if status, text := act(t, s, "verifyDomain", acme); status != 400 {
		t.Errorf("verify without the record: %d %s, want 400", status, text)
	}
	publish(t, s)
	if status, _ := act(t, s, "verifyDomain", acme); status != 400 {
		t.Errorf("verify while the resolver caches the absence: %d, want 400", status)
	}
	s.Clock.Advance(24 * 3600e9)
	if status, text := act(t, s, "verifyDomain", acme); status != 200 {
		t.Errorf("verify after negative caching ran out: %d %s, want 200", status, text)
	}
	var paths []string
	for _, r := range s.Requests() {
		paths = append(paths, r.Path[strings.LastIndex(r.Path, "/")+1:]+" "+strconv.Itoa(r.Status))
	}
	want := []string{
		"getDomainVerificationToken 200", "verifyDomain 400", "getDomainVerificationToken 200", "verifyDomain 400", "verifyDomain 200",
	}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("request log (-want +got):\n%s", diff)
	}
}

func TestResolverOptionReplacesTheEmbeddedResolver(t *testing.T) {
	t.Parallel()
	elsewhere := start(t, sandbox.Options{})
	s := start(t, sandbox.Options{Resolver: elsewhere.Info().DNS.Recursive})
	act(t, s, "getDomainVerificationToken", acme)
	token := s.Webex.Snapshot().Organization.Tokens["acme.test"]
	if err := elsewhere.DNS.SetTXT("acme.test", "acme.test", webexsim.RecordPrefix+token); err != nil {
		t.Fatal(err)
	}
	if status, text := act(t, s, "verifyDomain", acme); status != 200 {
		t.Errorf("verify: %d %s, want 200 by the other sandbox's DNS", status, text)
	}
	if queries := s.DNS.Queries(); len(queries) != 0 {
		t.Errorf("the embedded DNS was asked: %+v", queries)
	}
}

func TestManySandboxesRunSideBySide(t *testing.T) {
	t.Parallel()
	var group sync.WaitGroup
	for range 8 {
		s := start(t, sandbox.Options{Zones: []string{"acme.test", "beta.test"}})
		group.Go(func() {
			publish(t, s)
			if status, text := act(t, s, "verifyDomain", acme); status != 200 {
				t.Errorf("verify: %d %s, want 200", status, text)
			}
		})
	}
	group.Wait()
}

func TestSameSeedGivesTheSameCredentials(t *testing.T) {
	t.Parallel()
	first, second := start(t, sandbox.Options{Seed: 7}).Info(), start(t, sandbox.Options{Seed: 7}).Info()
	ports := regexp.MustCompile(`127\.0\.0\.1:\d+`)
	shown := func(info sandbox.Info) string {
		encoded, err := json.MarshalIndent(info, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return ports.ReplaceAllString(string(encoded), "127.0.0.1:PORT")
	}
	if diff := cmp.Diff(shown(first), shown(second)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	if other := start(t, sandbox.Options{}).Info(); other.Webex.AccessToken == first.Webex.AccessToken {
		t.Error("a sandbox without a seed has the seeded credentials")
	}
}

func TestOptionsReachTheSimulatedOrganization(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{
		Zones: []string{"corp.test"},
		Webex: webexsim.Config{Credentials: webexsim.Credentials{OrganizationID: "bf732c85-68ca-4867-94e4-937286ad2fd4"}, Government: true, Enforcement: true},
	})
	o := s.Webex.Snapshot().Organization
	if o.ID != "bf732c85-68ca-4867-94e4-937286ad2fd4" || !o.Government || !o.EnforceVerifiedDomains || s.Info().DNS.Zone != "corp.test" {
		t.Errorf("organization %+v in zone %s, want what the options say", o, s.Info().DNS.Zone)
	}
}

func TestPortInUseIsAnErrorThatNamesTheServer(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	address, _ := taken.Addr().(*net.TCPAddr)
	host := func(name string) sandbox.Ports { return sandbox.Ports{Hosts: map[string]int{name: address.Port}} }
	for name, ports := range map[string]sandbox.Ports{
		"webex": host("webex"), "workos": host("workos"), "control": {Control: address.Port},
		"zoho server": host("zoho"), "zoho accounts": host("zoho accounts"), "web server": {Web: address.Port},
	} {
		if _, err := sandbox.Start(sandbox.Options{Ports: ports}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("start on the taken %s port: %v, want an error naming it", name, err)
		}
	}
}

func TestCloseEndsARequestThatHangs(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	if err := s.Recorder.AddFault(simhttp.Fault{Kind: "hang"}); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Info().Webex.BaseURL+"/people/me", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			err = resp.Body.Close()
		}
		ended <- err
	}()
	for len(s.Requests()) == 0 {
		runtime.Gosched()
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err == nil {
		t.Error("the hanging request was answered, want its connection closed")
	}
}
