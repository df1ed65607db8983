// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestWorkOSDomainIsVerifiedInTheBackgroundAfterOneVerifyCall(t *testing.T) {
	w := workOS(t)
	w.run(
		resource.TestStep{Config: unclaimed.String(), ConfigStateChecks: append([]statecheck.StateCheck{
			statecheck.ExpectKnownValue(organizationDomain, tfjsonpath.New("remote_id"), knownvalue.StringRegexp(regexp.MustCompile("^org_domain_"))),
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
		}, w.check(func() { equal(t, "verify calls", w.workOSVerifies(), 1) })...)},
		resource.TestStep{Config: unclaimed.String(), ConfigPlanChecks: planOf(nil)},
	)
}

func TestWorkOSDriftIsPlannedWithExactlyTheActionsThatRepairIt(t *testing.T) {
	for kind, want := range map[string]actions{
		"remove": {organizationDomain: create, verificationToken: create, recordSet: update, verification: create},
		"move":   {organizationDomain: create, verificationToken: create, recordSet: update, verification: create},
		"fail":   {verification: create},
	} {
		t.Run(kind, func(t *testing.T) {
			w := workOS(t)
			w.run(
				resource.TestStep{Config: unclaimed.String()},
				resource.TestStep{PreConfig: w.workOSDrift(kind), Config: unclaimed.String(), ConfigPlanChecks: planOf(want)},
				resource.TestStep{Config: unclaimed.String(), ConfigPlanChecks: planOf(nil)},
			)
		})
	}
}

// Invariant 5: the record changes, and the verification follows; nothing else.
func TestWorkOSTokenThatHasChangedPlansTheRecordAndTheVerification(t *testing.T) {
	w := workOS(t)
	w.run(
		resource.TestStep{Config: unclaimed.String()},
		resource.TestStep{
			PreConfig:        func() { w.workOSDrift("unverify")(); w.workOSDrift("rotate")() },
			Config:           unclaimed.String(),
			ConfigPlanChecks: planOf(actions{recordSet: update, verification: create}),
		},
		resource.TestStep{Config: unclaimed.String(), ConfigPlanChecks: planOf(nil)},
	)
}

func TestWorkOSHandOffTurnsVerifiedWithTheRefreshAfterTheRecordIsThere(t *testing.T) {
	w := workOS(t)
	config := chain{verification: "wait_for_verification = false", without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String()
	state := func(value string) []statecheck.StateCheck {
		return []statecheck.StateCheck{statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact(value))}
	}
	w.run(
		resource.TestStep{Config: config, ExpectNonEmptyPlan: true, ConfigStateChecks: state("pending")},
		resource.TestStep{
			PreConfig: func() {
				record := w.workOSRecord()
				if err := w.DNS.SetTXT(domain, domain, record); err != nil {
					t.Fatal(err)
				}
				w.Clock.Advance(time.Hour)
			},
			Config: config, ConfigStateChecks: append(state("verified"), w.check(func() {
				// Had the apply turned it, there were one.
				equal(t, "verify calls", w.workOSVerifies(), 0)
				if err := w.DNS.RemoveRRset(domain, "TXT"); err != nil {
					t.Error(err)
				}
			})...),
		},
	)
}

func TestClaimAtWorkOSIsRefusedWhilePlanning(t *testing.T) {
	w := workOS(t)
	w.run(resource.TestStep{Config: chain{}.String(), ExpectError: regexp.MustCompile(`(?s)pre-apply plan.*Not Supported by the Service.*workos.*domain\s+policy`)})
	equal(t, "writes", len(w.calls())-w.count("GET"), 0)
}

func TestWorkOSBadCredentialsAndOrganizations(t *testing.T) {
	for name, test := range map[string]struct{ variable, value, want string }{
		"wrong key":            {"WORKOS_API_KEY", "sk_test_wrong_key_000", `(?s)Cannot Add Domain.*401`},
		"unknown organization": {"WORKOS_ORGANIZATION_ID", "org_01H00000000000000000000000", `(?s)Cannot Add Domain.*404.*environment`},
	} {
		t.Run(name, func(t *testing.T) {
			w := workOS(t)
			w.environment[test.variable] = test.value
			w.run(resource.TestStep{Config: unclaimed.String(), ExpectError: regexp.MustCompile(test.want)})
		})
	}
}

func TestOneDomainAtTwoServicesByOneForEach(t *testing.T) {
	w := newWorld(t)
	w.addWorkOS()
	config := `
locals { services = toset(["webex", "workos"]) }
resource "domainverify_organization_domain" "all" {
  for_each = local.services
  service  = each.key
  domain   = "acme.test"
}
resource "domainverify_verification_token" "all" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.all[each.key].id
}
resource "sandbox_dns_record_set" "all" {
  zone   = "acme.test"
  name   = "acme.test"
  type   = "TXT"
  values = [for token in domainverify_verification_token.all : token.record.value]
}
resource "domainverify_verification" "all" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  token                  = domainverify_verification_token.all[each.key].token
  depends_on             = [sandbox_dns_record_set.all]
}`
	w.runTerraform(
		resource.TestStep{Config: config, ConfigStateChecks: w.check(func() {
			equal(t, "verified at Webex", w.Webex.Snapshot().Organization.Verified, []string{domain})
		})},
		resource.TestStep{Config: config, PlanOnly: true},
		resource.TestStep{Config: config, Destroy: true},
	)
}

func TestWorkOSRecordHasThePrefixThatWorkOSShowsOrTheLiteralOne(t *testing.T) {
	for setting, prefix := range map[string]string{"present": `^.+=.+$`, "absent": `^verification_token=.+$`, "null": `^verification_token=.+$`} {
		t.Run(setting, func(t *testing.T) {
			w := workOS(t)
			if err := w.WorkOS.Switches().Set("verification_prefix", setting); err != nil {
				t.Fatal(err)
			}
			w.run(
				resource.TestStep{Config: unclaimed.String(), ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(verificationToken, tfjsonpath.New("record").AtMapKey("value"), knownvalue.StringRegexp(regexp.MustCompile(prefix))),
				}},
				resource.TestStep{Config: unclaimed.String(), ConfigPlanChecks: planOf(nil)},
			)
		})
	}
}

func TestWorkOSRecordStaysAsItIsWhenWorkOSHidesTokenAndPrefixOfAVerifiedDomain(t *testing.T) {
	w := workOS(t)
	if err := w.WorkOS.Switches().Set("token_of_verified", "hidden"); err != nil {
		t.Fatal(err)
	}
	w.run(
		resource.TestStep{Config: unclaimed.String()},
		resource.TestStep{Config: unclaimed.String(), ConfigPlanChecks: planOf(nil)},
	)
}

// Invariant 19: what an import takes from the DNS is what is published there.
func TestWorkOSTokenThatIsImportedFromTheDNSKeepsThePublishedValue(t *testing.T) {
	w := workOS(t)
	if err := w.WorkOS.Switches().Set("token_of_verified", "hidden"); err != nil {
		t.Fatal(err)
	}
	w.run(
		resource.TestStep{Config: unclaimed.String()},
		resource.TestStep{
			ResourceName: verificationToken, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"expires_at"},
		},
	)
}

func TestWorkOSVerificationInAStateThatNobodyKnowsIsImportedAsPending(t *testing.T) {
	w := workOS(t)
	if err := w.WorkOS.Switches().Set("pending_state", "checking"); err != nil {
		t.Fatal(err)
	}
	config := chain{verification: "wait_for_verification = false", without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String()
	w.pluginTesting(
		resource.TestStep{Config: config, ExpectNonEmptyPlan: true},
		resource.TestStep{
			ResourceName: verification, ImportState: true,
			ImportStateCheck: func(states []*terraform.InstanceState) error {
				if state := states[0].Attributes["state"]; state != "pending" {
					return fmt.Errorf("imported as %q", state)
				}
				return nil
			},
		},
	)
}

func TestWorkOSDomainThatExistsIsAdoptedWhenAskedAndOfferedForImportOtherwise(t *testing.T) {
	w := workOS(t)
	if _, err := w.WorkOS.AddDomain(workossim.DomainSpec{OrganizationID: w.Info().WorkOS.OrganizationID, Domain: domain, State: "verified"}); err != nil {
		t.Fatal(err)
	}
	w.run(
		resource.TestStep{Config: unclaimed.String(), ExpectError: regexp.MustCompile(`(?s)Domain Already Exists.*terraform import ADDRESS workos/`)},
		resource.TestStep{Config: chain{organizationDomain: "adopt_existing = true", without: unclaimed.without}.String()},
	)
}

func TestWorkOSDomainThatExpiresShowsWhyAndIsBegunAnew(t *testing.T) {
	w := workOS(t)
	config := chain{verification: "wait_for_verification = false", without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String()
	w.pluginTesting(
		resource.TestStep{Config: config, ExpectNonEmptyPlan: true},
		resource.TestStep{
			PreConfig:    func() { w.Clock.Advance(31 * 24 * time.Hour) },
			RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(verification, update),
				plancheck.ExpectResourceAction(organizationDomain, plancheck.ResourceActionNoop),
			}},
			Check: resource.TestMatchResourceAttr(verification, "failure_reason", regexp.MustCompile(`within thirty days \(domain_verification_period_expired\)`)),
		},
		resource.TestStep{Config: chain{without: unclaimed.without}.String(), ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
		}},
	)
}

func TestWorkOSVerifyThatFailsRightAfterCreateKeepsTheDomain(t *testing.T) {
	w := workOS(t)
	if err := w.Recorder.AddFault(simhttp.Fault{Service: "workos", Match: "/verify", Kind: "status:422"}); err != nil {
		t.Fatal(err)
	}
	w.run(
		resource.TestStep{Config: unclaimed.String(), ExpectError: regexp.MustCompile(`Cannot Verify Domain`)},
		resource.TestStep{
			PreConfig: w.Recorder.ClearFaults, Config: unclaimed.String(),
			ConfigPlanChecks: planOf(actions{verification: create}),
		},
	)
}

func TestWorkOSResourcesAreImportedByTheirIDs(t *testing.T) {
	w := workOS(t)
	steps := []resource.TestStep{{Config: unclaimed.String()}}
	for _, address := range []string{organizationDomain, verificationToken, verification} {
		steps = append(steps, resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"verified_at", "expires_at"},
		})
	}
	w.run(steps...)
}

// A failed domain is begun anew. When WorkOS issues a new token for that, the
// plan after the error shows the record and the verification, and nothing else.
func TestWorkOSDomainBegunAnewWithANewTokenPlansTheRecord(t *testing.T) {
	for _, setting := range []string{"new_token", "new_token_and_prefix"} {
		t.Run(setting, func(t *testing.T) {
			w := workOS(t)
			if err := w.WorkOS.Switches().Set("restart_token", setting); err != nil {
				t.Fatal(err)
			}
			w.run(
				resource.TestStep{Config: unclaimed.String()},
				resource.TestStep{PreConfig: w.workOSDrift("fail"), Config: unclaimed.String(), ExpectError: regexp.MustCompile(`Verification Token Has Changed`)},
				resource.TestStep{Config: unclaimed.String(), ConfigPlanChecks: planOf(actions{recordSet: update, verification: create})},
				resource.TestStep{Config: unclaimed.String(), ConfigPlanChecks: planOf(nil)},
			)
		})
	}
}

// workOS is a world with WorkOS configured in place of Webex.
func workOS(t *testing.T, zones ...string) *world {
	t.Helper()
	w := newWorld(t, zones...)
	w.onlyWorkOS()
	return w
}

func (w *world) onlyWorkOS() {
	w.withoutWebex()
	w.addWorkOS()
}

func (w *world) addWorkOS() {
	info := w.Info().WorkOS
	w.environment["WORKOS_ORGANIZATION_ID"] = info.OrganizationID
	w.environment["WORKOS_API_KEY"] = info.APIKey
	w.environment["WORKOS_BASE_URL"] = info.BaseURL
}

func (w *world) workOSDrift(kind string) func() {
	return func() {
		w.t.Helper()
		if err := w.WorkOS.Drift(kind, domain); err != nil {
			w.t.Fatal(err)
		}
	}
}

// workOSVerifies counts the verify calls.
func (w *world) workOSVerifies() (calls int) {
	for _, request := range w.Requests() {
		if strings.HasSuffix(request.Path, "/verify") {
			calls++
		}
	}
	return calls
}

// unclaimed is the chain at a service without claims.
var unclaimed = chain{without: []string{"domainverify_claim"}}

func planOf(want actions) resource.ConfigPlanChecks {
	var checks []plancheck.PlanCheck
	for _, address := range []string{organizationDomain, verificationToken, recordSet, verification} {
		action, ok := want[address]
		if !ok {
			action = plancheck.ResourceActionNoop
		}
		checks = append(checks, plancheck.ExpectResourceAction(address, action))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// workOSRecord is the value that WorkOS wants to see.
func (w *world) workOSRecord() string {
	w.t.Helper()
	for _, organization := range w.WorkOS.Snapshot().Organizations {
		for _, found := range organization.Domains {
			if found.Domain == domain {
				return found.Record
			}
		}
	}
	w.t.Fatal("WorkOS does not have " + domain)
	return ""
}
