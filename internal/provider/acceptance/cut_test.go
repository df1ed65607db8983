// SPDX-License-Identifier: MPL-2.0

//go:build unix

package acceptance_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// atAllServices is one domain at each service, from nothing to verified, and
// claimed at Webex. The domain is named for the service.
const atAllServices = `
variable "limit" { default = "20m" }
provider "domainverify" {
  webex  = { admin_domain = "webex.test" }
  workos = {}
  zoho   = {}
}
locals {
  services = toset(["webex", "workos", "zoho"])
}
resource "domainverify_organization_domain" "this" {
  for_each = local.services
  service  = each.key
  domain   = "${each.key}.test"
  timeouts = { create = var.limit, delete = var.limit }
}
resource "domainverify_verification_token" "this" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.this[each.key].id
}
resource "sandbox_dns_record_set" "this" {
  for_each = local.services
  zone     = "${each.key}.test"
  name     = domainverify_verification_token.this[each.key].record.name
  type     = domainverify_verification_token.this[each.key].record.type
  values   = [domainverify_verification_token.this[each.key].record.value]
}
resource "domainverify_verification" "this" {
  for_each               = local.services
  organization_domain_id = domainverify_verification_token.this[each.key].organization_domain_id
  token                  = domainverify_verification_token.this[each.key].token
  depends_on             = [sandbox_dns_record_set.this]
  timeouts               = { create = var.limit }
}
resource "domainverify_claim" "this" {
  organization_domain_id = domainverify_verification.this["webex"].organization_domain_id
  timeouts               = { create = var.limit, delete = var.limit }
}
`

var zonesOfAllServices = []string{"webex.test", "workos.test", "zoho.test"}

// createStages are the writes of a first apply, in the order in which a run that
// is cut off at each of them meets them.
func createStages() [][]write {
	return [][]write{
		{{"webex", "/getDomainVerificationToken"}, {"workos", "POST /organization_domains"}, {"zoho", "POST /api"}},
		{{"webex", "/getDomainVerificationToken"}},
		{{"webex", "/verifyDomain"}, {"workos", "/verify"}, {"zoho", "PUT /api"}},
		{{"webex", "/claimDomain"}},
	}
}

// releaseStages are the same for a destroy.
func releaseStages() [][]write {
	return [][]write{
		{{"webex", "/unclaimDomain"}},
		{{"webex", "/unverifyDomain"}, {"workos", "DELETE"}, {"zoho", "DELETE"}},
	}
}

func sandboxOfAllServices(t *testing.T, of poll.Clock, zones ...string) *sandbox.Sandbox {
	t.Helper()
	running := newSandboxOf(t, of, append(zones, zonesOfAllServices...)...)
	if err := running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "present"); err != nil {
		t.Fatal(err)
	}
	return running
}

// A run that is cut off has made its calls, and loses nothing by that: the next
// one takes over what is there.
func TestApplyConvergesByItselfAfterEveryCutOfACreate(t *testing.T) {
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	for _, by := range cutters() {
		t.Run(by.name, func(t *testing.T) {
			t.Parallel()
			running := sandboxOfAllServices(t, poll.SystemClock{})
			w := newWorkspaceOfProcesses(t, running, servicesOfStories...)
			w.config(atAllServices)
			for stage, writes := range createStages() {
				if stage == 1 && by.outwaits {
					continue
				}
				said := w.cutOff(running, by, writes, "apply", "-auto-approve")
				if stage == 1 && by.tells && !strings.Contains(said, "Pending Domain Adopted") {
					t.Errorf("the run after a cut that added the domains does not tell that it adopts them:\n%s", said)
				}
			}
			w.apply()
			settle(running)
			w.hasEmptyPlan()
			assertConverged(t, w, running)

			// The limit of a destroy is that in state.
			if !by.outwaits {
				for _, writes := range releaseStages() {
					w.cutOff(running, by, writes, "destroy", "-auto-approve")
				}
			}
			w.must("destroy", "-auto-approve")
			if err := (&world{Sandbox: running, t: t}).nothingLeft(); err != nil {
				t.Error(err)
			}
		})
	}
}

// assertConverged holds what is at the services, in state and in the DNS to
// each other and to what an undisturbed run ends with.
func assertConverged(t *testing.T, w *workspace, running *sandbox.Sandbox) {
	t.Helper()
	organization := running.Webex.Snapshot().Organization
	equal(t, "pending at Webex", organization.Pending, []string{})
	equal(t, "verified at Webex", organization.Verified, []string{"webex.test"})
	equal(t, "claimed at Webex", organization.Claimed, []string{"webex.test"})
	atWorkOS, _ := running.WorkOS.Snapshot().Domain("workos.test")
	equal(t, "state at WorkOS", atWorkOS.State, "verified")
	atZoho, _ := running.Zoho.Snapshot().Domain("zoho.test")
	equal(t, "verified at Zoho", atZoho.Verified, true)
	equal(t, "domains at Zoho", len(running.Zoho.Snapshot().Domains), 1)
	equal(t, "domains made at WorkOS", domainsAtWorkOS(running), 1)
	equal(t, "requests that release", releases(running), 0)
	equal(t, "requests that add", additions(running), map[string]int{"workos": 1, "zoho": 1})

	// The token that counts is the one in state and in the DNS.
	state := w.state()
	for service, want := range map[string]struct{ id, record string }{
		"webex":  {"webex.test", organization.Tokens["webex.test"]},
		"workos": {atWorkOS.ID, atWorkOS.Record},
		"zoho":   {"zoho.test", atZoho.TXTRecord},
	} {
		index := fmt.Sprintf(".this[%q]", service)
		equal(t, service+": remote_id", state["domainverify_organization_domain"+index]["remote_id"], any(want.id))
		equal(t, service+": state", state["domainverify_verification"+index]["state"], any("verified"))
		record, _ := state["domainverify_verification_token"+index]["record"].(map[string]any)
		value, _ := record["value"].(string)
		if value == "" || want.record == "" || !strings.HasSuffix(value, want.record) {
			t.Errorf("%s: the record in state is %q, the service wants %q", service, value, want.record)
		}
		records := running.DNS.Records(service + ".test")
		if len(records) != 1 || !strings.Contains(records[0], value) {
			t.Errorf("%s: the DNS has %v, want one record with %q", service, records, value)
		}
	}
	equal(t, "resources in state", len(state), 13)
}

// additions counts the requests that add a domain and ask for nothing else.
func additions(running *sandbox.Sandbox) map[string]int {
	count := map[string]int{}
	for _, request := range running.Requests() {
		if request.Method == "POST" && (strings.HasSuffix(request.Path, "/organization_domains") || request.Service == "zoho" && strings.HasPrefix(request.Path, "/api")) {
			count[request.Service]++
		}
	}
	return count
}

func domainsAtWorkOS(running *sandbox.Sandbox) (count int) {
	for _, organization := range running.WorkOS.Snapshot().Organizations {
		count += len(organization.Domains)
	}
	return count
}

// state is what the workspace's state file holds, by address. Nothing is tainted.
// (terraform show would start all providers to say the same.)
func (w *workspace) state() map[string]map[string]any {
	w.t.Helper()
	state := map[string]map[string]any{}
	text, err := os.ReadFile(filepath.Join(w.folder, "terraform.tfstate"))
	// A Terraform that is killed while it begins leaves an empty one.
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(text) == 0 {
		return state
	}
	if err != nil {
		w.t.Fatal(err)
	}
	var file struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				IndexKey   *string `json:"index_key"`
				Status     string
				Attributes map[string]any
			}
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		w.t.Fatal(err)
	}
	for _, resource := range file.Resources {
		for _, instance := range resource.Instances {
			address := resource.Type + "." + resource.Name
			if instance.IndexKey != nil {
				address += fmt.Sprintf("[%q]", *instance.IndexKey)
			}
			if instance.Status != "" {
				w.t.Errorf("%s is %s", address, instance.Status)
			}
			state[address] = instance.Attributes
		}
	}
	return state
}

func TestKilledProbeLeavesAtMostOneEntryWhichTheNextRunRemoves(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspaceOfProcesses(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "acme"}.String())
	kill := cutters()[0]
	// The removal that hangs is of the entry that the run before has left.
	for range 2 {
		w.cutOff(running, kill, []write{{"webex", "/getDomainVerificationToken"}}, "plan")
		if left := running.Webex.Snapshot().Organization.Pending; len(left) != 1 || !strings.HasSuffix(left[0], ".probe.test") {
			t.Errorf("a probe that was killed left %v, want one entry of its own", left)
		}
	}
	w.must("plan")
	equal(t, "pending after the next run", running.Webex.Snapshot().Organization.Pending, []string{})
	w.cutOff(running, kill, []write{{"webex", "/unverifyDomain"}}, "plan")
	equal(t, "pending after the removal was cut off", running.Webex.Snapshot().Organization.Pending, []string{})
	w.apply()
	holds(t, running, "webex")
	equal(t, "pending after the apply", running.Webex.Snapshot().Organization.Pending, []string{})
}

// interruptTwice makes the CLI exit at once, without waiting for its providers.
func (r *cutRun) interruptTwice() {
	r.t.Helper()
	r.interrupt()
	r.until("the answer to the first interrupt", func() bool {
		return strings.Contains(r.output.String(), "Gracefully shutting down")
	})
	r.interrupt()
}

// At a second interrupt Terraform exits at once; what it has written of its state
// by then is luck, and the worst is that there is none. The domains are verified,
// so none of them is adopted unasked: the next apply names the import of each, and
// after that nothing is left to do but what had not happened.
func TestVerifiedDomainsThatASecondInterruptLosesAreImportedAndNothingIsReleased(t *testing.T) {
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	running := sandboxOfAllServices(t, poll.SystemClock{})
	w := newWorkspaceOfProcesses(t, running, servicesOfStories...)
	w.config(atAllServices)
	w.cutOff(running, cutter{cut: (*cutRun).interruptTwice}, []write{{"webex", "/claimDomain"}, {"workos", "/verify"}, {"zoho", "PUT /api"}}, "apply", "-auto-approve")
	if err := os.Remove(filepath.Join(w.folder, "terraform.tfstate")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}

	refused := w.fails("Domain Already Exists", "apply", "-auto-approve")
	ids := importsNamed(refused)
	equal(t, "domains to be imported", len(ids), len(zonesOfAllServices))
	for service, id := range ids {
		w.must("import", `domainverify_organization_domain.this["`+service+`"]`, id)
		w.must("import", `sandbox_dns_record_set.this["`+service+`"]`, service+".test/"+service+".test/TXT")
	}
	w.apply()
	settle(running)
	w.hasEmptyPlan()
	assertConverged(t, w, running)
	w.must("destroy", "-auto-approve")
	if err := (&world{Sandbox: running, t: t}).nothingLeft(); err != nil {
		t.Error(err)
	}
}

// importsNamed returns the IDs of the domains that an error names to be imported,
// by service.
func importsNamed(printed string) map[string]string {
	ids := map[string]string{}
	for _, command := range strings.Split(printed, "terraform import ADDRESS ")[1:] {
		line, _, _ := strings.Cut(command, "\n")
		id := strings.Fields(line)[0]
		service, _, _ := strings.Cut(id, "/")
		ids[service] = id
	}
	return ids
}
