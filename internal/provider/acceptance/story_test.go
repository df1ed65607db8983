// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// story is one domain at one service, from nothing to verified, and claimed
// where the service has claims.
type story struct {
	service string
	// names of the resources of the domain and the claim, and of those between
	// them, which are "acme" unless set
	domain, claim, between string
	// key of the domain's resource in for_each
	key string
	// more arguments
	organizationDomain, verification string
}

func (s story) String() string { return s.providers() + s.resources(`"acme.test"`) }

func (s story) providers() string {
	settings := map[string]string{
		"webex":  `webex = { admin_domain = "acme.test", drift_probe_domain = "probe.test" }`,
		"workos": `workos = {}`,
		"zoho":   `zoho = {}`,
	}[s.service]
	return fmt.Sprintf(`
provider "domainverify" {
  %s
}
provider "sandbox" {
  zone = "acme.test"
}
`, settings)
}

// resources takes the expression for the domain.
func (s story) resources(domain string) string {
	instance, forEach := "", ""
	if s.key != "" {
		instance, forEach = fmt.Sprintf("[%q]", s.key), fmt.Sprintf("for_each = toset([%q])", s.key)
	}
	text := fmt.Sprintf(`
resource "domainverify_organization_domain" %[1]q {
  service = %[2]q
  domain  = %[3]s
  %[4]s
  %[5]s
}
resource "domainverify_verification_token" %[6]q {
  organization_domain_id = domainverify_organization_domain.%[1]s%[7]s.id
}
resource "sandbox_dns_record_set" %[6]q {
  name   = domainverify_verification_token.%[6]s.record.name
  type   = domainverify_verification_token.%[6]s.record.type
  values = [domainverify_verification_token.%[6]s.record.value]
}
resource "domainverify_verification" %[6]q {
  organization_domain_id = domainverify_verification_token.%[6]s.organization_domain_id
  token                  = domainverify_verification_token.%[6]s.token
  depends_on             = [sandbox_dns_record_set.%[6]s]
  %[8]s
}
`, s.domain, s.service, domain, s.organizationDomain, forEach, cmp.Or(s.between, "acme"), instance, s.verification)
	if s.service == "webex" && s.claim != "" {
		text += fmt.Sprintf(`
resource "domainverify_claim" %[1]q {
  organization_domain_id = domainverify_verification.%[2]s.organization_domain_id
}
`, s.claim, cmp.Or(s.between, "acme"))
	}
	return text
}

// moved is the block for a renamed resource.
func moved(kind, from, to string) string {
	return fmt.Sprintf("\nmoved {\n  from = %[1]s.%[2]s\n  to   = %[1]s.%[3]s\n}\n", kind, from, to)
}

var servicesOfStories = []string{"webex", "workos", "zoho"}

// atEachService runs a story at each service, in a world of its own.
func atEachService(t *testing.T, tell func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace)) {
	t.Helper()
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			tell(t, service, running, newWorkspace(t, running, service))
		})
	}
}

func newSandbox(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	return newSandboxOf(t, hurriedClock(), domain)
}

func newSandboxOf(t *testing.T, of poll.Clock, zones ...string) *sandbox.Sandbox {
	t.Helper()
	running, err := sandbox.Start(sandbox.Options{Zones: zones, Seed: 1, Clock: clock.New(of.Now)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	// Spare it the minutes between two looks of WorkOS.
	for name, value := range map[string]string{workossim.SwitchPollBegins: "at_verify", workossim.SwitchPollInterval: "0"} {
		if err := running.WorkOS.Switches().Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	return running
}

// holds shows that the service has the domain verified, and claimed at Webex.
func holds(t *testing.T, running *sandbox.Sandbox, service string) {
	t.Helper()
	switch service {
	case "webex":
		organization := running.Webex.Snapshot().Organization
		equal(t, "verified", organization.Verified, []string{domain})
		equal(t, "claimed", organization.Claimed, []string{domain})
	case "workos":
		found, ok := running.WorkOS.Snapshot().Domain(domain)
		if !ok || found.State != "verified" {
			t.Errorf("WorkOS has %+v (%t), want a verified domain", found, ok)
		}
	case "zoho":
		found, ok := running.Zoho.Snapshot().Domain(domain)
		if !ok || !found.Verified {
			t.Errorf("Zoho has %+v (%t), want a verified domain", found, ok)
		}
	}
}

// stillHolds shows that besides nothing was ever given away.
func stillHolds(t *testing.T, running *sandbox.Sandbox, service string) {
	t.Helper()
	holds(t, running, service)
	equal(t, "requests that release", releases(running), 0)
}

// releases counts the requests that give something away.
func releases(running *sandbox.Sandbox) (count int) {
	for _, request := range running.Requests() {
		if request.Method == "DELETE" || strings.HasSuffix(request.Path, "/unclaimDomain") ||
			strings.HasSuffix(request.Path, "/unverifyDomain") && !strings.Contains(request.Body, "probe.test") {
			count++
		}
	}
	return count
}

// settle lets the minute pass that Zoho counts calls by.
func settle(running *sandbox.Sandbox) { running.Clock.Advance(2 * time.Minute) }
