// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

// served is the simulator in a whole sandbox.
type served struct {
	*sandbox.Sandbox
	t      *testing.T
	github *githubsim.Sim
}

func serve(t *testing.T) *served {
	t.Helper()
	running, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	return &served{running, t, sandbox.Simulated[*githubsim.Sim](running)}
}

func (w *served) variable(name string) string {
	for _, variable := range w.Info().Variables() {
		if variable[0] == name {
			return variable[1]
		}
	}
	return ""
}

func (w *served) ask(token, query string) simtest.Response {
	w.t.Helper()
	return simtest.Call(w.t, http.MethodPost, w.variable("GITHUB_BASE_URL")+"api/graphql", "Bearer "+token, "application/json", fmt.Sprintf(`{"query":%q}`, query), nil)
}

func (w *served) control(method, path, body string) simtest.Response {
	w.t.Helper()
	r := simtest.Call(w.t, method, w.Info().Control.BaseURL+path, "", "", body, nil)
	if r.Status >= 300 {
		w.t.Fatalf("%s %s: %d %s", method, path, r.Status, r.Text)
	}
	return r
}

const (
	ids     = `{ organization(login: "acme-corp") { id domains(first: 9) { nodes { id isVerified } } } }`
	addAcme = `mutation { addVerifiableDomain(input: {ownerId: "O_kgDOTzAwMDAwMQ", domain: "acme.test"}) { domain { id dnsHostName verificationToken } } }`
)

func TestDomainIsVerifiedOnceItsRecordIsServed(t *testing.T) {
	t.Parallel()
	w := serve(t)
	token := w.variable("GITHUB_TOKEN")
	w.ask(token, addAcme)
	d, added := w.github.Snapshot().Domain(githubsim.ForOrganization, "acme.test")
	verify := func() string {
		return w.ask(token, fmt.Sprintf(`mutation { verifyVerifiableDomain(input: {id: %q}) { domain { isVerified hasFoundHostName } } }`, d.ID)).Text
	}
	before := verify()
	if err := w.DNS.SetTXT("acme.test", d.HostName, d.Token); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(10 * time.Minute) // the resolver has cached the absence
	if after := verify(); !added || !strings.Contains(before, `"isVerified":false`) || !strings.Contains(after, `"isVerified":true`) {
		t.Errorf("%s, with the record %s", before, after)
	}
}

func TestControlReachesWhatOnlyGitHubHas(t *testing.T) {
	t.Parallel()
	w := serve(t)
	own := w.variable("GITHUB_TOKEN")
	state := func() any { return w.control("GET", "/domains?name=acme.test", "").Fields["github"] }
	seen := []any{state()}
	w.control("POST", "/github/domains", `{"domain":"acme.test","owner":"enterprise","verified":true}`)
	seen = append(seen, state())
	w.control("POST", "/github/domains", `{"domain":"acme.test"}`)
	seen = append(seen, state())
	w.control("POST", "/drift", `{"service":"github","kind":"approve","domain":"acme.test"}`)
	seen = append(seen, state())
	w.control("POST", "/github/owner", `{"policy":true}`)
	seen = append(seen, w.github.Snapshot().Domains[1].Required)
	issued := fmt.Sprint(w.control("POST", "/github/tokens", `{"scopes":["repo"],"lifetime":"1h"}`).Fields["access_token"])
	seen = append(seen, strings.Contains(w.ask(issued, ids).Text, "INSUFFICIENT_SCOPES"))
	w.Clock.Advance(time.Hour)
	seen = append(seen, w.ask(issued, ids).Status)
	w.control("POST", "/github/owner", `{"owner":"organization","saml":true}`)
	seen = append(seen, strings.Contains(w.ask(own, ids).Text, "saml_failure"))
	w.control("POST", "/github/owner", `{"login":"Acme-Labs","saml":false}`)
	seen = append(seen, strings.Contains(w.ask(own, ids).Text, "NOT_FOUND"), w.variable("GITHUB_OWNER"))
	w.control("POST", "/github/limits", `{"secondary":"1m"}`)
	seen = append(seen, w.ask(own, ids).Status)
	w.Clock.Advance(time.Minute)
	w.control("POST", "/github/limits", `{"remaining":0}`)
	seen = append(seen, strings.Contains(w.ask(own, ids).Text, "RATE_LIMITED"))
	if got := simtest.Line(seen...); got != "unknown verified unverified unverified true true 401 true true Acme-Labs 403 true" {
		t.Errorf("seen %s", got)
	}
}

func TestSandboxIsEmptyWithoutDomainsOfOurs(t *testing.T) {
	t.Parallel()
	w := serve(t)
	empty := func() bool {
		return strings.Contains(w.control("GET", "/services", "").Text, `"name":"github","title":"GitHub","base_url":"`+w.variable("GITHUB_BASE_URL")+`","empty":true`)
	}
	w.control("POST", "/github/domains", `{"domain":"acme.test","owner":"other"}`)
	before := empty()
	w.control("POST", "/github/domains", `{"domain":"acme.test","owner":"enterprise"}`)
	if after := empty(); !before || after {
		t.Errorf("empty %t, with a domain of the enterprise %t", before, after)
	}
}
