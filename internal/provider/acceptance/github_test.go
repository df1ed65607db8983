// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func shown(address, attribute, want string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(want))
}

func recordName(want string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(verificationToken, tfjsonpath.New("record").AtMapKey("name"), knownvalue.StringExact(want))
}

func TestGitHubDomainGoesFromNothingToVerifiedAndBack(t *testing.T) {
	for name, c := range map[string]struct{ argument, organizationID, record string }{
		"default owner":          {"", "acme-corp", "_gh-Acme-Corp-o.acme.test"},
		"organization, capitals": {`organization_id = "ACME-Corp"`, "acme-corp", "_gh-Acme-Corp-o.acme.test"},
		"enterprise":             {`organization_id = "enterprise:acme-group"`, "enterprise:acme-group", "_gh-acme-group-e.acme.test"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGitHub(t)
			config := gitHubChain(c.argument, "")
			w.run(
				resource.TestStep{
					Config: config,
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectUnknownValue(recordSet, tfjsonpath.New("name")),
						plancheck.ExpectKnownValue(recordSet, tfjsonpath.New("type"), knownvalue.StringExact("TXT")),
					}},
					ConfigStateChecks: append([]statecheck.StateCheck{
						shown(organizationDomain, "id", "github/"+c.organizationID+"/acme.test"), shown(verification, "state", "verified"), recordName(c.record),
					}, w.check(func() {
						equal(t, "mutations", w.mutations(), map[string]int{"addVerifiableDomain": 1, "verifyVerifiableDomain": 1})
					})...),
				},
				w.afterRefresh(func() { equal(t, "calls of two plans", len(w.Requests()), 2) }),
			)
			equal(t, "deletions", w.mutations()["deleteVerifiableDomain"], 1)
		})
	}
}

// Whatever a verified domain and an expired token no longer show.
func TestGitHubDomainConvergesUnderEverySwitch(t *testing.T) {
	for _, sw := range newGitHub(t).sim.Switches().List() {
		for _, setting := range sw.Allowed[1:] {
			t.Run(sw.Name+"="+setting, func(t *testing.T) {
				w := newGitHub(t)
				w.set(sw.Name, setting)
				w.run(
					resource.TestStep{Config: gitHubChain("", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified"), recordName("_gh-Acme-Corp-o.acme.test")}},
					resource.TestStep{Config: gitHubChain("", ""), PlanOnly: true},
				)
			})
		}
	}
}

// The team that runs the DNS takes longer than the token lives. Invariants 3 and 19.
func TestGitHubHandOffThatOutlivesTheTokenRenewsItOnce(t *testing.T) {
	for setting, renewals := range map[string]int{"shown": 1, "null": 1, "rotated_on_read": 0} {
		t.Run(setting, func(t *testing.T) {
			w := newGitHub(t)
			w.set(githubsim.SwitchExpiredToken, setting)
			tokens := statecheck.CompareValue(compare.ValuesDiffer())
			token := func() statecheck.StateCheck {
				return tokens.AddStateValue(verificationToken, tfjsonpath.New("token"))
			}
			pending := shown(verification, "state", "pending")
			instructions := knownvalue.StringRegexp(regexp.MustCompile(`(?s)Name:  _gh-Acme-Corp-o\.acme\.test\n.*the name is _gh-Acme-Corp-o in the zone acme\.test\..*The token expires at`))
			w.run(
				resource.TestStep{
					Config: gitHubHandOff(), ExpectNonEmptyPlan: true,
					ConfigStateChecks: []statecheck.StateCheck{token(), pending, statecheck.ExpectKnownValue(verificationToken, tfjsonpath.New("instructions"), instructions)},
				},
				resource.TestStep{
					PreConfig: func() { w.later(oneWeek + time.Hour) }, Config: gitHubHandOff(), ExpectNonEmptyPlan: true,
					ConfigStateChecks: append([]statecheck.StateCheck{token(), pending}, w.check(func() {
						equal(t, "renewals", w.mutations()["regenerateVerifiableDomainToken"], renewals)
					})...),
				},
				resource.TestStep{
					PreConfig: func() { w.later(oneWeek - time.Hour); w.publish() }, Config: gitHubHandOff(),
					ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")},
				},
				resource.TestStep{PreConfig: func() { w.later(30 * 24 * time.Hour); w.must(w.DNS.RemoveRRset("_gh-Acme-Corp-o.acme.test", "TXT")) }, Config: gitHubHandOff(), PlanOnly: true},
			)
			equal(t, "renewals in all", w.mutations()["regenerateVerifiableDomainToken"], renewals)
		})
	}
}

// What happens at GitHub behind Terraform's back, and the plan that repairs it. Rotated
// is what another owner does in the web page (invariant 5).
func TestGitHubDriftIsPlannedWithExactlyTheActionsThatRepairIt(t *testing.T) {
	const anew = plancheck.ResourceActionDestroyBeforeCreate // a name that is not known
	withoutVerification := gitHubChain("", "", "domainverify_verification")
	for name, c := range map[string]struct {
		before string
		happen func(gitHub)
		want   actions
	}{
		"removed":           {gitHubChain("", ""), func(w gitHub) { w.drift("remove")() }, actions{organizationDomain: create, verificationToken: create, recordSet: anew, verification: create}},
		"removed and added": {gitHubChain("", ""), func(w gitHub) { w.drift("readd")() }, actions{recordSet: update, verification: create}},
		"rotated":           {withoutVerification, func(w gitHub) { w.drift("rotate")() }, actions{recordSet: update, verification: create}},
		"verified":          {withoutVerification, func(w gitHub) { w.drift("verify")() }, actions{verification: create}},
		"expired":           {withoutVerification, func(w gitHub) { w.later(oneWeek + time.Minute) }, actions{verificationToken: update, recordSet: anew, verification: create}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGitHub(t)
			w.run(
				resource.TestStep{Config: c.before},
				resource.TestStep{
					PreConfig: func() { c.happen(w) }, Config: gitHubChain("", ""), ConfigPlanChecks: zohoChain{}.planned(c.want),
					ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")},
				},
				resource.TestStep{Config: gitHubChain("", ""), PlanOnly: true},
			)
		})
	}
}

func TestGitHubDomainThatWasThereBeforeIsAdoptedWhenAsked(t *testing.T) {
	without := func(names ...string) string { return gitHubChain("adopt_existing = true", "", names...) }
	const anyText = `"a verified domain needs no token"`
	for name, c := range map[string]struct {
		spec         githubsim.DomainSpec
		shows        string
		first, adopt string
		refused      string
	}{
		"pending, adopted unasked": {githubsim.DomainSpec{Approved: true}, "kept", gitHubChain("", ""), gitHubChain("", ""), ""},
		"verified":                 {githubsim.DomainSpec{Verified: true}, "kept", gitHubChain("", ""), without(), `Domain Already Exists`},
		"verified, no token shown": {
			githubsim.DomainSpec{Verified: true},
			"token_null", without(),
			strings.Replace(without("domainverify_verification_token", "sandbox_dns_record_set"), "domainverify_verification_token.this.token", anyText, 1),
			`(?s)A verified domain needs no token`,
		},
		"verified, nothing shown": {
			githubsim.DomainSpec{Verified: true},
			"all_null", without(),
			strings.Replace(without("domainverify_verification_token", "sandbox_dns_record_set"), "domainverify_verification_token.this.token", anyText, 1),
			`(?s)A verified domain needs no token`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGitHub(t)
			w.set(githubsim.SwitchAfterVerification, c.shows)
			c.spec.Domain = domain
			w.must(w.sim.AddDomain(c.spec))
			first := resource.TestStep{Config: c.first}
			if c.refused != "" {
				first.ExpectError = regexp.MustCompile(c.refused)
			}
			w.run(first, resource.TestStep{Config: c.adopt, ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}})
			equal(t, "additions", w.mutations()["addVerifiableDomain"], 0)
		})
	}
}

func TestGitHubDomainThatAPolicyNeedsIsReleasedOnlyWhenThatIsAskedFor(t *testing.T) {
	yes := true
	skip := gitHubChain("skip_policy_guard_on_release = true", "")
	w := newGitHub(t)
	w.run(
		resource.TestStep{Config: gitHubChain("", "")},
		resource.TestStep{
			PreConfig: func() { w.must(w.sim.ChangeOwner(githubsim.OwnerChange{Policy: &yes})) },
			Config:    gitHubBlock(""), ExpectError: regexp.MustCompile(`(?s)a\s+policy\s+of\s+the\s+organization\s+or\s+enterprise\s+needs\s+this\s+domain.*skip_policy_guard_on_release`),
		},
		resource.TestStep{Config: skip, ConfigStateChecks: w.check(func() { equal(t, "deletions", w.mutations()["deleteVerifiableDomain"], 0) })},
	)
	equal(t, "deletions", w.mutations()["deleteVerifiableDomain"], 1)
}

func TestGitHubLimitsAreWaitedFor(t *testing.T) {
	for _, setting := range []string{"403_retry_after", "200_errors", "403_plain"} {
		t.Run(setting, func(t *testing.T) {
			w := newGitHub(t)
			w.set(githubsim.SwitchSecondaryLimit, setting)
			w.run(resource.TestStep{
				PreConfig: func() {
					w.must(w.sim.Limit(githubsim.LimitSpec{Secondary: simhttp.Duration{Duration: 50 * time.Second}}))
				},
				Config:            gitHubChain("", ""),
				ConfigStateChecks: w.check(func() { equal(t, "calls while the limit held", w.sim.Snapshot().Limits.Ignored, 1) }),
			})
		})
	}
	t.Run("primary", func(t *testing.T) {
		w := newGitHub(t)
		left := 0
		w.run(
			resource.TestStep{
				PreConfig: func() { w.must(w.sim.Limit(githubsim.LimitSpec{Remaining: &left})) },
				Config:    gitHubChain("", ""), ExpectError: regexp.MustCompile(`(?s)rate\s+limited`),
			},
			resource.TestStep{PreConfig: func() { w.later(time.Hour) }, Config: gitHubChain("", "")},
		)
		if ignored := w.sim.Snapshot().Limits.Ignored; ignored > 2 {
			t.Errorf("%d calls while the limit held", ignored)
		}
	})
}

func TestGitHubRefusalsSayWhatToDo(t *testing.T) {
	yes := true
	for name, c := range map[string]struct {
		arrange func(gitHub)
		want    string
	}{
		"SAML": {
			func(w gitHub) { w.must(w.sim.ChangeOwner(githubsim.OwnerChange{SAML: &yes})) },
			`(?s)enforces SAML.*Authorize the token for the\s+organization\s+at\s+https://github\.com/orgs/Acme-Corp/sso\?authorization_request=`,
		},
		"scope": {
			func(w gitHub) {
				w.environment["GITHUB_TOKEN"] = w.sim.IssueAccessToken(simhttp.TokenSpec{Scopes: []string{"repo"}})
			},
			`(?s)lacks a scope.*admin:org`,
		},
		"no owner": {
			func(w gitHub) {
				w.environment["GITHUB_TOKEN"] = w.sim.IssueAccessToken(simhttp.TokenSpec{NotAdmin: true})
			},
			`(?s)classic\s+token`,
		},
		"no owner, shown as null": {
			func(w gitHub) {
				w.set(githubsim.SwitchDomainsDenied, "null")
				w.environment["GITHUB_TOKEN"] = w.sim.IssueAccessToken(simhttp.TokenSpec{NotAdmin: true})
			},
			`(?s)none\s+of\s+its\s+domains.*classic\s+token`,
		},
		"expired token": {
			func(w gitHub) {
				w.environment["GITHUB_TOKEN"] = w.sim.IssueAccessToken(simhttp.TokenSpec{Lifetime: time.Nanosecond})
				w.later(time.Minute)
			},
			`(?s)does\s+not\s+accept\s+the\s+token`,
		},
		"renamed": {
			func(w gitHub) { w.must(w.sim.ChangeOwner(githubsim.OwnerChange{Login: "Acme-Labs"})) },
			`(?s)renamed\s+has\s+another\s+login`,
		},
		"user":         {func(w gitHub) { w.environment["GITHUB_OWNER"] = "octo-owner" }, `(?s)personal\s+accounts\s+have\s+no\s+verified\s+domains`},
		"unknown slug": {func(w gitHub) { w.environment["GITHUB_OWNER"] = "enterprise:nobody" }, `(?s)no\s+such\s+organization\s+or\s+enterprise`},
		"App": {
			func(w gitHub) { w.asApp(githubsim.InstallationID) },
			`(?s)GitHub\s+does\s+not\s+document\s+whether\s+fine-grained\s+tokens\s+and\s+Apps`,
		},
		"App that is not installed": {func(w gitHub) { w.asApp("7") }, `(?s)must\s+be\s+installed\s+in\s+the\s+organization`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGitHub(t)
			c.arrange(w)
			w.run(resource.TestStep{Config: gitHubChain("", ""), ExpectError: regexp.MustCompile(c.want)})
			equal(t, "mutations", w.mutations(), map[string]int{})
		})
	}
}

// asApp replaces the token by an App.
func (w gitHub) asApp(installation string) {
	for _, client := range w.Info().Services {
		if app, is := client.Client.(githubsim.Client); is {
			w.environment["GITHUB_APP_ID"], w.environment["GITHUB_APP_INSTALLATION_ID"], w.environment["GITHUB_APP_PEM_FILE"] = app.AppID, installation, app.AppKey
		}
	}
}

func TestGitHubAppManagesDomainsWhereItMay(t *testing.T) {
	w := newGitHub(t)
	w.set(githubsim.SwitchAppToken, "works")
	w.asApp(githubsim.InstallationID)
	w.environment["GITHUB_TOKEN"] = "ghp_unused"
	w.run(resource.TestStep{Config: gitHubChain("", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}})
}

// The provider integrations/github reads the same variables.
func TestGitHubTokenInTheBlockCountsThoughTheEnvironmentHasAnApp(t *testing.T) {
	for name, variables := range map[string][]string{"an App": {"GITHUB_APP_ID", "GITHUB_APP_INSTALLATION_ID", "GITHUB_APP_PEM_FILE"}, "a part of one": {"GITHUB_APP_ID"}} {
		t.Run(name, func(t *testing.T) {
			w := newGitHub(t)
			w.asApp(githubsim.InstallationID)
			token := w.environment["GITHUB_TOKEN"]
			for _, variable := range []string{"GITHUB_APP_ID", "GITHUB_APP_INSTALLATION_ID", "GITHUB_APP_PEM_FILE", "GITHUB_TOKEN"} {
				if !slices.Contains(variables, variable) {
					delete(w.environment, variable)
				}
			}
			config := strings.Replace(gitHubChain("", ""), gitHubBlock(""), gitHubBlock(`token = "`+token+`"`), 1)
			w.run(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}})
		})
	}
}

// Users write the base URL of an Enterprise Server in either way.
func TestGitHubEnterpriseServerIsReachedByEitherBaseURL(t *testing.T) {
	for _, path := range []string{"", "/", "/api/v3", "/api/v3/"} {
		t.Run(path, func(t *testing.T) {
			w := newGitHub(t)
			w.environment["GITHUB_BASE_URL"] = strings.TrimSuffix(w.environment["GITHUB_BASE_URL"], "/") + path
			w.run(resource.TestStep{Config: gitHubChain("", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}})
		})
	}
}

// A renamed organization is another ID, which its domains are imported or adopted by.
func TestGitHubOrganizationThatWasRenamedKeepsItsDomains(t *testing.T) {
	rename := func(w gitHub, login string) { w.must(w.sim.ChangeOwner(githubsim.OwnerChange{Login: login})) }
	for _, setting := range []string{"kept", "new"} {
		t.Run(setting, func(t *testing.T) {
			w := newGitHub(t)
			w.set(githubsim.SwitchRenamedHostName, setting)
			w.runWithLeftovers(
				resource.TestStep{Config: gitHubChain(`deletion_policy = "abandon"`, "", "sandbox_dns_record_set", "domainverify_verification")},
				resource.TestStep{
					PreConfig: func() { rename(w, "Acme-Labs") }, RefreshState: true,
					ExpectError: regexp.MustCompile(`(?s)renamed\s+has\s+another\s+login.*terraform\s+state\s+rm.*import`),
				},
				resource.TestStep{PreConfig: func() { rename(w, "Acme-Corp") }, Config: gitHubBlock("")},
			)
			rename(w, "Acme-Labs")
			w.environment["GITHUB_OWNER"] = "acme-labs"
			w.run(resource.TestStep{
				Config:            gitHubChain("adopt_existing = true", ""),
				ConfigStateChecks: []statecheck.StateCheck{shown(organizationDomain, "id", "github/acme-labs/acme.test"), shown(verification, "state", "verified")},
			})
			equal(t, "additions and deletions", []int{w.mutations()["addVerifiableDomain"], w.mutations()["deleteVerifiableDomain"]}, []int{1, 1})
		})
	}
}

// Terraform plans everything once more while it applies.
func TestGitHubVerifiesForOrganizationAndEnterpriseSideBySideWithTerraform(t *testing.T) {
	w := newGitHub(t)
	config := gitHubBlock("") + `
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
  zone     = "acme.test"
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
			equal(t, "mutations", w.mutations(), map[string]int{"addVerifiableDomain": 2, "verifyVerifiableDomain": 2})
			equal(t, "verified", []bool{w.at(githubsim.ForOrganization).Verified, w.at(githubsim.ForEnterprise).Verified}, []bool{true, true})
		})},
		resource.TestStep{Config: config, PlanOnly: true},
	)
}

// Other tools read the same variables.
func TestGitHubIsNotConfiguredByItsVariablesAlone(t *testing.T) {
	w := newGitHub(t)
	config := strings.Replace(gitHubChain("", ""), gitHubBlock(""), "", 1)
	w.run(resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`Service Not Configured`)})
	equal(t, "requests", len(w.Requests()), 0)
}

// A plan of the import shows no new token, whatever often it is repeated.
func TestGitHubImportOfAnExpiredTokenSaysHowToGetANewOne(t *testing.T) {
	w := newGitHub(t)
	w.set(githubsim.SwitchExpiredToken, "null")
	w.run(
		resource.TestStep{Config: gitHubHandOff(), ExpectNonEmptyPlan: true},
		resource.TestStep{
			PreConfig: func() { w.later(oneWeek + time.Hour) }, ResourceName: verificationToken, ImportState: true,
			ExpectError: regexp.MustCompile(`(?s)Cannot Import.*has expired.*without an import`),
		},
	)
}
