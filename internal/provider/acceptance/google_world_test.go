// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
)

// google is a world with Google in place of Webex, and the provider in the sandbox's time,
// by which records and assertions expire.
type google struct {
	*world
	sim    *googlesim.Sim
	client googlesim.Client
}

func newGoogle(t *testing.T) google {
	t.Helper()
	w := newWorld(t)
	w.withoutWebex()
	w.clock = w.Clock
	made := google{world: w, sim: sandbox.Simulated[*googlesim.Sim](w.Sandbox)}
	for _, client := range w.Info().Services {
		if own, is := client.Client.(googlesim.Client); is {
			made.client = own
			for _, variable := range client.Variables() {
				w.environment[variable[0]] = variable[1]
			}
		}
	}
	return made
}

// later lets time go by.
func (w google) later(d time.Duration) { w.Clock.Advance(d) }

func (w google) set(name, value string) { w.must(w.sim.Switches().Set(name, value)) }

func (w google) drift(kind string) func() {
	return func() { w.must(w.sim.Drift(kind, domain)) }
}

func (w google) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Error(err)
	}
}

func (w google) project(state googlesim.ProjectState) func() {
	return func() { w.must(w.sim.SetProject(state)) }
}

// requests are those to Site Verification, as "METHOD last part of the path STATUS".
func (w google) requests(part string) (lines []string) {
	for _, request := range w.Requests() {
		path, isAPI := strings.CutPrefix(request.Path, "/siteVerification/v1/")
		if line := fmt.Sprintf("%s %s %d", request.Method, path, request.Status); isAPI && strings.Contains(line, part) {
			lines = append(lines, line)
		}
	}
	return lines
}

// statuses are those of the requests to release the domain.
func (w google) statuses() (all []string) {
	for _, line := range w.requests("DELETE ") {
		all = append(all, line[strings.LastIndex(line, " ")+1:])
	}
	return all
}

// googleBlock configures Google, which its variables alone do not.
const googleBlock = `
provider "domainverify" {
  google = {}
}
`

// googleChain is one domain at Google, from nothing to verified, beside another TXT value.
func googleChain(organizationDomain, verification string, without ...string) string {
	text := chain{
		provider: googleBlock, organizationDomain: "service = \"google\"\n" + organizationDomain,
		verification: verification, without: append(without, "domainverify_claim"),
	}.String()
	text = strings.Replace(text, "[domainverify_verification_token.this.record.value]", `["v=spf1 -all", domainverify_verification_token.this.record.value]`, 1)
	return strings.Replace(text, "domainverify_verification_token.this.record.name", strconv.Quote(domain), 1) // the zone
}

// googleByCNAME is the same by the other method.
func googleByCNAME() string {
	const id = "  organization_domain_id = domainverify_organization_domain.this.id\n"
	text := strings.ReplaceAll(googleChain("", ""), id, id+"  method = \"dns_cname\"\n")
	return strings.Replace(text, `"v=spf1 -all", `, "", 1)
}

// googleHandOff is for DNS that others administer.
func googleHandOff() string {
	return googleChain("", "wait_for_verification = false", "sandbox_dns_record_set")
}

// publish does by hand what people do who administer the DNS without Terraform.
func (w google) publish(token string) {
	w.must(w.DNS.SetTXT(domain, domain, "v=spf1 -all", "google-site-verification="+token))
}
