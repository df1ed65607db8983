// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// Invariant 7: the dangerous switches of a claim are sent with their safe values.
func TestDomainGoesFromNothingToClaimedAndBack(t *testing.T) {
	w := newWorld(t).withProbe()
	id := "webex/" + w.Info().Webex.OrganizationID + "/" + domain
	w.run(
		resource.TestStep{
			Config: chain{}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				// What configuration determines is known at plan.
				plancheck.ExpectKnownValue(organizationDomain, tfjsonpath.New("id"), knownvalue.StringExact(id)),
				plancheck.ExpectKnownValue(verificationToken, tfjsonpath.New("record").AtMapKey("name"), knownvalue.StringExact(domain)),
				plancheck.ExpectKnownValue(verificationToken, tfjsonpath.New("record").AtMapKey("type"), knownvalue.StringExact("TXT")),
				plancheck.ExpectUnknownValue(verificationToken, tfjsonpath.New("record").AtMapKey("value")),
				plancheck.ExpectKnownValue(recordSet, tfjsonpath.New("name"), knownvalue.StringExact(domain)),
				plancheck.ExpectKnownValue(claim, tfjsonpath.New("id"), knownvalue.StringExact(id)),
			}},
			ConfigStateChecks: append([]statecheck.StateCheck{
				statecheck.ExpectKnownValue(organizationDomain, tfjsonpath.New("service"), knownvalue.StringExact("webex")),
				statecheck.ExpectKnownValue(organizationDomain, tfjsonpath.New("remote_id"), knownvalue.StringExact(domain)),
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("failure_reason"), knownvalue.Null()),
				statecheck.ExpectKnownValue(claim, tfjsonpath.New("force"), knownvalue.Bool(false)),
			}, w.check(func() {
				organization := w.Webex.Snapshot().Organization
				equal(t, "claimed", organization.Claimed, []string{domain})
				equal(t, "verified", organization.Verified, []string{domain})
				equal(t, "pending", len(organization.Pending), 0)
				equal(t, "claim requests", w.bodies("claimDomain"), []string{
					`{"data":[{"domain":"acme.test"}],"forceDomainClaim":false,"claimDomainOnly":true}`,
				})
				equal(t, "verify requests", w.bodies("verifyDomain"), []string{`{"domain":"acme.test","claimDomain":false}`})
			})...),
		},
		resource.TestStep{
			Config:           chain{}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
	calls := w.calls()
	if slices.Index(calls, "unclaimDomain") > lastIndex(calls, "unverifyDomain") {
		t.Errorf("released in the wrong order: %v", calls)
	}
}

func lastIndex(calls []string, call string) int {
	for i := len(calls) - 1; i >= 0; i-- {
		if calls[i] == call {
			return i
		}
	}
	return -1
}

// Invariant 2: DNS before service.
func TestVerifyIsCalledOnceAndOnlyWhenEveryServerHasTheRecord(t *testing.T) {
	w := newWorld(t)
	// The second server gets the record only after the third look.
	lagging := w.laggingSecondary(3)
	w.run(resource.TestStep{
		Config: chain{}.String(),
		ConfigStateChecks: w.check(func() {
			equal(t, "verify calls", w.count("verifyDomain"), 1)
			if looks := len(w.virtual.Sleeps()); looks < 3 {
				t.Errorf("the wait ended after %d pauses, before the second server had the record", looks)
			}
			lagging.assertNoVerifyBefore(t)
		}),
	})
}

// Invariant 2: no resolver is asked too early.
func TestNoResolverIsAskedForTheNameBeforeTheRecordIsPublished(t *testing.T) {
	w := newWorld(t)
	lagging := w.laggingSecondary(3)
	w.run(resource.TestStep{
		Config:            chain{}.String(),
		ConfigStateChecks: w.check(func() { lagging.assertNoRecursiveQueryBefore(t) }),
	})
}

// Invariant 14: what is unknown does not matter.
//
// What Cisco does not document must not matter. Nothing is readable here, as
// documented; the adapter's own tests go through the settings with the domain
// lists readable and with the drift probe as well.
func TestLifecyclePassesUnderEverySettingOfEveryUnknown(t *testing.T) {
	for _, unknown := range newParallelWorld(t).Webex.Switches().List() {
		for _, value := range unknown.Allowed {
			t.Run(unknown.Name+"="+value, func(t *testing.T) {
				w := newWorld(t)
				w.set(unknown.Name, value)
				config := chain{}
				if unknown.Name == webexsim.SwitchOrganizationReadDomains && value == "absent" {
					// Nothing then shows whether the administrators' domain is the last one.
					config.organizationDomain = "skip_lockout_guard_on_release = true"
				}
				w.run(
					resource.TestStep{
						Config:            config.String(),
						ConfigStateChecks: w.check(func() { equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{domain}) }),
					},
					resource.TestStep{
						Config:           config.String(),
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
					},
				)
			})
		}
	}
}

// A read that lags behind shows the past, and nothing in it tells so. The next
// plan after the lag is right again; within one run the provider's own writes
// count more than the read.
func TestReadThatLagsBehindIsRightAgainWhenItHasCaughtUp(t *testing.T) {
	w := newWorld(t).withLists()
	w.set("organization_read_lag", "30")
	w.run(
		resource.TestStep{Config: chain{}.String(), ExpectNonEmptyPlan: true},
		resource.TestStep{
			PreConfig:        func() { w.Clock.Advance(31 * time.Second) },
			Config:           chain{}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

// What is shown without Terraform holds for Terraform because both make the same
// calls for the same steps.
func TestStepsMakeTheSameCallsWithTerraformAsWithoutIt(t *testing.T) {
	for name, test := range map[string]struct {
		start  func(*testing.T) *world
		config string
		drift  func(*world) func()
		broken string
	}{
		"webex": {
			start:  func(t *testing.T) *world { return newParallelWorld(t).withProbe() },
			config: chain{}.String(), drift: func(w *world) func() { return w.drift("unverify", domain) },
			broken: chain{claim: `timeouts = { create = "soon" }`}.String(),
		},
		"workos": {
			start:  func(t *testing.T) *world { w := newParallelWorld(t); w.onlyWorkOS(); return w },
			config: unclaimed.String(), drift: func(w *world) func() { return w.workOSDrift("remove") },
			broken: chain{}.String(),
		},
		"zoho": {
			start:  func(t *testing.T) *world { w := newParallelWorld(t); w.onlyZoho(); return w },
			config: zohoChain{method: "dns_cname"}.String(), drift: func(w *world) func() { return w.zohoDrift("remove") },
			broken: zohoChain{method: "dns_txt", organizationDomain: `deletion_policy = "never"`}.String(),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests := func(run func(*world, ...resource.TestStep)) []string {
				w := test.start(t)
				run(
					w,
					resource.TestStep{Config: test.config},
					resource.TestStep{Config: test.broken, ExpectError: regexp.MustCompile("Error")},
					resource.TestStep{PreConfig: test.drift(w), Config: test.config},
					w.afterRefresh(func() {}),
					resource.TestStep{ResourceName: verification, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"verified_at", "expires_at"}},
				)
				return w.sent()
			}
			equal(t, "requests", requests((*world).run), requests((*world).pluginTesting))
		})
	}
}

var ofOneWorld = regexp.MustCompile(`probe-[0-9a-z]+|[0-9a-f-]{36}|org_domain_\w+`)

// sent is what all requests said, but for names that differ from world to world.
func (w *world) sent() []string {
	var sent []string
	for _, request := range w.Requests() {
		sent = append(sent, ofOneWorld.ReplaceAllString(request.Method+" "+request.Path+" "+request.Body, "…"))
	}
	return sent
}

// TestLiveDomainGoesFromNothingToVerifiedAndBack makes no claim: a claim
// concerns people outside the test.
func TestLiveDomainGoesFromNothingToVerifiedAndBack(t *testing.T) {
	name := liveDomain()
	if name == "" {
		t.Skip("DOMAINVERIFY_ACC_LIVE names no domain; the same story runs on the sandbox")
	}
	config := chain{domain: `"` + name + `"`, without: []string{"domainverify_claim"}}.String()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: providers(os.Getenv, poll.SystemClock{}),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
			}},
			{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		},
	})
}
