// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestCallsWithoutAValidTokenAreUnauthorized(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	short := w.IssueAccessToken(webexsim.TokenSpec{Lifetime: time.Minute})
	w.Clock.Advance(time.Minute)
	for name, token := range map[string]string{"none": "", "unknown": "guess", "expired": short} {
		w.token = token
		for _, path := range []string{identity, "/v1/organizations", "/v1/people/me"} {
			a := w.get(path)
			if a.status != 401 || a.fields["message"] == nil || a.fields["errors"] == nil {
				t.Errorf("%s token on %s: %d %s, want 401 with message and errors", name, path, a.status, a.text)
			}
			if id := a.header.Get("Trackingid"); id == "" || a.fields["trackingId"] != id {
				t.Errorf("%s token on %s: tracking id %q in the header, %v in the body", name, path, id, a.fields["trackingId"])
			}
		}
	}
}

func TestEachEndpointWantsItsScope(t *testing.T) {
	t.Parallel()
	action := func(w *world) answer { return w.act("getDomainVerificationToken", `{"domain":"acme.test"}`) }
	read := func(w *world) answer { return w.get(identity) }
	patch := func(w *world) answer {
		return w.request(http.MethodPatch, identity, "application/json",
			`{"schemas":["urn:cisco:codev:identity:organization:core:1.0"],"displayName":"New"}`)
	}
	me := func(w *world) answer { return w.get("/v1/people/me") }
	for _, c := range []struct {
		name  string
		call  func(*world) answer
		works []string
	}{
		{"action", action, []string{webexsim.ScopeOrganizationsRW, webexsim.ScopeIdentityOrganization}},
		{"read", read, []string{webexsim.ScopeOrganizationsRW, webexsim.ScopeOrganizationsRead}},
		{"patch", patch, []string{webexsim.ScopeOrganizationsRW}},
		{"me", me, []string{webexsim.ScopePeopleRead}},
	} {
		w := newWorld(t)
		var works []string
		for _, scope := range webexsim.AllScopes() {
			w.token = w.IssueAccessToken(webexsim.TokenSpec{Scopes: []string{scope}})
			if c.call(w).status == 200 {
				works = append(works, scope)
			}
		}
		if diff := cmp.Diff(sorted(c.works), sorted(works)); diff != "" {
			t.Errorf("%s works with these scopes (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestOnlyFullAdministratorsMayChangeAnything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.token = w.IssueAccessToken(webexsim.TokenSpec{NotAdmin: true})
	for _, action := range []string{"getDomainVerificationToken", "verifyDomain", "claimDomain", "unverifyDomain", "unclaimDomain"} {
		if got := w.act(action, `{"domain":"acme.test"}`).status; got != 403 {
			t.Errorf("%s by someone else: %d, want 403", action, got)
		}
	}
	if got := w.get(identity).status; got != 200 {
		t.Errorf("read by someone else: %d, want 200", got)
	}
}

func TestRevokedAccessTokensEndButTheRefreshTokenWorks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ExpireAccessTokens()
	if got := w.get(identity).status; got != 401 {
		t.Errorf("read: %d, want 401", got)
	}
	w.token, _ = w.refresh(nil).fields["access_token"].(string)
	if got := w.get(identity).status; got != 200 {
		t.Errorf("read after a refresh: %d, want 200", got)
	}
}
