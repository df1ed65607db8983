// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"net/http"
	"testing"
	"time"

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

func TestAccessTokensEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	revoked, short := w.IssueAccessToken(zohosim.TokenSpec{}), w.IssueAccessToken(zohosim.TokenSpec{Lifetime: time.Minute})
	w.Must(w.RevokeAccessToken(revoked))
	if err := w.RevokeAccessToken(revoked); err == nil {
		t.Error("a token was revoked twice")
	}
	status := func(token string) int { w.authorize(token); return w.list().Status }
	seen := []any{status(revoked), status(short)}
	w.Clock.Advance(time.Minute)
	seen = append(seen, status(short), status(w.Credentials().AccessToken))
	w.Clock.Advance(59 * time.Minute)
	seen = append(seen, status(w.Credentials().AccessToken))
	fresh := token(w.refresh())
	seen = append(seen, status(fresh))
	w.ExpireAccessTokens()
	seen = append(seen, status(fresh), status(token(w.refresh())))
	if got := simtest.Line(seen...); got != "401 200 401 200 401 200 401 200" {
		t.Errorf("seen %s", got)
	}
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
