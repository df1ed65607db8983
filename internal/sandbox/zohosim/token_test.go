// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

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
