// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// queried is one domain, verified and claimed at one service, with the provider block
// that a query of it needs.
type queried struct {
	world           *world
	provider, chain string
	listed          []string // types of which the query finds one object each
}

var (
	allKinds     = []string{"organization_domain", "verification_token", "verification", "claim"}
	withoutClaim = allKinds[:3]
)

// atAnyService begins at each service, and at Webex by each way to read it.
func atAnyService() map[string]func(*testing.T) queried {
	return map[string]func(*testing.T) queried{
		"webex": func(t *testing.T) queried {
			return queried{world: newWorld(t).withLists(), chain: chain{}.String(), listed: allKinds}
		},
		"webex, probed": func(t *testing.T) queried {
			return queried{world: newWorld(t).withProbe(), chain: chain{}.String(), listed: allKinds}
		},
		"workos": func(t *testing.T) queried {
			return queried{world: workOS(t), chain: unclaimed.String(), listed: withoutClaim}
		},
		"zoho": func(t *testing.T) queried {
			return queried{world: zoho(t), chain: zohoChain{}.String(), listed: withoutClaim}
		},
		"github": func(t *testing.T) queried {
			return queried{world: newGitHub(t).world, provider: gitHubBlock(""), chain: gitHubChain("", ""), listed: withoutClaim}
		},
		"entra": func(t *testing.T) queried {
			return queried{world: newEntra(t).world, provider: entraBlock(""), chain: entraChain("", ""), listed: withoutClaim}
		},
		"google": func(t *testing.T) queried {
			return queried{world: newGoogle(t).world, provider: googleBlock, chain: googleChain("", ""), listed: withoutClaim}
		},
	}
}

// workspace is one in this process.
func (w *world) inProcess(config string) *plugintest.Workspace {
	w.t.Helper()
	var workspaces plugintest.Workspaces
	made, err := workspaces.New(w.t, w.providers(), config)
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

func (w *world) succeeds(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// asked are the requests since the last time, sorted.
func (w *world) asked() (lines []string) {
	for _, request := range w.Requests() {
		lines = append(lines, request.Line())
	}
	w.Recorder.ForgetRequests()
	slices.Sort(lines)
	return lines
}

func TestQueryFindsWhatIsInStateAndAsksNoMoreThanAPlanWithoutChanges(t *testing.T) {
	for name, begin := range atAnyService() {
		t.Run(name, func(t *testing.T) {
			q := begin(t)
			w := q.world
			made := w.inProcess(q.chain)
			w.succeeds(made.Apply(false))
			w.asked()
			planned, err := made.Plan(false)
			w.succeeds(err)
			if !planned.Empty() {
				t.Fatalf("the plan is not empty: %s", planned)
			}
			byPlan := w.asked()
			state, err := made.State()
			w.succeeds(err)
			for _, kind := range q.listed {
				kind = "domainverify_" + kind
				one := q.find(made, kind)
				asked := w.asked()
				isNew := func(line string) bool { return !slices.Contains(byPlan, line) }
				if slices.ContainsFunc(asked, isNew) || len(asked) > len(byPlan) {
					t.Errorf("the query of %s asks %q, a plan without changes %q", kind, asked, byPlan)
				}
				known := state[kind+".this"].(map[string]any)
				equal(t, "identity of "+kind, one.Identity, identityOf(known["id"].(string)))
				for attribute, value := range one.Resource.(map[string]any) {
					if value != nil {
						equal(t, kind+"."+attribute, value, known[attribute])
					}
				}
			}
			w.succeeds(made.Apply(true))
			w.succeeds(w.nothingLeft())
		})
	}
}

// find queries all objects of a type and returns that of the domain. Entra has a domain of
// its own in every tenant.
func (q queried) find(made *plugintest.Workspace, kind string) (one plugintest.Listed) {
	q.world.t.Helper()
	listed, _, err := made.Query(plugintest.Query{Kind: kind, IncludeResource: true})
	q.world.succeeds(err)
	listed = slices.DeleteFunc(listed, func(l plugintest.Listed) bool { return strings.HasPrefix(l.DisplayName, "own.onmicrosoft.com ") })
	if len(listed) != 1 {
		q.world.t.Fatalf("listed of %s: %+v", kind, listed)
	}
	return listed[0]
}

// identityOf is the identity of an ID.
func identityOf(id string) any {
	identity := map[string]any{}
	for i, part := range strings.Split(id, "/") {
		identity[[]string{"service", "organization_id", "domain", "method"}[i]] = part
	}
	return identity
}

func TestConfigurationThatTerraformGeneratesOfAQueryPlansEmptyAfterItsImport(t *testing.T) {
	subjects := atAnyService()
	for name, begin := range atAnyService() {
		if name == "webex, probed" || name == "google" {
			continue // they show no pending domains
		}
		subjects[name+", pending"] = func(t *testing.T) queried {
			q := begin(t)
			q.chain, q.listed = before(q.chain, "sandbox_dns_record_set"), allKinds[:2]
			return q
		}
	}
	for name, begin := range subjects {
		t.Run(name, func(t *testing.T) {
			q := begin(t)
			w := q.world
			made := w.inProcess(q.chain)
			w.succeeds(made.Apply(false))
			generated := q.provider
			found := map[string]plugintest.Listed{}
			for _, kind := range q.listed {
				kind = "domainverify_" + kind
				one := q.find(made, kind)
				found[kind+".found"] = one
				generated += fmt.Sprintf("\nresource %q \"found\" {\n%s}\n", kind, one.Generated)
			}
			for _, byDefault := range []string{"adopt_existing", "deletion_policy", "wait_for_verification", "token "} {
				if strings.Contains(generated, byDefault) {
					t.Errorf("%s is generated, which needs no configuration:\n%s", byDefault, generated)
				}
			}
			adopting := w.inProcess(generated)
			for address, one := range found {
				w.succeeds(adopting.ImportListed(address, one))
			}
			w.asked()
			planned, err := adopting.Plan(false)
			w.succeeds(err)
			if !planned.Empty() {
				t.Errorf("%s\nplans %s", generated, planned)
			}
			w.succeeds(made.Apply(true))
		})
	}
}

// verifiedOnly is a domain of that name in its own zone, which nobody claims.
func verifiedOnly(name string) string {
	text := chain{domain: `"` + name + `.test"`, without: []string{"domainverify_claim"}}.String()
	return strings.NewReplacer(`"this"`, `"`+name+`"`, ".this", "."+name).Replace(text)
}

func TestQueryListsOnlyWhatIsThereInTheStateThatIsAskedFor(t *testing.T) {
	w := newWorld(t, domain, "b.test").withLists()
	made := w.inProcess(chain{}.String() + verifiedOnly("b") + `
resource "domainverify_organization_domain" "c" { domain = "c.test" }
`)
	w.succeeds(made.Apply(false))
	w.asked()
	names := func(kind, config string) (all []string) {
		t.Helper()
		listed, warnings, err := made.Query(plugintest.Query{Kind: "domainverify_" + kind, Config: config})
		w.succeeds(err)
		if len(warnings) > 0 {
			t.Errorf("%s %s warns %q", kind, config, warnings)
		}
		for _, one := range listed {
			all = append(all, one.DisplayName)
			if one.Resource != nil {
				t.Errorf("a resource was not asked for: %+v", one)
			}
		}
		return all
	}
	claimed, verified, pending := "acme.test (claimed)", "b.test (verified)", "c.test (pending)"
	equal(t, "domains", names("organization_domain", ""), []string{claimed, verified, pending})
	equal(t, "pending domains", names("organization_domain", `state = "pending"`), []string{pending})
	equal(t, "verified domains", names("organization_domain", `state = "verified"`), []string{verified})
	equal(t, "failed domains", names("organization_domain", `state = "failed"`), []string(nil))
	equal(t, "verifications", names("verification", ""), []string{claimed, verified})
	equal(t, "verifications without a claim", names("verification", `state = "verified"`), []string{verified})
	equal(t, "claims", names("claim", ""), []string{claimed})
	equal(t, "tokens", names("verification_token", ""), []string{claimed, verified, pending})
	// Webex does not show the tokens of verified domains, and an import would ask for another one.
	w.succeeds(w.DNS.RemoveRRset("b.test", "TXT"))
	equal(t, "tokens that can be imported", names("verification_token", ""), []string{claimed, pending})
	equal(t, "token requests", w.count("getDomainVerificationToken"), 0)
	for _, invalid := range [][2]string{{"verification", `state = "pending"`}, {"organization_domain", `state = "absent"`}, {"claim", `state = "claimed"`}, {"organization_domain", `method = "dns_txt"`}} {
		if _, _, err := made.Query(plugintest.Query{Kind: "domainverify_" + invalid[0], Config: invalid[1]}); err == nil {
			t.Errorf("%s takes %s", invalid[0], invalid[1])
		}
	}
}

// One domain that cannot be imported would stop the import of all others.
func TestQueryLeavesOutPendingDomainsThatHaveNoTokenToImport(t *testing.T) {
	listed := func(w *world, made *plugintest.Workspace) (names []string) {
		all, _, err := made.Query(plugintest.Query{Kind: "domainverify_verification_token"})
		w.succeeds(err)
		for _, one := range all {
			names = append(names, one.DisplayName)
		}
		return names
	}
	t.Run("declared by hand at WorkOS", func(t *testing.T) {
		w := workOS(t)
		for name, isManual := range map[string]bool{domain: false, other: true} {
			_, err := w.WorkOS.AddDomain(workossim.DomainSpec{Domain: name, State: workossim.StatePending, Manual: isManual})
			w.succeeds(err)
		}
		equal(t, "tokens", listed(w, w.inProcess("")), []string{domain + " (pending)"})
	})
	t.Run("expired at GitHub", func(t *testing.T) {
		w := newGitHub(t)
		w.set(githubsim.SwitchExpiredToken, "null")
		made := w.inProcess(gitHubHandOff())
		w.succeeds(made.Apply(false))
		equal(t, "tokens", listed(w.world, made), []string{domain + " (pending)"})
		w.later(oneWeek + time.Hour)
		equal(t, "tokens after a week", listed(w.world, made), []string(nil))
	})
}

func TestQueryThatEndsAtItsLimitSaysHowManyAreMissing(t *testing.T) {
	w := zoho(t)
	for i := range 5 {
		w.succeeds(w.Zoho.AddDomain(zohosim.DomainSpec{Domain: fmt.Sprintf("d%d.test", i)}))
	}
	made := w.inProcess("")
	for limit, want := range map[int64]int{0: 5, 2: 2, 5: 5, 6: 5} {
		listed, warnings, err := made.Query(plugintest.Query{Kind: "domainverify_organization_domain", Limit: limit})
		w.succeeds(err)
		equal(t, fmt.Sprintf("listed with the limit %d", limit), len(listed), want)
		if (len(warnings) > 0) != (limit == 2) || limit == 2 && !strings.Contains(warnings[0], "limit = 5") {
			t.Errorf("with the limit %d: warnings %q", limit, warnings)
		}
	}
}

func TestQueryListsEveryConfiguredServiceUnlessOneIsChosen(t *testing.T) {
	w := allServices(t)
	w.succeeds(w.Zoho.AddDomain(zohosim.DomainSpec{Domain: domain}))
	made := w.inProcess(chain{organizationDomain: `service = "webex"`, provider: `provider "domainverify" {
  webex  = {}
  workos = {}
  zoho   = {}
  github = {}
  entra  = {}
  google = {}
}`}.String())
	w.succeeds(made.Apply(false))
	services := func(kind, config string) (all []string) {
		t.Helper()
		listed, _, err := made.Query(plugintest.Query{Kind: "domainverify_" + kind, Config: config})
		w.succeeds(err)
		for _, one := range listed {
			all = append(all, one.Identity.(map[string]any)["service"].(string))
		}
		return slices.Compact(all)
	}
	// The tenant of Entra has a domain of its own from the beginning.
	equal(t, "services", services("organization_domain", ""), []string{"entra", "webex", "zoho"})
	equal(t, "one service", services("organization_domain", `service = "zoho"`), []string{"zoho"})
	equal(t, "services with claims", services("claim", ""), []string{"webex"})
	for config, want := range map[string]string{
		`service = "zoho"`:      "no separate step for claims",
		`organization_id = "x"`: "must name one of them",
		`service = "webmail"`:   "value must be one of",
	} {
		if _, _, err := made.Query(plugintest.Query{Kind: "domainverify_claim", Config: config}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", config, err, want)
		}
	}
	if _, _, err := made.Query(plugintest.Query{Kind: "domainverify_verification", Config: `method = "http_file"`}); err != nil {
		t.Errorf("a method that one service has: %v", err)
	}
	if _, _, err := made.Query(plugintest.Query{Kind: "domainverify_verification", Config: "service = \"webex\"\nmethod = \"http_file\""}); err == nil || !strings.Contains(err.Error(), "does not support the method") {
		t.Errorf("a method that the service does not have: %v", err)
	}
}

func TestQueryOfWhatAServiceDoesNotShowIsEmptyOrNotCompleteAndSaysSo(t *testing.T) {
	w := newWorld(t).unreadable()
	made := w.inProcess("")
	listed, warnings, err := made.Query(plugintest.Query{Kind: "domainverify_verification"})
	w.succeeds(err)
	if len(listed) != 0 || len(warnings) != 1 || !strings.Contains(warnings[0], "does not show the domains") {
		t.Errorf("listed %+v with %q", listed, warnings)
	}
	w.withProbe()
	made = w.inProcess("")
	for kind, incomplete := range map[string]bool{"organization_domain": true, "verification": false, "claim": false} {
		_, warnings, err := made.Query(plugintest.Query{Kind: "domainverify_" + kind})
		w.succeeds(err)
		if (len(warnings) > 0) != incomplete || incomplete && !strings.HasPrefix(warnings[0], "List Not Complete: ") {
			t.Errorf("%s, probed: warnings %q", kind, warnings)
		}
	}
	w.set(webexsim.SwitchOrganizationReadDomains, "present")
	w.fault("GET", "status:403", 0)()
	if _, _, err := w.inProcess("").Query(plugintest.Query{Kind: "domainverify_organization_domain"}); err == nil || !strings.Contains(err.Error(), "Cannot Read Domain") {
		t.Errorf("a refused reading: %v", err)
	}
}
