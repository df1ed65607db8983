// SPDX-License-Identifier: MPL-2.0

//go:build release

package release_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

const configuration = `
terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify", version = %q }
    sandbox      = { source = "domainverify/sandbox", version = "0.0.1" }
  }
}
provider "domainverify" {
  webex = {}
}
resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.test"
}
resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}
resource "sandbox_dns_record_set" "acme" {
  name   = domainverify_verification_token.acme.record.name
  type   = domainverify_verification_token.acme.record.type
  values = [domainverify_verification_token.acme.record.value]
}
resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [sandbox_dns_record_set.acme]
}
`

// The archive goes into a mirror of files as it is released, and Terraform takes it
// from there and from nowhere else.
func TestArchiveOfThisPlatformIsInstalledFromAMirrorAndVerifiesADomain(t *testing.T) {
	t.Parallel()
	folder, version := t.TempDir(), snapshotVersion(t)
	mirror := filepath.Join(folder, "mirror", cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io"), "domainverify")
	archive := archiveOf(t, runtime.GOOS+"/"+runtime.GOARCH) + ".zip"
	write(t, filepath.Join(mirror, "domainverify", archive), readFile(t, dist+archive))
	standIn := filepath.Join(mirror, "sandbox", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-sandbox")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", standIn, "../../internal/sandbox/cmd/terraform-provider-sandbox")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	write(t, filepath.Join(folder, "cli.tfrc"), fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(folder, "mirror")))
	write(t, filepath.Join(folder, "main.tf"), fmt.Sprintf(configuration, version))

	running, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	// The domain is the administrators' own, whose release wants to see the others.
	if err := running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "present"); err != nil {
		t.Fatal(err)
	}
	environment := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE=" + filepath.Join(folder, "cli.tfrc"),
	}
	for _, variable := range running.Info().Variables() {
		environment = append(environment, variable[0]+"="+variable[1])
	}
	terraform := func(arguments ...string) string {
		command := exec.CommandContext(t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), append(arguments, "-no-color")...)
		command.Dir, command.Env = folder, environment
		said, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("terraform %s: %v\n%s", strings.Join(arguments, " "), err, said)
		}
		return string(said)
	}

	terraform("init")
	if said := terraform("version"); !strings.Contains(said, "domainverify/domainverify v"+version) {
		t.Errorf("Terraform does not use version %s:\n%s", version, said)
	}
	terraform("apply", "-auto-approve")
	if verified := running.Webex.Snapshot().Organization.Verified; len(verified) != 1 || verified[0] != "acme.test" {
		t.Errorf("Webex has verified %q, want acme.test", verified)
	}
	terraform("plan", "-detailed-exitcode")
	terraform("destroy", "-auto-approve")
	organization := running.Webex.Snapshot().Organization
	if left := len(organization.Pending) + len(organization.Verified) + len(organization.Claimed); left > 0 {
		t.Errorf("%d domains are left at Webex: %+v", left, organization)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
