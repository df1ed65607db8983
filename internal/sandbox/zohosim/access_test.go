// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestRefusedCallersAreAnsweredAsProbed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.Authorization
	for name, c := range map[string]struct {
		authorization, path string
		status              int
		want                string
	}{
		"no header":              {"", domains, 400, `{"status":{"code":400,"description":"Invalid Input"},"data":{"errorCode":"INVALID_TICKET","moreInfo":"Invalid ticket"}}`},
		"bearer":                 {"Bearer 1000.a", domains, 400, `{"status":{"code":400,"description":"Invalid Input"},"data":{"errorCode":"INVALID_TICKET","moreInfo":"Invalid ticket"}}`},
		"unknown token":          {"Zoho-oauthtoken 1000.a", domains, 401, `{"status":{"code":401,"description":"Invalid Access"},"data":{"errorCode":"INVALID_OAUTHTOKEN"}}`},
		"unknown path":           {own, "/api/accounts", 404, `{"status":{"code":404,"description":"Not Found"},"data":{"errorCode":"URL_RULE_NOT_CONFIGURED"}}`},
		"id that is no number":   {own, "/api/organization/acme/domains", 404, `{"status":{"code":404,"description":"Not Found"},"data":{"errorCode":"URL_RULE_NOT_CONFIGURED"}}`},
		"somebody else's number": {own, "/api/organization/1/domains", 401, `{"status":{"code":401,"description":"Invalid Access"}}`},
	} {
		w.Authorization = c.authorization
		if a := w.call(http.MethodGet, c.path, ""); a.Status != c.status || a.Text != c.want {
			t.Errorf("%s: %d %s, want %d %s", name, a.Status, a.Text, c.status, c.want)
		}
	}
}

func TestEachOperationDemandsItsScope(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.LimitRate(1000, 0))
	calls := map[string]func() answer{
		zohosim.ScopeDomainsCreate:    func() answer { return w.tryAdd("acme") },
		zohosim.ScopeDomainsRead:      w.list,
		zohosim.ScopeDomainsUpdate:    func() answer { return w.put("acme.test", byTXT) },
		zohosim.ScopeDomainsDelete:    func() answer { return w.delete("acme.test") },
		zohosim.ScopeOrganizationRead: func() answer { return w.call(http.MethodGet, "/api/organization", "") },
	}
	for granted := range calls {
		w.authorize(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{granted}}))
		for needed, call := range calls {
			if refused := call().data["errorCode"] == "INVALID_OAUTHSCOPE"; refused == (needed == granted) {
				t.Errorf("with %s, a call that needs %s: refused %t", granted, needed, refused)
			}
		}
	}
	w.authorize(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{zohosim.ScopeDomainsAll}}))
	for needed, call := range calls {
		if refused := call().data["errorCode"] == "INVALID_OAUTHSCOPE"; refused != (needed == zohosim.ScopeOrganizationRead) {
			t.Errorf("with every scope of domains, a call that needs %s: refused %t", needed, refused)
		}
	}
}

func TestAccessTokensEndAndTheRefreshTokenYieldsAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Clock.Advance(59 * time.Minute)
	w.Want("a minute before the end", w.list().Response, 200)
	w.Clock.Advance(time.Minute)
	w.Want("after an hour", w.list().Response, 401)
	w.authorize(token(w.refresh()))
	w.Want("with a new token", w.list().Response, 200)
	w.ExpireAccessTokens()
	w.Want("when all have ended", w.list().Response, 401)
}

func TestOrganizationTellsItsDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("beta.test")
	w.Must(w.AddDomain(zohosim.DomainSpec{Domain: "acme.test", Verified: true, Hosting: true}))
	const want = `{"status":{"code":200,"description":"success"},"data":{"domains":["beta.test","acme.test"],"isMailHostingEnabled":true,` +
		`"orgName":"Acme","primaryDomainName":"acme.test","zoid":70012345}}`
	for _, path := range []string{organization, "/api/organization"} {
		if a := w.call(http.MethodGet, path, ""); a.Status != 200 || a.Text != want {
			t.Errorf("%s: %d %s, want %s", path, a.Status, a.Text, want)
		}
	}
}

func TestRefreshGivesAnHourAndNoNewRefreshToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.refresh()
	want := map[string]any{
		"access_token": token(g), "expires_in": 3600.0, "api_domain": "https://www.zohoapis.com", "token_type": "Bearer",
	}
	if diff := cmp.Diff(want, g.Fields); diff != "" || g.Status != 200 || token(g) == "" {
		t.Errorf("%d (-want +got):\n%s", g.Status, diff)
	}
}

func TestTokenEndpointTakesQueryParametersAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.Credentials()
	query := "?grant_type=refresh_token&client_id=" + c.ClientID + "&client_secret=" + c.ClientSecret + "&refresh_token=" + c.RefreshToken
	for _, test := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"POST", "/oauth/v2/token" + query, 200, "access_token"},
		{"POST", "/oauth/v2/token", 200, `{"error":"unsupported_grant_type"}`},
		{"POST", "/oauth/v2/token?%zz", 200, `{"error":"general_error"}`},
		{"GET", "/oauth/v2/token" + query, 405, "not supported"},
		{"POST", "/oauth/v2/tokens" + query, 404, "no such page"},
	} {
		if r := w.accounts.Do(test.method, test.path, "", ""); r.Status != test.status || !strings.Contains(r.Text, test.says) {
			t.Errorf("%s %.20s: %d %s, want %d with %q", test.method, test.path, r.Status, r.Text, test.status, test.says)
		}
	}
}

func TestOnlyTheTenNewestTokensOfARefreshTokenLive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.LimitRate(1000, 0))
	tokens := []string{}
	for i := range 12 {
		if i == 6 { // the endpoint gives no more than ten in ten minutes
			w.Clock.Advance(10 * time.Minute)
		}
		tokens = append(tokens, token(w.refresh()))
	}
	live := ""
	for _, token := range append(tokens, w.Credentials().AccessToken) {
		w.authorize(token)
		live += map[int]string{200: "+", 401: "-"}[w.list().Status]
	}
	if live != "--+++++++++++" {
		t.Errorf("live are %s, want the ten newest and the one that was not refreshed", live)
	}
}

func TestEleventhTokenRequestInTenMinutesIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, status := range []string{"200", "400"} {
		w.Must(w.Switches().Set(zohosim.SwitchTokenErrorStatus, status))
		for range 10 {
			w.refresh("client_secret=wrong") // does not count
			if g := w.refresh(); token(g) == "" {
				t.Fatalf("refused too early: %d %v", g.Status, g.Fields)
			}
		}
		want := map[string]any{
			"error": "Access Denied", "error_description": "You have made too many requests continuously. Please try again after some time.",
		}
		g := w.refresh()
		if diff := cmp.Diff(want, g.Fields); diff != "" || g.Status != 400 {
			t.Errorf("%d (-want +got):\n%s", g.Status, diff)
		}
		w.Clock.Advance(10 * time.Minute)
	}
	if got := w.Snapshot().Tokens; got != (zohosim.TokenSnapshot{Granted: 20, Throttled: 2}) {
		t.Errorf("counted %+v", got)
	}
}

func TestCredentialsThatBelongElsewhereComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *zohosim.Config) { c.DataCenter, c.CredentialsOf = "eu", "in" })
	abroad := simtest.Line(w.refresh().Fields["error"], w.list().Status)
	w.Must(w.MoveCredentials("eu"))
	if home := simtest.Line(w.refresh().Fields["error"], w.list().Status); abroad != "invalid_client 401" || home != "<nil> 200" {
		t.Errorf("abroad %s, at home %s", abroad, home)
	}
	if err := w.MoveCredentials("mars"); err == nil || !strings.Contains(err.Error(), "us, eu, in") {
		t.Errorf("moved to mars: %v", err)
	}
}

func TestThirtyCallsAMinuteNeverThrottle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 90 {
		if a := w.list(); a.Status != 200 {
			t.Fatalf("throttled: %d %s", a.Status, a.Text)
		}
		w.Clock.Advance(2 * time.Second)
	}
	if got := w.Snapshot().Throttle; got != (zohosim.ThrottleSnapshot{Calls: 90, Most: 30}) {
		t.Errorf("counted %+v", got)
	}
}

func TestThirtyFirstCallLocksEverythingForFiveMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 15 {
		w.list()
	}
	w.Clock.Advance(59 * time.Second)
	for range 15 {
		w.list()
	}
	seen := []any{w.tryAdd("acme.test").Status}
	w.Clock.Advance(4*time.Minute + 59*time.Second + 500*time.Millisecond)
	a := w.list()
	seen = append(seen, a.Status, a.Header.Get("Retry-After"), w.Snapshot().Throttle.Locked)
	w.Clock.Advance(500 * time.Millisecond)
	seen = append(seen, w.list().Status, w.Snapshot().Throttle)
	if got := simtest.Line(seen...); got != "429 429 1 true 200 {33 2 31 false}" {
		t.Errorf("seen %s", got)
	}
}

func TestCallsWithoutALiveTokenDoNotCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *zohosim.Config) { c.RequestsPerMinute, c.LockFor = 1, time.Second })
	own := w.Authorization
	w.authorize("1000.wrong")
	w.list()
	w.Authorization = own
	first, second := w.list().Status, w.list().Status
	w.Clock.Advance(time.Second)
	if third := w.list().Status; first != 200 || second != 429 || third != 200 {
		t.Errorf("%d %d %d, want 200 429 200", first, second, third)
	}
	for _, err := range []error{w.LimitRate(0, 0), w.LimitRate(1, -1)} {
		if err == nil {
			t.Error("an impossible limit was accepted")
		}
	}
}
