// SPDX-License-Identifier: MPL-2.0

package google_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/google"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const (
	account  = "terraform@acme-project.iam.gserviceaccount.com"
	verifier = "verifier@acme-project.iam.gserviceaccount.com"
)

func caller(t *testing.T, w *world) string {
	t.Helper()
	email, err := w.Service().(service.CallerIdentifier).CallerIdentity(context.Background())
	w.Must(err)
	return email
}

func TestEveryKindOfCredentialsVerifiesAsWhoTheyAre(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		arrange func(w *world)
		caller  string // as far as it is known
		owner   string
	}{
		"access token": {func(*world) {}, "", account},
		"key":          {func(w *world) { w.by(w.client().Credentials) }, account, account},
		"key, by path": {func(w *world) { w.by(w.client().Credentials).inFile("credentials", "key.json") }, account, account},
		"key, in a file with a BOM": {func(w *world) {
			w.by(w.client().Credentials).Values["credentials"] = "\ufeff" + w.Values["credentials"]
			w.inFile("credentials", "key.json")
		}, account, account},
		"key in PKCS #1": {func(w *world) { w.by(w.client().Credentials, map[string]any{"private_key": pkcs1(w)}) }, account, account},
		"person":         {func(w *world) { w.by(w.client().Login, map[string]any{"quota_project_id": w.client().Project}) }, "", "admin@primary.test"},
		"person of gcloud": {func(w *world) {
			w.by(w.client().Login, map[string]any{"quota_project_id": w.client().Project}).inFile("cloudsdk_config", ".config/gcloud/application_default_credentials.json")
			w.Values["cloudsdk_config"] = strings.TrimSuffix(w.Values["cloudsdk_config"], "/.config/gcloud/application_default_credentials.json")
			delete(w.Values, "credentials")
		}, "", "admin@primary.test"},
		"impersonation by a key": {func(w *world) { w.by(w.client().Credentials).Values["impersonate_service_account"] = verifier }, verifier, verifier},
		"impersonation by a person": {func(w *world) {
			w.by(w.client().Login, map[string]any{"quota_project_id": googlesim.PersonsProject}).Values["impersonate_service_account"] = verifier
		}, verifier, verifier},
		"impersonation by delegates": {func(w *world) {
			w.Values["impersonate_service_account"], w.Values["impersonate_service_account_delegates"] = verifier, account+","+"projects/acme-project/serviceAccounts/"+verifier
		}, verifier, verifier},
		"impersonation by a token": {func(w *world) { w.Values["impersonate_service_account"] = strings.ToUpper(verifier) }, verifier, verifier},
		"impersonated file": {func(w *world) {
			var key map[string]any
			w.Must(json.Unmarshal([]byte(w.client().Credentials), &key))
			w.by("{}", map[string]any{
				"type": "impersonated_service_account", "source_credentials": key,
				"service_account_impersonation_url": w.client().IAMBaseURL + "projects/-/serviceAccounts/" + verifier + ":generateAccessToken",
			})
		}, verifier, verifier},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.arrange(w)
			if got := caller(t, w); got != c.caller {
				t.Errorf("the caller is %q, want %q", got, c.caller)
			}
			p := w.Player().Bring(service.StateVerified)
			if owners := w.Snapshot().Sites[0].Owners; len(owners) != 1 || owners[0] != c.owner {
				t.Errorf("owners %v, want %s", owners, c.owner)
			}
			w.Must(p.Anew().Release())
		})
	}
}

// inFile moves the credentials into a file, of which the setting then has the path.
func (w *world) inFile(setting, name string) {
	w.T.Helper()
	path := filepath.Join(w.T.TempDir(), filepath.FromSlash(name))
	w.Must(os.MkdirAll(filepath.Dir(path), 0o700))
	w.Must(os.WriteFile(path, []byte(w.Values["credentials"]), 0o600))
	w.Values[setting] = path
}

// pkcs1 is the simulator's key in the other form.
func pkcs1(w *world) string {
	w.T.Helper()
	var file struct {
		PrivateKey string `json:"private_key"`
	}
	w.Must(json.Unmarshal([]byte(w.client().Credentials), &file))
	block, _ := pem.Decode([]byte(file.PrivateKey))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	w.Must(err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key.(*rsa.PrivateKey))}))
}

// A token of another identity provider is read from a file and exchanged.
func TestWorkloadIdentityExchangesTheTokenInAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	subject := filepath.Join(t.TempDir(), "token")
	w.Must(os.WriteFile(subject, []byte("header.payload.signature"), 0o600))
	issued := w.Values["access_token"]
	w.by("{}", external(map[string]any{"file": subject}))
	status, body := http.StatusOK, `{"access_token":"`+issued+`","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":3600}`
	exchanged := ""
	w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
		if request.URL.Host != "sts.googleapis.com" {
			return servicetest.Direct(request)
		}
		sent, err := io.ReadAll(request.Body)
		exchanged = string(sent)
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: request}, err
	})
	w.Player().WantRead(service.StateUnverified)
	if !strings.Contains(exchanged, "subject_token=header.payload.signature") || !strings.Contains(exchanged, "siteverification") {
		t.Errorf("exchanged by %s", exchanged)
	}
	status, body = http.StatusBadRequest, `{"error":"invalid_grant","error_description":"The audience does not match."}`
	p := w.Player()
	for range 2 {
		exchanged = ""
		w.WantError(p.TryRead(), service.Denied, "could not obtain an access token", "audience does not match", "has not expired", "other identity provider")
	}
	if exchanged != "" {
		t.Error("a refusal for good was asked for again")
	}
}

// external are members of a file for workload identity federation.
func external(source map[string]any) map[string]any {
	return map[string]any{
		"type": "external_account", "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
		"subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": "https://sts.googleapis.com/v1/token", "credential_source": source,
	}
}

// Nothing is asked while the service is configured, and the machine's own account is what
// comes last.
func TestMetadataServerIsAskedLastAndAtFirstUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	issued := w.Values["access_token"]
	delete(w.Values, "access_token")
	asked, answers := 0, true
	w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
		if request.URL.Host != "metadata.google.internal" {
			return servicetest.Direct(request)
		}
		if asked++; !answers || request.Header.Get("Metadata-Flavor") != "Google" || !strings.Contains(request.URL.RawQuery, "siteverification") {
			return nil, io.EOF
		}
		body := `{"access_token":"` + issued + `","expires_in":3599,"token_type":"Bearer"}`
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: request}, nil
	})
	p := w.Player()
	if asked != 0 {
		t.Error("it was asked while configuring")
	}
	p.WantRead(service.StateUnverified)
	answers = false
	w.WantError(w.Player().TryRead(), service.Denied, "no credentials are set", "GOOGLE_CREDENTIALS", "gcloud auth application-default login --scopes=")
}

// It was there, so that it may be there again.
func TestMetadataServerThatFailsOnceIsNotMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	delete(w.Values, "access_token")
	answers := true
	w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
		if request.URL.Host != "metadata.google.internal" {
			return servicetest.Direct(request)
		}
		if !answers {
			return nil, io.EOF
		}
		token, err := w.IssueToken(googlesim.TokenRequest{})
		body := `{"access_token":"` + token + `","expires_in":3599,"token_type":"Bearer"}`
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: request}, err
	})
	p := w.Player()
	w.Must(p.Challenge())
	w.Clock.Advance(2 * time.Hour)
	answers = false
	failure := w.WantError(p.Challenge(), service.Transient, "could not obtain an access token", "metadata.google.internal")
	if strings.Contains(failure.Reason, "no credentials") {
		t.Error(failure.Reason)
	}
	answers = true
	w.Must(p.Challenge())
}

// What failed is told by the host: the machine's account may be there, and what it
// impersonates be out of reach.
func TestFailureOfTheMachinesAccountSaysWhichHostFailed(t *testing.T) {
	t.Parallel()
	const metadata, iam = "metadata.google.internal", "iamcredentials.googleapis.com"
	for name, c := range map[string]struct {
		statuses map[string]int // 0: it cannot be reached
		class    service.Class
		words    []string
	}{
		"no metadata server":            {map[string]int{metadata: 0, iam: 0}, service.Denied, []string{"there is no metadata server"}},
		"no account of the machine":     {map[string]int{metadata: 404, iam: 0}, service.Denied, []string{"has no service account", "Attach"}},
		"impersonation out of reach":    {map[string]int{metadata: 200, iam: 0}, service.Transient, []string{iam}},
		"impersonation without a right": {map[string]int{metadata: 200, iam: 403}, service.Denied, []string{"roles/iam.serviceAccountTokenCreator"}},
		"impersonation of nobody":       {map[string]int{metadata: 200, iam: 404}, service.Denied, []string{"roles/iam.serviceAccountTokenCreator"}},
	} {
		w := newWorld(t)
		delete(w.Values, "access_token")
		delete(w.Values, "iam_credentials_base_url")
		w.Values["impersonate_service_account"] = verifier
		w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
			status, isKnown := c.statuses[request.URL.Host]
			if !isKnown || status == 0 {
				return nil, io.EOF
			}
			body := `{"access_token":"ya29.machine","expires_in":3599,"token_type":"Bearer"}`
			return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Request: request}, nil
		})
		failure := w.WantError(w.Player().TryRead(), c.class, c.words...)
		if c.class == service.Transient && strings.Contains(failure.Reason, "no credentials") {
			t.Errorf("%s: %s", name, failure.Reason)
		}
	}
}

func TestCredentialsThatGetNoTokenSayWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		arrange func(w *world)
		words   []string
	}{
		"login that has ended": {func(w *world) { w.by(w.client().Login, map[string]any{"refresh_token": "1//ended"}) }, []string{"gcloud auth application-default login", "Log in again"}},
		"key of a deleted account": {func(w *world) {
			w.by(w.client().Credentials, map[string]any{"client_email": "gone@acme-project.iam.gserviceaccount.com"})
		}, []string{"was not deleted", "clock"}},
		"another key":                      {func(w *world) { w.by(w.client().Credentials, map[string]any{"private_key": newKey(w)}) }, []string{"Invalid JWT Signature"}},
		"account that may not be acted as": {func(w *world) { w.Values["impersonate_service_account"] = "other@acme-project.iam.gserviceaccount.com" }, []string{"roles/iam.serviceAccountTokenCreator"}},
		"access token that has ended": {func(w *world) {
			w.Values["impersonate_service_account"] = verifier
			w.ExpireAccessTokens()
		}, []string{"access_token (GOOGLE_OAUTH_ACCESS_TOKEN)"}},
		"source of an impersonation": {func(w *world) {
			w.by(w.client().Login, map[string]any{"refresh_token": "1//ended"}).Values["impersonate_service_account"] = verifier
		}, []string{"Log in again"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.arrange(w)
			p := w.Player()
			for range 2 {
				w.ForgetRequests()
				w.WantError(p.TryRead(), service.Denied, append(c.words, "could not obtain an access token")...)
			}
			w.WantCount("", 0) // it is remembered
		})
	}
}

func newKey(w *world) string {
	w.T.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	w.Must(err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
}

// A key's token lasts an hour, and one that is refused is renewed.
func TestTokenIsRenewedBeforeAndAfterItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.by(w.client().Credentials).Player()
	w.Must(p.Challenge())
	w.Clock.Advance(2 * time.Hour)
	w.Must(p.Challenge())
	w.ExpireAccessTokens()
	w.Must(p.Challenge())
	w.WantCount("POST /token", 3)
}

// Google issues no token for what is signed in the future.
func TestKeyWorksOnAMachineWhoseClockIsSomeSecondsAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(w.client().Credentials)
	w.Definition.New = func(values service.Values, deps service.Dependencies) (service.Service, error) {
		deps.Now = func() time.Time { return w.Clock.Now().Add(8 * time.Second) }
		return google.Definition().New(values, deps)
	}
	w.Must(w.Player().TryRead())
}

// The token of the account, and that by which it is impersonated, may end at once.
func TestImpersonationGoesOnWhenBothTokensHaveEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(w.client().Credentials).Values["impersonate_service_account"] = verifier
	p := w.Player()
	for range 3 {
		w.Must(p.Challenge())
		w.ExpireAccessTokens()
	}
}

func TestQuotaProjectIsNamedWhenAskedFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  service.Values
		file    string // quota_project_id
		project string
	}{
		"none":              {service.Values{}, "", ""},
		"of the login":      {service.Values{}, "acme-project", "acme-project"},
		"without override":  {service.Values{"billing_project": googlesim.PersonsProject}, "", ""},
		"with override":     {service.Values{"billing_project": googlesim.PersonsProject, "user_project_override": "true"}, "acme-project", googlesim.PersonsProject},
		"override is false": {service.Values{"billing_project": googlesim.PersonsProject, "user_project_override": "false"}, "", ""},
	} {
		w := newWorld(t)
		w.Set(googlesim.SwitchQuotaProject, "no")
		w.by(w.client().Login, map[string]any{"quota_project_id": c.file})
		for setting, value := range c.change {
			w.Values[setting] = value
		}
		named := ""
		w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
			named += request.Header.Get("X-Goog-User-Project")
			return servicetest.Direct(request)
		})
		if w.Must(w.Player().TryRead()); named != c.project {
			t.Errorf("%s: the project is %q, want %q", name, named, c.project)
		}
	}
}

// wire/google.md 2.
func TestProjectThatTheCredentialsMayNotUseIsNamedAsTheCause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(googlesim.SwitchErrorEnvelope, "status_details")
	w.by(w.client().Credentials)
	w.Values["billing_project"], w.Values["user_project_override"] = googlesim.PersonsProject, "true"
	w.WantError(w.Player().TryRead(), service.Denied, "may not use the quota project", "serviceUsageConsumer", googlesim.PersonsProject)

	w.by(w.client().Login)
	w.Values["impersonate_service_account"] = verifier
	w.WantError(w.Player().TryRead(), service.Denied, "could not obtain an access token", "set-quota-project", "IAM Service Account Credentials API")

	w.by(w.client().Login, map[string]any{"quota_project_id": "of-somebody"})
	w.Values["impersonate_service_account"] = verifier
	w.WantError(w.Player().TryRead(), service.Denied, "could not obtain an access token", "serviceUsageConsumer", "of-somebody")
}

// What is secret in a file is redacted, and what is not, such as the account's address, is
// in every response.
func TestSecretsInsideACredentialsFileDoNotShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var login map[string]string
	w.Must(json.Unmarshal([]byte(w.client().Login), &login))
	w.by(w.client().Login, map[string]any{"quota_project_id": w.client().Project})
	w.Fault(servicetest.Always(listRequest, "status:400", refusal("badRequest", "no: "+login["refresh_token"]+" "+login["client_secret"]+" "+account)))
	failure := w.WantError(w.Player().TryRead(), service.Rejected, "[redacted]", account)
	for _, secret := range []string{login["refresh_token"], login["client_secret"]} {
		if strings.Contains(failure.Response.Message, secret) {
			t.Errorf("the message %q shows %q", failure.Response.Message, secret)
		}
	}
}

// Each host gets a secret of its own, and repeats it in its refusal.
func TestSecretsOfWorkloadIdentityDoNotShow(t *testing.T) {
	t.Parallel()
	const request, subject, federated = "ghs_request-token-of-the-run", "header.payload-of-the-run.signature", "ya29.federated-token"
	for _, refusing := range []string{"issuer.actions.githubusercontent.com", "sts.googleapis.com", "iamcredentials.googleapis.com"} {
		w := newWorld(t)
		w.by("{}", external(map[string]any{"url": "https://issuer.actions.githubusercontent.com/token", "headers": map[string]string{"Authorization": "Bearer " + request}}), map[string]any{
			"service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/" + verifier + ":generateAccessToken",
		})
		w.Via = servicetest.RoundTrip(func(sent *http.Request) (*http.Response, error) {
			got := sent.Header.Get("Authorization")
			if sent.Body != nil {
				body, err := io.ReadAll(sent.Body)
				w.Must(err)
				got += " " + string(body)
			}
			status, answer := http.StatusOK, map[string]string{
				"issuer.actions.githubusercontent.com": subject,
				"sts.googleapis.com":                   `{"access_token":"` + federated + `","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":3600}`,
			}[sent.URL.Host]
			if sent.URL.Host == refusing {
				status, answer = http.StatusBadRequest, "refused: "+got
			}
			return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(answer)), Request: sent}, nil
		})
		failure := w.WantError(w.Player().TryRead(), service.Denied, "refused: ", "[redacted]")
		for _, secret := range []string{request, subject, federated} {
			if strings.Contains(failure.Error(), secret) {
				t.Errorf("%s: %v", refusing, failure)
			}
		}
	}
}

func TestWrongSettingsAreRefusedWithoutACall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	changed := func(file string, name string, value any) service.Values {
		members := map[string]any{}
		w.Must(json.Unmarshal([]byte(file), &members))
		members[name] = value
		encoded, err := json.Marshal(members)
		w.Must(err)
		return service.Values{"credentials": string(encoded)}
	}
	key, login := w.client().Credentials, w.client().Login
	federated := func(source map[string]any) service.Values {
		encoded, err := json.Marshal(external(source))
		w.Must(err)
		return service.Values{"credentials": string(encoded)}
	}
	text := func(value string) service.Values { return service.Values{"credentials": value} }
	folder := t.TempDir()
	empty := filepath.Join(folder, "application_default_credentials.json")
	w.Must(os.WriteFile(empty, nil, 0o600))
	servicetest.RefusesSettings(t, google.Definition(), service.Values{"credentials": key}, servicetest.WrongSettings{
		"path that does not exist":   {text("/nowhere/key.json"), "credentials", []string{"neither JSON nor the path", "no such file"}},
		"directory":                  {text(t.TempDir()), "credentials", []string{"is a directory"}},
		"empty file":                 {text(empty), "credentials", []string{"the file is empty"}},
		"empty file of gcloud":       {service.Values{"credentials": "", "cloudsdk_config": folder}, "credentials", []string{"the file is empty"}},
		"no JSON":                    {text("{"), "credentials", []string{"is not the JSON"}},
		"OAuth client":               {text(`{"web":{"client_id":"a"}}`), "credentials", []string{"OAuth client", "--client-id-file"}},
		"installed OAuth client":     {text(`{"installed":{}}`), "credentials", []string{"OAuth client"}},
		"another type":               {text(`{"type":"gdch_service_account"}`), "credentials", []string{"gdch_service_account", "must be one of"}},
		"login without a token":      {changed(login, "refresh_token", ""), "credentials", []string{"no refresh_token"}},
		"key without account":        {changed(key, "client_email", ""), "credentials", []string{"no client_email"}},
		"broken PEM":                 {changed(key, "private_key", "-----BEGIN PRIVATE KEY-----\nAAAA"), "credentials", []string{"private_key cannot be read", "PEM"}},
		"PEM of something else":      {changed(key, "private_key", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "credentials", []string{"not an RSA private key"}},
		"token URI elsewhere":        {changed(key, "token_uri", "https://oauth2.example.com/token"), "credentials", []string{"token_uri", "oauth2.example.com"}},
		"token URI by http":          {changed(login, "token_uri", "http://oauth2.googleapis.com/token"), "credentials", []string{"token_uri", "http://"}},
		"token URI with a region":    {changed(key, "token_uri", "https://{region}.googleapis.com/token"), "credentials", []string{"token_uri", "not a URL"}},
		"host that looks like it":    {changed(key, "token_uri", "https://evilgoogleapis.com/token"), "credentials", []string{"token_uri"}},
		"executable":                 {federated(map[string]any{"executable": map[string]any{"command": "/bin/sh"}}), "credentials", []string{"executable", "file"}},
		"URL of anybody":             {federated(map[string]any{"url": "https://tokens.example.com/"}), "credentials", []string{"credential_source.url", "credential_source.file"}},
		"URL by http":                {federated(map[string]any{"url": "http://a.actions.githubusercontent.com/"}), "credentials", []string{"credential_source.url"}},
		"no source":                  {federated(map[string]any{}), "credentials", []string{"neither file nor url"}},
		"source of an impersonation": {text(`{"type":"impersonated_service_account","service_account_impersonation_url":"https://iamcredentials.googleapis.com/v1/x","source_credentials":{"type":"external_account"}}`), "credentials", []string{"source_credentials"}},
		"impersonated elsewhere":     {text(`{"type":"impersonated_service_account","service_account_impersonation_url":"https://example.com/x","source_credentials":` + login + `}`), "credentials", []string{"service_account_impersonation_url", "example.com"}},
		"token with white space":     {service.Values{"access_token": "ya29.a b"}, "access_token", []string{"white space"}},
		"account that is none":       {service.Values{"impersonate_service_account": "verifier"}, "impersonate_service_account", []string{"address of a service account"}},
		"override without project":   {service.Values{"user_project_override": "true"}, "billing_project", []string{"GOOGLE_BILLING_PROJECT"}},
		"base URL by http":           {service.Values{"base_url": "http://www.googleapis.com/"}, "base_url", []string{"unencrypted"}},
		"IAM by http":                {service.Values{"impersonate_service_account": verifier, "iam_credentials_base_url": "http://iamcredentials.googleapis.com/"}, "iam_credentials_base_url", []string{"unencrypted"}},
	})
	for _, source := range []map[string]any{
		{"url": "https://pipelines.actions.githubusercontent.com/token"},
		{"url": "http://169.254.169.254/metadata/identity/oauth2/token"},
		{"environment_id": "aws1", "region_url": "http://169.254.169.254/latest/meta-data/placement/availability-zone", "regional_cred_verification_url": "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"},
	} {
		if _, err := google.Definition().New(federated(source), service.Dependencies{}); err != nil {
			t.Errorf("%v: %v", source, err)
		}
	}
	servicetest.OrganizationIDs(t, google.Definition(), service.Values{"access_token": "a"}, map[string]string{"": "self", "self": "self", "acme": ""}, "organization_id")
}

// An exported GOOGLE_OAUTH_ACCESS_TOKEN must not come before credentials in the block.
func TestCredentialsAndTokenAreAlternatives(t *testing.T) {
	t.Parallel()
	for _, setting := range google.Definition().Settings {
		for of, other := range map[string]string{"credentials": "access_token", "access_token": "credentials"} {
			if setting.Name == of && !slices.Contains(setting.Alternatives, other) {
				t.Errorf("the environment is read for %s although the block may have %s", of, other)
			}
		}
	}
}
