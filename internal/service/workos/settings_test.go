// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

const secret = "sk_a_very_secret_value"

func apiKey() service.Values { return service.Values{"api_key": secret} }

func TestSettingsThatAreWrongAreNamed(t *testing.T) {
	t.Parallel()
	servicetest.MarksSecrets(t, workos.Definition(), "api_key")
	servicetest.RefusesSettings(t, workos.Definition(), apiKey(), servicetest.WrongSettings{
		"nothing":                   {service.Values{"api_key": ""}, "api_key", []string{"WORKOS_API_KEY"}},
		"only an organization":      {service.Values{"api_key": "", "organization_id": "org_1"}, "api_key", []string{"no API key"}},
		"key with a line break":     {service.Values{"api_key": secret + "\n" + secret}, "api_key", []string{"white space"}},
		"client id as key":          {service.Values{"api_key": "client_01EHQMYV6MBK39QC5PZXHY59C3"}, "api_key", []string{"client ID"}},
		"organization id":           {service.Values{"organization_id": "acme"}, "organization_id", []string{"org_"}},
		"domain id as organization": {service.Values{"organization_id": "org_domain_01EHQM"}, "organization_id", []string{"not the ID of a WorkOS organization"}},
		"budget of nothing":         {service.Values{"requests_per_minute": "0"}, "requests_per_minute", []string{"at least 1"}},
		"plain http":                {service.Values{"base_url": "http://api.workos.com"}, "base_url", []string{"unencrypted"}},
		"base URL with a password":  {service.Values{"base_url": "https://me:" + secret + "@api.workos.com"}, "base_url", []string{"user"}},
	})
}

func TestOrganizationIDComesFromTheResourceOrTheProvider(t *testing.T) {
	t.Parallel()
	servicetest.OrganizationIDs(t, workos.Definition(), service.Values{"api_key": secret, "organization_id": "org_01A"}, map[string]string{
		"": "org_01A", "org_01B": "org_01B", "82adacf4-453f-4e2b-a406-2939fddcaad2": "", "org_01A/domains": "",
	})
	servicetest.OrganizationIDs(t, workos.Definition(), apiKey(), map[string]string{"": ""})
}

func TestWorkOSHasNoClaimAndSaysWhatItHasInstead(t *testing.T) {
	t.Parallel()
	made := newWorld(t).Service()
	_, claims := made.(service.Claimer)
	capabilities := made.Capabilities()
	if claims || capabilities.VerifyClaims || !strings.Contains(capabilities.InsteadOfClaim, "domain policy") {
		t.Errorf("claims %t, %+v; want no claim and the domain policy named", claims, capabilities)
	}
}
