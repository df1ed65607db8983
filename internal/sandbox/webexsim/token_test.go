// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestCallsWithoutAValidTokenAreUnauthorized(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	short := w.IssueAccessToken(webexsim.TokenSpec{Lifetime: time.Minute})
	w.Clock.Advance(time.Minute)
	for name, token := range map[string]string{"none": "", "unknown": "guess", "expired": short} {
		w.as(token)
		for _, path := range []string{identity, "/v1/organizations", "/v1/people/me"} {
			a := w.Get(path)
			if a.Status != 401 || a.Fields["message"] == nil || a.Fields["errors"] == nil {
				t.Errorf("%s token on %s: %d %s, want 401 with message and errors", name, path, a.Status, a.Text)
			}
			if id := a.Header.Get("Trackingid"); id == "" || a.Fields["trackingId"] != id {
				t.Errorf("%s token on %s: tracking id %q in the header, %v in the body", name, path, id, a.Fields["trackingId"])
			}
		}
	}
}

func TestEachEndpointWantsItsScope(t *testing.T) {
	t.Parallel()
	action := func(w *world) simtest.Response { return w.tryToken("acme.test") }
	read := func(w *world) simtest.Response { return w.Get(identity) }
	me := func(w *world) simtest.Response { return w.Get("/v1/people/me") }
	organizations := func(w *world) simtest.Response { return w.Get("/v1/organizations") }
	for _, c := range []struct {
		name  string
		call  func(*world) simtest.Response
		works []string
	}{
		{"action", action, []string{webexsim.ScopeOrganizationsRW, webexsim.ScopeIdentityOrganization}},
		{"read", read, []string{webexsim.ScopeOrganizationsRW, webexsim.ScopeOrganizationsRead}},
		{"me", me, []string{webexsim.ScopePeopleRead}},
		{"organizations", organizations, []string{webexsim.ScopeAdminOrganizations}},
	} {
		w := newWorld(t)
		var works []string
		for _, scope := range webexsim.AllScopes() {
			w.as(w.IssueAccessToken(webexsim.TokenSpec{Scopes: []string{scope}}))
			if c.call(w).Status == 200 {
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
	w.as(w.IssueAccessToken(webexsim.TokenSpec{NotAdmin: true}))
	for _, action := range actions() {
		w.Want(fmt.Sprintf("%s by someone else", action), w.act(action, `{"domain":"acme.test"}`), 403)
	}
	w.Want("read by someone else", w.Get(identity), 200)
}

// refresh asks for an access token; change overrides single form fields.
func (w *world) refresh(change url.Values) simtest.Response {
	w.T.Helper()
	form := url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {w.Credentials().ClientID},
		"client_secret": {w.Credentials().ClientSecret},
		"refresh_token": {w.Credentials().RefreshToken},
	}
	for field, value := range change {
		form[field] = value
	}
	return w.Do(http.MethodPost, "/v1/access_token", "application/x-www-form-urlencoded", form.Encode())
}

func TestRefreshReturnsEveryDocumentedFieldAndAWorkingToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *webexsim.Config) { c.AccessTokenLifetime = time.Hour })
	a := w.refresh(nil)
	access, _ := a.Fields["access_token"].(string)
	want := map[string]any{
		"access_token": access, "expires_in": 3600.0,
		"refresh_token": w.Credentials().RefreshToken, "refresh_token_expires_in": 7776000.0, "token_type": "Bearer",
		"scope": "identity:organizations_rw identity:organizations_read Identity:Organization spark:people_read spark-admin:organizations_read",
	}
	w.WantFields("response", a, 200, want)
	if got := w.Snapshot().Refreshes; got != 1 {
		t.Errorf("refreshes counted: %d, want 1", got)
	}
	w.as(access)
	w.Want("read with the new token", w.Get(identity), 200)
	w.Clock.Advance(time.Hour)
	w.Want("read after expires_in seconds", w.Get(identity), 401)
}

func TestRefreshRefusesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change url.Values
		status int
	}{
		"wrong client":          {url.Values{"client_id": {"Cnobody"}}, 401},
		"wrong secret":          {url.Values{"client_secret": {"guess"}}, 401},
		"unknown refresh token": {url.Values{"refresh_token": {"guess"}}, 400},
		"no refresh token":      {url.Values{"refresh_token": {""}}, 400},
		"other grant":           {url.Values{"grant_type": {"authorization_code"}}, 400},
	} {
		w := newWorld(t)
		if a := w.refresh(c.change); a.Status != c.status || a.Fields["message"] == nil || a.Fields["trackingId"] == nil {
			t.Errorf("%s: %d %s, want %d with message and trackingId", name, a.Status, a.Text, c.status)
		}
		if got := w.Snapshot().Refreshes; got != 0 {
			t.Errorf("%s: counted %d refreshes", name, got)
		}
	}
	w := newWorld(t)
	w.Want("JSON instead of a form", w.Do(http.MethodPost, "/v1/access_token", "application/json", "{}"), 415)
}

func TestUseRenewsTheRefreshTokenAndDisuseEndsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var seen []int
	for _, days := range []int{89, 89, 90} {
		w.Clock.Advance(time.Duration(days) * 24 * time.Hour)
		seen = append(seen, w.refresh(nil).Status)
	}
	if diff := cmp.Diff([]int{200, 200, 400}, seen); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestRefreshTokenOfTheGovernmentCloudEndsAfterSixtyDays(t *testing.T) {
	t.Parallel()
	for government, days := range map[bool]int{false: 90, true: 60} {
		w := newWorld(t, func(c *webexsim.Config) { c.Government = government })
		if got := w.refresh(nil).Fields["refresh_token_expires_in"]; got != float64(days*24*60*60) {
			t.Errorf("government %t: it says %v seconds, want %d days", government, got, days)
		}
		w.Clock.Advance(time.Duration(days) * 24 * time.Hour)
		w.Want(fmt.Sprintf("government %t", government), w.refresh(nil), 400)
	}
}
