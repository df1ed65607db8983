// SPDX-License-Identifier: MPL-2.0

package googlesim_test

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
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

// wire/google.md 1.3 to 1.6, for both methods.
func TestDomainIsVerifiedByItsRecordAndReleasedWithoutIt(t *testing.T) {
	t.Parallel()
	for _, method := range []string{googlesim.MethodTXT, googlesim.MethodCNAME} {
		w := newWorld(t)
		w.Want("insert without record", w.insert(method), 400)
		token := w.token(method)
		w.Publish("acme.test", token)
		if label, target, found := strings.Cut(token, " "); found {
			w.See(func() { w.Aliases[label+".acme.test"] = target })
		}
		resource := map[string]any{
			"id": "dns%3A%2F%2Facme.test", "site": map[string]any{"type": "INET_DOMAIN", "identifier": "acme.test"}, "owners": []any{account},
		}
		w.WantFields("insert "+method, w.insert(method), 200, resource)
		w.WantFields("get", w.Get(acme), 200, resource)
		w.WantFields("get by the plain id", w.Get(api+"webResource/dns://acme.test"), 200, resource)
		w.WantFields("list", w.Get(api+"webResource"), 200, map[string]any{"items": []any{resource}})
		if r := w.Delete(acme); r.Status != 400 || !has(r, "cannot unverify") {
			t.Errorf("delete with the record: %d %s", r.Status, r.Text)
		}
		w.Publish("acme.test")
		w.See(func() { clear(w.Aliases) })
		w.Want("delete", w.Delete(acme), 204)
	}
}

func TestTokenBelongsToTheCaller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.token(googlesim.MethodTXT)
	w.verify()
	w.as(verifier)
	if w.token(googlesim.MethodTXT) == own {
		t.Error("two identities have the same token")
	}
	w.Want("insert with the record of another", w.insert(googlesim.MethodTXT), 400)
	w.Want("get what another owns", w.Get(acme), 403)
}

// wire/google.md 1.5.
func TestOwnerWhoseRecordIsVisibleIsNotRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.verify()
	token := w.Records["acme.test"][1]
	w.as(verifier)
	w.Publish("acme.test", token, w.token(googlesim.MethodTXT))
	w.Want("insert", w.insert(googlesim.MethodTXT), 200)
	alone := `{` + site + `,"owners":["` + verifier + `"]}`
	w.Want("remove an owner with a record", w.Put(acme, alone), 400)
	w.Want("add an owner beside one with a record", w.Put(acme, `{`+site+`,"owners":["`+account+`","`+verifier+`","x@y.test"]}`), 400)
	w.Want("without site", w.Put(acme, `{"owners":["`+verifier+`"]}`), 400)
	w.Want("remove the caller", w.Put(acme, `{`+site+`,"owners":["`+account+`"]}`), 400)
	w.Publish("acme.test", w.token(googlesim.MethodTXT))
	w.Want("remove an owner without one", w.Put(acme, alone), 200)
	if got := w.Snapshot().Sites[0].Owners; len(got) != 1 || got[0] != verifier {
		t.Errorf("owners %v", got)
	}
}

// wire/google.md 6.
func TestAccessIsRefusedInItsOwnWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := func(what string, r simtest.Response, refused string) {
		t.Helper()
		if got := refusal(r); got != refused {
			t.Errorf("%s: %s, want %s", what, got, refused)
		}
	}
	w.as(account, googlesim.ScopeVerifyOnly)
	want("token by verify_only", w.insert(googlesim.MethodTXT), "400 badRequest")
	want("list by verify_only", w.Get(api+"webResource"), "403 insufficientPermissions")
	w.Must(w.SetProject(googlesim.ProjectState{Disabled: []string{"Site Verification API"}}))
	want("API not enabled", w.insert(googlesim.MethodTXT), "403 accessNotConfigured")
	w.Authorization = "Bearer none"
	want("unknown token", w.insert(googlesim.MethodTXT), "401 authError")
}

// signed is an assertion of the service account, with changes.
func (w *world) signed(file map[string]string, change map[string]any) string {
	w.T.Helper()
	claims := map[string]any{
		"iss": file["client_email"], "scope": googlesim.ScopeVerification, "aud": file["token_uri"],
		"iat": w.Clock.Now().Unix(), "exp": w.Clock.Now().Add(time.Hour).Unix(),
	}
	for name, value := range change {
		claims[name] = value
	}
	encoded, err := json.Marshal(claims)
	w.Must(err)
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + base64.RawURLEncoding.EncodeToString(encoded)
	block, _ := pem.Decode([]byte(file["private_key"]))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	w.Must(err)
	digest := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key.(*rsa.PrivateKey), crypto.SHA256, digest[:])
	w.Must(err)
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// wire/google.md 2.
func TestTokenEndpointTakesKeysAndRefreshTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.Simulator().Client([]string{w.URL + api}).(googlesim.Client)
	var key, login map[string]string
	w.Must(json.Unmarshal([]byte(client.Credentials), &key))
	w.Must(json.Unmarshal([]byte(client.Login), &login))
	const bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	for _, c := range []struct {
		what   string
		change map[string]any
		status int
		text   string
	}{
		{"key alone", nil, 200, "expires_in\":3599"},
		{"as a person", map[string]any{"sub": admin}, 401, "unauthorized_client"},
		{"for another audience", map[string]any{"aud": "https://elsewhere.test/token2"}, 400, "invalid_grant"},
		{"too long", map[string]any{"exp": w.Clock.Now().Add(2 * time.Hour).Unix()}, 400, "invalid_grant"},
		{"from the future", map[string]any{"iat": w.Clock.Now().Add(2 * time.Second).Unix()}, 400, "invalid_grant"},
		{"unknown scope", map[string]any{"scope": "x"}, 400, "invalid_scope"},
	} {
		r := w.postForm(url.Values{"grant_type": {bearer}, "assertion": {w.signed(key, c.change)}})
		if r.Status != c.status || !has(r, c.text) {
			t.Errorf("%s: %d %s, want %d", c.what, r.Status, r.Text, c.status)
		}
	}
	w.Want("broken signature", w.postForm(url.Values{"grant_type": {bearer}, "assertion": {w.signed(key, nil) + "A"}}), 400)
	form := url.Values{
		"grant_type": {"refresh_token"}, "client_id": {login["client_id"]}, "client_secret": {login["client_secret"]}, "refresh_token": {login["refresh_token"]},
	}
	r := w.postForm(form)
	w.Want("refresh token", r, 200)
	w.Authorization = "Bearer " + r.Fields["access_token"].(string)
	w.Header.Set("X-Goog-User-Project", googlesim.Project)
	w.Want("list as the person", w.Get(api+"webResource"), 200)
	form.Set("refresh_token", "other")
	w.Want("another refresh token", w.postForm(form), 400)
	w.as(account)
	r = w.Post("/v1/projects/-/serviceAccounts/"+verifier+":generateAccessToken", `{"scope":["`+googlesim.ScopeVerification+`"],"lifetime":"600s"}`)
	w.Want("impersonate", r, 200)
	through := func(delegate, lifetime string) simtest.Response {
		return w.Post("/v1/projects/-/serviceAccounts/"+verifier+":generateAccessToken", fmt.Sprintf(`{"scope":[%q],"lifetime":%q,"delegates":[%q]}`, googlesim.ScopeVerification, lifetime, delegate))
	}
	w.Want("impersonate by a delegate", through("projects/-/serviceAccounts/"+account, "600s"), 200)
	w.Want("a delegate without a path", through(account, "600s"), 400)
	w.Want("a delegate of a named project", through("projects/"+googlesim.Project+"/serviceAccounts/"+account, "600s"), 400)
	w.Want("an unknown delegate", through("projects/-/serviceAccounts/x@y.test", "600s"), 403)
	w.Want("a lifetime in minutes", through("projects/-/serviceAccounts/"+account, "10m"), 400)
	w.Want("impersonate another", w.Post("/v1/projects/-/serviceAccounts/x:generateAccessToken", `{"scope":["x"]}`), 403)
}

// wire/google.md 2.
func TestProjectThatIsNamedHasToBeOneOfTheCallers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		email, project string
		status         int
	}{
		{account, "", 200},
		{account, googlesim.Project, 200},
		{account, googlesim.PersonsProject, 403},
		{admin, googlesim.PersonsProject, 200},
		{admin, "another-project", 403},
	} {
		w.as(c.email)
		w.Header.Set("X-Goog-User-Project", c.project)
		if r := w.Get(api + "webResource"); r.Status != c.status || c.status == 403 && !has(r, "required permission to use project "+c.project) {
			t.Errorf("%+v: %d %s", c, r.Status, r.Text)
		}
	}
}

func TestDriftChangesWhatIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.verify()
	w.Must(w.Drift("unverify", "acme.test"))
	w.Want("get", w.Get(acme), 403)
	w.WantObstacles(w.Drift, [3]string{"unverify", "none.test", "nobody has verified it"})
}

func TestSandboxServesGoogle(t *testing.T) {
	t.Parallel()
	running, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	r := simtest.Call(t, "POST", running.Info().Control.BaseURL+"/google/tokens", "", "application/json", `{}`, nil)
	token, _ := r.Fields["access_token"].(string)
	for _, variable := range running.Info().Variables() {
		if variable[0] == "GOOGLE_SITE_VERIFICATION_CUSTOM_ENDPOINT" {
			if r := simtest.Call(t, "GET", variable[1]+"webResource", "Bearer "+token, "", "", nil); r.Status != 200 || r.Text != "{}" {
				t.Errorf("list: %d %s", r.Status, r.Text)
			}
			return
		}
	}
	t.Error("the endpoint has no variable")
}
