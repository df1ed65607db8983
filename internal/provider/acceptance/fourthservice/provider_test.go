// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const configuration = `
resource "domainverify_organization_domain" "this" {
  service = "fourth"
  domain  = "acme.test"
}
resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
}
resource "sandbox_dns_record_set" "this" {
  zone   = domainverify_verification_token.this.record.name
  name   = domainverify_verification_token.this.record.name
  type   = domainverify_verification_token.this.record.type
  values = [domainverify_verification_token.this.record.value]
}
resource "domainverify_verification" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  token                  = domainverify_verification_token.this.token
  depends_on             = [sandbox_dns_record_set.this]
}
`

// withOption sets the option that the service alone has.
var withOption = strings.Replace(configuration, `"acme.test"`, "\"acme.test\"\n  archive_on_release = true", 1)

const (
	domainAddress       = "domainverify_organization_domain.this"
	tokenAddress        = "domainverify_verification_token.this" // #nosec G101 -- an address
	verificationAddress = "domainverify_verification.this"
)

func TestFourthServiceLivesFromPlanToDestroy(t *testing.T) {
	t.Parallel()
	var simulated *simulator
	running, err := sandbox.Start(sandbox.Options{Zones: []string{"acme.test"}, Seed: 1, Simulators: []simhttp.Factory{factory(&simulated)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	environment := map[string]string{}
	for _, variable := range running.Info().Variables() {
		if name, value := variable[0], variable[1]; !strings.HasPrefix(name, "WEBEX_") && !strings.HasPrefix(name, "WORKOS_") && !strings.HasPrefix(name, "ZOHO_") {
			environment[name] = value
		}
	}
	plugintest.Run(
		t, providers(environment),
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
			PreConfig: func() { drift(t, running, "unverify") },
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
	if left := simulated.Simulator().Snapshot(); cmp.Diff(map[string]*simulatedDomain{}, left) != "" {
		t.Errorf("left after the destroy: %v", left)
	}
	if diff := cmp.Diff([]string{"acme.test"}, simulated.archived); diff != "" {
		t.Errorf("archived by the option of the service (-want +got):\n%s", diff)
	}
	var made []string
	for _, request := range running.Requests() {
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
		t, providers(map[string]string{"SANDBOX_DNS_SERVER": "127.0.0.1:1"}),
		resource.TestStep{Config: configuration, ExpectError: regexp.MustCompile(`(?s)FOURTH_ORGANIZATION_ID,\s+FOURTH_API_KEY`)},
		resource.TestStep{Config: strings.Replace(configuration, `"fourth"`, `"fifth"`, 1), ExpectError: regexp.MustCompile(`(?s)webex.*workos.*zoho.*fourth`)},
	)
}

func TestOptionOfTheFourthServiceIsRefusedForAnotherOne(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"WEBEX_ACCESS_TOKEN": "a", "WEBEX_ORG_ID": "82adacf4-453f-4e2b-a406-2939fddcaad2", "SANDBOX_DNS_SERVER": "127.0.0.1:1"}
	plugintest.Run(t, providers(environment), resource.TestStep{
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

func drift(t *testing.T, running *sandbox.Sandbox, kind string) {
	t.Helper()
	body := strings.NewReader(fmt.Sprintf(`{"service":"fourth","kind":%q,"domain":"acme.test"}`, kind))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, running.Info().Control.BaseURL+"/drift", body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		t.Fatalf("drift %s: status %d", kind, response.StatusCode)
	}
}

func providers(environment map[string]string) plugintest.Providers {
	get := func(name string) string { return environment[name] }
	services := append(slices.Clone(catalog.Definitions()), definition())
	return plugintest.Providers{
		"domainverify": providerserver.NewProtocol6WithError(provider.New("test", provider.Dependencies{
			Clock: &polltest.Clock{}, Environment: get, Transport: &http.Transport{DisableKeepAlives: true},
			MinPause: time.Millisecond, MaxPause: time.Millisecond, Catalog: services,
		})()),
		"sandbox": providerserver.NewProtocol6WithError(dnsprovider.New("test", get)()),
	}
}
