// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// ask calls the simulated WorkOS with its own key, or with another one.
func ask(t *testing.T, s *sandbox.Sandbox, key, method, path, body string) (int, map[string]any) {
	t.Helper()
	r := simtest.Call(t, method, s.Info().WorkOS.BaseURL+path, "Bearer "+key, "application/json", body, nil)
	return r.Status, r.Fields
}

// register adds acme.test at WorkOS and returns its path.
func register(t *testing.T, s *sandbox.Sandbox) string {
	t.Helper()
	workos := s.Info().WorkOS
	status, domain := ask(t, s, workos.APIKey, "POST", "/organization_domains", `{"organization_id":"`+workos.OrganizationID+`","domain":"acme.test"}`)
	if status != 201 {
		t.Fatalf("adding acme.test: %d %v", status, domain)
	}
	return fmt.Sprint("/organization_domains/", domain["id"])
}

func TestWorkOSVerifiesInTheBackgroundOnceTheRecordIsServed(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	path := register(t, s)
	state := func() any {
		_, domain := ask(t, s, s.Info().WorkOS.APIKey, "GET", path, "")
		return domain["state"]
	}
	domain, _ := s.WorkOS.Snapshot().Domain("acme.test")
	if err := s.DNS.SetTXT("acme.test", "acme.test", "v=spf1 -all", domain.Record); err != nil {
		t.Fatal(err)
	}
	before := state()
	s.Clock.Advance(time.Minute)
	if after := state(); before != "pending" || after != "verified" {
		t.Errorf("%v, a minute later %v, want pending and verified", before, after)
	}
}

func TestWorkOSVerifiesHundredsOfDomainsInOneRound(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	for i := range 500 {
		if _, err := s.WorkOS.AddDomain(workossim.DomainSpec{Domain: fmt.Sprintf("d%d.acme.test", i)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range s.WorkOS.Snapshot().Organizations[0].Domains {
		if err := s.DNS.SetTXT("acme.test", d.Domain, d.Record); err != nil {
			t.Fatal(err)
		}
	}
	s.Clock.Advance(time.Minute)
	for _, d := range s.WorkOS.Snapshot().Organizations[0].Domains {
		if d.State != "verified" {
			t.Errorf("%s is %s", d.Domain, d.State)
		}
	}
}

func TestControlStateCatchesUpWithTheClock(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	register(t, s)
	s.Clock.Advance(30 * 24 * time.Hour)
	if _, text, _ := call(t, s, "GET", "/state", ""); !strings.Contains(text, `"state":"failed"`) {
		t.Errorf("state after thirty days: %s, want failed", text)
	}
}

func TestControlReachesWhatOnlyWorkOSHas(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	post := func(path, body, field string) string {
		t.Helper()
		status, text, fields := call(t, s, "POST", path, body)
		value, _ := fields[field].(string)
		if status != 200 || value == "" {
			t.Fatalf("POST %s %s: %d %s, want 200 with %s", path, body, status, text, field)
		}
		return value
	}
	rival := post("/workos/hold", `{"domain":"acme.test"}`, "organization_id")
	must(t, s, "DELETE", "/workos/hold", `{"domain":"acme.test"}`)
	organization := post("/workos/organizations", `{"name":"Beta","environment":"staging","external_id":"beta"}`, "organization_id")
	id := post("/workos/domains", `{"organization_id":"`+organization+`","domain":"acme.test","state":"verified","manual":true}`, "id")
	key := post("/workos/keys", `{"environment":"staging"}`, "api_key")
	status, domain := ask(t, s, key, "GET", "/organization_domains/"+id, "")
	if status != 200 || domain["state"] != "verified" || domain["organization_id"] != organization || rival == organization {
		t.Errorf("domain of the other environment: %d %v, want it verified", status, domain)
	}
	_, link := ask(t, s, key, "POST", "/portal/generate_link", `{"organization":"`+organization+`"}`)
	if got := post("/workos/portal-links", fmt.Sprintf(`{"link":%q}`, link["link"]), "organization_id"); got != organization {
		t.Errorf("the portal link leads to %s, want %s", got, organization)
	}
	must(t, s, "POST", "/workos/rate-limit", `{"requests":1}`)
	first, _ := ask(t, s, key, "GET", "/organizations", "")
	second, _ := ask(t, s, key, "GET", "/organizations", "")
	must(t, s, "DELETE", "/workos/keys", `{"api_key":"`+key+`"}`)
	third, _ := ask(t, s, key, "GET", "/organizations", "")
	if got := fmt.Sprint(first, second, third); got != "200 429 401" {
		t.Errorf("three calls: %s, want 200 429 401", got)
	}
}

func TestControlLetsThePollerLook(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	register(t, s)
	must(t, s, "POST", "/workos/poll", "")
	if queries := s.DNS.Queries(); len(queries) != 0 {
		t.Errorf("the poller looked before its time: %+v", queries)
	}
	s.Clock.Advance(time.Minute)
	must(t, s, "POST", "/workos/poll", "")
	if queries := s.DNS.Queries(); len(queries) == 0 {
		t.Error("the poller did not look")
	}
}
