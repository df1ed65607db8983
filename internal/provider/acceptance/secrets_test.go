// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"os"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// subjectOfSecrets is the configuration of a service, without provider block, and what
// the service is set to.
func subjectOfSecrets(service string) hardening.Subject {
	subject := hardening.Subject{Name: service, Service: service, Configuration: hardening.Chain}
	if service == "webex" {
		subject.Configuration += hardening.Claim
		subject.Prepare = func(running *sandbox.Sandbox, environment map[string]string) error {
			environment["WEBEX_ADMIN_DOMAIN"] = domain
			return running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "present")
		}
	}
	if service == "github" {
		subject.Prepare = gitHubAppsManageDomains
	}
	return subject
}

// Invariant 9.
func TestNoCredentialShowsWhateverAServiceRepeats(t *testing.T) {
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	for _, definition := range catalog.Definitions() {
		hardening.Secrets(t, subjectOfSecrets(definition.Name), os.Getenv)
	}
}
