// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// What the process writes is what Terraform has to parse, whether it shows it or not.
func TestProcessOfProviderLogsOnlyWhatTerraformShows(t *testing.T) {
	for name, c := range map[string]struct {
		environment []string
		modules     map[string]bool
	}{
		"the core alone is asked": {[]string{"TF_LOG_CORE=TRACE"}, map[string]bool{}},
		"everything is asked":     {[]string{"TF_LOG=TRACE"}, map[string]bool{"sdk.proto": true, "sdk.framework": true}},
		"only messages are asked": {[]string{"TF_LOG_SDK_PROTO=TRACE"}, map[string]bool{"sdk.proto": true}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ws := newWorkspaceOfProcesses(t, w.Sandbox, "webex")
			written := filepath.Join(ws.folder, "stderr")
			ws.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"domainverify/domainverify\" = %q\n  }\n  direct {}\n}\n", ws.folder))
			ws.write("terraform-provider-domainverify", fmt.Sprintf("#!/bin/sh\nexec %q 2>>%q\n", filepath.Join(folderOfProvider(), "terraform-provider-domainverify"), written))
			if err := os.Chmod(filepath.Join(ws.folder, "terraform-provider-domainverify"), 0o700); err != nil {
				t.Fatal(err)
			}
			ws.ofCLI = append(append(ws.ofCLI, c.environment...), "TF_LOG_PATH="+filepath.Join(ws.folder, "log"))
			ws.config(`resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.test"
}`)
			ws.must("validate")

			text, err := os.ReadFile(written)
			if err != nil {
				t.Fatal(err)
			}
			modules := map[string]bool{}
			for _, module := range regexp.MustCompile(`"@module":"(sdk[a-z.]*|domainverify)"`).FindAllSubmatch(text, -1) {
				modules[string(module[1])] = true
			}
			equal(t, "modules that have logged", modules, c.modules)
		})
	}
}
