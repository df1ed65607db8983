// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestThreeSchemesAuthorize(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for authorization, want := range map[string]int{
		"Bearer " + token: 200, "bearer " + token: 200, "token " + token: 200,
		"": 401, token: 401, "Basic " + token: 401, "Bearer  " + token: 401, "Bearer ghp_x": 401,
	} {
		w.Authorization = authorization
		r := w.Post("/graphql", `{"query":"{organization(login:\"acme-corp\"){id}}"}`)
		if r.Status != want || want == 401 && r.Text != `{"documentation_url":"https://docs.github.com/graphql","message":"Bad credentials"}` {
			t.Errorf("%q: %d %s, want %d", authorization, r.Status, r.Text, want)
		}
	}
}

func TestRequestWithoutUserAgentIsForbidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Header = http.Header{"User-Agent": nil}
	w.Want("a request without User-Agent", w.Post("/graphql", `{"query":"{organization(login:\"acme-corp\"){id}}"}`), 403)
	w.Want("an App without User-Agent", w.installation("/app/installations/42424242", "Bearer "+w.jwt("RS256", map[string]any{
		"iss": githubsim.AppID, "iat": w.Clock.Now().Unix(), "exp": w.Clock.Now().Add(time.Minute).Unix(),
	})), 403)
}

func TestEveryResponseHasItsHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.list()
	a := w.list()
	got := map[string]string{}
	for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Used", "X-Ratelimit-Reset", "X-Ratelimit-Resource", "X-Oauth-Scopes"} {
		got[name] = a.Header.Get(name)
	}
	want := "map[X-Oauth-Scopes:admin:enterprise, admin:org " +
		"X-Ratelimit-Limit:5000 X-Ratelimit-Remaining:4998 X-Ratelimit-Reset:1767272400 X-Ratelimit-Resource:graphql X-Ratelimit-Used:2]"
	if fmt.Sprint(got) != want {
		t.Errorf("headers %v", got)
	}
	w.authorize("wrong")
	unknown := w.Get("/nowhere")
	for name, header := range map[string]http.Header{"success": a.Header, "refusal": w.list().Header, "unknown path": unknown.Header} {
		if len(header.Get("X-Github-Request-Id")) < 20 {
			t.Errorf("%s: request ID %q", name, header.Get("X-Github-Request-Id"))
		}
	}
	w.asApp()
	if scopes, shown := w.list().Header["X-Oauth-Scopes"]; shown || unknown.Status != 404 {
		t.Errorf("an installation token has the scopes %v", scopes)
	}
}

func TestEachFieldDemandsItsScope(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organization, enterprise := w.ownerID("organization"), w.ownerID("enterprise")
	d := w.makeVerified("acme.test")
	calls := map[string]func() answer{
		"list":       w.list,
		"add":        func() answer { return w.tryAdd(organization, "acme.test") },
		"verify":     func() answer { return w.verify(d.ID) },
		"owner info": func() answer { return w.ask(`{ enterprise(slug: "acme-group") { ownerInfo { __typename } } }`, nil) },
		"list of e.": func() answer { return w.ask(enterpriseQuery, variables{"slug": "acme-group"}) },
		"add to e.":  func() answer { return w.tryAdd(enterprise, "new.test") },
		"public data": func() answer {
			return w.ask(`{ organization(login: "acme-corp") { id login viewerCanAdminister } }`, nil)
		},
	}
	for scope, allowed := range map[string]string{
		"repo":                          "public data",
		"read:org":                      "public data",
		githubsim.ScopeAdminOrg:         "public data, list, add, verify",
		githubsim.ScopeReadEnterprise:   "public data, owner info",
		githubsim.ScopeAdminEnterprise:  "public data, owner info, list of e., add to e.",
		"admin:org_hook":                "public data",
		"manage_billing:enterprise":     "public data",
		"admin:org admin:enterprise xx": "public data",
	} {
		w.issue(simhttp.TokenSpec{Scopes: []string{scope}})
		for name, call := range calls {
			a := call()
			refused := len(a.errors) > 0 && a.errors[0].Type == "INSUFFICIENT_SCOPES"
			if refused == strings.Contains(", "+allowed+",", ", "+name+",") {
				t.Errorf("%s with %s: %s", name, scope, a.Text)
			}
			if _, hasData := a.Fields["data"]; refused && (a.data != nil || !hasData) {
				t.Errorf("%s with %s: data is not null: %s", name, scope, a.Text)
			}
		}
	}
}

func TestOwnersOnlyReachDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organization, d := w.ownerID("organization"), w.makeVerified("acme.test")
	w.issue(simhttp.TokenSpec{NotAdmin: true})
	a := w.ask(`{ organization(login: "acme-corp") { viewerCanAdminister } enterprise(slug: "acme-group") { viewerIsAdmin } }`, nil)
	got := simtest.Line(a.data, w.list().errors[0].Type, w.tryAdd(organization, "beta.test").errors[0].Type, w.delete(d.ID).errors[0].Type, w.read(d.ID, "id"))
	if got != "map[enterprise:map[viewerIsAdmin:false] organization:map[viewerCanAdminister:false]] FORBIDDEN FORBIDDEN NOT_FOUND <nil>" {
		t.Errorf("seen %s", got)
	}
}

func TestDomainsOfOtherOrganizationsAreOutOfReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.AddDomain(githubsim.DomainSpec{Domain: "acme.test", Owner: githubsim.ForOther}))
	d, _ := w.Snapshot().Domain(githubsim.ForOther, "acme.test")
	a := w.ask(organizationQuery, variables{"login": "somebody-else"})
	if got := simtest.Line(w.read(d.ID, "id"), w.delete(d.ID).errors[0].Type, a.errors[0].Type, a.data); got != "<nil> NOT_FOUND FORBIDDEN map[]" {
		t.Errorf("seen %s", got)
	}
}

func TestSAMLWantsAuthorizedTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organization, d := w.ownerID("organization"), w.makeVerified("acme.test")
	w.change(githubsim.OwnerChange{SAML: &yes})
	list := w.list()
	got := simtest.Line(list.at("organization"), list.errors[0].Type, list.errors[0].Extensions,
		w.tryAdd(organization, "beta.test").errors[0].Extensions, w.verify(d.ID).errors[0].Extensions, len(w.ask(enterpriseQuery, variables{"slug": "acme-group"}).errors))
	if got != "<nil> FORBIDDEN map[saml_failure:true] map[saml_failure:true] map[saml_failure:true] 0" {
		t.Errorf("seen %s", got)
	}
	if page := list.Header.Get("X-Github-Sso"); !strings.HasPrefix(page, "required; url=https://github.com/orgs/Acme-Corp/sso?authorization_request=") {
		t.Errorf("x-github-sso is %q", page)
	}
}

func TestTokenEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.issue(simhttp.TokenSpec{Lifetime: time.Minute})
	status := func() int { return w.ask(anyQuery, nil).Status }
	seen := []any{status()}
	w.Clock.Advance(time.Minute)
	seen = append(seen, status())
	w.issue(simhttp.TokenSpec{})
	w.Clock.Advance(1000 * time.Hour)
	seen = append(seen, status())
	if got := simtest.Line(seen...); got != "200 401 200" {
		t.Errorf("seen %s", got)
	}
}

// jwt signs claims like a client of the App.
func (w *world) jwt(algorithm string, claims map[string]any) string {
	w.T.Helper()
	client, _ := w.Simulator().Client([]string{""}).(githubsim.Client)
	block, _ := pem.Decode([]byte(strings.ReplaceAll(client.AppKey, `\n`, "\n")))
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	w.Must(err)
	header, err := json.Marshal(map[string]string{"alg": algorithm, "typ": "JWT"})
	w.Must(err)
	payload, err := json.Marshal(claims)
	w.Must(err)
	signed := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(payload)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	w.Must(err)
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func (w *world) installation(path, authorization string) simtest.Response {
	w.T.Helper()
	w.Authorization = authorization
	return w.Post(path+"/access_tokens", "")
}

func TestAppIsIssuedATokenOfOneHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	claims := map[string]any{"iss": githubsim.AppID, "iat": w.Clock.Now().Unix(), "exp": w.Clock.Now().Add(9 * time.Minute).Unix()}
	for path, scheme := range map[string]string{"/app/installations/42424242": "Bearer", "/api/v3/app/installations/42424242": "bearer"} {
		r := w.installation(path, scheme+" "+w.jwt("RS256", claims))
		issued, _ := r.Fields["token"].(string)
		w.authorize(issued)
		if r.Status != 201 || !strings.HasPrefix(issued, "ghs_") || len(issued) == 40 || r.Fields["expires_at"] != "2026-01-01T13:00:00Z" {
			t.Errorf("%s: %d %s", path, r.Status, r.Text)
		}
	}
	w.set(githubsim.SwitchAppToken, "works")
	before := w.list()
	w.Clock.Advance(time.Hour)
	if after := w.list(); before.at("organization.viewerCanAdminister") != true || after.Status != 401 {
		t.Errorf("before the end %s, then %d", before.Text, after.Status)
	}
}

func TestWrongJWTIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	now := w.Clock.Now()
	in := func(d time.Duration) int64 { return now.Add(d).Unix() }
	with := func(claim string, value any) string {
		claims := map[string]any{"iss": githubsim.AppID, "iat": in(-time.Minute), "exp": in(time.Minute)}
		claims[claim] = value
		if value == nil {
			delete(claims, claim)
		}
		return "Bearer " + w.jwt("RS256", claims)
	}
	good := map[string]any{"iss": 123456, "iat": in(0), "exp": in(10 * time.Minute)}
	signed := w.jwt("RS256", good)
	parts := strings.Split(with("exp", in(time.Minute)), ".")
	for name, c := range map[string]struct {
		authorization string
		status        int
		text          string
	}{
		"number as issuer, ten minutes": {"Bearer " + signed, 201, ""},
		"no header":                     {"", 401, "could not be decoded"},
		"another scheme":                {"token " + signed, 401, "could not be decoded"},
		"a token":                       {"Bearer " + token, 401, "could not be decoded"},
		"another payload":               {parts[0] + "." + strings.Split(signed, ".")[1] + "." + parts[2], 401, "could not be decoded"},
		"another algorithm":             {"Bearer " + w.jwt("HS256", good), 401, "could not be decoded"},
		"another App":                   {with("iss", "1"), 401, "Integration not found"},
		"no issuer":                     {with("iss", nil), 401, "Integration not found"},
		"no begin":                      {with("iat", nil), 401, "'Issued at' claim"},
		"from the future":               {with("iat", in(time.Second)), 401, "'Issued at' claim"},
		"no end":                        {with("exp", nil), 401, "must be a numeric value"},
		"in the past":                   {with("exp", in(0)), 401, "must be a numeric value"},
		"a second too late":             {with("exp", in(601*time.Second)), 401, "too far in the future"},
	} {
		if r := w.installation("/app/installations/42424242", c.authorization); r.Status != c.status || !strings.Contains(r.Text, c.text) {
			t.Errorf("%s: %d %s, want %d %s", name, r.Status, r.Text, c.status, c.text)
		}
	}
	if r := w.installation("/app/installations/43", "Bearer "+signed); r.Status != 404 {
		t.Errorf("not installed there: %d %s", r.Status, r.Text)
	}
	w.authorize(signed)
	if a := w.list(); a.Status != 401 {
		t.Errorf("a JWT in place of a token: %d", a.Status)
	}
}
