// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// guideBlocks are the configurations in a section of a guide.
func guideBlocks(t *testing.T, guide, heading string) (blocks []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "templates", "guides", guide+".md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## "+heading+"\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, part := range strings.Split(section, "```terraform\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	return blocks
}

func TestEstateIsAdoptedByTheImportBlocksOfTheGuide(t *testing.T) {
	blocks := guideBlocks(t, "adopting-an-estate", "Terraform 1.11 to 1.13, and OpenTofu")
	if len(blocks) != 2 {
		t.Fatalf("the guide has %d configurations", len(blocks))
	}
	adopting, managed := blocks[0], blocks[1]
	w := zoho(t)
	for i := range 12 {
		w.succeeds(w.Zoho.AddDomain(zohosim.DomainSpec{Domain: fmt.Sprintf("d%d.test", i), Verified: i%4 != 0}))
	}
	cli := w.cli()
	cli.write("main.tf", adopting)
	wantParts(t, cli.apply(), "21 imported, 0 added, 0 changed, 0 destroyed")
	var domains json.RawMessage
	w.succeeds(json.Unmarshal([]byte(cli.must("output", "-json", "domains")), &domains))
	cli.hasEmptyPlan()

	header, _, _ := strings.Cut(adopting, "data ")
	cli.write("main.tf", header+managed)
	cli.write("estate.auto.tfvars.json", fmt.Sprintf(`{"domains": %s}`, domains))
	w.Recorder.ForgetRequests()
	if said := cli.must("plan"); !strings.Contains(said, "Changes to Outputs") || strings.Contains(said, "Plan:") {
		t.Errorf("the plan changes more than the output:\n%s", said)
	}
	for _, request := range w.Requests() {
		if request.Method != "GET" && !strings.Contains(request.Path, "/oauth/") {
			t.Errorf("a plan has sent %s", request.Line())
		}
	}
}

// withoutItsToken leaves the token out of the verification of a configuration.
func withoutItsToken(configuration string) string {
	return strings.Replace(configuration, "token                  = domainverify_verification_token.this.token", "", 1)
}

// What is generated of a query has no token, and an import finds one.
func TestTokenThatIsLeftOutOfAVerificationIsKeptUntilItIsVerifiedAnew(t *testing.T) {
	w := newWorld(t).withLists()
	left := withoutItsToken(chain{}.String())
	w.run(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			Config:            left,
			ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(verification, tfjsonpath.New("token"), knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{64}$`)))},
		},
		// A verification that is to be made again has the token that the configuration says.
		resource.TestStep{PreConfig: w.drift("unverify", domain), Config: left, ExpectError: regexp.MustCompile("Verification Token Missing")},
		resource.TestStep{Config: chain{}.String(), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(verification, plancheck.ResourceActionCreate),
		}}},
	)
}

// A release makes a verified domain pending, and what is added in its place has no token
// that could verify it.
func TestReplacementThatWouldEndWithoutATokenStopsAtPlan(t *testing.T) {
	w := newWorld(t).withLists()
	left := withoutItsToken(chain{}.String())
	w.run(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{Config: left},
		resource.TestStep{Config: left, Taint: []string{"domainverify_organization_domain.this"}, ExpectError: regexp.MustCompile("Verification Token Missing")},
		resource.TestStep{Config: chain{}.String(), Taint: []string{"domainverify_organization_domain.this"}},
	)
	equal(t, "releases, of the last step and of the end", w.count("unverifyDomain"), 2)
}

func TestTokenThatIsLeftOutOfAPendingVerificationIsNotTriedAgain(t *testing.T) {
	w := newWorld(t).withLists()
	pending := chain{verification: "wait_for_verification = false", without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String()
	w.run(
		resource.TestStep{Config: pending, ExpectNonEmptyPlan: true},
		resource.TestStep{
			Config: withoutItsToken(pending), ExpectNonEmptyPlan: true,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("token"), knownvalue.Null()),
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("failure_reason"), knownvalue.StringRegexp(regexp.MustCompile("A token is needed"))),
			},
		},
	)
	equal(t, "verify calls", w.count("verifyDomain"), 0)
}

// The CLI of the tests knows no list blocks.
func TestListBlocksThatUsersReadAreQueries(t *testing.T) {
	w := allServices(t)
	made := w.inProcess("provider \"domainverify\" {\n  google = {}\n}")
	texts := guideBlocks(t, "adopting-an-estate", "Terraform 1.14 and later")
	examples, err := filepath.Glob(filepath.Join("..", "..", "..", "examples", "list-resources", "*", "*.tfquery.hcl"))
	w.succeeds(err)
	for _, name := range examples {
		text, err := os.ReadFile(name)
		w.succeeds(err)
		texts = append(texts, string(text))
	}
	queried := map[string]int{}
	for _, text := range texts {
		file, diagnostics := hclsyntax.ParseConfig([]byte(text), "estate.tfquery.hcl", hcl.InitialPos)
		if diagnostics.HasErrors() {
			t.Fatal(diagnostics)
		}
		for _, block := range file.Body.(*hclsyntax.Body).Blocks {
			query := plugintest.Query{Kind: block.Labels[0]}
			for _, inner := range block.Body.Blocks {
				query.Config = strings.Trim(string(inner.Body.Range().SliceBytes([]byte(text))), "{}")
			}
			if _, _, err := made.Query(query); err != nil {
				t.Errorf("%s: %v", text, err)
			}
			queried[query.Kind]++
		}
	}
	for _, kind := range allKinds {
		if queried["domainverify_"+kind] == 0 {
			t.Errorf("there is no list of %s", kind)
		}
	}
}
