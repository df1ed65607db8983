// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
)

// gitHub is a world with GitHub in place of Webex, and the provider in the sandbox's
// time, which the tokens expire by.
type gitHub struct {
	*world
	sim *githubsim.Sim
}

func newGitHub(t *testing.T, zones ...string) gitHub {
	t.Helper()
	w := newWorld(t, zones...)
	w.withoutWebex()
	w.clock = w.Clock
	// GitHub wants a second between two mutations, which two commands have between them.
	w.starts = func() { w.Clock.Advance(time.Second) }
	w.addGitHub()
	return gitHub{w, sandbox.Simulated[*githubsim.Sim](w.Sandbox)}
}

func (w *world) addGitHub() {
	for _, client := range w.Info().Services {
		if client.Name == "github" {
			for _, variable := range client.Variables() {
				w.environment[variable[0]] = variable[1]
			}
		}
	}
}

// gitHubAppsManageDomains settles what GitHub does not document.
func gitHubAppsManageDomains(running *sandbox.Sandbox, _ map[string]string) error {
	return sandbox.Simulated[*githubsim.Sim](running).Switches().Set(githubsim.SwitchAppToken, "works")
}

// later lets time go by.
func (w gitHub) later(d time.Duration) { w.Clock.Advance(d) }

func (w gitHub) set(name, value string) { w.must(w.sim.Switches().Set(name, value)) }

func (w gitHub) drift(kind string) func() {
	return func() { w.must(w.sim.Drift(kind, domain)) }
}

func (w gitHub) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Error(err)
	}
}

// publish does by hand what people do who administer the DNS without Terraform.
func (w gitHub) publish() {
	w.t.Helper()
	d := w.at(githubsim.ForOrganization)
	w.must(w.DNS.SetTXT(domain, d.HostName, d.Token))
}

// at is the domain as GitHub has it.
func (w gitHub) at(owner string) githubsim.DomainSnapshot {
	w.t.Helper()
	d, found := w.sim.Snapshot().Domain(owner, domain)
	if !found {
		w.t.Errorf("the %s does not have %s", owner, domain)
	}
	return d
}

const oneWeek = 7 * 24 * time.Hour

// gitHubBlock configures GitHub, which its variables alone do not.
func gitHubBlock(settings string) string {
	return fmt.Sprintf("provider \"domainverify\" {\n  github = { %s }\n}", settings)
}

// gitHubChain is one domain at GitHub, from nothing to verified, with more arguments.
func gitHubChain(organizationDomain, verification string, without ...string) string {
	text := chain{
		provider: gitHubBlock(""), organizationDomain: "service = \"github\"\n" + organizationDomain,
		verification: verification, without: append(without, "domainverify_claim"),
	}.String()
	return strings.Replace(text, "domainverify_verification_token.this.record.name", strconv.Quote(domain), 1) // the zone
}

// gitHubHandOff is for DNS that others administer.
func gitHubHandOff() string {
	return gitHubChain("", "wait_for_verification = false", "sandbox_dns_record_set")
}

// mutations are the fields that changed something, and how often.
func (w gitHub) mutations() map[string]int {
	calls := w.sim.Snapshot().Limits.Calls
	for _, query := range []string{"organization", "enterprise"} {
		delete(calls, query)
	}
	return calls
}

// leftAtGitHub also wants the limits kept.
func leftAtGitHub(sim *githubsim.Sim) error {
	snapshot := sim.Snapshot()
	others := func(d githubsim.DomainSnapshot) bool { return d.Owner == githubsim.ForOther }
	if left := slices.DeleteFunc(snapshot.Domains, others); len(left) > 0 {
		return fmt.Errorf("left at GitHub: %+v", left)
	}
	if violations := snapshot.Limits.Violations; len(violations) > 0 {
		return fmt.Errorf("mutations without a pause at GitHub: %s", strings.Join(violations, "; "))
	}
	return nil
}
