// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

const renamedWithoutMoved = "Resource Renamed Without Moved Block"

// Invariant 15.
func TestRenamedClaimWithoutMovedBlockIsAnErrorAtPlan(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "old"}.String())
	w.apply()
	running.Recorder.ForgetRequests()

	renamed := story{service: "webex", domain: "acme", claim: "new"}.String()
	w.config(renamed)
	w.repeat(func(t *testing.T, parallelism string) {
		said := w.fails(renamedWithoutMoved, "apply", "-auto-approve", parallelism)
		wantParts(t, said, "moved {", "from = domainverify_claim.OLD_NAME", "to   = domainverify_claim.NEW_NAME")
	})
	stillHolds(t, running, "webex")

	w.config(renamed + moved("domainverify_claim", "old", "new"))
	w.apply()
	w.hasEmptyPlan()
	stillHolds(t, running, "webex")
}

// Invariant 15.
func TestRenamedDomainWithoutMovedBlockIsAnErrorAtPlan(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{service: service, domain: "old", claim: "acme"}.String())
		w.apply()
		running.Recorder.ForgetRequests()
		isRefused := func(t *testing.T, parallelism string) {
			t.Helper()
			settle(running)
			w.fails(renamedWithoutMoved, "apply", "-auto-approve", parallelism)
			stillHolds(t, running, service)
		}
		w.config(story{service: service, domain: "new", claim: "acme"}.String())
		w.repeat(isRefused)
		w.config(story{service: service, domain: "new", claim: "acme", organizationDomain: "adopt_existing = true"}.String())
		for _, parallelism := range parallelisms {
			isRefused(t, parallelism)
		}
	})
}

// Invariant 15.
func TestAnotherKeyInForEachWithoutMovedBlockIsAnErrorAtPlan(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{service: service, domain: "acme", key: "old", claim: "acme"}.String())
		w.apply()
		running.Recorder.ForgetRequests()
		w.config(story{service: service, domain: "acme", key: "new", claim: "acme", organizationDomain: "adopt_existing = true"}.String())
		w.repeat(func(t *testing.T, parallelism string) {
			settle(running)
			w.fails(renamedWithoutMoved, "apply", "-auto-approve", parallelism)
			stillHolds(t, running, service)
		})
	})
}

// Webex does not show the token of a claimed domain again, and the record that
// shows it is destroyed by the same rename.
func TestRenamedTokenOfAClaimedDomainIsAnErrorAtPlan(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "domain", between: "old", claim: "claim"}.String())
	w.apply()
	running.Recorder.ForgetRequests()

	renamed := story{service: "webex", domain: "domain", between: "new", claim: "claim"}.String()
	w.config(renamed)
	w.repeat(func(t *testing.T, parallelism string) {
		said := w.fails(renamedWithoutMoved, "apply", "-auto-approve", parallelism)
		wantParts(t, said, "from = domainverify_verification_token.OLD_NAME")
	})
	for _, kind := range []string{"domainverify_verification_token", "sandbox_dns_record_set", "domainverify_verification"} {
		renamed += moved(kind, "old", "new")
	}
	w.config(renamed)
	w.apply()
	w.hasEmptyPlan()
	stillHolds(t, running, "webex")
}

// Invariant 15: the plan could not see both resources, because the new one was
// created by a run of its own.
func TestClaimIsKeptWhereTheOtherResourceWasCreatedByAnEarlierRun(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	named := func(name string) string {
		return story{service: "webex", domain: "acme", claim: name}.String()
	}
	w.config(named("old"))
	w.apply()
	running.Recorder.ForgetRequests()
	from, to := "old", "new"
	w.repeat(func(t *testing.T, parallelism string) {
		w.config(named(to))
		w.apply("-target=domainverify_claim."+to, parallelism)
		w.applyWithoutTheOther(t, parallelism, "domainverify_claim", from, named(to))
		stillHolds(t, running, "webex")
		from, to = to, from
	})
}

// Invariant 15.
func TestDomainIsKeptWhereTheOtherResourceHasAdoptedItInAnEarlierRun(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		named := func(name string) string {
			return story{service: service, domain: name, claim: "acme", organizationDomain: "adopt_existing = true"}.String()
		}
		w.config(named("old"))
		w.apply()
		running.Recorder.ForgetRequests()
		from, to := "old", "new"
		w.repeat(func(t *testing.T, parallelism string) {
			w.config(named(to))
			settle(running)
			w.apply("-target=domainverify_organization_domain."+to, parallelism)
			settle(running)
			w.applyWithoutTheOther(t, parallelism, "domainverify_organization_domain", from, named(to))
			stillHolds(t, running, service)
			from, to = to, from
		})
	})
}

// applyWithoutTheOther removes the other resource of the same ID from state. To plan its
// destruction is an error, and the removed block that it shows is the way out.
func (w *workspace) applyWithoutTheOther(t *testing.T, parallelism, kind, other, config string) {
	t.Helper()
	said := w.fails(renamedWithoutMoved, "plan", "-out=saved", parallelism)
	wantParts(t, said, "removed {", "from = "+kind+".OLD_NAME", "destroy = false")
	w.config(config + fmt.Sprintf("\nremoved {\n  from = %s.%s\n  lifecycle {\n    destroy = false\n  }\n}\n", kind, other))
	w.must("plan", "-out=saved", parallelism)
	w.must("apply", parallelism, "saved")
	if left := w.must("state", "list"); strings.Contains(left, kind+"."+other) {
		t.Errorf("%s.%s is still in state:\n%s", kind, other, left)
	}
}

// Invariant 15: an apply with create_before_destroy was interrupted after the new object
// had adopted the domain. Terraform plans the destruction of a deposed object once more
// while it applies, and does not hand over what the first plan has noted.
func TestDomainOfADeposedObjectIsKeptWhereTheResourceStaysWithIt(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{service: service, domain: "acme", organizationDomain: "adopt_existing = true\n  lifecycle { create_before_destroy = true }"}.String())
		w.apply()
		interrupted := w.withDeposedObjects(t, "domainverify_organization_domain")
		w.repeat(func(t *testing.T, parallelism string) {
			w.write("terraform.tfstate", interrupted)
			settle(running)
			running.Recorder.ForgetRequests()
			said := w.fails(renamedWithoutMoved, "apply", "-auto-approve", parallelism)
			wantParts(t, said, "deposed object", "terraform state rm ADDRESS")
			equal(t, "requests that release", releases(running), 0)
		})
	})
}

// withDeposedObjects is the state with a deposed object beside each of a kind.
func (w *workspace) withDeposedObjects(t *testing.T, kind string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.folder, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var state map[string]any
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	for _, one := range state["resources"].([]any) {
		if found := one.(map[string]any); found["type"] == kind {
			instances := found["instances"].([]any)
			deposed := maps.Clone(instances[0].(map[string]any))
			deposed["deposed"] = "0a1b2c3d"
			found["instances"] = append(instances, deposed)
		}
	}
	text, err = json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTwoResourcesOfOneDomainAreAnErrorAtPlan(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{service: service, domain: "acme"}.String() + fmt.Sprintf(`
resource "domainverify_organization_domain" "again" {
  service = %q
  domain  = "ACME.test."
}
`, service))
		for _, parallelism := range parallelisms {
			settle(running)
			w.fails("Object Managed by Two Resources", "plan", parallelism)
		}
	})
}

// What depends on a domain by its ID alone may come before the resource that adopts it.
func TestDomainThatIsVerifiedAndClaimedBeforeItIsAdoptedIsManagedOnce(t *testing.T) {
	w := newWorld(t).withLists()
	made := w.inProcess(chain{}.String())
	w.succeeds(made.Apply(false))
	id := "webex/" + w.Info().Webex.OrganizationID + "/" + domain
	adopting := w.inProcess(fmt.Sprintf(`
resource "domainverify_verification" "this" {
  organization_domain_id = %[1]q
}
resource "domainverify_claim" "this" {
  organization_domain_id = %[1]q
}
`, id) + fmt.Sprintf(again, domain, true))
	w.succeeds(adopting.Apply(false))
	equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{domain})
	w.succeeds(made.Apply(true))
	w.succeeds(w.nothingLeft())
}

const again = `
resource "domainverify_organization_domain" "again" {
  domain         = %q
  adopt_existing = %t
}
`

// Invariant 15: what depends on the domain that stays is not replaced for the other
// resource, and what a run cannot add is not planned.
func TestSecondResourceOfADomainInStateIsAnErrorAtPlanUnlessItAdopts(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	first := story{service: "webex", domain: "acme", claim: "acme"}.String()
	w.config(first)
	w.apply()
	// It may be gone at Webex, which does not show its token again.
	w.must("state", "rm", "sandbox_dns_record_set.acme")
	first = withoutRecordSet(first)
	if err := running.DNS.RemoveRRset(domain, "TXT"); err != nil {
		t.Fatal(err)
	}
	before := w.state()
	w.repeat(func(t *testing.T, parallelism string) {
		running.Recorder.ForgetRequests()
		w.config(first + fmt.Sprintf(again, "ACME.test.", false))
		code, said := w.run("apply", "-auto-approve", parallelism)
		if code == 0 || strings.Contains(said, "Destroying...") {
			t.Errorf("the plan is no error (%d):\n%s", code, said)
		}
		equal(t, "state", w.state(), before)

		w.config(first + fmt.Sprintf(again, "ACME.test.", true))
		wantParts(t, w.apply(parallelism), "1 added, 0 changed, 0 destroyed")
		w.hasEmptyPlan(parallelism)
		stillHolds(t, running, "webex")
		w.must("state", "rm", "domainverify_organization_domain.again")
	})
}

// Invariant 15: the plan of the second resource may come while the first one is refreshed,
// and before the plan that keeps it.
func TestSecondResourceOfADomainThatMustNotBeDestroyedAdoptsItWhateverTheOrder(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	first := story{service: "webex", domain: "acme", claim: "acme", organizationDomain: `deletion_policy = "prevent"`}.String()
	w.config(first)
	w.apply()
	running.Recorder.ForgetRequests()
	w.repeat(func(t *testing.T, parallelism string) {
		w.config(first + fmt.Sprintf(again, "acme.test", true))
		said := w.apply(parallelism)
		wantParts(t, said, "1 added, 0 changed, 0 destroyed")
		if strings.Contains(said, "Warning: Administrator Lockout") {
			t.Errorf("a domain that stays counts as released:\n%s", said)
		}
		stillHolds(t, running, "webex")
		w.must("state", "rm", "domainverify_organization_domain.again")
	})
}

// Invariant 15: OpenTofu refreshes what a removed block takes out of the state, and asks for
// no plan of it. The record may be gone at Webex, which does not show its token again.
func TestDomainThatARemovedBlockForgetsIsAdoptedInTheSamePlan(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		named := func(name string) string {
			return story{service: service, domain: name, claim: "acme", organizationDomain: "adopt_existing = true"}.String()
		}
		w.config(named("old"))
		w.apply()
		w.must("state", "rm", "sandbox_dns_record_set.acme")
		if err := running.DNS.RemoveRRset(domain, "TXT"); err != nil {
			t.Fatal(err)
		}
		running.Recorder.ForgetRequests()
		from, to := "old", "new"
		w.repeat(func(t *testing.T, parallelism string) {
			w.config(withoutRecordSet(named(to)) + "\nremoved {\n  from = domainverify_organization_domain." + from + "\n  lifecycle {\n    destroy = false\n  }\n}\n")
			settle(running)
			wantParts(t, w.apply(parallelism), "1 added, 0 changed, 0 destroyed")
			stillHolds(t, running, service)
			w.hasEmptyPlan(parallelism)
			from, to = to, from
		})
	})
}

// withoutRecordSet leaves the records of a story out.
func withoutRecordSet(text string) string {
	before, after, _ := strings.Cut(text, "\nresource \"sandbox_dns_record_set\"")
	_, after, _ = strings.Cut(after, "\n}\n")
	return strings.ReplaceAll(before+"\n"+after, "depends_on             = [sandbox_dns_record_set.acme]", "")
}

// Invariant 15: one of two resources of a domain is given another one.
func TestDomainIsKeptWhereTheOtherOfTwoResourcesIsGivenAnotherDomain(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	first := story{service: "webex", domain: "acme", claim: "acme"}.String()
	w.config(first)
	w.apply()
	w.config(first + fmt.Sprintf(again, "acme.test", true))
	w.apply()
	running.Recorder.ForgetRequests()
	w.config(first + fmt.Sprintf(again, "beta.test", true))
	w.repeat(func(t *testing.T, parallelism string) {
		said := w.fails(renamedWithoutMoved, "apply", "-auto-approve", parallelism)
		wantParts(t, said, "removed {", "from = domainverify_organization_domain.OLD_NAME", "destroy = false")
		stillHolds(t, running, "webex")
	})
}

// Invariant 15: another domain at the head of a list gives each domain another index. The
// domains are left and adopted, as the configuration says, and a claim can be neither.
func TestAnotherIndexInCountIsAnErrorAtPlanWhereTheDomainsAreLeftAndAdopted(t *testing.T) {
	t.Parallel()
	running := newSandboxOf(t, hurriedClock(), domain, "beta.test")
	w := newWorkspace(t, running, "webex")
	w.config(byIndex("acme.test"))
	w.apply()
	running.Recorder.ForgetRequests()
	w.config(byIndex("beta.test", "acme.test"))
	w.repeat(func(t *testing.T, parallelism string) {
		said := w.fails(renamedWithoutMoved, "apply", "-auto-approve", parallelism)
		wantParts(t, said, "from = domainverify_claim.OLD_NAME")
		stillHolds(t, running, "webex")
	})
}

// byIndex is a fleet by count, claimed, whose domains are left as they are.
func byIndex(zones ...string) string {
	return `provider "domainverify" { webex = { admin_domain = "acme.test", drift_probe_domain = "probe.test" } }
` + strings.NewReplacer(
		"toset", "tolist", "for_each ", "count ", "= local.domains", "= length(local.domains)", "[each.key]", "[count.index]",
		"domain   = each.key", "domain   = local.domains[count.index]\n  adopt_existing  = true\n  deletion_policy = \"abandon\"",
		"each.key", "local.domains[count.index]",
	).Replace(fleet(zones)) + `
resource "domainverify_claim" "all" {
  count                  = length(local.domains)
  organization_domain_id = domainverify_verification.all[count.index].organization_domain_id
}
`
}

// The addresses that a moved block would name are taken, and a removed block takes none of
// an instance, so that neither helps.
func TestShiftedIndexIsAnErrorAtPlanWhoseAdviceKeepsTheDomain(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "workos")
	const kind = "domainverify_organization_domain"
	domains := func(repetition, domain string) string {
		return story{service: "workos"}.providers() + fmt.Sprintf("resource %q \"all\" {\n  %s\n  domain = %s\n}\n", kind, repetition, domain)
	}
	const counted = `["gone.acme.test", "acme.test"][count.index]`
	w.config(domains("count = 2", counted))
	w.apply()
	running.Recorder.ForgetRequests()

	w.config(domains("count = 1", `["acme.test"][count.index]`))
	said := w.fails(renamedWithoutMoved, "apply", "-auto-approve")
	wantParts(t, said, "use for_each with the domains as keys in place of count", "The block takes no key: remove one instance")
	equal(t, "requests that release", releases(running), 0)

	w.config(domains(`for_each = toset(["acme.test"])`, "each.key") +
		moved(kind, "all[0]", `all["gone.acme.test"]`) + moved(kind, "all[1]", `all["acme.test"]`))
	w.apply()
	w.hasEmptyPlan()
	equal(t, "requests that release", releases(running), 1)
	held, _ := running.WorkOS.Snapshot().Domain("acme.test")
	equal(t, "the state of acme.test", held.State, "pending")
}

// What is destroyed is left to the organization, which has the domain then.
func TestReplacementOfADomainThatIsLeftNamesWhatLeavesIt(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "workos")
	domain := func(more string) string {
		return story{service: "workos", domain: "acme", organizationDomain: "deletion_policy = \"abandon\"\n" + more}.String()
	}
	w.config(domain(""))
	w.apply()
	running.Recorder.ForgetRequests()
	replace := []string{"apply", "-auto-approve", "-replace=domainverify_organization_domain.acme"}
	wantParts(t, w.fails("Domain Already Exists", replace...), `deletion_policy = "abandon"`, "nothing was released", "adopt_existing = true")
	stillHolds(t, running, "workos")

	w.config(domain("adopt_existing = true"))
	w.must(replace...)
	w.hasEmptyPlan()
	stillHolds(t, running, "workos")
}
