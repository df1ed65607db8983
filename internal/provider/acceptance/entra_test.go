// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

const (
	entraReads  = "GET /v1.0/domains"
	entraAdds   = "POST /v1.0/domains"
	entraVerify = "/verify"
	entraForce  = "/forceDelete"
)

func TestEntraDomainGoesFromNothingToVerifiedAndBack(t *testing.T) {
	w := newEntra(t)
	config := entraChain("", "")
	w.run(
		resource.TestStep{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(organizationDomain, tfjsonpath.New("id"), knownvalue.StringExact("entra/"+w.client.TenantID+"/acme.test")),
				plancheck.ExpectKnownValue(recordSet, tfjsonpath.New("name"), knownvalue.StringExact(domain)),
			}},
			ConfigStateChecks: append([]statecheck.StateCheck{shown(verification, "state", "verified")}, w.check(func() {
				equal(t, "verify calls", w.requests(entraVerify), 1)
				w.Recorder.ForgetRequests()
			})...),
		},
		resource.TestStep{Config: config, PlanOnly: true},
		w.afterRefresh(func() { equal(t, "calls of each plan", w.requests(entraReads), len(w.Requests())/2) }),
	)
}

// A plan without changes costs one call for each page of the tenant's domains.
func TestEntraPlanCostsOneCallForEachPage(t *testing.T) {
	for pages, calls := range map[string]int{"all": 1, "2": 2} {
		t.Run(pages, func(t *testing.T) {
			w := newEntra(t)
			w.set(entrasim.SwitchListPageSize, pages)
			w.have("other.test", "", true)
			w.runWithLeftovers(
				resource.TestStep{Config: entraChain("", "")},
				resource.TestStep{PreConfig: w.Recorder.ForgetRequests, Config: entraChain("", ""), PlanOnly: true},
				resource.TestStep{
					PreConfig: func() {
						tokens := w.requests("/oauth2/")
						if got := w.requests(entraReads); got%calls != 0 || got/calls != tokens || len(w.Requests()) != got+tokens {
							t.Errorf("%d lists and %d requests of %d processes", got, len(w.Requests()), tokens)
						}
					},
					Config: entraBlock(""),
				},
			)
		})
	}
}

// entraRootsAndSubdomains is the example, with the names of the tests.
func entraRootsAndSubdomains(t *testing.T) string {
	t.Helper()
	documented, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "subdomains", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	_, config, found := strings.Cut(string(documented), "\nlocals {")
	if !found {
		t.Fatal("the example does not have the line that the pattern begins with")
	}
	const value = "domainverify_verification_token.root[each.key].record.value"
	return entraBlock("") + strings.NewReplacer(
		"acme.com", domain, "cloudflare_dns_record", "sandbox_dns_record_set", "zone_id  = var.zone_ids[each.key]", "zone     = each.key",
		`content  = "\"${`+value+`}\""`, "values   = ["+value+"]",
	).Replace("\nlocals {"+config)
}

// Roots and subdomains come from one map, in one apply, and go in one destroy.
func TestEntraRootAndSubdomainsAreAppliedAndDestroyedAtOnce(t *testing.T) {
	w := newEntra(t)
	config := entraRootsAndSubdomains(t)
	w.runTerraform(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: append([]statecheck.StateCheck{
				shown(`domainverify_verification.root["acme.test"]`, "state", "verified"), shown(`domainverify_verification.subdomain["eu.acme.test"]`, "state", "verified"),
			}, w.check(func() { equal(t, "verify calls", w.requests(entraVerify), 1) })...),
		},
		resource.TestStep{Config: config, PlanOnly: true},
		resource.TestStep{Config: config, Destroy: true},
	)
	w.must(leftAtEntra(w.sim))
}

func TestEntraTellsThatAnotherTenantHasTheDomainBeforeItVerifies(t *testing.T) {
	for role, words := range map[string]string{entrasim.Other: `Remove\s+the\s+domain\s+from\s+that\s+tenant`, entrasim.Unmanaged: `take_over_unmanaged_tenant`} {
		t.Run(role, func(t *testing.T) {
			w := newEntra(t)
			w.have(domain, role, true)
			tenant := map[string]string{entrasim.Other: w.client.OtherTenantID, entrasim.Unmanaged: w.client.UnmanagedTenantID}[role]
			w.run(resource.TestStep{Config: entraChain("", ""), ExpectError: regexp.MustCompile(`(?s)verified\s+in\s+another\s+tenant,\s+` + tenant + `.*` + words)})
			equal(t, "verify calls", w.requests(entraVerify), 0)
		})
	}
}

func TestEntraTakesAnUnmanagedTenantOverWhenAsked(t *testing.T) {
	for _, setting := range []string{"takeover_scheduled", "takeover_at_once"} {
		for _, state := range []string{"verification_state", "null"} {
			t.Run(setting+" "+state, func(t *testing.T) {
				w := newEntra(t)
				w.set(entrasim.SwitchForeignUnmanaged, setting)
				w.set(entrasim.SwitchTakeoverState, state)
				w.have(domain, entrasim.Unmanaged, true)
				w.run(resource.TestStep{
					Config:            entraChain("", "take_over_unmanaged_tenant = true"),
					ConfigStateChecks: append([]statecheck.StateCheck{shown(verification, "state", "verified")}, w.check(func() { equal(t, "taken over", w.sim.Snapshot().Tenants[0].TakenOver, []string{domain}) })...),
				})
				equal(t, "verify calls", w.requests(entraVerify), 1)
			})
		}
	}
}

func TestEntraInitialAndDefaultDomainAreKept(t *testing.T) {
	w := newEntra(t)
	w.run(
		resource.TestStep{Config: entraChain("force_release = true", "")},
		resource.TestStep{
			PreConfig: func() { w.drift("make_default", domain) }, Config: entraBlock(""),
			ExpectError: regexp.MustCompile(`(?s)default\s+domain\s+of\s+the\s+tenant.*Make\s+another\s+domain\s+the\s+default`),
		},
		resource.TestStep{
			PreConfig: func() {
				equal(t, "releases", w.requests("DELETE ")+w.requests(entraForce), 0)
				w.drift("make_default", "own.onmicrosoft.com")
			},
			Config: entraBlock(""),
		},
		resource.TestStep{
			Config:      strings.Replace(entraChain("", "", "domainverify_verification_token", "sandbox_dns_record_set", "domainverify_verification"), `"acme.test"`, `"new.onmicrosoft.com"`, 1),
			ExpectError: regexp.MustCompile(`(?s)never\s+be\s+released`),
		},
	)
}

// Reads answer 404 for up to a minute after an addition (wire/entra.md 7), also to the
// process that comes after the one that has added the domain.
func TestEntraDomainThatIsNotShownYetIsKeptAndReleasedByTheNextRun(t *testing.T) {
	w := newEntra(t)
	w.set(entrasim.SwitchAddVisibleAfter, "80s")
	added := entraChain("", "", "domainverify_verification_token", "sandbox_dns_record_set", "domainverify_verification")
	w.run(
		resource.TestStep{Config: added},
		resource.TestStep{Config: added, PlanOnly: true},
		resource.TestStep{Config: entraBlock("")},
	)
	equal(t, "additions", w.requests(entraAdds), 1)
	equal(t, "deletions", w.requests("DELETE "), 1)
}

// What somebody has removed since is gone as soon as the reads can show it.
func TestEntraDomainThatWasRemovedAfterItsAdditionIsGone(t *testing.T) {
	w := newEntra(t)
	added := entraChain("", "", "domainverify_verification_token", "sandbox_dns_record_set", "domainverify_verification")
	w.run(
		resource.TestStep{Config: added},
		resource.TestStep{
			PreConfig: func() { w.drift("remove", domain); w.Clock.Advance(3 * time.Minute) },
			Config:    added, PlanOnly: true, ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: entraBlock("")},
	)
	equal(t, "deletions", w.requests("DELETE "), 0)
}

// used makes objects of three kinds use the domain.
func (w entra) used() {
	w.must(w.sim.SetReferences(entrasim.ReferenceSpec{Domain: domain, References: entrasim.References{Users: 9, Groups: 2, Applications: 1}}))
}

func TestEntraListsWhatIsInTheWayOfARelease(t *testing.T) {
	w := newEntra(t)
	w.run(
		resource.TestStep{Config: entraChain("", "")},
		resource.TestStep{
			PreConfig: w.used, Config: entraBlock(""),
			ExpectError: regexp.MustCompile(`(?s)In the way \(12\):\s+user user1@acme\.test.*group group 1.*and 2 more.*force_release`),
		},
		resource.TestStep{PreConfig: func() { w.must(w.sim.SetReferences(entrasim.ReferenceSpec{Domain: domain})) }, Config: entraBlock("")},
	)
	equal(t, "forced releases", w.requests(entraForce), 0)
}

// Invariants 6 and 13.
func TestEntraForcedReleaseThatOutlastsItsTimeoutIsResumedAndBegunOnce(t *testing.T) {
	for option, disabled := range map[string]int{"": 0, "disable_accounts_on_force_release = true": 9} {
		t.Run(option, func(t *testing.T) {
			w := newEntra(t)
			w.set(entrasim.SwitchForceDuration, "24h")
			config := entraChain("force_release = true\n"+option+"\ntimeouts = { delete = \"10m\" }", "")
			w.run(
				resource.TestStep{Config: config},
				resource.TestStep{PreConfig: w.used, Config: config, Destroy: true, ExpectError: regexp.MustCompile(`(?s)Wait Timed Out.*had not finished it after 10m0s.*24\s+hours`)},
				resource.TestStep{PreConfig: func() { w.Clock.Advance(12 * time.Hour) }, Config: entraBlock(""), ExpectError: regexp.MustCompile(`(?s)Wait Timed Out`)},
				resource.TestStep{PreConfig: func() { w.Clock.Advance(12 * time.Hour) }, Config: entraBlock("")},
			)
			equal(t, "forced releases", w.requests(entraForce), 1)
			equal(t, "accounts", w.sim.Snapshot().Tenants[0].Disabled, disabled)
		})
	}
}

func TestEntraDomainConvergesUnderEverySwitch(t *testing.T) {
	for _, sw := range newEntra(t).sim.Switches().List() {
		for _, setting := range sw.Allowed[1:] {
			t.Run(sw.Name+"="+setting, func(t *testing.T) {
				w := newEntra(t)
				w.set(sw.Name, setting)
				w.run(
					resource.TestStep{Config: entraChain("", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}},
					resource.TestStep{Config: entraChain("", ""), PlanOnly: true},
				)
			})
		}
	}
}

func TestEntraDriftIsPlannedWithExactlyTheActionsThatRepairIt(t *testing.T) {
	for kind, want := range map[string]actions{
		"remove":   {organizationDomain: create, verificationToken: create, recordSet: update, verification: create},
		"unverify": {verification: create},
		"readd":    {verification: create},
		"federate": {},
	} {
		t.Run(kind, func(t *testing.T) {
			w := newEntra(t)
			step := resource.TestStep{PreConfig: func() { w.drift(kind, domain) }, Config: entraChain("", ""), ConfigPlanChecks: zohoChain{}.planned(want)}
			w.run(resource.TestStep{Config: entraChain("", "")}, step, resource.TestStep{Config: entraChain("", ""), PlanOnly: true})
		})
	}
}

func TestEntraRateLimitIsWaitedFor(t *testing.T) {
	for _, fault := range []simhttp.Fault{
		{Match: entraReads, Kind: "status:429", RetryAfter: 50, Times: 1},
		{Match: entraAdds, Kind: "status:429", Times: 1},
		{Match: entraAdds, Kind: "status:503", RetryAfter: 5, Times: 1},
		{Match: entraVerify, Kind: "status:429", RetryAfter: 90, RetryAfterDate: true, Times: 1},
	} {
		t.Run(fault.Match+" "+fault.Kind, func(t *testing.T) {
			w := newEntra(t)
			fault.Service = "entra"
			w.must(w.Recorder.AddFault(fault))
			w.run(resource.TestStep{Config: entraChain("", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}})
		})
	}
}

func TestEntraTakesEachKindOfCredentials(t *testing.T) {
	for name, credentials := range map[string]func(w entra, file func(string) string) map[string]string{
		"secret of another tool": func(w entra, _ func(string) string) map[string]string {
			return map[string]string{"AZURE_CLIENT_ID": w.client.ClientID, "AZURE_CLIENT_SECRET": w.client.Secret}
		},
		"certificate": func(w entra, _ func(string) string) map[string]string {
			return map[string]string{"ARM_CLIENT_ID": w.client.ClientID, "ARM_CLIENT_CERTIFICATE": w.client.Certificate, "ARM_CLIENT_CERTIFICATE_PASSWORD": w.client.Password}
		},
		"certificate file": func(w entra, file func(string) string) map[string]string {
			return map[string]string{"ARM_CLIENT_ID": w.client.ClientID, "ARM_CLIENT_CERTIFICATE_PATH": file(w.client.CertificateFile)}
		},
		"federated token": func(w entra, _ func(string) string) map[string]string {
			return map[string]string{"ARM_CLIENT_ID": w.client.ClientID, "ARM_OIDC_TOKEN": w.client.FederatedToken}
		},
		"workload identity": func(w entra, file func(string) string) map[string]string {
			return map[string]string{"AZURE_CLIENT_ID": w.client.ClientID, "AZURE_FEDERATED_TOKEN_FILE": file(w.client.FederatedFile)}
		},
		"GitHub Actions": func(w entra, _ func(string) string) map[string]string {
			return map[string]string{"ARM_CLIENT_ID": w.client.ClientID, "ACTIONS_ID_TOKEN_REQUEST_URL": w.client.ActionsURL, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": w.client.ActionsRequestToken}
		},
		"access token": func(w entra, _ func(string) string) map[string]string {
			return map[string]string{"DOMAINVERIFY_ENTRA_ACCESS_TOKEN": w.client.AccessToken}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newEntra(t)
			w.by(credentials(w, func(content string) string {
				path := filepath.Join(t.TempDir(), "file")
				w.must(os.WriteFile(path, []byte(content), 0o600))
				return path
			}))
			w.run(resource.TestStep{Config: entraChain("", ""), ConfigStateChecks: []statecheck.StateCheck{shown(verification, "state", "verified")}})
		})
	}
}

// Invariant 4: the domains that an access token of another tenant shows say nothing of this one.
func TestEntraDomainOfAnotherTenantThanThatOfTheAccessTokenIsNotTakenForGone(t *testing.T) {
	w := newEntra(t)
	w.environment["ARM_TENANT_ID"] = w.client.OtherTenantID
	config := entraChain("", "")
	byItsApp := maps.Clone(w.environment)
	w.run(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.by(map[string]string{"ARM_TENANT_ID": w.client.TenantID, "DOMAINVERIFY_ENTRA_ACCESS_TOKEN": w.client.AccessToken})
				w.Recorder.ForgetRequests()
			},
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)access\s+token\s+is\s+of\s+the\s+tenant\s+` + w.client.TenantID + `.*Organization:\s+` + w.client.OtherTenantID),
		},
		resource.TestStep{
			PreConfig: func() {
				equal(t, "requests with the token of another tenant", w.requests("/v1.0/"), 0)
				w.environment = byItsApp
			},
			Config: config, PlanOnly: true,
		},
	)
}

// entraMistake is a mistake in the configuration or at Microsoft.
type entraMistake struct {
	arrange func(entra)
	config  string
	want    string
}

func TestEntraMistakesSayWhatToDo(t *testing.T) {
	set := func(name, value string) func(entra) {
		return func(w entra) { w.environment[name] = value }
	}
	consent := func(scopes ...string) func(entra) {
		return func(w entra) { w.must(w.sim.Consent(entrasim.ConsentSpec{Scopes: scopes})) }
	}
	named := func(name string) string { return strings.Replace(entraChain("", ""), `"acme.test"`, `"`+name+`"`, 1) }
	for name, c := range map[string]entraMistake{
		"no consent":             {consent(), "", `(?s)application\s+permission\s+Domain\.Read\.All.*admin\s+consent`},
		"consent to read":        {consent("Domain.Read.All"), "", `(?s)application\s+permission\s+Domain\.ReadWrite\.All\s+of.*five\s+minutes`},
		"no such tenant":         {set("ARM_TENANT_ID", "82f988bf-86f1-41af-91ab-2d7cd011db47"), "", `(?s)no\s+such\s+tenant.*ARM_TENANT_ID`},
		"app not in the tenant":  {func(w entra) { w.environment["ARM_TENANT_ID"] = w.client.UnmanagedTenantID }, "", `(?s)is\s+not\s+in\s+the\s+tenant`},
		"secret ID":              {set("ARM_CLIENT_SECRET", "82f988bf-86f1-41af-91ab-2d7cd011db47"), "", `(?s)not\s+its\s+ID`},
		"two kinds":              {set("ARM_OIDC_TOKEN", "eyJsomething"), "", `(?s)another\s+kind\s+of\s+credentials.*ARM_OIDC_TOKEN`},
		"tenant that is common":  {set("ARM_TENANT_ID", "common"), "", `(?s)not\s+the\s+ID\s+of\s+a\s+tenant.*ARM_TENANT_ID`},
		"organization by domain": {nil, strings.Replace(entraChain("", ""), `service = "entra"`, "service = \"entra\"\norganization_id = \"acme.com\"", 1), `(?s)not\s+the\s+ID\s+of\s+a\s+tenant`},
		"cloud":                  {set("ARM_ENVIRONMENT", "moon"), "", `(?s)must\s+be\s+one\s+of\s+global`},
		"no block":               {nil, strings.Replace(entraChain("", ""), entraBlock(""), "", 1), `(?s)Add\s+entra\s+=\s+\{\}`},
		"claim":                  {nil, chain{provider: entraBlock(""), organizationDomain: `service = "entra"`}.String(), `(?s)Not Supported by the Service`},
		"method":                 {nil, strings.Replace(entraChain("", ""), "organization_domain_id = domainverify_organization_domain.this.id\n}", "organization_domain_id = domainverify_organization_domain.this.id\nmethod = \"dns_cname\"\n}", 1), `(?s)dns_txt`},
		"single label":           {nil, named("acme"), `(?s)Invalid`},
		"wildcard":               {nil, named("*.acme.test"), `(?s)Invalid`},
		"underscore":             {nil, named("_dmarc.acme.test"), `(?s)Invalid`},
		"URL":                    {nil, named("https://acme.test"), `(?s)Invalid`},
		"e-mail address":         {nil, named("me@acme.test"), `(?s)Invalid`},
		"address":                {nil, named("192.0.2.1"), `(?s)Invalid`},
		"public suffix":          {nil, named("co.uk"), `(?s)Invalid`},
		"too long":               {nil, named(strings.Repeat("a23456789.", 25) + "test"), `(?s)Invalid`},
		"onmicrosoft.com":        {nil, named("x.onmicrosoft.com"), `(?s)never\s+be\s+released`},
		"microsoft.com":          {nil, named("x.microsoft.com"), `(?s)names\s+of\s+its\s+own`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newEntra(t)
			if c.arrange != nil {
				c.arrange(w)
			}
			if c.config == "" {
				c.config = entraChain("", "")
			}
			w.run(resource.TestStep{Config: c.config, ExpectError: regexp.MustCompile(c.want)})
			equal(t, "verify calls", w.requests(entraVerify), 0)
		})
	}
}
