// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
)

var recordName = tfjsonpath.New("record").AtMapKey("name")

func TestRecordNameThatOnlyTheServiceKnowsIsUnknownAtPlanAndKeptWhenItIsNoLongerShown(t *testing.T) {
	t.Parallel()
	for _, hides := range []string{"hidden", "name_hidden"} {
		t.Run(hides, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.set(switchAfterVerification, hides)
			plugintest.Run(
				t, w.providers(),
				resource.TestStep{
					Config: configuration,
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectUnknownValue(tokenAddress, recordName),
						plancheck.ExpectKnownValue(tokenAddress, tfjsonpath.New("record").AtMapKey("type"), knownvalue.StringExact("TXT")),
					}},
					ConfigStateChecks: []statecheck.StateCheck{isState("verified"), w.wantRecordName()},
				},
				resource.TestStep{Config: configuration, ConfigPlanChecks: planOf(nil), ConfigStateChecks: []statecheck.StateCheck{w.wantRecordName()}},
			)
		})
	}
}

func TestRecordNameThatIsNotShownIsNullAfterAnImport(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.set(switchAfterVerification, "name_hidden")
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{Config: configuration},
		resource.TestStep{ResourceName: tokenAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"record", "instructions"}},
		resource.TestStep{ResourceName: tokenAddress, ImportState: true, ImportStateVerify: true, ExpectError: regexp.MustCompile(`(?s)"record": .*-.{1,8}"name":.*_\w+\.acme\.test.*\+.{1,8}"name":.*nil`)},
		resource.TestStep{
			PreConfig: func() { w.set(switchAfterVerification, "hidden") }, ResourceName: tokenAddress, ImportState: true,
			ExpectError: regexp.MustCompile(`(?s)Cannot Import.*A verified domain needs no token`),
		},
	)
}

// Invariant 5.
func TestTokenOrNameThatChangesAtTheServicePlansTheRecordAnew(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]plancheck.ResourceActionType{"rotate": plancheck.ResourceActionUpdate, "rename": plancheck.ResourceActionReplace} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			tokens := statecheck.CompareValue(map[string]compare.ValueComparer{"rotate": compare.ValuesDiffer(), "rename": compare.ValuesSame()}[kind])
			token := func() statecheck.StateCheck { return tokens.AddStateValue(tokenAddress, tfjsonpath.New("token")) }
			plugintest.Run(
				t, w.providers(),
				resource.TestStep{Config: withRecord, ConfigStateChecks: []statecheck.StateCheck{token(), w.wantRecordName(), w.wantWrites(map[string]int{"": 1})}},
				resource.TestStep{
					PreConfig: w.drift(kind), Config: withRecord,
					ConfigPlanChecks:  planOf(map[string]plancheck.ResourceActionType{tokenAddress: plancheck.ResourceActionNoop, recordAddress: want}),
					ConfigStateChecks: []statecheck.StateCheck{token(), w.wantRecordName(), w.wantWrites(map[string]int{})},
				},
				resource.TestStep{Config: configuration, ConfigStateChecks: []statecheck.StateCheck{isState("verified")}},
			)
		})
	}
}

// wantRecordName wants the name that the service has, in state and in the DNS.
func (w *world) wantRecordName() statecheck.StateCheck {
	return lazyCheck(func() statecheck.StateCheck {
		return statecheck.ExpectKnownValue(tokenAddress, recordName, knownvalue.StringExact(w.truth().RecordName))
	})
}
