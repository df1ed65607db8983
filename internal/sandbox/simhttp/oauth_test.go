// SPDX-License-Identifier: MPL-2.0

package simhttp_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func newOAuth() (*simhttp.OAuth, *clock.Clock) {
	at, issued := clock.New(noonTime), 0
	return &simhttp.OAuth{
		Core: simhttp.NewCore(), Now: at.Now, Lifetime: time.Minute, Scopes: []string{"read", "write"},
		NewValue: func() string { issued++; return fmt.Sprint("token-", issued) },
		ClientID: "client", ClientSecret: "secret",
	}, at
}

func TestAccessTokenLivesAsLongAsItIsMeantTo(t *testing.T) {
	t.Parallel()
	o, clock := newOAuth()
	short, usual, revoked := o.IssueAccessToken(simhttp.TokenSpec{Lifetime: time.Second}), o.IssueAccessToken(simhttp.TokenSpec{}), o.IssueAccessToken(simhttp.TokenSpec{})
	if err := o.RevokeAccessToken(revoked); err != nil || o.RevokeAccessToken(revoked) == nil {
		t.Errorf("revoking: %v, then again", err)
	}
	live := func() string {
		seen := ""
		for _, value := range []string{short, usual, revoked, "guess"} {
			if _, ok := o.Live(value); ok {
				seen += value + " "
			}
		}
		return seen
	}
	seen := []string{live()}
	for _, wait := range []time.Duration{time.Second, 59 * time.Second} {
		clock.Advance(wait)
		seen = append(seen, live())
	}
	last := o.IssueAccessToken(simhttp.TokenSpec{})
	o.ExpireAccessTokens()
	if _, ok := o.Live(last); ok || strings.Join(seen, "| ") != "token-1 token-2 | token-2 | " {
		t.Errorf("live are %q, the last one after all have ended: %t", seen, ok)
	}
}

func TestClientIsRefusedByTheCodesOfRFC6749(t *testing.T) {
	t.Parallel()
	o, _ := newOAuth()
	for _, c := range [][4]string{
		{"refresh_token", "client", "secret", ""},
		{"password", "client", "secret", simhttp.UnsupportedGrantType},
		{"refresh_token", "guess", "secret", simhttp.InvalidClient},
		{"refresh_token", "client", "guess", simhttp.InvalidClientSecret},
	} {
		form := url.Values{"grant_type": {c[0]}, "client_id": {c[1]}, "client_secret": {c[2]}}
		if got := o.RefuseClient(form, "refresh_token"); got != c[3] {
			t.Errorf("%v: %q", c, got)
		}
	}
}

func TestControlAPIIssuesAndEndsTokens(t *testing.T) {
	t.Parallel()
	o, _ := newOAuth()
	operations := o.Operations(`{"scopes":["read"]}`, "issue a token")
	do := func(i int, body string) (any, error) {
		return operations[i].Do(httptest.NewRequest(operations[i].Method, operations[i].Path, strings.NewReader(body)))
	}
	issued, err := do(0, `{"scopes":["read"],"not_admin":true,"service_app":true,"lifetime":"1s"}`)
	token, live := o.Live("token-1")
	if want := (simhttp.TokenSpec{Scopes: []string{"read"}, NotAdmin: true, ServiceApp: true, Lifetime: time.Second}); err != nil || !live || fmt.Sprint(token.TokenSpec) != fmt.Sprint(want) {
		t.Errorf("issued %v (%v), which is %+v, want %+v", issued, err, token, want)
	}
	if _, err := do(1, `{"access_token":"guess"}`); err == nil {
		t.Error("a token that nobody issued was ended")
	}
	for _, body := range []string{`{"access_token":"token-1"}`, `{}`} {
		value := o.IssueAccessToken(simhttp.TokenSpec{})
		_, err := do(1, body)
		_, first := o.Live("token-1")
		if _, other := o.Live(value); err != nil || first || other != (body != `{}`) {
			t.Errorf("%s: %v; token-1 lives %t, the other one %t", body, err, first, other)
		}
	}
}
