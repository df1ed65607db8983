// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

// call uses the control API; fields is nil when the answer is no JSON object.
func call(t *testing.T, s *sandbox.Sandbox, method, path, body string) (status int, text string, fields map[string]any) {
	t.Helper()
	r := simtest.Call(t, method, s.Info().Control.BaseURL+path, "", "", body, nil)
	return r.Status, r.Text, r.Fields
}

// must is a call that is expected to be answered without a body.
func must(t *testing.T, s *sandbox.Sandbox, method, path, body string) {
	t.Helper()
	if status, text, _ := call(t, s, method, path, body); status != 204 {
		t.Fatalf("%s %s %s: %d %s, want 204", method, path, body, status, text)
	}
}

func TestControlRefusesBadCallsWithASentence(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/nothing", "", 404, "GET / lists"},
		{"PUT", "/faults", "", 405, "DELETE, GET, POST"},
		{"POST", "/faults", "not JSON", 400, "reading the JSON body of POST /faults"},
		{"POST", "/faults", `{"kind":"drop","tmies":1}`, 400, "tmies"},
		{"POST", "/faults", `{"kind":"drop"} {"kind":"drop"}`, 400, "more behind"},
		{"POST", "/faults", `{"kind":"explode"}`, 400, "allowed are: status:"},
		{"POST", "/faults", `{"service":"slack","kind":"drop"}`, 400, "this sandbox has: webex, workos, zoho"},
		{"POST", "/latency", `{"service":"slack","milliseconds":1}`, 400, "this sandbox has: webex, workos, zoho"},
		{"GET", "/requests?service=slack", "", 400, "this sandbox has: webex, workos, zoho"},
		{"POST", "/clock", `{"advance":"soon"}`, 400, "10m"},
		{"POST", "/clock", `{"advance":"-1h"}`, 400, "never runs backwards"},
		{"POST", "/drift", `{"service":"slack","kind":"remove","domain":"acme.test"}`, 400, "this sandbox has: webex, workos, zoho"},
		{"POST", "/drift", `{"service":"webex","kind":"remove","domain":"acme.test"}`, 400, "in no list"},
		{"POST", "/switches", `{"service":"slack","name":"a","value":"b"}`, 400, "this sandbox has: webex, workos, zoho"},
		{"POST", "/switches", `{"service":"webex","name":"missing_scope","value":"b"}`, 400, "401, 403"},
		{"POST", "/dns/faults", `{"server":"authoritative-9","kind":"silent"}`, 400, "authoritative-9"},
		{"POST", "/dns/faults", `{"server":"authoritative-1","kind":"slow","delay":"soon"}`, 400, "500ms"},
		{"POST", "/dns/lag", `{"server":"authoritative-2","delay":"-1m"}`, 400, "-1m"},
		{"POST", "/dns/txt", `{"zone":"other.test","name":"other.test","values":[]}`, 400, "other.test"},
		{"POST", "/webex/hold", `{"claimed":true}`, 400, "domain is missing"},
		{"DELETE", "/webex/hold", `{"domain":"acme.test"}`, 400, "does not hold"},
		{"POST", "/webex/enforcement", `{}`, 400, "enabled is missing"},
		{"POST", "/webex/outside-users", `{"domain":"acme.test","count":-1}`, 400, "not negative"},
		{"POST", "/webex/tokens", `{"lifetime":"long"}`, 400, "long"},
		{"POST", "/drift", `{"service":"workos","kind":"remove","domain":"acme.test"}`, 400, "does not have it"},
		{"POST", "/workos/hold", `{}`, 400, "not a valid domain"},
		{"DELETE", "/workos/hold", `{"domain":"acme.test"}`, 400, "does not hold"},
		{"POST", "/workos/domains", `{"domain":"acme.test","state":"lost"}`, 400, "lost"},
		{"POST", "/workos/organizations", `{"title":"Beta"}`, 400, "title"},
		{"POST", "/workos/keys", `{"permissions":["everything"]}`, 400, "everything"},
		{"DELETE", "/workos/keys", `{"api_key":"sk_none"}`, 400, "no such key"},
		{"POST", "/workos/rate-limit", `{}`, 400, "too few"},
		{"POST", "/workos/portal-links", `{"link":"https://acme.test"}`, 400, "no such link"},
		{"POST", "/drift", `{"service":"zoho","kind":"remove","domain":"acme.test"}`, 400, "does not have it"},
		{"POST", "/zoho/hold", `{}`, 400, "not a valid domain"},
		{"DELETE", "/zoho/hold", `{"domain":"acme.test"}`, 400, "no other organization"},
		{"POST", "/zoho/domains", `{"name":"acme.test"}`, 400, "name"},
		{"POST", "/zoho/tokens", `{"lifetime":"long"}`, 400, "long"},
		{"DELETE", "/zoho/tokens", `{"access_token":"1000.none"}`, 400, "no such token"},
		{"POST", "/zoho/throttle", `{}`, 400, "too few"},
		{"POST", "/zoho/throttle", `{"requests":1,"lock":"soon"}`, 400, "soon"},
		{"POST", "/zoho/credentials", `{"data_center":"mars"}`, 400, "us, eu, in"},
		{"PUT", "/web/files", `{"url":"acme.test","content":""}`, 400, "no http or https URL"},
		{"DELETE", "/web/files", `{"url":"http://acme.test/"}`, 400, "there is none"},
		{"POST", "/web/answers", `{"url":"http://acme.test/","status":7}`, 400, "no HTTP status"},
	} {
		status, text, fields := call(t, s, c.method, c.path, c.body)
		if sentence, _ := fields["error"].(string); status != c.status || !strings.Contains(sentence, c.says) {
			t.Errorf("%s %s %s: %d %s, want %d with %q", c.method, c.path, c.body, status, text, c.status, c.says)
		}
	}
}

func TestControlOverviewListsEveryOperationAndEndpoint(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{Seed: 1})
	_, info, _ := call(t, s, "GET", "/info", "")
	want, err := json.Marshal(s.Info())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), strings.TrimSpace(info)); diff != "" {
		t.Errorf("/info (-want +got):\n%s", diff)
	}
	_, overview, _ := call(t, s, "GET", "/", "")
	for _, line := range []string{
		"GET /requests", "POST /faults", "DELETE /faults", "POST /latency", "POST /clock", "GET /clock", "POST /drift",
		"POST /switches", "GET /switches", "GET /dns/queries", "GET /dns/records", "GET /state", "POST /dns/faults", s.Info().Webex.BaseURL,
		"POST /workos/hold", s.Info().WorkOS.BaseURL, "POST /zoho/throttle", s.Info().Zoho.AccountsURL, "PUT /web/files", s.Info().Web.Address,
	} {
		if !strings.Contains(overview, line) {
			t.Errorf("the overview lacks %q", line)
		}
	}
}
