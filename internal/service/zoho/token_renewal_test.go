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
)

const tokenRequest = "POST /oauth/v2/token"

func TestTokenRefusedMidRunIsRefreshedOnceForTenCallers(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*world){
		"by its time":    func(w *world) { w.clock.Advance(time.Hour) },
		"before its end": func(w *world) { w.ExpireAccessTokens() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.refreshing()
			adapter := w.adapter(t)
			tokens := make([]string, 10)
			for n := range tokens {
				tokens[n] = w.makePending(t, adapter, w.ID(n))
			}
			w.wantCount(t, tokenRequest, 1)
			end(w)
			var callers sync.WaitGroup
			for n, token := range tokens {
				callers.Go(func() {
					if found, err := w.verify(t, adapter, w.ID(n), token); err != nil || !found.State.Verified() {
						t.Errorf("%+v, %v", found, err)
					}
				})
			}
			callers.Wait()
			w.wantCount(t, tokenRequest, 2)
		})
	}
}

func TestAccessTokenBesideARefreshTokenIsUsedUntilItIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	read(t, w.adapter(t), w.ID(0))
	w.wantCount(t, tokenRequest, 0)
	w.ExpireAccessTokens()
	read(t, w.adapter(t), w.ID(0))
	w.wantCount(t, tokenRequest, 1)
}

func TestCredentialsTravelInTheBodyAndUnderZohosScheme(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refreshing()
	read(t, w.adapter(t), w.ID(0))
	for _, request := range w.Requests() {
		isToken := strings.HasPrefix(request.Path, "/oauth/")
		if strings.Contains(request.Path, "1000.") || isToken != strings.Contains(request.Body, "refresh_token=") {
			t.Errorf("%s %s with the body %q", request.Method, request.Path, request.Body)
		}
	}
	w.wantCount(t, "GET "+w.domains(), 1)
}

func TestEverySettingTellsACredentialOfAnotherDataCenterWhichOneToTry(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"invalid_client", "foreign_token"} {
		for _, status := range []string{"200", "400"} {
			w := newWorld(t, func(c *zohosim.Config) { c.CredentialsOf = "eu" })
			w.set(t, zohosim.SwitchForeignCredentials, answer)
			w.set(t, zohosim.SwitchTokenErrorStatus, status)
			w.refreshing()
			adapter := w.adapter(t)
			for n := range 8 {
				_, err := adapter.Read(t.Context(), w.ID(n))
				if answer == "foreign_token" {
					wantError(t, err, service.Denied, `set data_center = "eu"`, "www.zohoapis.eu")
					continue
				}
				wantError(t, err, service.Denied, "client_id", `data_center = "us"`, "eu, in, au, jp, ca, sa, uk, cn, ae", "mail.zoho.eu")
			}
			if got, most := w.count(tokenRequest), 2; got > most {
				t.Errorf("%s: %d token requests, want %d at most", answer, got, most)
			}
		}
	}
}

func TestReadyTokenThatIsRefusedExplainsItsHourAndItsDataCenter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ready("1000.no-such-token")
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	wantError(t, err, service.Denied, "one hour", `data_center = "us"`, "the others are eu", "sign in to Zoho Mail", "INVALID_OAUTHTOKEN")
	w.wantCount(t, "", 1)
}

func TestMissingScopeIsNamedExactly(t *testing.T) {
	t.Parallel()
	const family = "ZohoMail.organization.domains."
	for _, shape := range []string{"401", "400", "403", "404", "url_rule"} {
		w := newWorld(t)
		w.set(t, zohosim.SwitchMissingScope, shape)
		adapter, id := w.adapter(t), w.ID(0)
		w.makePending(t, adapter, id)
		w.ready(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{family + "READ"}}))
		poor := w.adapter(t)
		_, err := poor.Add(t.Context(), w.ID(1))
		wantError(t, err, service.Denied, "scope", family+"CREATE")
		_, err = w.verify(t, poor, id, read(t, poor, id).Token(w.method))
		wantError(t, err, service.Denied, "scope", family+"UPDATE")
		wantError(t, release(t, poor, id), service.Denied, "scope", family+"DELETE")
		_, err = poor.Organization(t.Context(), id.OrganizationID)
		wantError(t, err, service.Denied, "scope", "ZohoMail.partner.organization.READ")
		w.ready(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{"ZohoMail.accounts.READ"}}))
		_, err = w.adapter(t).Read(t.Context(), id)
		wantError(t, err, service.Denied, "scope", family+"READ")
		w.wantState(t, id, service.StatePending)
	}
}

func TestUserWithoutTheAdministratorsRoleAndAForeignOrganizationAreTold(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"401", "400", "403"} {
		w := newWorld(t)
		w.set(t, zohosim.SwitchNotAdministrator, status)
		foreign := w.ID(0)
		foreign.OrganizationID = "799999999"
		_, err := w.adapter(t).Read(t.Context(), foreign)
		wantError(t, err, service.Denied, "administrator", "organization 799999999", "organization_id")
		w.ready(w.IssueAccessToken(zohosim.TokenSpec{NotAdmin: true}))
		_, err = w.adapter(t).Add(t.Context(), w.ID(0))
		wantError(t, err, service.Denied, "administrator", "Invalid Access")
		w.wantCount(t, tokenRequest, 0)
		w.wantCount(t, "POST ", 0)
	}
}

func TestWrongClientSecretOrRefreshTokenIsDeniedAndAskedForOnce(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"invalid_client", "invalid_client_secret"} {
		for _, status := range []string{"200", "400"} {
			for setting, words := range map[string]string{
				"client_id": "client_id", "client_secret": "client_secret", "refresh_token": "not that code itself",
			} {
				w := newWorld(t)
				w.set(t, zohosim.SwitchWrongClientSecret, secret)
				w.set(t, zohosim.SwitchTokenErrorStatus, status)
				w.refreshing()
				w.values[setting] = "1000.wrong"
				adapter := w.adapter(t)
				for n := range 3 {
					_, err := adapter.Read(t.Context(), w.ID(n))
					wantError(t, err, service.Denied, words)
				}
				w.wantCount(t, "", 1)
			}
		}
	}
}

func TestTokenThrottleIsToldApartFromABadCredentialAndNotHammered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refreshing()
	for range 10 {
		read(t, w.adapter(t), w.ID(0))
	}
	adapter := w.adapter(t)
	for range 5 {
		_, err := adapter.Read(t.Context(), w.ID(0))
		wantError(t, err, service.Throttled, "ten requests for one in ten minutes", "ZOHO_ACCESS_TOKEN", "Access Denied")
		if pause := typedOf(err).RetryAfter; pause != 10*time.Minute {
			t.Errorf("retry after %s", pause)
		}
	}
	w.wantCount(t, tokenRequest, 11)
	w.clock.Advance(10 * time.Minute)
	read(t, adapter, w.ID(0))
}

func TestRequestThatLostItsCredentialsOnTheWayIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:400", Body: `{"status":{"code":400,"description":"Invalid Input"},"data":{"errorCode":"INVALID_TICKET"}}`})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	wantError(t, err, service.Denied, "without credentials", "proxy", "INVALID_TICKET")
}

func TestUnknownOrganizationIsNotFoundAndNeverAbsence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:404", Body: `{"status":{"code":404,"description":"Not Found"}}`})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	wantError(t, err, service.NotFound, w.ID(0).OrganizationID, "organization_id", `data_center = "us"`)
}

func TestTokenEndpointThatAnswersTooManyRequestsIsAskedOnceAndNoBadCredential(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refreshing()
	w.fault(t, simhttp.Fault{Match: tokenRequest, Kind: "status:429", Body: `<html><title>Too busy</title></html>`})
	adapter := w.adapter(t)
	for range 3 {
		_, err := adapter.Read(t.Context(), w.ID(0))
		wantError(t, err, service.Throttled, "ten requests for one in ten minutes")
		if pause := typedOf(err).RetryAfter; pause != 10*time.Minute {
			t.Errorf("retry after %s", pause)
		}
	}
	w.wantCount(t, tokenRequest, 1)
}

// Empty bodies of refusals have been met by clients.
func TestUnauthorizedWithoutAWordIsAnsweredByOneNewToken(t *testing.T) {
	t.Parallel()
	for _, body := range []string{" ", `{"status":{"code":401,"description":"Unauthorized"}}`} {
		w := newWorld(t)
		w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:401", Times: 1, Body: body})
		read(t, w.adapter(t), w.ID(0))
		w.wantCount(t, tokenRequest, 1)
		w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:401", Body: body})
		adapter := w.adapter(t)
		for range 3 {
			_, err := adapter.Read(t.Context(), w.ID(0))
			wantError(t, err, service.Denied, "does not accept the access token", `data_center = "us"`)
		}
		w.wantCount(t, tokenRequest, 2)
	}
}

// A refusal that is not about the token shows that the token is right.
func TestTokenIsRenewedAgainAfterAnswersThatWereRefusalsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	for range 3 {
		w.ExpireAccessTokens()
		wantError(t, release(t, adapter, id), service.Blocked, "hosts the mail")
	}
	w.wantCount(t, tokenRequest, 3)
}
