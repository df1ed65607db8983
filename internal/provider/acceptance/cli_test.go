// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// builtProviders is a folder with the provider and the sandbox's DNS provider,
// built once for all tests that need options of the CLI.
var builtProviders = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "domainverify")
	if err != nil {
		return "", err
	}
	for name, path := range map[string]string{
		"terraform-provider-domainverify": "github.com/domainverify/terraform-provider-domainverify",
		"terraform-provider-sandbox":      "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/cmd/terraform-provider-sandbox",
	} {
		build := exec.Command("go", "build", "-o", filepath.Join(folder, name), path)
		if said, err := build.CombinedOutput(); err != nil {
			return folder, fmt.Errorf("%w: %s", err, said)
		}
	}
	return folder, nil
})

// workspace is a folder in which the real CLI runs with both providers.
type workspace struct {
	t           *testing.T
	folder      string
	environment []string
}

// newWorkspace has the services of the sandbox that are named configured by
// the environment.
func newWorkspace(t *testing.T, running *sandbox.Sandbox, services ...string) *workspace {
	t.Helper()
	providers, err := builtProviders()
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{t: t, folder: t.TempDir()}
	cliConfig := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"domainverify/domainverify\" = %[1]q\n    \"domainverify/sandbox\" = %[1]q\n  }\n  direct {}\n}\n", providers)
	w.write("cli.tfrc", cliConfig)
	w.environment = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.folder,
		"TF_CLI_CONFIG_FILE=" + filepath.Join(w.folder, "cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		// A command lives for a second or two, and a tenth of its work is collecting.
		"GOGC=off", "GOMEMLIMIT=1GiB",
	}
	for _, variable := range running.Info().Variables() {
		if wanted(variable[0], services) {
			w.environment = append(w.environment, variable[0]+"="+variable[1])
		}
	}
	return w
}

// wanted leaves out the settings of the services that are not named.
func wanted(variable string, services []string) bool {
	owner, _, _ := strings.Cut(strings.ToLower(variable), "_")
	if owner != "webex" && owner != "workos" && owner != "zoho" {
		return true
	}
	for _, name := range services {
		if name == owner {
			return true
		}
	}
	return false
}

const requiredProviders = `
terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}
`

func (w *workspace) config(text string) {
	w.t.Helper()
	w.write("main.tf", requiredProviders+text)
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// run returns the exit code and all output of one command.
func (w *workspace) run(arguments ...string) (int, string) {
	w.t.Helper()
	command := exec.CommandContext(w.t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), append(arguments, "-no-color")...)
	command.Dir, command.Env = w.folder, w.environment
	said, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), string(said)
}

// must is run for commands that have to succeed.
func (w *workspace) must(arguments ...string) string {
	w.t.Helper()
	code, said := w.run(arguments...)
	if code != 0 {
		w.t.Fatalf("terraform %s ended with %d:\n%s", strings.Join(arguments, " "), code, said)
	}
	return said
}

func (w *workspace) apply(arguments ...string) string {
	w.t.Helper()
	return w.must(append([]string{"apply", "-auto-approve"}, arguments...)...)
}

// hasEmptyPlan shows that nothing is left to do.
func (w *workspace) hasEmptyPlan(arguments ...string) {
	w.t.Helper()
	if code, said := w.run(append([]string{"plan", "-detailed-exitcode"}, arguments...)...); code != 0 {
		w.t.Errorf("the plan is not empty (%d):\n%s", code, said)
	}
}

// fails returns the output of a command that has to fail with the summary. The
// box around errors and its line ends are removed.
func (w *workspace) fails(summary string, arguments ...string) string {
	w.t.Helper()
	code, said := w.run(arguments...)
	if code == 0 || !strings.Contains(said, summary) {
		w.t.Fatalf("terraform %s ended with %d, want an error %q:\n%s", strings.Join(arguments, " "), code, summary, said)
	}
	return said
}

// wantParts shows that a command has said each of the parts.
func wantParts(t *testing.T, said string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(said, part) {
			t.Errorf("%q is missing in:\n%s", part, said)
		}
	}
}

// unset removes the variables with a prefix.
func (w *workspace) unset(prefix string) {
	var kept []string
	for _, variable := range w.environment {
		if !strings.HasPrefix(variable, prefix) {
			kept = append(kept, variable)
		}
	}
	w.environment = kept
}
