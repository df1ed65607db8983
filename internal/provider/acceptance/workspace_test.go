// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// TestMain finds the CLI, which plugin-testing would download otherwise.
func TestMain(m *testing.M) {
	if os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		found, err := exec.LookPath("terraform")
		if err != nil {
			fmt.Fprintln(os.Stderr, "There is no terraform on PATH. Run make test, which finds or builds a CLI, or set TF_ACC_TERRAFORM_PATH.")
			os.Exit(1)
		}
		if err := os.Setenv("TF_ACC_TERRAFORM_PATH", found); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	code := leakcheck.Run(m)
	_ = os.RemoveAll(folderOfProvider())
	os.Exit(code)
}

// folderOfProvider is where the provider of processes is built, once for all
// tests that need it.
func folderOfProvider() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("domainverify-%d", os.Getpid()))
}

// buildProvider has the options of make build, so that both share what is compiled.
var buildProvider = sync.OnceValue(func() error {
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w",
		"-o", filepath.Join(folderOfProvider(), "terraform-provider-domainverify"), "./hurried")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return nil
})

// workspace is a folder in which the real CLI runs with both providers.
type workspace struct {
	t      *testing.T
	folder string
	// ofCLI is the environment of the CLI.
	ofCLI []string

	mu sync.Mutex
	// environment is that of the providers. The last value of a variable counts.
	environment []string
}

// newWorkspace has the services of the sandbox that are named configured by
// the environment. Its providers run in this process.
func newWorkspace(t *testing.T, running *sandbox.Sandbox, services ...string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, running, services...)
	w.ofCLI = append(w.ofCLI, reattached(t, providers(w.variable, hurriedClock())))
	return w
}

// newWorkspaceOfProcesses has the provider built, for what needs its process to end.
// Its clock is the machine's, unless hurriedSince is in the environment of the CLI.
func newWorkspaceOfProcesses(t *testing.T, running *sandbox.Sandbox, services ...string) *workspace {
	t.Helper()
	if err := buildProvider(); err != nil {
		t.Fatal(err)
	}
	w := emptyWorkspace(t, running, services...)
	w.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"domainverify/domainverify\" = %q\n  }\n  direct {}\n}\n", folderOfProvider()))
	// The process of the stand-in shows nothing.
	standIn := providers(w.variable, hurriedClock())
	delete(standIn, "domainverify")
	w.ofCLI = slices.Concat(w.ofCLI, []string{"TF_CLI_CONFIG_FILE=" + filepath.Join(w.folder, "cli.tfrc"), reattached(t, standIn)}, w.environment)
	return w
}

// began is when the one hurried clock of all worlds has agreed with the machine's.
var began = time.Now()

// hurriedClock is the same on both sides: Zoho counts the calls of a minute,
// resolvers remember records for one, and GitHub reads the time of a caller.
func hurriedClock() poll.Clock { return polltest.NewHurriedClock(began, polltest.Speed) }

// hurriedSince gives that clock to the process of the provider.
func hurriedSince() string { return "HURRIED_SINCE=" + began.Format(time.RFC3339Nano) }

func emptyWorkspace(t *testing.T, running *sandbox.Sandbox, services ...string) *workspace {
	t.Helper()
	w := &workspace{t: t, folder: t.TempDir()}
	w.ofCLI = w.plainEnvironment()
	for _, variable := range running.Info().Variables() {
		if wanted(variable[0], services) {
			w.setenv(variable[0] + "=" + variable[1])
		}
	}
	return w
}

func (w *workspace) plainEnvironment() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.folder, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		// A command lives for a second or two, and a tenth of its work is collecting.
		"GOGC=off", "GOMEMLIMIT=1GiB",
	}
}

// variable is one of the environment of the providers.
func (w *workspace) variable(name string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, variable := range slices.Backward(w.environment) {
		if value, ok := strings.CutPrefix(variable, name+"="); ok {
			return value
		}
	}
	return ""
}

func (w *workspace) setenv(variables ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.environment = append(w.environment, variables...)
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
	command.Dir, command.Env = w.folder, w.ofCLI
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
	w.mu.Lock()
	defer w.mu.Unlock()
	w.environment = slices.DeleteFunc(w.environment, func(variable string) bool { return strings.HasPrefix(variable, prefix) })
}

// repetitions is how often a story is repeated whose outcome could depend on the
// order in which Terraform visits resources: DOMAINVERIFY_TEST_REPETITIONS, or
// once at each parallelism.
func repetitions(t *testing.T) int {
	t.Helper()
	given := os.Getenv("DOMAINVERIFY_TEST_REPETITIONS")
	if given == "" {
		return len(parallelisms)
	}
	number, err := strconv.Atoi(given)
	if err != nil || number < len(parallelisms) {
		t.Fatalf("DOMAINVERIFY_TEST_REPETITIONS=%s is not a number from %d on", given, len(parallelisms))
	}
	return number
}

// parallelisms are options of plan and apply. With -parallelism=1 the order is
// luck all the same, and nothing can wait for what comes later.
var parallelisms = []string{"-parallelism=10", "-parallelism=1"}

// repeat tells a story again and again in one workspace, at each parallelism in
// turn. A story has to begin where it ends: another world for each repetition
// would cost more than the story. (scripts/repeat finds the tests by this call.)
func (w *workspace) repeat(tell func(t *testing.T, parallelism string)) {
	w.t.Helper()
	whole := w.t
	defer func() { w.t = whole }()
	for i := range repetitions(whole) {
		parallelism := parallelisms[i%len(parallelisms)]
		// After a failure the world is not what the next one begins with.
		if !whole.Run(fmt.Sprintf("%02d %s", i+1, parallelism), func(t *testing.T) {
			w.t = t
			tell(t, parallelism)
		}) {
			return
		}
	}
}
