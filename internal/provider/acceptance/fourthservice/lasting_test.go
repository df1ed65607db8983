// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
)

// startLasting is a world where subdomains follow from their parents, and releases last.
func startLasting(t *testing.T) (*world, plugintest.Providers) {
	t.Helper()
	w := start(t)
	w.set(switchSubdomain, "born_verified")
	return w, providersWith(lastingDefinition(), w.environment, w.Clock)
}

// rootsAndSubdomains is the documented pattern, with the names of the tests.
func rootsAndSubdomains(t *testing.T) string {
	t.Helper()
	documented, err := os.ReadFile("../../../../examples/subdomains/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	_, config, found := strings.Cut(string(documented), "# The domains by name.")
	if !found {
		t.Fatal("the example does not have the line that the pattern begins with")
	}
	const value = "domainverify_verification_token.root[each.key].record.value"
	_, config, _ = strings.Cut(config, "\nlocals {")
	return strings.NewReplacer(
		"acme.com", "acme.test", `"entra"`, `"fourth"`, "cloudflare_dns_record", "sandbox_dns_record_set",
		"zone_id  = var.zone_ids[each.key]", "zone     = each.key", `content  = "\"${`+value+`}\""`, "values   = ["+value+"]",
	).Replace("locals {" + config)
}

// Roots and subdomains come from one map, in one apply, and go in one destroy.
func TestSubdomainsOfARootThatTheSameRunVerifiesNeedNoTokenAndNoRecord(t *testing.T) {
	t.Parallel()
	w, providers := startLasting(t)
	config := rootsAndSubdomains(t)
	verified := func(address string) statecheck.StateCheck {
		return stateOf(address, "state", knownvalue.StringExact("verified"))
	}
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providers, Steps: []resource.TestStep{
		{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(`domainverify_organization_domain.subdomain["eu.acme.test"]`, tfjsonpath.New("id"), knownvalue.StringExact("fourth/acme/eu.acme.test")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				verified(`domainverify_verification.root["acme.test"]`), verified(`domainverify_verification.subdomain["eu.acme.test"]`),
				stateOf(`domainverify_verification.subdomain["eu.acme.test"]`, "token", knownvalue.Null()),
				w.wantWrites(map[string]int{"": 3, "/acme.test/verify": 1}),
			},
		},
		{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		// By itself, plugin-testing destroys nothing that has for_each.
		{Config: config, Destroy: true},
	}})
	if left := w.simulated.Simulator().Snapshot(); cmp.Diff(map[string]*simulatedDomain{}, left, cmp.AllowUnexported(simulatedDomain{})) != "" {
		t.Errorf("left after the destroy: %v", left)
	}
}

// withSubdomain has a token for a subdomain that may need none, and no record for it.
const withSubdomain = `
resource "domainverify_organization_domain" "sub" {
  service    = "fourth"
  domain     = "eu.acme.test"
  depends_on = [domainverify_verification.this]
}
resource "domainverify_verification_token" "sub" {
  organization_domain_id = domainverify_organization_domain.sub.id
}
resource "domainverify_verification" "sub" {
  organization_domain_id = domainverify_organization_domain.sub.id
  token                  = domainverify_verification_token.sub.token
}
`

func TestTokenOfADomainThatNeedsNoneHasNothingToPublish(t *testing.T) {
	t.Parallel()
	w, providers := startLasting(t)
	const token, verification = "domainverify_verification_token.sub", "domainverify_verification.sub"
	config := configuration + withSubdomain
	nothing := []statecheck.StateCheck{
		stateOf(token, "token", knownvalue.Null()), stateOf(token, "instructions", knownvalue.Null()),
		stateOf(token, "record", knownvalue.ObjectPartial(map[string]knownvalue.Check{"value": knownvalue.Null(), "type": knownvalue.StringExact("TXT")})),
		stateOf(verification, "state", knownvalue.StringExact("verified")), stateOf(verification, "token", knownvalue.Null()),
	}
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: config, ConfigStateChecks: nothing},
		resource.TestStep{Config: config, ConfigPlanChecks: empty},
		resource.TestStep{ResourceName: token, ImportState: true, ImportStateVerify: true},
		resource.TestStep{ResourceName: verification, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts", "verified_at"}},
		// A new address has nothing to lose either.
		resource.TestStep{
			Config: strings.NewReplacer(`verification_token" "sub"`, `verification_token" "other"`, "verification_token.sub.", "verification_token.other.").Replace(config),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(token, plancheck.ResourceActionDestroy), plancheck.ExpectResourceAction(domainAddress, plancheck.ResourceActionNoop),
			}},
		},
		resource.TestStep{Config: config},
		// Somebody has added it anew before its parent was verified.
		resource.TestStep{
			PreConfig: func() {
				if err := w.simulated.Simulator().Drift("unverify", "eu.acme.test"); err != nil {
					t.Error(err)
				}
			},
			Config: config, PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(token, plancheck.ResourceActionCreate), plancheck.ExpectResourceAction(verification, plancheck.ResourceActionCreate),
			}},
		},
	)
}

func TestVerificationWithoutATokenSaysWhyOneIsNeeded(t *testing.T) {
	t.Parallel()
	tokenless := regexp.MustCompile(`(?m)^  token .*$`).ReplaceAllString(configuration, "")
	missing := func(then string) *regexp.Regexp {
		return regexp.MustCompile(`(?s)Verification Token Missing.*acme\.test cannot be verified without a token\. No verify call was made\..*` + then)
	}
	w, providers := startLasting(t)
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: tokenless, ExpectError: missing(`shows the\s+domain as pending.*A subdomain of a domain that is verified when it is added needs no\s+token.*with\s+depends_on`)},
		resource.TestStep{Config: configuration},
		// It is verified now, and the token may go: state keeps it.
		resource.TestStep{Config: tokenless, ConfigPlanChecks: planOf(nil)},
	)
	if diff := cmp.Diff(1, w.writes()["/acme.test/verify"]); diff != "" {
		t.Errorf("verify calls (-want +got):\n%s", diff)
	}
	plain := start(t)
	plugintest.Run(t, plain.providers(), resource.TestStep{Config: tokenless, PlanOnly: true, ExpectError: missing(`no\s+longer has the domain|domain`)})
	if diff := cmp.Diff(map[string]int{}, plain.writes()); diff != "" {
		t.Errorf("writes of a plan (-want +got):\n%s", diff)
	}
}

// deletes are the requests that begin a release.
func (w *world) deletes() (n int) {
	for _, request := range w.Requests() {
		if request.Method == http.MethodDelete {
			n++
		}
	}
	return n
}

// Invariants 6 and 13.
func TestReleaseThatOutlastsItsTimeoutIsResumedByTheNextDestroy(t *testing.T) {
	t.Parallel()
	w, providers := startLasting(t)
	forced := strings.Replace(withRecord, `"acme.test"`, "\"acme.test\"\n  force_release = true\n  timeouts = { delete = \"4m\" }", 1)
	domainAlone, _, _ := strings.Cut(forced, `resource "domainverify_verification_token" `)
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: forced},
		resource.TestStep{
			PreConfig: w.drift("use"), Config: forced, Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)Wait Timed Out.*accepted the release of\s+acme\.test, and had not finished it after 4m0s.*Fourth renames the users.*the next\s+destroy resumes the wait; it begins no second release`),
		},
		resource.TestStep{Config: domainAlone, ConfigPlanChecks: planOf(nil)},
		resource.TestStep{Config: forced, ExpectError: regexp.MustCompile(`(?s)Cannot Get Verification Token.*accepted\s+the release`)},
		resource.TestStep{Config: domainAlone, Destroy: true, ExpectError: regexp.MustCompile("Wait Timed Out")},
		resource.TestStep{Config: domainAlone, Destroy: true},
	)
	if got := w.deletes(); got != 1 || !w.simulated.Simulator().Empty() {
		t.Errorf("%d releases were begun, and %v is left", got, w.simulated.Simulator().Snapshot())
	}
}

func TestUsersInTheWayOfAReleaseAreListedUntilItIsForced(t *testing.T) {
	t.Parallel()
	w, providers := startLasting(t)
	forced := strings.Replace(configuration, `"acme.test"`, "\"acme.test\"\n  force_release = true", 1)
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: configuration},
		resource.TestStep{
			PreConfig: w.drift("use"), Config: configuration, Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)Cannot Release Domain.*sers stand in the way.*In the way \(14\):\s+user user0@acme\.test\s+user user1@acme\.test\s+user user2@acme\.test\s+and 11 more.*set force_release`),
		},
		resource.TestStep{Config: forced},
	)
	if got := w.deletes(); got != 2 {
		t.Errorf("%d releases were asked for, want one refused and one forced", got)
	}
}
