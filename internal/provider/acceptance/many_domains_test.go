// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestTwentyDomainsByForEach(t *testing.T) {
	zones := numberedZones(20)
	// The administrators' own domain is the first of them.
	w := newWorld(t, zones...).withProbe()
	w.clock = hurriedClock()
	config := fleet(zones) + `
resource "domainverify_claim" "all" {
  for_each               = local.domains
  organization_domain_id = domainverify_verification.all[each.key].organization_domain_id
}
`
	w.runTerraform(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: w.check(func() {
				equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, zones)
				equal(t, "verify calls", w.count("verifyDomain"), 20)
				equal(t, "claim calls", w.count("claimDomain"), 20)
			}),
		},
		// plugin-testing reads no state with for_each in it, hence a plan and a
		// destroy by hand in place of a refresh and the final destroy.
		resource.TestStep{PreConfig: w.Recorder.ForgetRequests, Config: config, PlanOnly: true},
		resource.TestStep{
			PreConfig: func() {
				// A plan refreshes and then plans again without refreshing.
				calls := w.calls()
				equal(t, "calls for 80 resources", calls[:3], []string{"GET", "getDomainVerificationToken", "unverifyDomain"})
				if len(calls) > 6 {
					t.Errorf("%d calls for a plan of 80 resources: %v", len(calls), calls)
				}
			},
			Config: config, Destroy: true,
		},
	)
}

// before returns what an apply has made that was cut off before the resources of
// the given type.
func before(config, kind string) string {
	made, _, _ := strings.Cut(config, `resource "`+kind+`"`)
	return made
}

// In the second apply the token resources have nothing to do, so this process
// knows no token but the one that each verification is given: what is to be
// verified first has to be found in the DNS.
func TestSecondApplyOfManyDomainsVerifiesTheAdministratorsDomainFirst(t *testing.T) {
	for name, c := range map[string]struct {
		cut  string
		read func(*world) *world
	}{
		"cut off after the tokens, lists readable": {"sandbox_dns_record_set", (*world).withLists},
		"cut off after the records, probed":        {"domainverify_verification", (*world).withProbe},
	} {
		t.Run(name, func(t *testing.T) {
			zones := numberedZones(30)
			// The administrators are at the first one.
			w := c.read(newWorld(t, slices.Concat(zones[17:], zones[:17])...))
			w.clock = hurriedClock()
			if err := w.Webex.Switches().Set(webexsim.SwitchTokenRepeat, "new"); err != nil {
				t.Fatal(err)
			}
			w.Webex.SetEnforcement(true)
			config := fleet(zones)
			w.runTerraform(
				resource.TestStep{Config: before(config, c.cut)},
				resource.TestStep{
					PreConfig: func() { w.Recorder.ForgetRequests() },
					Config:    config,
					ConfigStateChecks: w.check(func() {
						equal(t, "verified", w.Webex.Snapshot().Organization.Verified, zones)
						equal(t, "first verified", w.bodies("verifyDomain")[0], `{"domain":"d17.test","claimDomain":false}`)
						equal(t, "verify calls", w.count("verifyDomain"), len(zones))
						for _, body := range w.bodies("getDomainVerificationToken") {
							if !strings.Contains(body, "domainverify-probe-") {
								t.Errorf("a token was requested: %s", body)
							}
						}
					}),
				},
				resource.TestStep{Config: config, Destroy: true},
			)
			equal(t, "locked out", w.Webex.Snapshot().LockedOut, false)
		})
	}
}

// The published record is not the token that counts. It is tried once, and no
// token is requested to find out why it is refused.
func TestPublishedTokenOfTheAdministratorsDomainIsTriedOnce(t *testing.T) {
	w := newWorld(t, domain, other).withLists()
	w.Webex.SetEnforcement(true)
	if err := w.Webex.Switches().Set(webexsim.SwitchTokenRepeat, "new"); err != nil {
		t.Fatal(err)
	}
	if err := w.DNS.SetTXT(domain, domain, "cisco-ci-domain-verification="+strings.Repeat("0", 64)); err != nil {
		t.Fatal(err)
	}
	tokens := 0
	w.run(
		resource.TestStep{Config: withoutRecords(before(twoDomains("", "admin"), "domainverify_verification"))},
		resource.TestStep{
			PreConfig:   func() { tokens = len(w.requestsOf("acme.test", "getDomainVerificationToken")) },
			Config:      twoDomains("", "other"),
			ExpectError: regexp.MustCompile(`(?s)Administrator Lockout Prevented`),
		},
		resource.TestStep{
			PreConfig: func() {
				equal(t, "token requests for acme.test after the first apply", len(w.requestsOf("acme.test", "getDomainVerificationToken")), tokens)
				if err := w.DNS.SetTXT(domain, domain); err != nil {
					t.Error(err)
				}
			},
			Config: withoutRecords(before(twoDomains("", "admin"), "domainverify_verification")),
		},
	)
	equal(t, "verify calls", w.bodies("verifyDomain"), []string{`{"domain":"acme.test","claimDomain":false}`})
	equal(t, "locked out", w.Webex.Snapshot().LockedOut, false)
}

func (w *world) requestsOf(domain, action string) []string {
	return slices.DeleteFunc(w.bodies(action), func(body string) bool { return !strings.Contains(body, `"`+domain+`"`) })
}
