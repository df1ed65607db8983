// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestControlDriftShowsInState(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	publish(t, s)
	act(t, s, "verifyDomain", acme)
	must(t, s, "POST", "/drift", `{"service":"webex","kind":"unverify","domain":"acme.test"}`)
	_, _, state := call(t, s, "GET", "/state", "")
	organization := state["webex"].(map[string]any)["organization"].(map[string]any)
	if got := fmt.Sprint(organization["pending"], organization["verified"]); got != "[acme.test] []" {
		t.Errorf("state after the drift: pending and verified %s, want [acme.test] []", got)
	}
}

func TestControlSwitchesSetAndReset(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	value := func() string { return s.Webex.Switches().Value(webexsim.SwitchTokenRepeat) }
	seen := []string{value()}
	must(t, s, "POST", "/switches", `{"service":"webex","name":"token_repeat","value":"new"}`)
	seen = append(seen, value())
	_, text, _ := call(t, s, "GET", "/switches", "")
	if !strings.Contains(text, `"name":"token_repeat","default":"stable","allowed":["stable","new"]`) {
		t.Errorf("GET /switches: %s, want token_repeat with its settings", text)
	}
	must(t, s, "DELETE", "/switches", "")
	seen = append(seen, value())
	if diff := cmp.Diff([]string{"stable", "new", "stable"}, seen); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestControlFaultsAndRequests(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	must(t, s, "POST", "/latency", `{"service":"webex","milliseconds":1}`)
	must(t, s, "POST", "/faults", `{"service":"webex","match":"getDomainVerificationToken","kind":"status_after:503","times":1,"retry_after":2}`)
	first, _ := act(t, s, "getDomainVerificationToken", acme)
	second, _ := act(t, s, "getDomainVerificationToken", acme)
	if first != 503 || second != 200 {
		t.Errorf("two calls: %d and %d, want 503 and 200", first, second)
	}
	_, faults, _ := call(t, s, "GET", "/faults", "")
	if !strings.Contains(faults, `"hits":1`) {
		t.Errorf("GET /faults: %s, want one hit", faults)
	}
	must(t, s, "DELETE", "/faults", "")
	_, requests, _ := call(t, s, "GET", "/requests?service=webex", "")
	if strings.Count(requests, `"method":"POST"`) != 2 || strings.Contains(requests, s.Info().Webex.AccessToken) {
		t.Errorf("GET /requests: %s, want two calls and no access token", requests)
	}
	must(t, s, "DELETE", "/requests", "")
	if _, requests, _ := call(t, s, "GET", "/requests", ""); strings.TrimSpace(requests) != "[]" {
		t.Errorf("GET /requests after DELETE: %s, want []", requests)
	}
}

func TestControlClockMovesTheWholeSandbox(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	before := s.Clock.Now()
	_, _, answer := call(t, s, "POST", "/clock", `{"advance":"10m"}`)
	now, err := time.Parse(time.RFC3339Nano, fmt.Sprint(answer["now"]))
	if err != nil || now.Before(before.Add(10*time.Minute)) || s.Clock.Now().Before(now) {
		t.Errorf("clock answered %v (%v) after %s, want ten minutes later or more", answer, err, before)
	}
	if _, _, answer := call(t, s, "GET", "/clock", ""); answer["now"] == nil {
		t.Errorf("GET /clock: %v, want the time", answer)
	}
	s.Clock.Advance(14 * 24 * time.Hour)
	if status, _ := act(t, s, "getDomainVerificationToken", acme); status != 401 {
		t.Errorf("call two weeks later: %d, want 401 from the expired access token", status)
	}
}

func TestControlDNSShowsRecordsAndQueriesAndBreaksServers(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{Zones: []string{"acme.test", "beta.test"}})
	must(t, s, "POST", "/dns/txt", `{"zone":"acme.test","name":"acme.test","values":["hello"]}`)
	_, _, records := call(t, s, "GET", "/dns/records", "")
	if got := fmt.Sprint(records["acme.test"]); !strings.Contains(got, "hello") || fmt.Sprint(records["beta.test"]) != "[]" {
		t.Errorf("records %v, want the TXT record in acme.test and none in beta.test", records)
	}
	must(t, s, "POST", "/dns/lag", `{"server":"authoritative-2","delay":"5m"}`)
	must(t, s, "POST", "/dns/faults", `{"server":"recursive","kind":"servfail"}`)
	if values, err := s.DNS.LookupTXT(t.Context(), "acme.test"); err == nil {
		t.Errorf("lookup through the broken resolver: %v, want an error", values)
	}
	must(t, s, "POST", "/dns/faults", `{"server":"recursive","kind":""}`)
	values, err := s.DNS.LookupTXT(t.Context(), "acme.test")
	if diff := cmp.Diff([]string{"hello"}, values); err != nil || diff != "" {
		t.Errorf("lookup through the healed resolver: %v (-want +got):\n%s", err, diff)
	}
	_, queries, _ := call(t, s, "GET", "/dns/queries", "")
	if !strings.Contains(queries, `"server":"recursive"`) || !strings.Contains(queries, `"rcode":"SERVFAIL"`) {
		t.Errorf("queries %s, want those to the resolver with their rcode", queries)
	}
}

func TestControlReachesWhatOnlyWebexHas(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	token := func() int { status, _ := act(t, s, "getDomainVerificationToken", acme); return status }
	must(t, s, "POST", "/webex/hold", `{"domain":"acme.test","claimed":true}`)
	held := token()
	must(t, s, "DELETE", "/webex/hold", `{"domain":"acme.test"}`)
	must(t, s, "POST", "/webex/outside-users", `{"domain":"acme.test","count":3}`)
	must(t, s, "POST", "/webex/domains", `{"domains":["beta.test"],"claimed":true}`)
	publish(t, s)
	act(t, s, "verifyDomain", acme)
	claim, _ := act(t, s, "claimDomain", `{"data":[{"domain":"acme.test"}]}`)
	if held != 409 || claim != 200 || s.Webex.Snapshot().TransientCount != 3 || len(s.Webex.Snapshot().Organization.Claimed) != 2 {
		t.Errorf("held elsewhere %d, claim %d, %d transient, want 409, 200, 3", held, claim, s.Webex.Snapshot().TransientCount)
	}
	if err := s.Webex.Drift("take_over", "acme.test"); err != nil {
		t.Fatal(err)
	}
	must(t, s, "POST", "/webex/enforcement", `{"enabled":true}`)
	if !s.Webex.Snapshot().Organization.EnforceVerifiedDomains {
		t.Error("enforcement is not on")
	}
	must(t, s, "POST", "/webex/unlock", "")
	_, _, issued := call(t, s, "POST", "/webex/tokens", `{"scopes":["spark:people_read"],"not_admin":true,"lifetime":"1h"}`)
	if value, _ := issued["access_token"].(string); len(value) < 64 {
		t.Errorf("issued %v, want an access token", issued)
	}
	must(t, s, "DELETE", "/webex/tokens", `{}`)
	if got := token(); got != 401 {
		t.Errorf("call after every access token ended: %d, want 401", got)
	}
}
