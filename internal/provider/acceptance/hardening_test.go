// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

const webexChain = `
provider "domainverify" {
  webex = { admin_domain = "acme.test", drift_probe_domain = "probe.test" }
}
` + hardening.Chain + hardening.Claim

// TestFaultMatrix spoils every call of every service in every way. See package hardening.
func TestFaultMatrix(t *testing.T) { runHardening(t, hardening.Run) }

// TestCrashMatrix ends the run at every call of every service in every way.
func TestCrashMatrix(t *testing.T) { runHardening(t, hardening.RunCrashes) }

// TestRaces lets other runs and other people go before every call of every service.
func TestRaces(t *testing.T) { runHardening(t, hardening.Races) }

// TestHostileResponses has every response of every service lie in every place.
func TestHostileResponses(t *testing.T) { runHardening(t, hardening.RunHostile) }

func runHardening(t *testing.T, run func(*testing.T, hardening.Subject, func(string) string)) {
	t.Helper()
	t.Parallel()
	for _, subject := range hardeningSubjects() {
		t.Run(subject.Name, func(t *testing.T) {
			if liveDomain() != "" {
				t.Skip("needs the sandbox's simulator")
			}
			run(t, subject, os.Getenv)
		})
	}
}

var webexUnprobed = strings.Replace(webexChain, `, drift_probe_domain = "probe.test"`, "", 1)

// hardeningSubjects are the services of the catalog, Webex by each of its ways to read.
func hardeningSubjects() []hardening.Subject {
	return []hardening.Subject{
		{
			Name: "webex by probe", Service: "webex", Configuration: webexChain, Counters: []string{"refreshes"},
			Prepare: func(running *sandbox.Sandbox, environment map[string]string) error {
				credentials := running.Webex.Credentials()
				delete(environment, "WEBEX_ACCESS_TOKEN")
				environment["WEBEX_CLIENT_ID"] = credentials.ClientID
				environment["WEBEX_CLIENT_SECRET"] = credentials.ClientSecret
				environment["WEBEX_REFRESH_TOKEN"] = credentials.RefreshToken
				return running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only")
			},
		},
		{
			Name: "webex by lists", Service: "webex", Configuration: webexUnprobed, Counters: []string{"refreshes"},
			Prepare: func(running *sandbox.Sandbox, _ map[string]string) error {
				return running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "present")
			},
		},
		{
			Name: "webex unreadable", Service: "webex", Configuration: webexUnprobed, Counters: []string{"refreshes"},
			Prepare: func(running *sandbox.Sandbox, _ map[string]string) error {
				return errors.Join(
					running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only"),
					running.Webex.Switches().Set(webexsim.SwitchClaimOfClaimed, "409"),
				)
			},
		},
		{Name: "workos", Service: "workos", Counters: []string{"events"}},
		{
			Name: "zoho", Service: "zoho", Counters: []string{"tokens", "throttle"}, Ordered: []string{"primary"},
			Prepare: func(_ *sandbox.Sandbox, environment map[string]string) error {
				delete(environment, "ZOHO_ACCESS_TOKEN")
				return nil
			},
		},
		{Name: "github", Service: "github", Configuration: gitHubBlock("") + hardening.Chain, Counters: []string{"limits"}},
		{Name: "google", Service: "google", Configuration: googleBlock + hardening.Chain},
		{Name: "entra", Service: "entra", Configuration: entraBlock("") + hardening.Chain},
	}
}
