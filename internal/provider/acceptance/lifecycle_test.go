// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
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
