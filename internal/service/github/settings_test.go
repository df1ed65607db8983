// SPDX-License-Identifier: MPL-2.0

package github_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/github"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const secret = "ghp_averysecretvalue"

func token() service.Values { return service.Values{"token": secret} }

func TestSettingsThatAreWrongAreNamed(t *testing.T) {
	t.Parallel()
	servicetest.MarksSecrets(t, github.Definition(), "token", "app_auth_pem_file")
	app := func(installation, key string) service.Values {
		return service.Values{"app_auth_id": "1", "app_auth_installation_id": installation, "app_auth_pem_file": key}
	}
	servicetest.RefusesSettings(t, github.Definition(), token(), servicetest.WrongSettings{
		"nothing":                     {service.Values{"token": ""}, "token", []string{"GITHUB_TOKEN"}},
		"token with a prefix":         {service.Values{"token": "Bearer " + secret}, "token", []string{"white space"}},
		"SSH key":                     {service.Values{"token": "ssh-rsa AAAAB3NzaC1yc2E me@example.com"}, "token", []string{"SSH key"}},
		"half an App":                 {service.Values{"app_auth_id": "1"}, "app_auth_installation_id", []string{"GITHUB_APP_PEM_FILE"}},
		"installation that is a name": {app("acme", "key"), "app_auth_installation_id", []string{"not a number"}},
		"installation that is a key":  {app(secret, "1"), "app_auth_installation_id", []string{"not a number"}},
		"path in place of the key":    {app("1", "/home/me/app.pem"), "app_auth_pem_file", []string{"contents of a PEM file"}},
		"key that is none":            {app("1", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"), "app_auth_pem_file", []string{"RSA private key"}},
		"owner that is a path":        {service.Values{"owner": "acme/api"}, "owner", []string{"login"}},
		"owner that is too long":      {service.Values{"owner": strings.Repeat("a", 40)}, "owner", []string{"login"}},
		"owner that ends in a hyphen": {service.Values{"owner": "acme-"}, "owner", []string{"login"}},
		"enterprise without slug":     {service.Values{"owner": "enterprise:"}, "owner", []string{"slug"}},
		"plain http":                  {service.Values{"base_url": "http://github.example.com"}, "base_url", []string{"unencrypted"}},
		"the GraphQL endpoint":        {service.Values{"base_url": "https://api.github.com/graphql"}, "base_url", []string{"without a path"}},
		"path at a ghe.com host":      {service.Values{"base_url": "https://acme.ghe.com/api/v3/"}, "base_url", []string{"without a path"}},
		"budget of nothing":           {service.Values{"requests_per_minute": "0"}, "requests_per_minute", []string{"at least 1"}},
	})
}

func TestNoEnvironmentVariableConfiguresGitHubByItself(t *testing.T) {
	t.Parallel()
	for _, setting := range github.Definition().Settings {
		if setting.Identifying || len(setting.EnvironmentVariables) != 1 {
			t.Errorf("%+v", setting)
		}
	}
}

func TestOwnersHaveOneForm(t *testing.T) {
	t.Parallel()
	servicetest.OrganizationIDs(t, github.Definition(), service.Values{"token": secret, "owner": "Acme-Corp"}, map[string]string{
		"": "acme-corp", "ACME": "acme", "a": "a", "enterprise:Acme-Group": "enterprise:Acme-Group",
		"enterprise:a/b": "", "-acme": "", "acme_corp": "", "acme corp": "", "Enterprise:acme": "", "user@acme": "",
	})
	servicetest.OrganizationIDs(t, github.Definition(), token(), map[string]string{"": ""}, "GITHUB_OWNER")
}

func TestEndpointFollowsFromTheBaseURL(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"":                                 "https://api.github.com/graphql",
		"https://api.github.com/":          "https://api.github.com/graphql",
		"https://github.com":               "https://api.github.com/graphql",
		"https://API.GitHub.com/":          "https://api.github.com/graphql",
		"https://acme.ghe.com/":            "https://api.acme.ghe.com/graphql",
		"https://api.acme.ghe.com":         "https://api.acme.ghe.com/graphql",
		"https://github.example.com/":      "https://github.example.com/api/graphql",
		"https://git.example.com/api/v3/":  "https://git.example.com/api/graphql",
		"https://example.com/git/api/v3":   "https://example.com/git/api/graphql",
		"http://127.0.0.1:8080/":           "http://127.0.0.1:8080/api/graphql",
		"https://notgithub.com:8443/":      "https://notgithub.com:8443/api/graphql",
		"https://github.com.example.test/": "https://github.com.example.test/api/graphql",
	} {
		var asked []string
		values := service.Values{"token": secret}
		if base != "" {
			values["base_url"] = base
		}
		made, err := github.Definition().New(values, service.Dependencies{UserAgent: "test", Transport: servicetest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			asked = append(asked, r.URL.String())
			return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody}, nil
		})})
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		_, _ = made.Read(t.Context(), service.DomainID{Service: "github", OrganizationID: "acme", Domain: "acme.com"})
		if len(asked) != 1 || asked[0] != want {
			t.Errorf("%s leads to %v, want %s", base, asked, want)
		}
	}
}

// asApp makes the later processes those of the simulator's App.
func (w *world) asApp(change service.Values) {
	client := w.client()
	w.Set(githubsim.SwitchAppToken, "works")
	w.Values = service.Values{
		"base_url": client.BaseURL, "app_auth_id": client.AppID, "app_auth_installation_id": client.InstallationID, "app_auth_pem_file": client.AppKey,
		"token": "of another tool",
	}
	for name, value := range change {
		w.Values[name] = value
	}
}

const tokenRequest = "POST /api/v3/app/installations/"

func TestAppLivesAWholeLifeWithOneTokenForEachProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asApp(nil)
	p := w.Player().Bring(service.StateVerified)
	w.WantCount(tokenRequest, 1)
	w.Clock.Advance(2 * time.Hour)
	w.Must(p.Release())
	w.WantCount(tokenRequest, 2)
	p.WantState(service.StateAbsent)
}

func TestKeyOfAnAppIsReadInEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	escaped := w.client().AppKey
	block, _ := pem.Decode([]byte(strings.ReplaceAll(escaped, `\n`, "\n")))
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	w.Must(err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	w.Must(err)
	for name, text := range map[string]string{
		"escaped": escaped, "lines": string(pem.EncodeToMemory(block)), "PKCS #8": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})),
	} {
		w.asApp(service.Values{"app_auth_pem_file": text})
		if err := w.Player().TryRead(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefusedAppIsToldWhatToCheck(t *testing.T) {
	t.Parallel()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	otherKey := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(other)}))
	for name, c := range map[string]struct {
		change service.Values
		word   string
	}{
		"another key":          {service.Values{"app_auth_pem_file": otherKey}, "GITHUB_APP_PEM_FILE"},
		"another App":          {service.Values{"app_auth_id": "9"}, "GITHUB_APP_ID"},
		"another installation": {service.Values{"app_auth_installation_id": "9"}, "GITHUB_APP_INSTALLATION_ID"},
	} {
		w := newWorld(t)
		w.asApp(c.change)
		p := w.Player()
		failure := w.WantError(p.TryRead(), service.Denied, c.word)
		if failure.Response.Message == "" {
			t.Errorf("%s: the response is not shown: %+v", name, failure)
		}
		w.WantError(p.TryRead(), service.Denied)
		w.WantCount(tokenRequest, 1)
	}
}

func TestResponseWithoutATokenIsNoToken(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"token":""}`, `[]`, `<html></html>`, `{"token":"ghs_x","expires_at":"soon"}`} {
		w := newWorld(t)
		w.asApp(nil)
		w.Fault(servicetest.Always(tokenRequest, "status:201", body))
		w.WantError(w.Player().TryRead(), service.Transient, "access token")
		w.WantCount("graphql", 0)
	}
}

func TestRateLimitOfTheTokensOfAnAppIsToldWithItsEnd(t *testing.T) {
	t.Parallel()
	for _, limited := range []simhttp.Fault{
		{Match: tokenRequest, Kind: "status:403", Times: 1, RetryAfter: 90, Body: `{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}`},
		{Match: tokenRequest, Kind: "status:429", Times: 1, RetryAfter: 90},
	} {
		w := newWorld(t)
		w.asApp(nil)
		w.Fault(limited)
		p := w.Player()
		if failure := w.WantError(p.TryRead(), service.Throttled); failure.RetryAfter != 90*time.Second {
			t.Errorf("%s lasts %s", limited.Kind, failure.RetryAfter)
		}
		w.Clock.Advance(90 * time.Second)
		w.Must(p.TryRead())
		w.WantCount(tokenRequest, 2)
	}
}

// Each request while limited may cost the App.
func TestTokensOfAnAppAreNotAskedForWhileTheyAreLimited(t *testing.T) {
	t.Parallel()
	for reset, want := range map[string]time.Duration{"in 20 minutes": 20 * time.Minute, "": 10 * time.Minute} {
		w := newWorld(t)
		w.asApp(nil)
		end := w.Clock.Now().Add(20 * time.Minute)
		w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
			response, err := servicetest.Direct(request)
			if err == nil && reset != "" && response.StatusCode == http.StatusTooManyRequests {
				response.Header.Set("X-Ratelimit-Remaining", "0")
				response.Header.Set("X-Ratelimit-Reset", strconv.FormatInt(end.Unix(), 10))
			}
			return response, err
		})
		w.Fault(servicetest.Always(tokenRequest, "status:429", `{"message":"API rate limit exceeded for installation ID 7."}`))
		p := w.Player()
		for range 3 {
			if failure := w.WantError(p.TryRead(), service.Throttled); (want - failure.RetryAfter).Abs() > time.Second {
				t.Errorf("%s: it lasts %s", reset, failure.RetryAfter)
			}
		}
		w.WantCount(tokenRequest, 1)
	}
}

func TestTokenOfAnAppThatMayNotIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asApp(nil)
	w.Set(githubsim.SwitchAppToken, "forbidden")
	w.WantError(w.Player().TryRead(), service.Denied, "classic token", "fine-grained")
}
