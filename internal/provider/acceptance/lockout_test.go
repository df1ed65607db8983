// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const other = "other.test"

// twoDomains is a chain for the administrators' own domain (admin@acme.test)
// and one for another domain, which names what it depends on.
func twoDomains(otherDependsOn string, blocks ...string) string {
	text := fmt.Sprintf(`
locals { domains = { admin = "acme.test", other = "other.test" } }

resource "domainverify_organization_domain" "admin" { domain = "acme.test" }
resource "domainverify_organization_domain" "other" {
  domain     = "other.test"
  depends_on = [%s]
}
`, otherDependsOn)
	for _, name := range blocks {
		text += fmt.Sprintf(`
resource "domainverify_verification_token" %[1]q { organization_domain_id = domainverify_organization_domain.%[1]s.id }
resource "sandbox_dns_record_set" %[1]q {
  zone   = local.domains[%[1]q]
  name   = domainverify_verification_token.%[1]s.record.name
  type   = "TXT"
  values = [domainverify_verification_token.%[1]s.record.value]
}
resource "domainverify_verification" %[1]q {
  organization_domain_id = domainverify_organization_domain.%[1]s.id
  token                  = domainverify_verification_token.%[1]s.token
  depends_on             = [sandbox_dns_record_set.%[1]s]
}
`, name)
	}
	return text
}

func TestVerifyingAnotherDomainBeforeTheAdministratorsOwnIsRefused(t *testing.T) {
	for name, read := range map[string]func(*world) *world{
		"domain of the token's owner": func(w *world) *world { return w.withLists() },
		"probed":                      func(w *world) *world { return w.withProbe() },
		"admin_domain set": func(w *world) *world {
			w.environment["WEBEX_ADMIN_DOMAIN"] = "ACME.test."
			w.fault("people/me", "status:403", 0)()
			return w.withLists()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := read(newWorld(t, domain, other))
			w.Webex.SetEnforcement(true)
			w.run(resource.TestStep{
				Config:      twoDomains("", "other"),
				ExpectError: regexp.MustCompile(`(?s)Administrator Lockout Prevented.*acme\.test\s+is\s+not\s+verified.*depends_on\s+=\s+\[domainverify_verification`),
			})
			equal(t, "verify calls", w.count("verifyDomain"), 0)
			equal(t, "locked out", w.Webex.Snapshot().LockedOut, false)
		})
	}
}

// Invariant 8: the administrators' own domain first and last.
func TestAdministratorsDomainFirstAndLastByDependsOnNeverLocksOut(t *testing.T) {
	w := newWorld(t, domain, other).withLists()
	w.Webex.SetEnforcement(true)
	w.runTerraform(resource.TestStep{Config: twoDomains("domainverify_verification.admin", "admin", "other")})
	equal(t, "locked out", w.Webex.Snapshot().LockedOut, false)
	equal(t, "domains in the order of verification", w.bodies("verifyDomain"), []string{
		`{"domain":"acme.test","claimDomain":false}`, `{"domain":"other.test","claimDomain":false}`,
	})
	equal(t, "domains in the order of release", w.bodies("unverifyDomain"), []string{
		`{"domain":"other.test","removePending":false}`, `{"domain":"acme.test","removePending":false}`,
	})
}

func TestVerificationsOfOneRunWaitForTheAdministratorsDomain(t *testing.T) {
	w := newWorld(t, domain, other).withLists()
	w.clock = hurriedClock()
	w.Webex.SetEnforcement(true)
	w.runTerraform(resource.TestStep{Config: twoDomains("", "admin", "other")})
	equal(t, "locked out", w.Webex.Snapshot().LockedOut, false)
	equal(t, "first verified", w.bodies("verifyDomain")[0], `{"domain":"acme.test","claimDomain":false}`)
	bodies := w.bodies("unverifyDomain")
	equal(t, "last released", bodies[len(bodies)-1], `{"domain":"acme.test","removePending":false}`)
}

func TestReleasingTheAdministratorsDomainBeforeOthersIsRefused(t *testing.T) {
	w := newWorld(t, domain, other).withLists()
	onlyOther := `resource "domainverify_organization_domain" "other" { domain = "other.test" }`
	w.run(
		resource.TestStep{Config: twoDomains("domainverify_verification.admin", "admin", "other")},
		resource.TestStep{
			Config:      onlyOther,
			ExpectError: regexp.MustCompile(`(?s)Administrator Lockout Prevented.*other\.test`),
		},
		resource.TestStep{
			PreConfig: func() { equal(t, "verified", w.Webex.Snapshot().Organization.Verified, []string{domain, other}) },
			Config:    twoDomains("domainverify_verification.admin", "admin", "other"),
		},
	)
}

// What the warning says is held by guard_test.go of webex; plugin-testing shows none.
func TestLockoutThatCannotBeRuledOutDoesNotStopTheRun(t *testing.T) {
	w := newWorld(t, domain, other).unreadable()
	w.fault("people/me", "status:403", 0)()
	w.run(resource.TestStep{Config: twoDomains("", "other")})
}

func TestHandOffBehindAPendingAdministratorsDomainEndsGreen(t *testing.T) {
	w := newWorld(t, domain, other).withProbe()
	handOff := strings.ReplaceAll(withoutRecords(twoDomains("", "admin", "other")), "depends_on             = []", "wait_for_verification = false")
	w.run(resource.TestStep{
		Config:             handOff,
		ExpectNonEmptyPlan: true,
		ConfigStateChecks: append([]statecheck.StateCheck{
			statecheck.ExpectKnownValue("domainverify_verification.other", tfjsonpath.New("state"), knownvalue.StringExact("pending")),
		}, w.check(func() {
			equal(t, "verify calls", w.count("verifyDomain"), 0)
			equal(t, "pauses", len(w.virtual.Sleeps()), 0)
		})...),
	})
}

// withoutRecords leaves the publishing to others.
func withoutRecords(config string) string {
	var kept []string
	for block := range strings.SplitSeq(config, "resource ") {
		if !strings.HasPrefix(block, `"sandbox_dns_record_set"`) {
			kept = append(kept, block)
		}
	}
	config = strings.Join(kept, "resource ")
	for _, name := range []string{"admin", "other"} {
		config = strings.ReplaceAll(config, "[sandbox_dns_record_set."+name+"]", "[]")
	}
	return config
}
