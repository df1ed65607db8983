// SPDX-License-Identifier: MPL-2.0

//go:build unix

package acceptance_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// TestMatricesWithTerraform plays a sample of the matrices with the real CLI and the
// built providers.
func TestMatricesWithTerraform(t *testing.T) {
	faults, crashes := 0, 1
	if os.Getenv("HARDENING") != "" {
		faults, crashes = 1, 3
	}
	runHardening(t, func(t *testing.T, subject hardening.Subject, getenv func(string) string) {
		t.Helper()
		t.Parallel()
		if subject.Service == "workos" {
			subject.Prepare = verifiedAtOnce
		}
		hardening.Sample(t, subject, faults, crashes, getenv, hardening.CLI{Open: openTerraform, WritesLate: isOpenTofu()})
	})
}

func verifiedAtOnce(running *sandbox.Sandbox, _ map[string]string) error {
	return errors.Join(
		running.WorkOS.Switches().Set(workossim.SwitchPollBegins, "at_verify"), running.WorkOS.Switches().Set(workossim.SwitchPollInterval, "0"),
	)
}

// cliTerraform are the commands of the real CLI.
type cliTerraform struct {
	*workspace
	running *sandbox.Sandbox
	cuts    chan plugintest.Cut
}

func openTerraform(t *testing.T, running *sandbox.Sandbox, environment map[string]string, configuration string) hardening.Commands {
	t.Helper()
	w := newWorkspaceOfProcesses(t, running)
	for name, value := range environment {
		w.ofCLI = append(w.ofCLI, name+"="+value)
	}
	w.config(configuration)
	return &cliTerraform{workspace: w, running: running, cuts: make(chan plugintest.Cut, 1)}
}

// command runs until it ends, or is cut off.
func (f *cliTerraform) command(arguments ...string) (code int, err error) {
	f.t.Helper()
	r := f.start(f.running, arguments...)
	defer r.killAll()
	ended := make(chan error, 1)
	go func() { ended <- r.command.Wait() }()
	select {
	case err = <-ended:
	case cut := <-f.cuts:
		map[plugintest.Cut]func(*cutRun){
			plugintest.ProviderKilled: (*cutRun).killProvider, plugintest.TerraformKilled: (*cutRun).killTerraform,
			plugintest.Interrupted: (*cutRun).interrupt, plugintest.InterruptedTwice: (*cutRun).interruptTwice,
		}[cut](r)
		err = <-ended
	}
	if err != nil {
		// As if the lines of a box were as long as they need.
		printed := strings.Join(strings.Fields(strings.ReplaceAll(r.output.String(), "│", "")), " ")
		err = fmt.Errorf("terraform %s: %w: %s", strings.Join(arguments, " "), err, printed)
	}
	return r.command.ProcessState.ExitCode(), err
}

func (f *cliTerraform) Apply(destroy bool) error {
	_, err := f.command("apply", "-auto-approve", fmt.Sprintf("-destroy=%t", destroy))
	return err
}

func (f *cliTerraform) Plan() (empty bool, err error) {
	code, err := f.command("plan", "-out=saved", "-detailed-exitcode")
	if code == 2 {
		return false, nil
	}
	return err == nil, err
}

func (f *cliTerraform) ApplyPlan() error {
	_, err := f.command("apply", "saved")
	return err
}

func (f *cliTerraform) Import(address, id string) error { return f.try("import", address, id) }

func (f *cliTerraform) Remove(address string) error { return f.try("state", "rm", address) }

func (f *cliTerraform) Replace(addresses ...string) error {
	arguments := []string{"apply", "-auto-approve"}
	for _, address := range addresses {
		arguments = append(arguments, "-replace="+address)
	}
	return f.try(arguments...)
}

func (f *cliTerraform) State() (map[string]any, error) {
	state := map[string]any{}
	for address, values := range f.state() {
		state[address] = values
	}
	return state, nil
}

func (f *cliTerraform) Cut(cut plugintest.Cut) { f.cuts <- cut }
