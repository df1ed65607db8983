// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

var configuration = hardeningSubject().ConfigurationFor("acme.test")

// withOption sets the option that the service alone has.
var withOption = strings.Replace(configuration, `"acme.test"`, "\"acme.test\"\n  archive_on_release = true", 1)

const (
	domainAddress       = "domainverify_organization_domain.this"
	tokenAddress        = "domainverify_verification_token.this"
	verificationAddress = "domainverify_verification.this"
)

func TestFourthServiceLivesFromPlanToDestroy(t *testing.T) {
	t.Parallel()
	w := start(t)
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{
			Config: configuration,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(domainAddress, tfjsonpath.New("id"), knownvalue.StringExact("fourth/acme/acme.test")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(verificationAddress, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
				statecheck.ExpectKnownValue(tokenAddress, tfjsonpath.New("instructions"), knownvalue.StringRegexp(regexp.MustCompile("To prove to Fourth"))),
			},
		},
		resource.TestStep{Config: configuration, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		resource.TestStep{
			PreConfig: w.drift("unverify"),
			Config:    configuration,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(domainAddress, plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction(tokenAddress, plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction(verificationAddress, plancheck.ResourceActionCreate),
			}},
		},
		resource.TestStep{ResourceName: domainAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts"}},
		resource.TestStep{ResourceName: tokenAddress, ImportState: true, ImportStateVerify: true},
		resource.TestStep{ResourceName: verificationAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts", "verified_at"}},
		resource.TestStep{
			Config: withOption,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(domainAddress, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(verificationAddress, plancheck.ResourceActionNoop),
			}},
		},
	)
	if left := w.simulated.Simulator().Snapshot(); cmp.Diff(map[string]*simulatedDomain{}, left) != "" {
		t.Errorf("left after the destroy: %v", left)
	}
	if diff := cmp.Diff([]string{"acme.test"}, w.simulated.archived); diff != "" {
		t.Errorf("archived by the option of the service (-want +got):\n%s", diff)
	}
	var made []string
	for _, request := range w.Requests() {
		if request.Method != http.MethodGet {
			made = append(made, request.Method+" "+request.Path)
		}
	}
	want := []string{"POST /v1/domains", "POST /v1/domains/acme.test/verify", "POST /v1/domains/acme.test/verify", "DELETE /v1/domains/acme.test"}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

func TestFourthServiceIsListedWhereServicesAreNamed(t *testing.T) {
	t.Parallel()
	plugintest.Run(
		t, providers(map[string]string{"SANDBOX_DNS_SERVER": "127.0.0.1:1"}, &polltest.Clock{}),
		resource.TestStep{Config: configuration, ExpectError: regexp.MustCompile(`(?s)FOURTH_ORGANIZATION_ID,\s+FOURTH_API_KEY`)},
		resource.TestStep{Config: strings.Replace(configuration, `"fourth"`, `"fifth"`, 1), ExpectError: regexp.MustCompile(`(?s)webex.*workos.*zoho.*fourth`)},
	)
}

func TestOptionOfTheFourthServiceIsRefusedForAnotherOne(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"WEBEX_ACCESS_TOKEN": "a", "WEBEX_ORG_ID": "82adacf4-453f-4e2b-a406-2939fddcaad2", "SANDBOX_DNS_SERVER": "127.0.0.1:1"}
	plugintest.Run(t, providers(environment, &polltest.Clock{}), resource.TestStep{
		Config: strings.Replace(withOption, `"fourth"`, `"webex"`, 1), PlanOnly: true,
		ExpectError: regexp.MustCompile(`(?s)Not Supported by the Service.*webex does\s+not have this\s+option.\s+Remove\s+archive_on_release`),
	})
}

func TestValueOfTheFourthServiceIsRecognized(t *testing.T) {
	t.Parallel()
	got, ok := verification.KnownPrefixes(service.Catalog{definition()}).Recognize(recordPrefix + "a1")
	want := txtrecord.Verification{Service: "fourth", Company: "Fourth", Prefix: recordPrefix, Token: "a1"}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("recognized %v (-want +got):\n%s", ok, diff)
	}
}
