// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

const secret = "sk_a_very_secret_value"

func TestSettingsThatAreWrongAreNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		values         service.Values
		setting, texts string
	}{
		"nothing":                   {service.Values{}, "api_key", "WORKOS_API_KEY"},
		"only an organization":      {service.Values{"organization_id": "org_1"}, "api_key", "no API key"},
		"key with a line break":     {service.Values{"api_key": secret + "\n" + secret}, "api_key", "white space"},
		"client id as key":          {service.Values{"api_key": "client_01EHQMYV6MBK39QC5PZXHY59C3"}, "api_key", "client ID"},
		"organization id":           {service.Values{"api_key": secret, "organization_id": "acme"}, "organization_id", "org_"},
		"domain id as organization": {service.Values{"api_key": secret, "organization_id": "org_domain_01EHQM"}, "organization_id", "not the ID of a WorkOS organization"},
		"budget of nothing":         {service.Values{"api_key": secret, "requests_per_minute": "0"}, "requests_per_minute", "at least 1"},
		"plain http":                {service.Values{"api_key": secret, "base_url": "http://api.workos.com"}, "base_url", "unencrypted"},
		"base URL with a password":  {service.Values{"api_key": secret, "base_url": "https://me:" + secret + "@api.workos.com"}, "base_url", "user"},
	} {
		_, err := workos.Definition().New(c.values, service.Dependencies{})
		var wrong *service.SettingError
		if !errors.As(err, &wrong) || wrong.Setting != c.setting || !strings.Contains(wrong.Reason, c.texts) {
			t.Errorf("%s: %v, want an error of %s with %q", name, err, c.setting, c.texts)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error shows a secret: %v", name, err)
		}
	}
}

func TestOrganizationIDComesFromTheResourceOrTheProvider(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		configured, given, want string
		class                   service.Class
	}{
		"default":     {"org_01A", "", "org_01A", ""},
		"of its own":  {"org_01A", "org_01B", "org_01B", ""},
		"none":        {"", "", "", service.Rejected},
		"another's":   {"org_01A", "82adacf4-453f-4e2b-a406-2939fddcaad2", "", service.Rejected},
		"with a path": {"org_01A", "org_01A/domains", "", service.Rejected},
	} {
		made, err := workos.Definition().New(service.Values{"api_key": secret, "organization_id": c.configured}, service.Dependencies{})
		must(t, err)
		got, err := made.CanonicalOrganizationID(c.given)
		if got != c.want || service.ClassOf(err) != c.class {
			t.Errorf("%s: %q, %v; want %q, %q", name, got, err, c.want, c.class)
		}
	}
}

func TestWorkOSHasNoClaimAndSaysWhatItHasInstead(t *testing.T) {
	t.Parallel()
	made, err := workos.Definition().New(service.Values{"api_key": secret}, service.Dependencies{})
	must(t, err)
	_, claims := made.(service.Claimer)
	capabilities := made.Capabilities()
	if claims || capabilities.VerifyClaims || !strings.Contains(capabilities.InsteadOfClaim, "domain policy") {
		t.Errorf("claims %t, %+v; want no claim and the domain policy named", claims, capabilities)
	}
}
