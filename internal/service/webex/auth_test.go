// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

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
