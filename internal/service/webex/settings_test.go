// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

const secret = "a-very-secret-value"

func accessToken() service.Values { return service.Values{"access_token": secret} }

func refreshToken() service.Values {
	return service.Values{"client_id": "C1", "client_secret": secret, "refresh_token": secret}
}

func TestSettingsThatAreWrongAreNamed(t *testing.T) {
	t.Parallel()
	servicetest.RefusesSettings(t, webex.Definition(), accessToken(), servicetest.WrongSettings{
		"no credentials":            {service.Values{"access_token": ""}, "access_token", []string{"WEBEX_ACCESS_TOKEN"}},
		"only an organization":      {service.Values{"access_token": "", "organization_id": uuid}, "access_token", []string{"no credentials"}},
		"refresh token alone":       {service.Values{"access_token": "", "refresh_token": secret}, "client_id", []string{"client_id and client_secret"}},
		"organization id":           {service.Values{"organization_id": "acme"}, "organization_id", []string{"neither a UUID nor"}},
		"plain http":                {service.Values{"base_url": "http://webexapis.com/v1"}, "base_url", []string{"unencrypted"}},
		"base URL without a scheme": {service.Values{"base_url": "webexapis.com/v1"}, "base_url", []string{"scheme"}},
		"base URL with a password":  {service.Values{"base_url": "https://me:" + secret + "@webexapis.com"}, "base_url", []string{"user"}},
		"budget in words":           {service.Values{"requests_per_minute": "few"}, "requests_per_minute", []string{"at least 1"}},
		"admin domain with a space": {service.Values{"admin_domain": "acme corp.com"}, "admin_domain", []string{"acme corp.com"}},
		"admin domain as address":   {service.Values{"admin_domain": "me@acme.com"}, "admin_domain", []string{"me@acme.com"}},
		"probe domain as suffix":    {service.Values{"drift_probe_domain": "co.uk"}, "drift_probe_domain", []string{"co.uk"}},
		"probe domain as IP":        {service.Values{"drift_probe_domain": "192.0.2.1"}, "drift_probe_domain", []string{"192.0.2.1"}},
	})
	servicetest.RefusesSettings(t, webex.Definition(), refreshToken(), servicetest.WrongSettings{
		"refresh without client id": {service.Values{"client_id": ""}, "client_id", []string{"but not client_id"}},
		"refresh without secret":    {service.Values{"client_secret": ""}, "client_secret", []string{"but not client_secret"}},
		"client without refresh":    {service.Values{"refresh_token": ""}, "refresh_token", []string{"neither"}},
		"token URL in plain http":   {service.Values{"token_url": "http://webexapis.com/v1/access_token"}, "token_url", []string{"unencrypted"}},
	})
	both := refreshToken()
	both["access_token"], both["base_url"] = secret, "http://127.0.0.1:1/v1"
	servicetest.RefusesSettings(t, webex.Definition(), both, nil)
}

// A proxy says nothing of what is behind it; a sandbox can be either.
func TestOnlyTheGovernmentCloudAndASandboxCanReserve(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]bool{
		"": false, "https://webexapis.com/v1/": false, "https://webex.proxy.corp.example/v1": false,
		"https://api-usgov.webex.com/v1": true, "http://127.0.0.1:8080/v1": true,
	} {
		made, err := webex.Definition().New(service.Values{"access_token": secret, "base_url": base}, service.Dependencies{})
		if err != nil || slices.Contains(made.Capabilities().MissingOptions, webex.OptionReserve) == want {
			t.Errorf("%q: %v, %v; want %t", base, made.Capabilities(), err, want)
		}
	}
}

func TestEverySecretSettingIsMarkedAndEveryVariableIsItsOwn(t *testing.T) {
	t.Parallel()
	servicetest.MarksSecrets(t, webex.Definition(), "access_token", "client_secret", "refresh_token")
}

const (
	uuid       = "82adacf4-453f-4e2b-a406-2939fddcaad2"
	upper      = "82ADACF4-453F-4E2B-A406-2939FDDCAAD2"
	commercial = "ciscospark://us/ORGANIZATION/" + uuid
	government = "ciscospark://urn:TEAM:us-gov-west-1_a1/ORGANIZATION/" + uuid
	odd        = "ciscospark://ü?>/ORGANIZATION/" + uuid // has other letters in the URL-safe alphabet
)

func TestOrganizationUUIDIsFoundInEveryForm(t *testing.T) {
	t.Parallel()
	want := map[string]string{"": uuid, uuid: uuid, upper: uuid}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		for _, uri := range []string{commercial, government, odd, "ciscospark://us/ORGANIZATION/" + upper} {
			want[encoding.EncodeToString([]byte(uri))] = uuid
		}
	}
	servicetest.OrganizationIDs(t, webex.Definition(), service.Values{"access_token": secret, "organization_id": uuid}, want)
}

func TestOrganizationIDThatIsNoneIsRejectedWithAdvice(t *testing.T) {
	t.Parallel()
	refused := map[string]string{}
	for _, id := range []string{
		"", "acme", uuid[:35], " " + uuid, "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8*", commercial,
		base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/PEOPLE/" + uuid)),
		base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/acme")),
		base64.RawURLEncoding.EncodeToString([]byte(commercial + "/x")),
	} {
		refused[id] = ""
	}
	servicetest.OrganizationIDs(t, webex.Definition(), accessToken(), refused, "Control Hub")
	servicetest.OrganizationIDs(t, webex.Definition(), accessToken(), map[string]string{"": ""}, "no organization ID is set", "organization_id")
}

func TestExpiredAccessTokenIsRefreshedOnceForTwentyCalls(t *testing.T) {
	t.Parallel()
	for _, expire := range []func(*world){
		func(w *world) { w.Clock.Advance(15 * 24 * time.Hour) }, // by its time
		func(w *world) { w.ExpireAccessTokens() },               // before its end
	} {
		for _, rotation := range []string{"same", "rotates"} {
			w := newWorld(t, unreadable)
			w.Set(webexsim.SwitchRefreshTokenRotation, rotation)
			w.refreshing()
			p := w.Player()
			p.Read()
			for round := 2; round <= 3; round++ {
				expire(w)
				var callers sync.WaitGroup
				for n := range 20 {
					callers.Go(func() {
						if err := p.For(servicetest.Domain(n)).Challenge(); err != nil {
							t.Error(err)
						}
					})
				}
				callers.Wait()
				w.wantRefreshes(round)
			}
		}
	}
}

func (w *world) wantRefreshes(want int) {
	w.T.Helper()
	if got := w.Snapshot().Refreshes; got != want {
		w.T.Errorf("%d refreshes, want %d", got, want)
	}
}

func TestAccessTokenBesideARefreshTokenIsUsedUntilItIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	access := w.Values["access_token"]
	w.refreshing()
	w.Values["access_token"] = access
	p := w.Player()
	w.Must(p.Challenge())
	w.wantRefreshes(0)
	w.ExpireAccessTokens()
	w.Must(p.Challenge())
	w.wantRefreshes(1)
}

func TestWrongOrExpiredAccessTokenIsDenied(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*world){
		"wrong":   func(w *world) { w.Values["access_token"] = "no-such-token" },
		"expired": func(w *world) { w.ExpireAccessTokens() },
	} {
		w := newWorld(t, listsReading)
		spoil(w)
		if typed := w.WantError(w.Player().TryRead(), service.Denied, "12 hours"); typed.Response.Status != 401 {
			t.Errorf("%s: answer %+v, want 401", name, typed.Response)
		}
	}
}

func TestMissingScopeIsDeniedWithWebexsOwnWords(t *testing.T) {
	t.Parallel()
	for setting, status := range map[string]int{"401": 401, "403": 403} {
		for _, scope := range []string{webexsim.ScopePeopleRead, webexsim.ScopeOrganizationsRead} {
			w := newWorld(t, unreadable)
			w.Set(webexsim.SwitchMissingScope, setting)
			w.Values["access_token"] = w.IssueAccessToken(webexsim.TokenSpec{Scopes: []string{scope}})
			answer := w.WantError(w.Player().Add(), service.Denied, "identity:organizations_rw").Response
			if answer.Status != status || answer.Code != "200003" || answer.Message == "" || answer.RequestID == "" {
				t.Errorf("%s: answer %+v, want %d with code 200003, message and tracking id", scope, answer, status)
			}
		}
	}
}

func TestMissingRoleIsDenied(t *testing.T) {
	t.Parallel()
	for _, token := range []webexsim.TokenSpec{{NotAdmin: true}, {ServiceApp: true}} {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchServiceAppRole, "403")
		w.Values["access_token"] = w.IssueAccessToken(token)
		w.WantError(w.Player().Add(), service.Denied, "id_full_admin")
	}
}

func TestWrongOrganizationIsNamedAndNeverTakenForAbsence(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]service.Class{"403": service.Denied, "404": service.NotFound} {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchWrongOrganization, setting)
		p := w.Player()
		p.ID.OrganizationID = "00000000-0000-4000-a000-000000000000"
		for _, err := range []error{p.TryRead(), p.Add(), p.Release(), p.Unclaim()} {
			w.WantError(err, want, "organization_id")
		}
		w.WantCount("POST ", 0)
	}
}

func TestRefusedRefreshTokenIsDeniedAndNothingElseIsAsked(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"client_secret", "refresh_token"} {
		w := newWorld(t, unreadable)
		w.refreshing()
		w.Values[setting] = "wrong-wrong-wrong"
		answer := w.WantError(w.Player().TryRead(), service.Denied, "refresh token").Response
		if answer.Status < 400 || answer.RequestID == "" || answer.Message == "" || strings.Contains(answer.Message, "{") {
			t.Errorf("%s: answer %+v, want status, message and tracking id", setting, answer)
		}
		w.WantCount("", 1)
	}
}

func TestUnreachableTokenEndpointIsTransient(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.refreshing()
	w.Fault(servicetest.Always("/access_token", "status:503"))
	w.WantError(w.Player().TryRead(), service.Transient, "could not obtain an access token")
}
