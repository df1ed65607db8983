// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// codeBlock is a block of a guide whose first line names its file.
var codeBlock = regexp.MustCompile("(?s)```terraform\n# ([a-z/_.]+)\n(.*?)```")

// mockSet is the file of values that the guide has its readers copy.
const mockSet = "tests/mocks/domainverify.tfmock.hcl"

func TestEveryTestOfTheGuideToTestingPasses(t *testing.T) {
	w := allServices(t)
	cli := w.cli()
	var files, skipped []string
	guide := readFile(t, filepath.Join("..", "..", "..", "templates", "guides", "testing-your-modules.md"))
	for _, block := range codeBlock.FindAllStringSubmatch(guide, -1) {
		switch isTest := strings.HasSuffix(block[1], ".tftest.hcl"); {
		case isTest && isOpenTofu() && strings.Contains(block[2], "source = "):
			skipped = append(skipped, block[1])
			continue
		case isTest:
			files = append(files, block[1])
		}
		cli.write(block[1], block[2])
	}
	equal(t, "tests in the guide", append(skipped, files...), []string{"tests/mocked.tftest.hcl", "tests/pending.tftest.hcl", "tests/sandbox.tftest.hcl"})
	equal(t, "blocks of configuration in the guide", strings.Count(guide, "```terraform\n"), 4)
	cli.write(mockSet, readFile(t, filepath.Join(moduleFolder, mockSet)))
	cli.tests(files...)
	if err := w.nothingLeft(); err != nil {
		t.Error(err)
	}
}

// eachKind has every resource and data source, with no more than what each needs.
const eachKind = `
resource "domainverify_organization_domain" "this" {
  domain = "acme.test"
}
resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
}
resource "domainverify_verification" "this" {
  organization_domain_id = domainverify_verification_token.this.organization_domain_id
  token                  = domainverify_verification_token.this.token
  method                 = domainverify_verification_token.this.method
}
resource "domainverify_claim" "this" {
  organization_domain_id = domainverify_verification.this.organization_domain_id
}
data "domainverify_organization_domain" "this" { domain = "acme.test" }
data "domainverify_organization_domains" "this" {}
data "domainverify_organization" "this" {}
data "domainverify_txt_records" "this" { name = domainverify_verification_token.this.record.name }
data "domainverify_dns_host" "this" { domain = "acme.test" }
resource "terraform_data" "keys" {
  for_each = toset([domainverify_verification_token.this.record.name, domainverify_organization_domain.this.id])
}
`

// A mock calls no service and nothing of the provider but validators and functions.
func TestMocksOfEveryResourceAndDataSourceApply(t *testing.T) {
	w := newWorld(t)
	cli := w.cli()
	// A plain mock makes up IDs, and knows no keys at plan.
	keyless, _, _ := strings.Cut(eachKind, "  method  ")
	cli.config(keyless + "}\n")
	cli.write("tests/plain.tftest.hcl", `
mock_provider "domainverify" {}
run "apply" {}
`)
	cli.tests("tests/plain.tftest.hcl")

	if isOpenTofu() {
		return // it has no sets of values: mocked.tofutest.hcl of the module is what it runs
	}
	cli.config(eachKind)
	cli.write(mockSet, readFile(t, filepath.Join(moduleFolder, mockSet)))
	cli.write("tests/set.tftest.hcl", `
mock_provider "domainverify" { source = "./tests/mocks" }
run "plan" { command = plan }
run "apply" {
  assert {
    condition     = data.domainverify_organization_domain.this.state == "verified" && data.domainverify_txt_records.this.matches
    error_message = "The mocked domain is not verified."
  }
}
`)
	cli.tests("tests/set.tftest.hcl")
	equal(t, "calls", w.calls(), []string(nil))
}
