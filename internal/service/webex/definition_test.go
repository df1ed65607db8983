// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
		if err != nil || made.Capabilities().CanReserve != want {
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
