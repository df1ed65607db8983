// SPDX-License-Identifier: MPL-2.0

package entrasim_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// asApp goes on with a token of the token endpoint.
func (w *world) asApp(r simtest.Response) {
	w.T.Helper()
	w.Want("getting a token", r, 200)
	w.Authorization = fmt.Sprint("Bearer ", r.Fields["access_token"])
}

func TestTokenReachesItsOwnTenantAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	w.asApp(w.tokenFrom(w.client.OtherTenantID))
	w.Want("the own domain", w.get("acme.test"), 404)
	w.asApp(w.tokenFrom("own.onmicrosoft.com"))
	w.Want("the own domain, by a token of the tenant's domain", w.get("acme.test"), 200)
	items, _ := w.items("/v1.0/organization")
	if got := simtest.Line(items[0]["id"], items[0]["displayName"]); got != tenantID+" Acme" {
		t.Errorf("organization %s", got)
	}
}

// TestTokenEndpointRefusesWhatIsNotAsDocumented is wire/entra.md 5.
func TestTokenEndpointRefusesWhatIsNotAsDocumented(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		what, tenant string
		changes      [][2]string
		want         string
	}{
		{"no such tenant", "99999999-2222-4333-a444-555555555555", nil, "400 invalid_request [90002]"},
		{"common", "common", nil, "400 invalid_request [90002]"},
		{"app not in the tenant", w.client.UnmanagedTenantID, nil, "400 unauthorized_client [700016]"},
		{"another app", tenantID, [][2]string{{"client_id", "x"}}, "400 unauthorized_client [700016]"},
		{"another grant", tenantID, [][2]string{{"grant_type", "password"}}, "400 unsupported_grant_type [70003]"},
		{"a scope without .default", tenantID, [][2]string{{"scope", w.URL}}, "400 invalid_scope [70011]"},
		{"no credential", tenantID, [][2]string{{"client_secret", ""}}, "401 invalid_client [7.000215e+06]"},
		{"two credentials", tenantID, [][2]string{{"client_assertion", "x"}, {"client_assertion_type", assertionType}}, "400 invalid_request [900144]"},
		{"no type", tenantID, [][2]string{{"client_assertion", "x"}, {"client_secret", ""}}, "400 invalid_request [900144]"},
		{"no JWT", tenantID, [][2]string{{"client_assertion", "x"}, {"client_assertion_type", assertionType}, {"client_secret", ""}}, "400 invalid_request [50027]"},
	} {
		if got := aadsts(w.tokenFrom(c.tenant, c.changes...)); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	w.Want("JSON", w.login.Post("/"+tenantID+"/oauth2/v2.0/token", `{}`), 400)
	w.Want("another path", w.login.Get("/"+tenantID), 404)
}

func TestTokenIsRefusedOnceItEndsOrForAnotherAudience(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asApp(w.tokenFrom(tenantID))
	w.Clock.Advance(time.Hour)
	expired := w.get("acme.test")
	w.asApp(w.tokenFrom(tenantID, [2]string{"scope", "https://graph.microsoft.us/.default"}))
	elsewhere := w.get("acme.test")
	w.Authorization = ""
	for _, r := range []simtest.Response{expired, elsewhere, w.get("acme.test")} {
		if got := refused(r); !strings.HasPrefix(got, "401 - Access token") {
			t.Errorf("seen %s", got)
		}
	}
}

func TestPermissionsDecideWhatATokenMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	may := func() string {
		return simtest.Line(w.Get("/v1.0/domains").Status, w.Get(w.path("acme.test")+"/verificationDnsRecords").Status,
			w.tryAdd("acme.test").Status, w.Get("/v1.0/organization").Status)
	}
	for scopes, want := range map[string]string{
		"": "403 403 403 403", "Domain.Read.All": "200 200 403 403", "Domain.ReadWrite.All": "200 200 400 403",
		"Directory.Read.All": "200 403 403 200", "Organization.Read.All": "403 403 403 200",
	} {
		w.Must(w.Consent(entrasim.ConsentSpec{Scopes: strings.Fields(scopes)}))
		w.asApp(w.tokenFrom(tenantID))
		if got := may(); got != want {
			t.Errorf("%s: %s, want %s", scopes, got, want)
		}
	}
	w.issue(simhttp.TokenSpec{NotAdmin: true})
	if got := may(); got != "200 200 403 200" {
		t.Errorf("user without a role: %s", got)
	}
	if w.Consent(entrasim.ConsentSpec{Scopes: []string{"Everything"}}) == nil {
		t.Error("an unknown permission was granted")
	}
}

// assertion is signed by the certificate of the app, with changes.
func (w *world) assertion(header, claims map[string]any) string {
	w.T.Helper()
	file, err := base64.StdEncoding.DecodeString(strings.TrimSpace(w.client.Certificate))
	w.Must(err)
	key, certificate, err := pkcs12.Decode(file, w.client.Password)
	w.Must(err)
	thumbprint := sha256.Sum256(certificate.Raw)
	encode := func(usual, changes map[string]any) string {
		maps.Copy(usual, changes)
		encoded, err := json.Marshal(usual)
		w.Must(err)
		return base64.RawURLEncoding.EncodeToString(encoded)
	}
	now := w.Clock.Now().Unix()
	signed := encode(map[string]any{"alg": "PS256", "typ": "JWT", "x5t#S256": base64.RawURLEncoding.EncodeToString(thumbprint[:])}, header) + "." +
		encode(map[string]any{
			"aud": w.login.URL + "/" + tenantID + "/oauth2/v2.0/token", "iss": w.ClientID, "sub": w.ClientID, "jti": "1",
			"iat": now, "nbf": now, "exp": now + 600,
		}, claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPSS(rand.Reader, key.(*rsa.PrivateKey), crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	w.Must(err)
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func (w *world) tokenBy(assertion string) simtest.Response {
	w.T.Helper()
	return w.tokenFrom(tenantID, [2]string{"client_secret"}, [2]string{"client_assertion_type", assertionType}, [2]string{"client_assertion", assertion})
}

func TestCertificateProvesTheApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asApp(w.tokenBy(w.assertion(nil, nil)))
	w.Want("listing", w.Get("/v1.0/domains"), 200)
	now := w.Clock.Now().Unix()
	wrong := map[string]string{"no signature": w.assertion(nil, nil)[:400] + ".AAAA"}
	for what, header := range map[string]map[string]any{
		"RS256": {"alg": "RS256"}, "another certificate": {"x5t#S256": "AAAA"}, "no type": {"typ": ""},
	} {
		wrong[what] = w.assertion(header, nil)
	}
	for what, claims := range map[string]map[string]any{
		"another audience": {"aud": "https://login.microsoftonline.com"}, "another subject": {"sub": "x"}, "no ID": {"jti": ""},
		"expired": {"exp": now}, "not yet": {"nbf": now + 1}, "too long": {"exp": now + 601}, "no time of issue": {"iat": nil},
	} {
		wrong[what] = w.assertion(nil, claims)
	}
	for what, assertion := range wrong {
		if got := w.tokenBy(assertion); got.Status == 200 {
			t.Errorf("%s: %s", what, got.Text)
		}
	}
}

func TestFederatedTokenProvesTheApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := func(spec entrasim.FederatedTokenSpec) string {
		value, err := w.FederatedToken(spec)
		w.Must(err)
		return value
	}
	w.asApp(w.tokenBy(token(entrasim.FederatedTokenSpec{})))
	w.Want("listing", w.Get("/v1.0/domains"), 200)
	expired := token(entrasim.FederatedTokenSpec{Lifetime: simhttp.Duration{Duration: time.Second}})
	w.Clock.Advance(time.Second)
	for what, value := range map[string]string{
		"expired": expired, "another subject": token(entrasim.FederatedTokenSpec{Subject: "repo:acme/other"}),
		"another audience": token(entrasim.FederatedTokenSpec{Audience: "sts.amazonaws.com"}),
		"another issuer":   w.assertion(nil, map[string]any{"iss": "https://issuer.test"}),
	} {
		if got := aadsts(w.tokenBy(value)); got != "401 invalid_client [70021]" {
			t.Errorf("%s: %s", what, got)
		}
	}
}

func TestActionsRunGetsItsFederatedToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := strings.TrimPrefix(w.client.ActionsURL, w.login.URL) + "&audience=" + entrasim.FederatedAudience
	w.Want("without the request token", w.login.Get(path), 401)
	w.login.Authorization = "Bearer " + w.client.ActionsRequestToken
	r := w.login.Get(path)
	w.asApp(w.tokenBy(fmt.Sprint(r.Fields["value"])))
}

// TestDiscoveryNamesWhoHoldsAName is wire/entra.md 9.
func TestDiscoveryNamesWhoHoldsAName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.have("other.test", entrasim.Other, true)
	w.have("signup.test", entrasim.Unmanaged, true)
	w.have("pending.test", entrasim.Other, false)
	holder := func(name string) string {
		r := w.login.Get("/" + name + "/v2.0/.well-known/openid-configuration")
		if r.Status != 200 {
			return aadsts(r)
		}
		return strings.TrimPrefix(fmt.Sprint(r.Fields["issuer"]), w.login.URL)
	}
	for name, want := range map[string]string{
		tenantID: "/" + tenantID + "/v2.0", "Other.test": "/" + w.client.OtherTenantID + "/v2.0", "signup.test": "/" + w.client.UnmanagedTenantID + "/v2.0",
		"pending.test": "400 invalid_tenant [90002]", "nobody.test": "400 invalid_tenant [90002]", "common": "/{tenantid}/v2.0",
	} {
		if got := holder(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
