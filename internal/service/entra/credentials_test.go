// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/entra"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const (
	tenant      = "72f988bf-86f1-41af-91ab-2d7cd011db47"
	otherTenant = "82f988bf-86f1-41af-91ab-2d7cd011db47"
)

// byKind are the credentials of each kind, of the simulator's app.
func (w *world) byKind() map[string]service.Values {
	c := w.client
	file := func(name, content string) string {
		path := filepath.Join(w.T.TempDir(), name)
		w.Must(os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	binary, err := base64.StdEncoding.DecodeString(strings.TrimSpace(c.Certificate))
	w.Must(err)
	return map[string]service.Values{
		"secret":               {"client_id": c.ClientID, "client_secret": c.Secret},
		"certificate":          {"client_id": c.ClientID, "client_certificate": c.Certificate, "client_certificate_password": c.Password},
		"certificate file":     {"client_id": c.ClientID, "client_certificate_path": file("a", string(binary)), "client_certificate_password": c.Password},
		"file in Base64":       {"client_id": c.ClientID, "client_certificate_path": file("b", c.CertificateFile)},
		"federated token":      {"client_id": c.ClientID, "oidc_token": c.FederatedToken},
		"federated token file": {"client_id": c.ClientID, "oidc_token_file_path": file("c", c.FederatedToken+"\n")},
		"files with a BOM":     {"client_id": c.ClientID, "oidc_token_file_path": file("d", "\ufeff"+c.FederatedToken+"\r\n")},
		"GitHub Actions":       {"client_id": c.ClientID, "oidc_request_url": c.ActionsURL, "oidc_request_token": c.ActionsRequestToken},
		"access token":         {"access_token": c.AccessToken},
	}
}

func TestEachKindOfCredentialsLivesAWholeLifeWithOneTokenAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for kind, credentials := range w.byKind() {
		w.by(credentials)
		w.ForgetRequests()
		p := w.Player().Bring(service.StateVerified)
		w.Clock.Advance(2 * time.Hour)
		if err := p.Release(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if want := map[bool]int{true: 0, false: 2}[kind == "access token"]; w.Count(tokenRequest) != want {
			t.Errorf("%s: %d token requests, want %d", kind, w.Count(tokenRequest), want)
		}
		w.Unpublish()
	}
}

func TestSettingsThatAreWrongAreNamedOffline(t *testing.T) {
	t.Parallel()
	client := newWorld(t).client
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, _ := x509.ParseCertificate(der)
	elliptic, err := pkcs12.Modern.Encode(key, certificate, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	pfx := func(text string) service.Values {
		return service.Values{"client_secret": "", "client_certificate": text}
	}
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"tid":"` + otherTenant + `"}`))
	enough := service.Values{"tenant_id": tenant, "client_id": "app", "client_secret": "averysecretvalue"}
	servicetest.RefusesSettings(t, entra.Definition(), enough, servicetest.WrongSettings{
		"nothing":                  {service.Values{"client_secret": ""}, "client_secret", []string{"ARM_CLIENT_SECRET", "oidc_token_file_path"}},
		"two kinds":                {service.Values{"oidc_token": "eyJsomething"}, "oidc_token", []string{"client_secret", "Set one"}},
		"no app":                   {service.Values{"client_id": ""}, "client_id", []string{"ARM_CLIENT_ID"}},
		"a secret with a prefix":   {service.Values{"client_secret": "Bearer averysecretvalue"}, "client_secret", []string{"white space"}},
		"no Base64":                {pfx("not-base64"), "client_certificate", []string{"filebase64"}},
		"PEM":                      {pfx(base64.StdEncoding.EncodeToString([]byte("-----BEGIN CERTIFICATE-----"))), "client_certificate", []string{"openssl pkcs12"}},
		"no PFX":                   {pfx("AAAA"), "client_certificate", []string{"PKCS #12"}},
		"another password":         {service.Values{"client_secret": "", "client_certificate": client.Certificate, "client_certificate_password": "wrong-password"}, "client_certificate", []string{"client_certificate_password"}},
		"EC key":                   {pfx(base64.StdEncoding.EncodeToString(elliptic)), "client_certificate", []string{"RSA"}},
		"half of GitHub's request": {service.Values{"client_secret": "", "oidc_request_url": "https://x.test"}, "oidc_request_token", []string{"together"}},
		"GitHub's request on http": {service.Values{"client_secret": "", "oidc_request_url": "http://x.test/?a=b", "oidc_request_token": "averysecretrequest"}, "oidc_request_url", []string{"https", "id-token"}},
		"access token alone":       {service.Values{"client_secret": "", "tenant_id": "", "access_token": "eyJsomething"}, "tenant_id", []string{"of one tenant"}},
		"token of another tenant":  {service.Values{"client_secret": "", "access_token": "eyJ0." + claims + ".c2ln"}, "access_token", []string{otherTenant, tenant}},
		"cloud":                    {service.Values{"environment": "moon"}, "environment", []string{"usgovernment"}},
		"version in the URL":       {service.Values{"graph_url": "https://graph.microsoft.com/v1.0"}, "graph_url", []string{"/v1.0", "root"}},
		"plain http":               {service.Values{"login_url": "http://login.example.com"}, "login_url", []string{"unencrypted"}},
		"budget of nothing":        {service.Values{"requests_per_minute": "0"}, "requests_per_minute", []string{"at least 1"}},
		"tenant that is a domain":  {service.Values{"tenant_id": "acme.com"}, "tenant_id", []string{"GUID", "lasting"}},
	})
}

func TestVariablesAreThoseOfOtherToolsAndConfigureNothingByThemselves(t *testing.T) {
	t.Parallel()
	owners := map[string]string{}
	for _, setting := range entra.Definition().Settings {
		if setting.Identifying || len(setting.EnvironmentVariables) == 0 {
			t.Errorf("%+v", setting)
		}
		for _, variable := range setting.EnvironmentVariables {
			if owner := owners[variable]; owner != "" {
				t.Errorf("%s is of %s and %s", variable, owner, setting.Name)
			}
			owners[variable] = setting.Name
		}
	}
	for _, variable := range []string{"ARM_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE", "ACTIONS_ID_TOKEN_REQUEST_URL", "ARM_ENVIRONMENT"} {
		if owners[variable] == "" {
			t.Errorf("%s is not read", variable)
		}
	}
}

func TestTenantsHaveOneForm(t *testing.T) {
	t.Parallel()
	values := service.Values{"tenant_id": tenant, "client_id": "app", "client_secret": "averysecretvalue"}
	upper := strings.ToUpper(otherTenant)
	servicetest.OrganizationIDs(t, entra.Definition(), values, map[string]string{
		"": tenant, upper: otherTenant, "{" + upper + "}": otherTenant, "common": "", "acme.com": "", "{" + upper: otherTenant, tenant + "x": "",
	})
	delete(values, "tenant_id")
	servicetest.OrganizationIDs(t, entra.Definition(), values, map[string]string{"": ""}, "ARM_TENANT_ID")
	oneTenant := service.Values{"tenant_id": tenant, "access_token": "eyJsomething"}
	servicetest.OrganizationIDs(t, entra.Definition(), oneTenant, map[string]string{otherTenant: ""}, tenant, "no other")
}

func TestRefusedCredentialsAreToldWhatToCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kinds, client := w.byKind(), w.client
	expired, err := w.FederatedToken(entrasim.FederatedTokenSpec{Subject: "repo:acme/other"})
	w.Must(err)
	missing := filepath.Join(t.TempDir(), "missing")
	empty := filepath.Join(t.TempDir(), "empty")
	w.Must(os.WriteFile(empty, []byte("\n"), 0o600))
	for name, c := range map[string]struct {
		kind    string
		change  service.Values
		words   []string
		refused bool // by Microsoft, which is asked once
	}{
		"wrong secret":         {"secret", service.Values{"client_secret": "the-id-of-a-secret"}, []string{"7000215", "not its ID"}, true},
		"another app":          {"secret", service.Values{"client_id": "another-app"}, []string{"700016", "ARM_CLIENT_ID"}, true},
		"no such tenant":       {"secret", service.Values{"tenant_id": otherTenant}, []string{"90002", "no such tenant"}, true},
		"app not in it":        {"secret", service.Values{"tenant_id": client.UnmanagedTenantID}, []string{"700016", "consent"}, true},
		"not federated":        {"federated token", service.Values{"oidc_token": expired}, []string{"70021", "issuer, subject and audience"}, true},
		"missing file":         {"federated token file", service.Values{"oidc_token_file_path": missing}, []string{"oidc_token_file_path", "no such file"}, false},
		"empty file":           {"certificate file", service.Values{"client_certificate_path": empty}, []string{"empty"}, false},
		"directory":            {"certificate file", service.Values{"client_certificate_path": t.TempDir()}, []string{"directory"}, false},
		"file, wrong password": {"certificate file", service.Values{"client_certificate_password": "another-password"}, []string{"client_certificate_password"}, false},
		"GitHub refuses":       {"GitHub Actions", service.Values{"oidc_request_token": "of-another-job"}, []string{"id-token: write"}, false},
	} {
		w.by(kinds[c.kind])
		for setting, value := range c.change {
			w.Values[setting] = value
		}
		w.Organization = w.Values["tenant_id"]
		w.ForgetRequests()
		p := w.Player()
		for range 2 {
			failure := w.WantError(p.TryRead(), service.Denied, c.words...)
			if failure.Advice == "" || strings.Contains(fmt.Sprintf("%+v", failure), w.Values["oidc_request_token"]) && w.Values["oidc_request_token"] != "" {
				t.Errorf("%s: %+v", name, failure)
			}
		}
		if want := map[bool]int{true: 1}[c.refused]; w.Count(tokenRequest) != want {
			t.Errorf("%s: %d token requests, want %d", name, w.Count(tokenRequest), want)
		}
		w.WantCount("GET /v1.0", 0)
	}
}

func TestRefusedAssertionIsToldWhatItLacks(t *testing.T) {
	t.Parallel()
	for code, words := range map[string][]string{
		"700024": {"not valid at this time", "oidc_token", "clock"}, "700027": {"certificate", "clock"},
		"700211": {"issuer, subject and audience"}, "700212": {"issuer, subject and audience"}, "700213": {"issuer, subject and audience"},
	} {
		w := newWorld(t)
		w.by(w.byKind()["federated token"])
		w.Fault(servicetest.Always(tokenRequest, "status:401", `{"error":"invalid_client","error_description":"AADSTS`+code+`: No.","error_codes":[`+code+`]}`))
		w.WantError(w.Player().TryRead(), service.Denied, words...)
	}
}

// wire/entra.md 5.
func TestLoginHostThatIsBusyHasNotRefusedTheCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(w.byKind()["secret"])
	w.Fault(servicetest.Once(tokenRequest, "status:400", `{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error has occurred. Please try again.","error_codes":[90033]}`))
	p := w.Player()
	w.WantError(p.TryRead(), service.Transient, "could not obtain an access token", "transient error")
	w.Must(p.TryRead())
}

func TestGitHubsEndpointRefusesForGoodOnlyByWhatLasts(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]service.Class{401: service.Denied, 403: service.Denied, 408: service.Transient, 429: service.Throttled, 503: service.Transient} {
		w := newWorld(t)
		w.by(w.byKind()["GitHub Actions"])
		w.Fault(servicetest.Always("/actions/token", fmt.Sprint("status:", status)))
		if err := w.Player().TryRead(); service.ClassOf(err) != want {
			t.Errorf("%d: %v, want %s", status, err, want)
		}
	}
}

// A password may be a word of the API (passwordValidityPeriodInDays), and a file may end
// with what is white space in a text.
func TestCertificateIsReadWhateverItsPasswordAndLastByte(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	binary, err := base64.StdEncoding.DecodeString(strings.TrimSpace(w.client.Certificate))
	w.Must(err)
	key, certificate, err := pkcs12.Decode(binary, w.client.Password)
	w.Must(err)
	content, err := pkcs12.Modern.WithIterations(0x0820).Encode(key, certificate, nil, "password")
	if w.Must(err); content[len(content)-1] != ' ' {
		t.Fatalf("the file ends with %x", content[len(content)-1])
	}
	path := filepath.Join(t.TempDir(), "app.pfx")
	w.Must(os.WriteFile(path, content, 0o600))
	for _, set := range []service.Values{{"client_certificate_path": path}, {"client_certificate": base64.StdEncoding.EncodeToString(content)}} {
		set["client_id"], set["client_certificate_password"] = w.client.ClientID, "password"
		w.by(set)
		w.Must(w.Player().TryRead())
	}
}

// Some tools write the certificates of the issuers first.
func TestCertificateIsTheOneOfTheKeyWhereverItStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	binary, err := base64.StdEncoding.DecodeString(strings.TrimSpace(w.client.Certificate))
	w.Must(err)
	key, certificate, err := pkcs12.Decode(binary, w.client.Password)
	w.Must(err)
	issuerKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.Must(err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	issuer, err := x509.CreateCertificate(rand.Reader, template, template, issuerKey.Public(), issuerKey)
	w.Must(err)
	parsed, err := x509.ParseCertificate(issuer)
	w.Must(err)
	use := func(first *x509.Certificate, others ...*x509.Certificate) service.Values {
		content, err := pkcs12.Modern.Encode(key, first, others, "")
		w.Must(err)
		return service.Values{"client_id": w.client.ClientID, "client_certificate": base64.StdEncoding.EncodeToString(content)}
	}
	for _, credentials := range []service.Values{use(certificate, parsed), use(parsed, certificate)} {
		w.by(credentials)
		w.Must(w.Player().TryRead())
	}
	w.by(use(parsed))
	if _, err := entra.Definition().New(w.Values, service.Dependencies{}); err == nil || !strings.Contains(err.Error(), "certificate of its key") {
		t.Errorf("without the certificate of the key: %v", err)
	}
}

// Kubernetes writes another token into the file from time to time.
func TestTokenFileIsReadForEachAccessToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "token")
	rotate := func() {
		token, err := w.FederatedToken(entrasim.FederatedTokenSpec{})
		w.Must(err)
		w.Must(os.WriteFile(path, []byte(token), 0o600))
	}
	w.by(service.Values{"client_id": w.client.ClientID, "oidc_token_file_path": path})
	p := w.Player() // the file is not there yet
	rotate()
	p.Read()
	w.Clock.Advance(2 * time.Hour)
	rotate()
	w.Must(p.Add())
}

// Invariant 9: the settings of content and path are easily mixed up.
func TestSecretInThePlaceOfAPathIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for setting, secret := range map[string]string{
		"oidc_token_file_path": w.client.FederatedToken, "client_certificate_path": strings.Join(strings.Fields(w.client.Certificate), ""),
	} {
		w.by(service.Values{"client_id": w.client.ClientID, setting: secret})
		if failure := w.WantError(w.Player().TryRead(), service.Denied, setting, "cannot be read"); strings.Contains(fmt.Sprintf("%+v", failure), secret[:12]) {
			t.Errorf("%s: %+v", setting, failure)
		}
	}
}

func TestExpiredCertificateIsNoRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(w.byKind()["certificate"])
	p := w.Player()
	w.Clock.Advance(200 * 365 * 24 * time.Hour)
	w.WantError(p.TryRead(), service.Denied, "has expired on")
	w.WantCount("", 0)
}

func TestSeveralTenantsHaveATokenEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(w.byKind()["secret"])
	w.have("other.test", entrasim.Other, true)
	made := w.Service()
	for id, want := range map[string]service.State{w.client.OtherTenantID: service.StateVerified, w.client.TenantID: service.StateAbsent} {
		for range 2 {
			got, err := made.Read(t.Context(), service.DomainID{Service: entra.Name, OrganizationID: id, Domain: "other.test"})
			if w.Must(err); got.State != want {
				t.Errorf("%s: %+v", id, got)
			}
		}
	}
	w.WantCount(tokenRequest, 2)
}
