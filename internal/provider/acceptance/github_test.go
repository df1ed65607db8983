// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
)

const githubOrganization = "acme-corp"

// githubWorld is a sandbox whose only service is GitHub, which the environment alone does
// not configure.
type githubWorld struct {
	*world
	*githubsim.Sim
}

func gitHub(t *testing.T) *githubWorld {
	t.Helper()
	w := &githubWorld{world: newWorld(t)}
	w.Sim = sandbox.Simulated[*githubsim.Sim](w.Sandbox)
	w.withoutWebex()
	for _, variable := range w.Info().Variables() {
		if strings.HasPrefix(variable[0], "GITHUB_") {
			w.environment[variable[0]] = variable[1]
		}
	}
	w.environment["SANDBOX_DNS_ZONE"] = domain
	// Tokens expire, so that the provider has to live in the time of the sandbox.
	w.clock = w.Sandbox.Clock
	return w
}

// mutations are those that GitHub got since the log was last forgotten.
func (w *githubWorld) mutations() (fields []string) {
	for _, request := range w.Requests() {
		if field, ok := strings.CutPrefix(request.Operation, "mutation "); ok {
			fields = append(fields, strings.Replace(field, "VerifiableDomain", "", 1))
		}
	}
	return fields
}

func (w *githubWorld) gone() {
	w.t.Helper()
	for _, left := range w.Snapshot().Domains {
		if left.Owner != githubsim.ForOther {
			w.t.Errorf("left at GitHub: %+v", left)
		}
	}
}

const githubBlock = `
provider "domainverify" {
  github = {}
}
`

// githubChain is unclaimed with the record in the zone of the domain. more is in the
// organization domain, verification in the verification.
func githubChain(more, verification string, without ...string) string {
	text := chain{provider: githubBlock, organizationDomain: more, verification: verification, without: append(without, "domainverify_claim")}.String()
	return strings.Replace(text, "  zone   = domainverify_verification_token.this.record.name\n", "", 1)
}

func TestGitHubVerifiesForOrganizationAndEnterpriseSideBySide(t *testing.T) {
	w := gitHub(t)
	config := githubBlock + `
locals { owners = toset(["Acme-Corp", "enterprise:acme-group"]) }
resource "domainverify_organization_domain" "this" {
  for_each        = local.owners
  organization_id = each.key
  domain          = "acme.test"
}
resource "domainverify_verification_token" "this" {
  for_each               = local.owners
  organization_domain_id = domainverify_organization_domain.this[each.key].id
}
resource "sandbox_dns_record_set" "this" {
  for_each = local.owners
  name     = domainverify_verification_token.this[each.key].record.name
  type     = "TXT"
  values   = [domainverify_verification_token.this[each.key].record.value]
}
resource "domainverify_verification" "this" {
  for_each               = local.owners
  organization_domain_id = domainverify_organization_domain.this[each.key].id
  token                  = domainverify_verification_token.this[each.key].token
  depends_on             = [sandbox_dns_record_set.this]
}
`
	w.runTerraform(
		resource.TestStep{Config: config, ConfigStateChecks: w.check(func() {
			equal(t, "mutations", len(w.mutations()), 4)
			for _, found := range w.Snapshot().Domains {
				equal(t, "verified for "+found.Owner, found.Verified, true)
			}
			equal(t, "hasty mutations", len(w.Snapshot().Limits.Violations), 0)
		})},
		resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
	)
	w.gone()
}

func TestGitHubIsNotConfiguredByTheEnvironmentAlone(t *testing.T) {
	w := gitHub(t)
	config := strings.Replace(githubChain(`service = "github"`, ""), githubBlock, "", 1)
	w.run(resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`Service Not Configured`)})
	equal(t, "requests", len(w.Requests()), 0)
}

func TestGitHubDriftIsPlannedWithExactlyTheActionsThatRepairIt(t *testing.T) {
	for kind, want := range map[string]actions{
		"remove": {organizationDomain: create, verificationToken: create, recordSet: plancheck.ResourceActionReplace, verification: create},
		"readd":  {recordSet: update, verification: create},
	} {
		t.Run(kind, func(t *testing.T) {
			w := gitHub(t)
			config := githubChain("", "")
			w.run(
				resource.TestStep{Config: config},
				resource.TestStep{PreConfig: func() {
					if err := w.Sim.Drift(kind, domain); err != nil {
						t.Fatal(err)
					}
				}, Config: config, ConfigPlanChecks: planOf(want)},
				resource.TestStep{Config: config, ConfigPlanChecks: planOf(nil)},
			)
			w.gone()
		})
	}
}

// The team that runs the DNS takes longer than the token lives.
func TestGitHubTokenIsRenewedByThePlanAfterItExpired(t *testing.T) {
	w := gitHub(t)
	handOff := githubChain("", "wait_for_verification = false", "sandbox_dns_record_set")
	state := func(value string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact(value))
	}
	w.run(
		resource.TestStep{Config: handOff, ExpectNonEmptyPlan: true, ConfigStateChecks: append(w.check(func() {
			equal(t, "mutations", w.mutations(), []string{"add"})
			w.Recorder.ForgetRequests()
		}), state("pending"))},
		resource.TestStep{
			PreConfig: func() { w.Clock.Advance(8 * 24 * time.Hour) }, Config: handOff, ExpectNonEmptyPlan: true,
			ConfigStateChecks: append(w.check(func() {
				equal(t, "mutations", w.mutations(), []string{"regenerateToken"})
				w.Recorder.ForgetRequests()
			}), state("pending")),
		},
		resource.TestStep{
			PreConfig: func() {
				found, _ := w.Snapshot().Domain(githubsim.ForOrganization, domain)
				if err := w.DNS.SetTXT(domain, found.HostName, found.Token); err != nil {
					t.Fatal(err)
				}
			},
			Config: handOff, ConfigStateChecks: append(w.check(func() {
				found, _ := w.Snapshot().Domain(githubsim.ForOrganization, domain)
				equal(t, "mutations", w.mutations(), []string{"verify"})
				if err := w.DNS.RemoveRRset(found.HostName, "TXT"); err != nil {
					t.Error(err)
				}
			}), state("verified")),
		},
	)
	w.gone()
}

// The domain was there before Terraform, verified, and shows nothing that was published.
func TestGitHubDomainThatWasBornBeforeIsImportedOrAdopted(t *testing.T) {
	for position := range map[string]bool{"kept": true, "all_null": true} {
		t.Run(position, func(t *testing.T) {
			w := gitHub(t)
			if err := w.Sim.Switches().Set(githubsim.SwitchAfterVerification, position); err != nil {
				t.Fatal(err)
			}
			if err := w.AddDomain(githubsim.DomainSpec{Domain: domain, Verified: true}); err != nil {
				t.Fatal(err)
			}
			w.run(
				resource.TestStep{Config: githubChain("", ""), ExpectError: regexp.MustCompile(`Domain Already Exists`)},
				resource.TestStep{Config: githubChain("adopt_existing = true", "", "domainverify_verification_token", "sandbox_dns_record_set", "domainverify_verification"), ConfigStateChecks: w.check(func() {
					equal(t, "mutations", len(w.mutations()), 0)
				})},
			)
			w.gone()
		})
	}
}

func TestGitHubPolicyStandsInTheWayOfADestroyUnlessAllowed(t *testing.T) {
	w := gitHub(t)
	policy := true
	w.run(
		resource.TestStep{Config: githubChain("", "")},
		resource.TestStep{
			PreConfig: func() {
				if err := w.ChangeOwner(githubsim.OwnerChange{Policy: &policy}); err != nil {
					t.Fatal(err)
				}
			},
			Config: githubChain("", ""), Destroy: true, ExpectError: regexp.MustCompile(`(?s)Cannot Release Domain.*policy.*skip_policy_guard_on_release`),
		},
		resource.TestStep{Config: githubChain("skip_policy_guard_on_release = true", "")},
	)
	w.gone()
}

func TestGitHubRefusalsSayWhatToDo(t *testing.T) {
	enforced := true
	for name, c := range map[string]struct {
		change githubsim.OwnerChange
		want   string
	}{
		"SAML":   {githubsim.OwnerChange{SAML: &enforced}, `(?s)single\s+sign-on.*https://github\.com/orgs/Acme-Corp/sso`},
		"rename": {githubsim.OwnerChange{Login: "Acme-Labs"}, `(?s)no such organization.*renamed`},
	} {
		t.Run(name, func(t *testing.T) {
			w := gitHub(t)
			if err := w.ChangeOwner(c.change); err != nil {
				t.Fatal(err)
			}
			w.run(resource.TestStep{Config: githubChain("", ""), ExpectError: regexp.MustCompile(c.want)})
			w.gone()
		})
	}
}
