// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

const recordAddress = "sandbox_dns_record_set.this"

// handOff is for DNS that others administer.
const handOff = `
resource "domainverify_organization_domain" "this" {
  service = "fourth"
  domain  = "acme.test"
}
resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
}
resource "domainverify_verification" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  token                  = domainverify_verification_token.this.token
  wait_for_verification  = false
}
`

// tokenOnly is the first run of a hand-off.
var tokenOnly = withoutVerification(handOff)

// withRecord is configuration without its verification.
var withRecord = withoutVerification(configuration)

func withoutVerification(config string) string {
	before, _, _ := strings.Cut(config, `resource "domainverify_verification" `)
	return before
}

// between does something between the plan and its apply.
type between func()

func (b between) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	b()
}

func (b between) CheckState(context.Context, statecheck.CheckStateRequest, *statecheck.CheckStateResponse) {
	b()
}

// lazyCheck is a check of what is known only when it is made.
type lazyCheck func() statecheck.StateCheck

func (l lazyCheck) CheckState(ctx context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	l().CheckState(ctx, req, resp)
}

// planOf holds a plan to the actions of the resources that change, and to no others.
func planOf(actions map[string]plancheck.ResourceActionType, then ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	checks := []plancheck.PlanCheck{}
	for _, address := range []string{domainAddress, tokenAddress, verificationAddress} {
		action, changes := actions[address]
		switch {
		case changes:
			checks = append(checks, plancheck.ExpectResourceAction(address, action))
		case len(actions) > 0 && address == domainAddress:
			checks = append(checks, plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop))
		}
	}
	if action, changes := actions[recordAddress]; changes {
		checks = append(checks, plancheck.ExpectResourceAction(recordAddress, action))
	}
	if len(actions) == 0 {
		checks = append(checks, plancheck.ExpectEmptyPlan())
	}
	return resource.ConfigPlanChecks{PreApply: append(checks, then...)}
}

func (w *world) wantWrites(want map[string]int) between {
	return func() {
		w.t.Helper()
		if diff := cmp.Diff(want, w.writes()); diff != "" {
			w.t.Errorf("writes (-want +got):\n%s", diff)
		}
		w.Recorder.ForgetRequests()
	}
}

func stateOf(address, name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want)
}

func isState(state string) statecheck.StateCheck {
	return stateOf(verificationAddress, "state", knownvalue.StringExact(state))
}

// The team that runs the DNS takes longer than the token lives. Invariants 3 and 19.
func handOffOutlivesTheToken(w *world) []resource.TestStep {
	renewed := map[string]plancheck.ResourceActionType{
		tokenAddress: plancheck.ResourceActionUpdate, verificationAddress: plancheck.ResourceActionReplace,
	}
	tokens := statecheck.CompareValue(compare.ValuesDiffer())
	token := func() statecheck.StateCheck { return tokens.AddStateValue(tokenAddress, tfjsonpath.New("token")) }
	return []resource.TestStep{
		{Config: tokenOnly, ConfigStateChecks: []statecheck.StateCheck{
			token(), stateOf(tokenAddress, "expires_at", knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-.*Z$`))),
			stateOf(tokenAddress, "instructions", knownvalue.StringRegexp(regexp.MustCompile(`(?s)Name:  _\w+\.acme\.test\n.*the name is _\w+ in the zone acme\.test\..*The token expires at`))),
			w.wantWrites(map[string]int{"": 1}),
		}},
		{
			PreConfig: w.pass(6 * 24 * time.Hour), Config: handOff, ExpectNonEmptyPlan: true,
			ConfigPlanChecks:  planOf(map[string]plancheck.ResourceActionType{verificationAddress: plancheck.ResourceActionCreate}),
			ConfigStateChecks: []statecheck.StateCheck{isState("pending"), w.wantWrites(map[string]int{})},
		},
		{
			// Time passes between the plan and its apply, and nothing is renewed.
			Config:           handOff,
			ConfigPlanChecks: planOf(map[string]plancheck.ResourceActionType{verificationAddress: plancheck.ResourceActionUpdate}, between(w.pass(2*24*time.Hour))),
			ExpectError:      regexp.MustCompile(`(?s)Verification Token Has Expired.*Plan again`),
		},
		{
			PreConfig: w.publish, // too late: the record counts no more
			Config:    handOff, ExpectNonEmptyPlan: true,
			ConfigPlanChecks:  planOf(renewed, w.wantWrites(map[string]int{})),
			ConfigStateChecks: []statecheck.StateCheck{token(), isState("pending"), w.wantWrites(map[string]int{"/acme.test/token": 1})},
		},
		{
			PreConfig: func() { w.pass(24 * time.Hour)(); w.publish() }, Config: handOff,
			ConfigPlanChecks:  planOf(map[string]plancheck.ResourceActionType{verificationAddress: plancheck.ResourceActionUpdate}),
			ConfigStateChecks: []statecheck.StateCheck{isState("verified"), w.wantWrites(map[string]int{"/acme.test/verify": 1})},
		},
		{PreConfig: w.pass(30 * 24 * time.Hour), Config: handOff, ConfigPlanChecks: planOf(nil), ConfigStateChecks: []statecheck.StateCheck{w.wantWrites(map[string]int{})}},
	}
}

func TestHandOffThatOutlivesTheTokenRenewsItOnce(t *testing.T) {
	t.Parallel()
	for _, hides := range []string{"", switchExpiredToken, switchAfterVerification} {
		t.Run(hides, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			if hides != "" {
				w.set(hides, "hidden")
			}
			plugintest.Run(t, w.providers(), handOffOutlivesTheToken(w)...)
		})
	}
}

// Terraform plans what changes once more while it applies, and refuses another plan.
func TestHandOffThatOutlivesTheTokenWithTerraform(t *testing.T) {
	t.Parallel()
	withTerraform(t)
	w := start(t)
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: w.providers(), Steps: handOffOutlivesTheToken(w)})
}

func TestExpiredTokenPlansTokenRecordAndVerificationAndIsVerified(t *testing.T) {
	t.Parallel()
	w := start(t)
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{Config: withRecord, ConfigStateChecks: []statecheck.StateCheck{w.wantWrites(map[string]int{"": 1})}},
		resource.TestStep{PreConfig: w.pass(tokenLife - time.Minute), Config: withRecord, ConfigPlanChecks: planOf(nil)}, // published and valid
		resource.TestStep{
			PreConfig: w.pass(time.Minute), Config: configuration,
			ConfigPlanChecks: planOf(map[string]plancheck.ResourceActionType{
				tokenAddress: plancheck.ResourceActionUpdate, recordAddress: plancheck.ResourceActionReplace, verificationAddress: plancheck.ResourceActionCreate,
			}),
			ConfigStateChecks: []statecheck.StateCheck{isState("verified"), w.wantWrites(map[string]int{"/acme.test/token": 1, "/acme.test/verify": 1})},
		},
	)
}

func TestTokenThatExpiresBeforeAWaitCouldEndIsRenewedUnlessItIsPublished(t *testing.T) {
	t.Parallel()
	kept := map[string]plancheck.ResourceActionType{tokenAddress: plancheck.ResourceActionNoop, verificationAddress: plancheck.ResourceActionCreate}
	renewed := map[string]plancheck.ResourceActionType{tokenAddress: plancheck.ResourceActionUpdate, verificationAddress: plancheck.ResourceActionCreate}
	for name, story := range map[string]struct {
		before func(*world)
		want   map[string]plancheck.ResourceActionType
		state  string
	}{
		"published":                    {(*world).publish, kept, "verified"},
		"not published":                {func(*world) {}, renewed, "pending"},
		"published, no server answers": {(*world).publishUnseen, kept, "pending"},
		"published on one server":      {(*world).publishOnOneServer, kept, "pending"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			plugintest.Run(
				t, w.providers(),
				resource.TestStep{Config: tokenOnly},
				resource.TestStep{
					PreConfig: func() { story.before(w); w.pass(tokenLife - time.Minute)() }, Config: handOff,
					ConfigPlanChecks: planOf(story.want), ConfigStateChecks: []statecheck.StateCheck{isState(story.state)}, ExpectNonEmptyPlan: story.state == "pending",
				},
			)
		})
	}
}

func (w *world) publishUnseen() {
	w.publish()
	for _, server := range []string{"authoritative-1", "authoritative-2"} {
		if err := w.DNS.SetFault(server, dnssim.Fault{Kind: "servfail"}); err != nil {
			w.t.Error(err)
		}
	}
}

func (w *world) publishOnOneServer() {
	if err := w.DNS.SetLag("authoritative-2", 2*tokenLife); err != nil {
		w.t.Error(err)
	}
	w.publish()
}

func TestWaitEndsWhenItsTokenExpires(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.environment["DOMAINVERIFY_DNS_MODE"] = "off" // so that the service is asked
	waits := strings.Replace(handOff, "wait_for_verification  = false", `timeouts = { create = "1h" }`, 1)
	const left = 20 * time.Minute
	var expiry time.Time
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{Config: tokenOnly},
		resource.TestStep{
			PreConfig: func() { w.pass(tokenLife - left)(); expiry = w.Clock.Now().Add(left) }, Config: waits,
			ExpectError: regexp.MustCompile(`(?s)Verification Token Has Expired.*expired at.*Last seen:.*does not see the record.*Expired record:.*Plan again`),
		},
		resource.TestStep{
			PreConfig: func() {
				if over := w.Clock.Now().Sub(expiry); over < -time.Minute || over > time.Minute {
					t.Errorf("the wait ended %s after the expiry of the token", over)
				}
			},
			Config: tokenOnly, ConfigPlanChecks: planOf(map[string]plancheck.ResourceActionType{tokenAddress: plancheck.ResourceActionUpdate}),
		},
	)
}

// Invariant 6.
func TestRenewalWhoseResponseIsLostMakesOneToken(t *testing.T) {
	t.Parallel()
	w := start(t)
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{Config: tokenOnly, ConfigStateChecks: []statecheck.StateCheck{w.wantWrites(map[string]int{"": 1})}},
		resource.TestStep{
			PreConfig: func() {
				w.pass(8 * 24 * time.Hour)()
				w.fault(simhttp.Fault{Match: "/token", Kind: "drop_after", Times: 1})
			},
			Config: tokenOnly, ConfigStateChecks: []statecheck.StateCheck{w.wantWrites(map[string]int{"/acme.test/token": 1})},
		},
		resource.TestStep{Config: tokenOnly, ConfigPlanChecks: planOf(nil)},
	)
}

func TestRenewalThatFailsIsPlannedAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	renewal := planOf(map[string]plancheck.ResourceActionType{tokenAddress: plancheck.ResourceActionUpdate})
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{Config: tokenOnly},
		resource.TestStep{
			PreConfig: func() { w.pass(8 * 24 * time.Hour)(); w.fault(simhttp.Fault{Match: "/token", Kind: "status:503"}) },
			Config:    tokenOnly, ConfigPlanChecks: renewal, ExpectError: regexp.MustCompile(`(?s)Cannot Renew Verification Token.*503`),
		},
		resource.TestStep{PreConfig: w.Recorder.ClearFaults, Config: tokenOnly, ConfigPlanChecks: renewal},
	)
}

// Somebody verifies the domain by hand after the renewal was planned.
func TestRenewalOfADomainThatIsVerifiedMeanwhileKeepsItsToken(t *testing.T) {
	t.Parallel()
	w := start(t)
	same := statecheck.CompareValue(compare.ValuesSame())
	verified := between(func() {
		defer w.simulated.Lock()()
		w.simulated.domains["acme.test"].State = "verified"
	})
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{Config: tokenOnly, ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(tokenAddress, tfjsonpath.New("token")), w.wantWrites(map[string]int{"": 1})}},
		resource.TestStep{
			PreConfig: w.pass(8 * 24 * time.Hour), Config: handOff,
			ConfigPlanChecks:  planOf(map[string]plancheck.ResourceActionType{tokenAddress: plancheck.ResourceActionUpdate, verificationAddress: plancheck.ResourceActionCreate}, verified),
			ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(tokenAddress, tfjsonpath.New("token")), isState("verified"), w.wantWrites(map[string]int{})},
		},
	)
}

// Somebody forgot the domain: it is adopted with a token that expired long ago.
func TestDomainThatIsAdoptedWithAnExpiredTokenGetsANewOne(t *testing.T) {
	t.Parallel()
	for _, shows := range []string{"shown", "hidden"} {
		t.Run(shows, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.set(switchExpiredToken, shows)
			expiresAt := w.Clock.Now().Add(-time.Hour)
			w.simulated.domains["acme.test"] = &simulatedDomain{Name: "acme.test", RecordName: "_old.acme.test", State: "pending", Token: "old", ExpiresAt: &expiresAt}
			plugintest.Run(t, w.providers(), resource.TestStep{
				Config:            configuration,
				ConfigStateChecks: []statecheck.StateCheck{isState("verified"), w.wantWrites(map[string]int{"/acme.test/token": 1, "/acme.test/verify": 1})},
			})
		})
	}
}

func (w *world) fault(fault simhttp.Fault) {
	w.t.Helper()
	if err := w.Recorder.AddFault(fault); err != nil {
		w.t.Error(err)
	}
}

// withTerraform wants the CLI that scripts/with-terraform finds.
func withTerraform(t *testing.T) {
	t.Helper()
	if os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		t.Skip("needs Terraform: run it by scripts/with-terraform")
	}
}
