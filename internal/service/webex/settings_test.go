// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

const secret = "a-very-secret-value"

func TestSettingsThatAreWrongAreNamed(t *testing.T) {
	t.Parallel()
	trio := service.Values{"client_id": "C1", "client_secret": secret, "refresh_token": secret}
	with := func(values service.Values, more ...string) service.Values {
		values = maps.Clone(values)
		for n := 0; n < len(more); n += 2 {
			values[more[n]] = more[n+1]
		}
		return values
	}
	access := service.Values{"access_token": secret}
	for name, c := range map[string]struct {
		values         service.Values
		setting, words string
	}{
		"no credentials":            {service.Values{}, "access_token", "WEBEX_ACCESS_TOKEN"},
		"only an organization":      {service.Values{"organization_id": uuid}, "access_token", "no credentials"},
		"refresh token alone":       {service.Values{"refresh_token": secret}, "client_id", "client_id and client_secret"},
		"refresh without client id": {with(trio, "client_id", ""), "client_id", "client_id is not"},
		"refresh without secret":    {with(trio, "client_secret", ""), "client_secret", "client_secret is not"},
		"client without refresh":    {with(trio, "refresh_token", ""), "refresh_token", "neither"},
		"organization id":           {with(access, "organization_id", "acme"), "organization_id", "neither a UUID nor"},
		"plain http":                {with(access, "base_url", "http://webexapis.com/v1"), "base_url", "unencrypted"},
		"base URL without a scheme": {with(access, "base_url", "webexapis.com/v1"), "base_url", "scheme"},
		"base URL with a password":  {with(access, "base_url", "https://me:"+secret+"@webexapis.com"), "base_url", "user"},
		"token URL in plain http":   {with(trio, "token_url", "http://webexapis.com/v1/access_token"), "token_url", "unencrypted"},
		"budget in words":           {with(access, "requests_per_minute", "few"), "requests_per_minute", "at least 1"},
		"admin domain with a space": {with(access, "admin_domain", "acme corp.com"), "admin_domain", "acme corp.com"},
		"admin domain as address":   {with(access, "admin_domain", "me@acme.com"), "admin_domain", "me@acme.com"},
		"probe domain as suffix":    {with(access, "drift_probe_domain", "co.uk"), "drift_probe_domain", "co.uk"},
		"probe domain as IP":        {with(access, "drift_probe_domain", "192.0.2.1"), "drift_probe_domain", "192.0.2.1"},
	} {
		_, err := webex.Definition().New(c.values, service.Dependencies{})
		var wrong *service.SettingError
		if !errors.As(err, &wrong) || wrong.Setting != c.setting || !strings.Contains(wrong.Reason, c.words) {
			t.Errorf("%s: %v, want an error of %s with %q", name, err, c.setting, c.words)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error shows a secret: %v", name, err)
		}
	}
}

func TestSettingsThatAreEnoughMakeAService(t *testing.T) {
	t.Parallel()
	trio := service.Values{"client_id": "C1", "client_secret": secret, "refresh_token": secret}
	both := maps.Clone(trio)
	both["access_token"] = secret
	for name, values := range map[string]service.Values{
		"access token": {"access_token": secret}, "refresh token": trio, "both": both,
		"loopback": {"access_token": secret, "base_url": "http://127.0.0.1:1/v1"},
	} {
		if _, err := webex.Definition().New(values, service.Dependencies{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
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

func TestRecordPrefixCanBeReplaced(t *testing.T) {
	t.Parallel()
	made, err := webex.Definition().New(service.Values{"access_token": secret, "record_prefix": "ciscocidomainverification="}, service.Dependencies{})
	must(t, err)
	id := service.DomainID{Service: webex.Name, OrganizationID: uuid, Domain: "acme.com"}
	got, err := made.Publication(t.Context(), id, service.MethodDNSTXT, "T0ken")
	must(t, err)
	want := service.Publication{Record: &service.Record{Name: "acme.com", Type: "TXT", Value: "ciscocidomainverification=T0ken", TTL: 300}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("publication (-want +got):\n%s", diff)
	}
}

// Secrets are masked, and each variable belongs to one setting.
func TestEverySecretSettingIsMarkedAndEveryVariableIsItsOwn(t *testing.T) {
	t.Parallel()
	want := map[string]bool{"access_token": true, "client_secret": true, "refresh_token": true}
	variables := map[string]string{}
	for _, setting := range webex.Definition().Settings {
		if setting.Secret != want[setting.Name] {
			t.Errorf("%s: secret %t, want %t", setting.Name, setting.Secret, want[setting.Name])
		}
		for _, variable := range setting.EnvironmentVariables {
			if other, taken := variables[variable]; taken || !strings.HasPrefix(variable, "WEBEX_") {
				t.Errorf("%s reads %s (taken by %q), want a WEBEX_ variable of its own", setting.Name, variable, other)
			}
			variables[variable] = setting.Name
		}
	}
}

const (
	uuid       = "82adacf4-453f-4e2b-a406-2939fddcaad2"
	commercial = "ciscospark://us/ORGANIZATION/" + uuid
	government = "ciscospark://urn:TEAM:us-gov-west-1_a1/ORGANIZATION/" + uuid
)

func TestOrganizationUUIDIsFoundInEveryForm(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]string{
		"UUID":                       uuid,
		"UUID in upper case":         "82ADACF4-453F-4E2B-A406-2939FDDCAAD2",
		"Base64":                     base64.StdEncoding.EncodeToString([]byte(commercial)),
		"Base64 without padding":     base64.RawStdEncoding.EncodeToString([]byte(commercial)),
		"URL-safe Base64":            base64.URLEncoding.EncodeToString([]byte("ciscospark://ü?>/ORGANIZATION/" + uuid)),
		"URL-safe, no padding":       base64.RawURLEncoding.EncodeToString([]byte("ciscospark://ü?>/ORGANIZATION/" + uuid)),
		"standard alphabet":          base64.StdEncoding.EncodeToString([]byte("ciscospark://ü?>/ORGANIZATION/" + uuid)),
		"government":                 base64.StdEncoding.EncodeToString([]byte(government)),
		"government without padding": base64.RawURLEncoding.EncodeToString([]byte(government)),
		"upper case inside":          base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/82ADACF4-453F-4E2B-A406-2939FDDCAAD2")),
	} {
		if got, err := withOrganization(t, "").CanonicalOrganizationID(id); err != nil || got != uuid {
			t.Errorf("%s %q: %q, %v; want %s", name, id, got, err, uuid)
		}
	}
}

func TestOrganizationIDThatIsNoneIsRejectedWithAdvice(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]string{
		"empty":            "",
		"a word":           "acme",
		"UUID cut short":   uuid[:35],
		"UUID with spaces": " " + uuid,
		"a person":         base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/PEOPLE/" + uuid)),
		"no UUID inside":   base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/acme")),
		"more behind":      base64.RawURLEncoding.EncodeToString([]byte(commercial + "/x")),
		"bad Base64":       "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8*",
		"the URI itself":   commercial,
	} {
		_, err := withOrganization(t, "").CanonicalOrganizationID(id)
		if service.ClassOf(err) != service.Rejected {
			t.Errorf("%s %q: %v, want %s", name, id, err, service.Rejected)
		}
		wantError(t, err, service.Rejected, "Control Hub")
	}
}

func TestEmptyOrganizationIDMeansTheConfiguredOne(t *testing.T) {
	t.Parallel()
	if got, err := withOrganization(t, uuid).CanonicalOrganizationID(""); err != nil || got != uuid {
		t.Errorf("got %q, %v; want %s", got, err, uuid)
	}
	_, err := withOrganization(t, "").CanonicalOrganizationID("")
	wantError(t, err, service.Rejected, "no organization ID is set", "organization_id")
}

// withOrganization is a service with a default organization.
func withOrganization(t *testing.T, id string) service.Service {
	t.Helper()
	made, err := webex.Definition().New(service.Values{"access_token": secret, "organization_id": id}, service.Dependencies{})
	must(t, err)
	return made
}

func TestExpiredAccessTokenIsRefreshedOnceForTwentyCalls(t *testing.T) {
	t.Parallel()
	for name, expire := range map[string]func(*world){
		"by its time":    func(w *world) { w.Clock.Advance(15 * 24 * time.Hour) },
		"before its end": func(w *world) { w.Webex.ExpireAccessTokens() },
	} {
		for _, rotation := range []string{"same", "rotates"} {
			t.Run(name+", "+rotation, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, unreadable)
				w.set(t, webexsim.SwitchRefreshTokenRotation, rotation)
				w.refreshing()
				adapter := w.adapter(t)
				read(t, adapter, w.ID(0))
				for round := 2; round <= 3; round++ {
					expire(w)
					var callers sync.WaitGroup
					for n := range 20 {
						callers.Go(func() {
							if _, err := adapter.Challenge(t.Context(), w.ID(n), service.MethodDNSTXT); err != nil {
								t.Error(err)
							}
						})
					}
					callers.Wait()
					if got := w.Webex.Snapshot().Refreshes; got != round {
						t.Errorf("%d refreshes, want %d", got, round)
					}
				}
			})
		}
	}
}

func TestAccessTokenBesideARefreshTokenIsUsedUntilItIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	access := w.values["access_token"]
	w.refreshing()
	w.values["access_token"] = access
	adapter := w.adapter(t)
	if _, err := adapter.Challenge(t.Context(), w.ID(0), service.MethodDNSTXT); err != nil || w.Webex.Snapshot().Refreshes != 0 {
		t.Errorf("%v, %d refreshes; want none", err, w.Webex.Snapshot().Refreshes)
	}
	w.Webex.ExpireAccessTokens()
	if _, err := adapter.Challenge(t.Context(), w.ID(0), service.MethodDNSTXT); err != nil || w.Webex.Snapshot().Refreshes != 1 {
		t.Errorf("%v, %d refreshes; want one", err, w.Webex.Snapshot().Refreshes)
	}
}

func TestWrongOrExpiredAccessTokenIsDenied(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*world){
		"wrong":   func(w *world) { w.values["access_token"] = "no-such-token" },
		"expired": func(w *world) { w.Webex.ExpireAccessTokens() },
	} {
		w := newWorld(t, listsReading)
		spoil(w)
		_, err := w.adapter(t).Read(t.Context(), w.ID(0))
		wantError(t, err, service.Denied, "12 hours")
		if answerOf(err).Status != 401 {
			t.Errorf("%s: answer %+v, want 401", name, answerOf(err))
		}
	}
}

func TestMissingScopeIsDeniedWithWebexsOwnWords(t *testing.T) {
	t.Parallel()
	for setting, status := range map[string]int{"401": 401, "403": 403} {
		for name, scopes := range map[string][]string{
			"no scope at all": {webexsim.ScopePeopleRead}, "only reading": {webexsim.ScopeOrganizationsRead},
		} {
			w := newWorld(t, unreadable)
			w.set(t, webexsim.SwitchMissingScope, setting)
			w.values["access_token"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{Scopes: scopes})
			_, err := w.adapter(t).Add(t.Context(), w.ID(0))
			wantError(t, err, service.Denied, "identity:organizations_rw")
			answer := answerOf(err)
			if answer.Status != status || answer.Code != "200003" || answer.Message == "" || answer.RequestID == "" {
				t.Errorf("%s: answer %+v, want %d with code 200003, message and tracking id", name, answer, status)
			}
		}
	}
}

func TestMissingRoleIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.values["access_token"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{NotAdmin: true})
	_, err := w.adapter(t).Add(t.Context(), w.ID(0))
	wantError(t, err, service.Denied, "id_full_admin")

	app := newWorld(t, unreadable)
	app.set(t, webexsim.SwitchServiceAppRole, "403")
	app.values["access_token"] = app.Webex.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
	_, err = app.adapter(t).Add(t.Context(), app.ID(0))
	wantError(t, err, service.Denied, "id_full_admin")
}

func TestWrongOrganizationIsNamedAndNeverTakenForAbsence(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]service.Class{"403": service.Denied, "404": service.NotFound} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchWrongOrganization, setting)
		adapter, id := w.adapter(t), w.ID(0)
		id.OrganizationID = "00000000-0000-4000-a000-000000000000"
		_, readErr := adapter.Read(t.Context(), id)
		_, addErr := adapter.Add(t.Context(), id)
		for _, err := range []error{readErr, addErr, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}), adapter.Unclaim(t.Context(), id)} {
			wantError(t, err, want, "organization")
		}
		if w.Writes() != 0 {
			t.Errorf("%d writes to a wrong organization, want none", w.Writes())
		}
	}
}

func TestRefusedRefreshTokenIsDeniedAndNothingElseIsAsked(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"client_secret", "refresh_token"} {
		w := newWorld(t, unreadable)
		w.refreshing()
		w.values[setting] = "wrong-wrong-wrong"
		_, err := w.adapter(t).Read(t.Context(), w.ID(0))
		wantError(t, err, service.Denied, "refresh token")
		if answer := answerOf(err); answer.Status < 400 || answer.RequestID == "" || answer.Message == "" || strings.Contains(answer.Message, "{") {
			t.Errorf("%s: answer %+v, want status, message and tracking id", setting, answer)
		}
		if w.Count("") != 1 {
			t.Errorf("%s: %d requests, want one", setting, w.Count(""))
		}
	}
}

func TestUnreachableTokenEndpointIsTransient(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.refreshing()
	w.fault(t, simhttp.Fault{Match: "/access_token", Kind: "status:503"})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	wantError(t, err, service.Transient, "could not obtain an access token")
}

func TestThrottlingThatLastsSaysHowLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:429", RetryAfter: 3600})
	_, err := w.adapter(t).Add(t.Context(), w.ID(0))
	wantError(t, err, service.Throttled)
	if typed := new(service.Error); !errors.As(err, &typed) || typed.RetryAfter != time.Hour {
		t.Errorf("got %+v, want an hour", err)
	}
	if n := len(w.bodies("getDomainVerificationToken")); n != 1 {
		t.Errorf("%d requests, want one", n)
	}
}

func TestThrottlingOfOneDomainHoldsBackTheOthersWithoutARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	adapter := w.adapter(t)
	w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:429", RetryAfter: 3600})
	_, err := adapter.Add(t.Context(), w.ID(0))
	wantError(t, err, service.Throttled)
	_, err = adapter.Add(t.Context(), w.ID(1))
	wantError(t, err, service.Throttled, "no request is sent to it for another")
	if n := len(w.bodies("getDomainVerificationToken")); n != 1 {
		t.Errorf("%d requests, want one", n)
	}
}
