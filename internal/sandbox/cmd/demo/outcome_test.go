// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestServicesKeepTheirOwnOrderButNotEachOthers(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, "", ".json")
	chains := [][]string{{"a.webex", "shared", "b.webex"}, {"a.workos", "shared", "b.workos"}}
	for name, c := range map[string]struct {
		happened string
		right    bool
	}{
		"one after the other":    {"a.webex a.workos shared b.webex b.workos", true},
		"the other one first":    {"a.workos a.webex shared b.workos b.webex", true},
		"out of order":           {"a.webex shared a.workos b.webex b.workos", false},
		"something missing":      {"a.webex a.workos shared b.webex", false},
		"something twice":        {"a.webex a.workos shared b.webex b.workos b.workos", false},
		"something else as well": {"a.webex a.workos shared b.webex b.workos c.webex", false},
		"nothing":                {"", false},
	} {
		var changes []change
		for _, address := range strings.Fields(c.happened) {
			changes = append(changes, change{Address: address, Action: "create"})
		}
		if err := s.show(changes, "create", chains...); (err == nil) != c.right {
			t.Errorf("%s: error %v, want it to be right: %v", name, err, c.right)
		}
	}
}

func TestDomainMustBeVerifiedAtTheOtherServicesAsWell(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, "", ".json")
	tell := func(path string, body map[string]any) {
		t.Helper()
		if err := s.control.call(t.Context(), "POST", path, body, nil); err != nil {
			t.Fatal(err)
		}
	}
	wantError := func(err error, words string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("error %v, want %q in it", err, words)
		}
	}
	tell("/workos/domains", map[string]any{"domain": s.domain, "state": "pending"})
	wantError(s.expectStates(t.Context(), domainStates{"webex": simhttp.Unknown}), "WorkOS has acme.test as pending, want verified")
	tell("/drift", map[string]any{"service": "workos", "kind": "remove", "domain": s.domain})
	tell("/workos/domains", map[string]any{"domain": s.domain, "state": "verified"})
	wantError(s.expectStates(t.Context(), domainStates{"webex": simhttp.Unknown}), "Zoho has acme.test as unknown, want verified")
	tell("/zoho/domains", map[string]any{"domain": s.domain})
	wantError(s.expectStates(t.Context(), domainStates{"webex": simhttp.Unknown}), "Zoho has acme.test as unverified, want verified")
	tell("/drift", map[string]any{"service": "zoho", "kind": "verify", "domain": s.domain})
	wantError(s.expectStates(t.Context(), domainStates{"webex": simhttp.Unknown}), "GitHub has acme.test as unknown, want verified")
	tell("/github/domains", map[string]any{"domain": s.domain, "verified": true})
	wantError(s.expectStates(t.Context(), domainStates{"webex": simhttp.Unknown}), "Google has acme.test as unknown, want verified")
	tell("/google/owners", map[string]any{"domain": s.domain, "email": "terraform@acme-project.iam.gserviceaccount.com"})
	wantError(s.expectStates(t.Context(), domainStates{"webex": simhttp.Unknown}), "Microsoft Entra ID has acme.test as unknown, want verified")
	tell("/entra/domains", map[string]any{"domain": s.domain, "verified": true})
	if err := s.expectStates(t.Context(), domainStates{"webex": simhttp.Unknown}); err != nil {
		t.Errorf("a domain verified at the others: %v", err)
	}
	wantError(s.expectNothingLeft(t.Context()), "left at WorkOS")
	tell("/drift", map[string]any{"service": "workos", "kind": "remove", "domain": s.domain})
	wantError(s.expectNothingLeft(t.Context()), "left at Zoho")
}

func TestWorkOSIsHurriedByWhatTheSandboxKnows(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, "", ".json")
	if err := s.control.hurryWorkOS(t.Context()); err != nil {
		t.Fatal(err)
	}
	var switches map[string][]struct{ Name, Value string }
	if err := s.control.call(t.Context(), "GET", "/switches", nil, &switches); err != nil {
		t.Fatal(err)
	}
	set := map[string]string{}
	for _, one := range switches["workos"] {
		set[one.Name] = one.Value
	}
	if set["poll_interval_seconds"] != "0" || set["poll_begins"] != "at_verify" {
		t.Errorf("the switches of WorkOS are %v, want a look with every request, once verify was called", set)
	}
}
