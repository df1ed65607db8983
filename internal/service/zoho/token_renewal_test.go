// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestTokenRefusedMidRunIsRefreshedOnceForTenCallers(t *testing.T) {
	t.Parallel()
	for _, end := range []func(*world){
		func(w *world) { w.Clock.Advance(time.Hour) }, // by its time
		func(w *world) { w.ExpireAccessTokens() },     // before its end
	} {
		w := newWorld(t)
		w.refreshing()
		process := w.Player()
		players := make([]*servicetest.Player, 10)
		for n := range players {
			players[n] = process.For(servicetest.Domain(n)).Bring(service.StatePending)
		}
		w.WantCount(tokenRequest, 1)
		end(w)
		var callers sync.WaitGroup
		for _, p := range players {
			callers.Go(func() {
				if err := p.Verify(); err != nil || !p.Got.State.Verified() {
					t.Errorf("%+v, %v", p.Got, err)
				}
			})
		}
		callers.Wait()
		w.WantCount(tokenRequest, 2)
	}
}

func TestAccessTokenBesideARefreshTokenIsUsedUntilItIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Player().Read()
	w.WantCount(tokenRequest, 0)
	w.ExpireAccessTokens()
	w.Player().Read()
	w.WantCount(tokenRequest, 1)
}

func TestCredentialsTravelInTheBodyAndUnderZohosScheme(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refreshing()
	w.Player().Read()
	for _, request := range w.Requests() {
		isToken := strings.HasPrefix(request.Path, "/oauth/")
		if strings.Contains(request.Path, "1000.") || isToken != strings.Contains(request.Body, "refresh_token=") {
			t.Errorf("%s %s with the body %q", request.Method, request.Path, request.Body)
		}
	}
	w.WantCount(listRead, 1)
}

// wantReads reads as many domains, each with this error.
func wantReads(p *servicetest.Player, domains int, class service.Class, words ...string) (last service.Error) {
	p.T.Helper()
	for n := range domains {
		last = p.WantError(p.For(servicetest.Domain(n)).TryRead(), class, words...)
	}
	return last
}

func TestEverySettingTellsACredentialOfAnotherDataCenterWhichOneToTry(t *testing.T) {
	t.Parallel()
	for answer, words := range map[string][]string{
		"foreign_token":  {`set data_center = "eu"`, "www.zohoapis.eu"},
		"invalid_client": {"client_id", `data_center = "us"`, "eu, in, au, jp, ca, sa, uk, cn, ae", "mail.zoho.eu"},
	} {
		for _, status := range []string{"200", "400"} {
			w := newWorld(t, func(c *zohosim.Config) { c.CredentialsOf = "eu" })
			w.Set(zohosim.SwitchForeignCredentials, answer)
			w.Set(zohosim.SwitchTokenErrorStatus, status)
			w.refreshing()
			wantReads(w.Player(), 8, service.Denied, words...)
			if got, most := w.Count(tokenRequest), 2; got > most {
				t.Errorf("%s: %d token requests, want %d at most", answer, got, most)
			}
		}
	}
}

func TestReadyTokenThatIsRefusedExplainsItsHourAndItsDataCenter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ready("1000.no-such-token")
	w.WantError(w.Player().TryRead(), service.Denied, "one hour", `data_center = "us"`, "the others are eu", "sign in to Zoho Mail", "INVALID_OAUTHTOKEN")
	w.WantCount("", 1)
}

func TestMissingScopeIsNamedExactly(t *testing.T) {
	t.Parallel()
	const family = "ZohoMail.organization.domains."
	for _, shape := range []string{"401", "400", "403", "404", "url_rule"} {
		w := newWorld(t)
		w.Set(zohosim.SwitchMissingScope, shape)
		rich := w.brought(service.StatePending)
		w.ready(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{family + "READ"}}))
		poor := rich.Anew()
		w.WantError(poor.For(servicetest.Domain(1)).Add(), service.Denied, "scope", family+"CREATE")
		w.WantError(poor.Verify(), service.Denied, "scope", family+"UPDATE")
		w.WantError(poor.Release(), service.Denied, "scope", family+"DELETE")
		_, err := organizationOf(poor)
		w.WantError(err, service.Denied, "scope", "ZohoMail.partner.organization.READ")
		w.ready(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{"ZohoMail.accounts.READ"}}))
		w.WantError(w.Player().TryRead(), service.Denied, "scope", family+"READ")
		rich.WantState(service.StatePending)
	}
}

func TestUserWithoutTheAdministratorsRoleAndAForeignOrganizationAreTold(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"401", "400", "403"} {
		w := newWorld(t)
		w.Set(zohosim.SwitchNotAdministrator, status)
		foreign := w.Player()
		foreign.ID.OrganizationID = "799999999"
		w.WantError(foreign.TryRead(), service.Denied, "administrator", "organization 799999999", "organization_id")
		w.ready(w.IssueAccessToken(zohosim.TokenSpec{NotAdmin: true}))
		w.WantError(w.Player().Add(), service.Denied, "administrator", "Invalid Access")
		w.WantCount("POST ", 0)
	}
}

func TestWrongClientSecretOrRefreshTokenIsDeniedAndAskedForOnce(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"invalid_client", "invalid_client_secret"} {
		for _, status := range []string{"200", "400"} {
			for setting, words := range map[string]string{"client_id": "client_id", "client_secret": "client_secret", "refresh_token": "not that code itself"} {
				w := newWorld(t)
				w.Set(zohosim.SwitchWrongClientSecret, secret)
				w.Set(zohosim.SwitchTokenErrorStatus, status)
				w.refreshing()
				w.Values[setting] = "1000.wrong"
				wantReads(w.Player(), 3, service.Denied, words)
				w.WantCount("", 1)
			}
		}
	}
}

func TestTokenThrottleIsToldApartFromABadCredentialAndNotHammered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refreshing()
	for range 10 {
		w.Player().Read()
	}
	p := w.Player()
	typed := wantReads(p, 5, service.Throttled, "ten requests for one in ten minutes", "ZOHO_ACCESS_TOKEN", "Access Denied")
	w.WantEqual("pause", 10*time.Minute, typed.RetryAfter)
	w.WantCount(tokenRequest, 11)
	w.Clock.Advance(10 * time.Minute)
	p.Read()
}

// Waiting ten minutes would not open a way that a proxy blocks.
func TestBlockedWayToTheTokenEndpointIsNoRateLimit(t *testing.T) {
	t.Parallel()
	for _, page := range []string{`<html><title>Access Denied</title></html>`, "RBAC: access denied"} {
		w := newWorld(t)
		w.refreshing()
		w.Fault(servicetest.Always(tokenRequest, "status:403", page))
		wantReads(w.Player(), 3, service.Denied, "refused to exchange", "ccess")
		w.WantCount(tokenRequest, 1)
	}
}

func TestTokenEndpointThatAnswersTooManyRequestsIsAskedOnceAndNoBadCredential(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refreshing()
	w.Fault(servicetest.Always(tokenRequest, "status:429", `<html><title>Too busy</title></html>`))
	typed := wantReads(w.Player(), 3, service.Throttled, "ten requests for one in ten minutes")
	w.WantEqual("pause", 10*time.Minute, typed.RetryAfter)
	w.WantCount(tokenRequest, 1)
}

func TestRefusalThatOtherSettingsWouldAvoidNamesThem(t *testing.T) {
	t.Parallel()
	servicetest.Cases(t, start, map[string]servicetest.Case{
		"credentials lost on the way": {
			Faults: []simhttp.Fault{servicetest.Always("GET ", "status:400", `{"status":{"code":400,"description":"Invalid Input"},"data":{"errorCode":"INVALID_TICKET"}}`)},
			Do:     (*servicetest.Player).TryRead, Class: service.Denied, Words: []string{"without credentials", "proxy", "INVALID_TICKET"},
		},
		"an unknown organization, which is no absence": {
			Faults: []simhttp.Fault{servicetest.Always("GET ", "status:404", `{"status":{"code":404,"description":"Not Found"}}`)},
			Do:     (*servicetest.Player).TryRead, Class: service.NotFound, Words: []string{organizationID, "organization_id", `data_center = "us"`},
		},
		"a verification that is routed under neither form": {
			State:  service.StatePending,
			Faults: []simhttp.Fault{servicetest.Always(putRequest, "status:404", `{"status":{"code":404},"data":{"errorCode":"URL_RULE_NOT_CONFIGURED"}}`)},
			Do:     (*servicetest.Player).Verify, Class: service.Denied, Words: []string{"neither of the two", "ZohoMail.organization.domains.UPDATE", "base_url"},
			Counts: map[string]int{putRequest: 2},
		},
	})
}

// Empty bodies of refusals have been met by clients.
func TestUnauthorizedWithoutAWordIsAnsweredByOneNewToken(t *testing.T) {
	t.Parallel()
	for _, body := range []string{" ", `{"status":{"code":401,"description":"Unauthorized"}}`} {
		w := newWorld(t)
		w.Fault(servicetest.Once("GET ", "status:401", body))
		w.Player().Read()
		w.WantCount(tokenRequest, 1)
		w.Fault(servicetest.Always("GET ", "status:401", body))
		wantReads(w.Player(), 3, service.Denied, "does not accept the access token", `data_center = "us"`)
		w.WantCount(tokenRequest, 2)
	}
}

// A refusal that is not about the token shows that the token is right.
func TestTokenIsRenewedAgainAfterAnswersThatWereRefusalsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.hosted()
	for range 3 {
		w.ExpireAccessTokens()
		w.WantError(p.Release(), service.Blocked, "hosts the mail")
	}
	w.WantCount(tokenRequest, 3)
}
