// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// askZoho calls Mail with a token; path begins behind the organization.
func askZoho(t *testing.T, s *sandbox.Sandbox, token, method, path, body string) (status int, data map[string]any) {
	t.Helper()
	zoho := s.Info().Zoho
	r := simtest.Call(t, method, zoho.BaseURL+"/api/organization/"+zoho.OrganizationID+path, "Zoho-oauthtoken "+token, "application/json", body, nil)
	data, _ = r.Fields["data"].(map[string]any)
	return r.Status, data
}

// addAtZoho adds a domain and says what to publish.
func addAtZoho(t *testing.T, s *sandbox.Sandbox, name string) zohosim.DomainSnapshot {
	t.Helper()
	status, data := askZoho(t, s, s.Info().Zoho.AccessToken, "POST", "/domains", `{"domainName":"`+name+`"}`)
	d, added := s.Zoho.Snapshot().Domain(name)
	if status != 201 || !added {
		t.Fatalf("adding %s: %d %v", name, status, data)
	}
	return d
}

func TestZohoVerifiesByRecordAndFileThatAreReallyServed(t *testing.T) {
	t.Parallel()
	for mode, publish := range map[string]func(*sandbox.Sandbox, zohosim.DomainSnapshot) error{
		"verifyDomainByTXT": func(s *sandbox.Sandbox, d zohosim.DomainSnapshot) error {
			return s.DNS.SetTXT("acme.test", "acme.test", "v=spf1 -all", d.TXTRecord)
		},
		"verifyDomainByCName": func(s *sandbox.Sandbox, d zohosim.DomainSnapshot) error {
			return s.DNS.AddRR(d.CNAMEName + ". 60 IN CNAME " + d.CNAMETarget + ".")
		},
		"verifyDomainByHTML": func(s *sandbox.Sandbox, d zohosim.DomainSnapshot) error {
			return s.Web.Publish(d.FileURL, d.FileContent)
		},
	} {
		s := start(t, sandbox.Options{Zoho: zohosim.Config{Credentials: zohosim.Credentials{DataCenter: "ca"}}})
		d := addAtZoho(t, s, "acme.test")
		verify := func() any {
			_, data := askZoho(t, s, s.Info().Zoho.AccessToken, "PUT", "/domains/acme.test", `{"mode":"`+mode+`"}`)
			return data["status"]
		}
		before := verify()
		if err := publish(s, d); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(10 * time.Minute) // the resolver has cached the absence
		if after := verify(); before != false || after != true {
			t.Errorf("%s: %v, with the proof %v, want false and true", mode, before, after)
		}
	}
}

func TestZohoAsksTheResolverOfTheOption(t *testing.T) {
	t.Parallel()
	elsewhere := start(t, sandbox.Options{})
	s := start(t, sandbox.Options{Resolver: elsewhere.Info().DNS.Recursive})
	d := addAtZoho(t, s, "acme.test")
	if err := elsewhere.DNS.AddRR(d.CNAMEName + ". 60 IN CNAME " + d.CNAMETarget + "."); err != nil {
		t.Fatal(err)
	}
	if _, data := askZoho(t, s, s.Info().Zoho.AccessToken, "PUT", "/domains/acme.test", `{"mode":"verifyDomainByCName"}`); data["status"] != true {
		t.Errorf("verify: %v, want success by the other sandbox's DNS", data)
	}
}

func TestLogAndFaultsOfZohoCoverBothHosts(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	zoho := s.Info().Zoho
	must(t, s, "POST", "/faults", `{"service":"zoho","match":"/oauth/v2/token","kind":"status:503","times":1}`)
	refresh := func() int {
		form := url.Values{
			"grant_type": {"refresh_token"}, "client_id": {zoho.ClientID}, "client_secret": {zoho.ClientSecret}, "refresh_token": {zoho.RefreshToken},
		}
		req, err := http.NewRequestWithContext(t.Context(), "POST", zoho.AccountsURL+"/oauth/v2/token", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	first, second := refresh(), refresh()
	addAtZoho(t, s, "acme.test")
	seen := []string{}
	for _, r := range s.Requests() {
		seen = append(seen, fmt.Sprint(r.Service, " ", r.Path, " ", r.Status))
	}
	want := "[zoho /oauth/v2/token 503 zoho /oauth/v2/token 200 zoho /api/organization/" + zoho.OrganizationID + "/domains 201]"
	if got := fmt.Sprint(seen); first != 503 || second != 200 || got != want {
		t.Errorf("%d, %d, log %s, want 503, 200, %s", first, second, got, want)
	}
}

func TestControlReachesWhatOnlyZohoHas(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	own := s.Info().Zoho.AccessToken
	status := func(token, method, path, body string) int {
		status, _ := askZoho(t, s, token, method, path, body)
		return status
	}
	must(t, s, "POST", "/zoho/hold", `{"domain":"acme.test"}`)
	seen := []any{status(own, "POST", "/domains", `{"domainName":"acme.test"}`)}
	must(t, s, "DELETE", "/zoho/hold", `{"domain":"acme.test"}`)
	must(t, s, "POST", "/zoho/domains", `{"domain":"acme.test","verified":true,"users":1}`)
	must(t, s, "POST", "/drift", `{"service":"zoho","kind":"enable_hosting","domain":"acme.test"}`)
	seen = append(seen, status(own, "DELETE", "/domains/acme.test", ""))
	must(t, s, "POST", "/drift", `{"service":"zoho","kind":"disable_hosting","domain":"acme.test"}`)
	seen = append(seen, status(own, "DELETE", "/domains/acme.test", ""))
	must(t, s, "POST", "/drift", `{"service":"zoho","kind":"remove_users","domain":"acme.test"}`)
	must(t, s, "POST", "/drift", `{"service":"zoho","kind":"unverify","domain":"acme.test"}`)
	seen = append(seen, status(own, "DELETE", "/domains/acme.test", ""))

	_, _, issued := call(t, s, "POST", "/zoho/tokens", `{"scopes":["ZohoMail.organization.domains.READ"],"lifetime":"1h"}`)
	reader := fmt.Sprint(issued["access_token"])
	seen = append(seen, status(reader, "GET", "/domains", ""), status(reader, "POST", "/domains", ""))
	must(t, s, "DELETE", "/zoho/tokens", `{"access_token":"`+reader+`"}`)
	must(t, s, "POST", "/zoho/throttle", `{"requests":1,"lock":"1m"}`)
	seen = append(seen, status(reader, "GET", "/domains", ""), status(own, "GET", "/domains", ""), status(own, "GET", "/domains", ""))
	must(t, s, "POST", "/zoho/throttle", `{"requests":30}`)
	must(t, s, "POST", "/zoho/credentials", `{"data_center":"eu"}`)
	seen = append(seen, status(own, "GET", "/domains", ""))
	must(t, s, "POST", "/zoho/credentials", `{"data_center":"us"}`)
	seen = append(seen, status(own, "GET", "/domains", ""))
	must(t, s, "DELETE", "/zoho/tokens", `{}`)
	seen = append(seen, status(own, "GET", "/domains", ""))
	if got := fmt.Sprint(seen); got != "[400 400 400 200 200 401 401 200 429 401 200 401]" {
		t.Errorf("seen %s", got)
	}
}

func TestControlPublishesAndBreaksWebFiles(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	d := addAtZoho(t, s, "acme.test")
	verify := func() any {
		_, data := askZoho(t, s, s.Info().Zoho.AccessToken, "PUT", "/domains/acme.test", `{"mode":"verifyDomainByHTML"}`)
		return data["status"]
	}
	must(t, s, "PUT", "/web/files", fmt.Sprintf(`{"url":%q,"content":%q}`, d.FileURL, d.FileContent))
	must(t, s, "POST", "/web/answers", fmt.Sprintf(`{"url":%q,"status":500}`, d.FileURL))
	broken := verify()
	must(t, s, "DELETE", "/web/answers", "")
	healed := verify()
	_, _, files := call(t, s, "GET", "/web/files", "")
	must(t, s, "DELETE", "/web/files", fmt.Sprintf(`{"url":%q}`, d.FileURL))
	_, log, _ := call(t, s, "GET", "/web/requests", "")
	if broken != false || healed != true || files[d.FileURL] != d.FileContent || len(s.Web.Files()) != 0 || strings.Count(log, `"status":500`) != 2 {
		t.Errorf("broken %v, healed %v, files %v, left %v, log %s", broken, healed, files, s.Web.Files(), log)
	}
}
