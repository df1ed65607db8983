// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
)

// runTerraform is run with a real Terraform, for stories that plugintest cannot tell.
func (w *world) runTerraform(steps ...resource.TestStep) {
	w.t.Helper()
	w.runTerraformWithLeftovers(steps...)
	if err := w.nothingLeft(); err != nil {
		w.t.Error(err)
	}
}

// runTerraformWithLeftovers needs two to five commands for a step, where
// plugin-testing needs nine: an apply, a plan that refreshes and has to be empty,
// and a look at plan or state where a check asks for it.
func (w *world) runTerraformWithLeftovers(steps ...resource.TestStep) {
	w.t.Helper()
	cli := w.cli()
	for i, step := range steps {
		if step.PreConfig != nil {
			step.PreConfig()
		}
		if step.Config != "" {
			cli.config(step.Config)
		}
		// Served for each step, which may begin with another environment.
		cli.ofCLI = append(cli.ofCLI, reattached(w.t, w.providers()))
		err := cli.step(step)
		switch {
		case step.ExpectError == nil && err != nil:
			w.t.Fatalf("step %d: %v", i+1, err)
		case step.ExpectError != nil && err == nil:
			w.t.Fatalf("step %d: no error, want one that matches %s", i+1, step.ExpectError)
		case step.ExpectError != nil && !step.ExpectError.MatchString(err.Error()):
			w.t.Fatalf("step %d: want an error that matches %s, got: %v", i+1, step.ExpectError, err)
		}
	}
	if _, err := os.Stat(filepath.Join(cli.folder, "terraform.tfstate")); err == nil {
		cli.must("destroy", "-auto-approve", "-refresh=false")
	}
}

// cli is a workspace of the world's own providers.
func (w *world) cli() *workspace {
	w.t.Helper()
	cli := &workspace{t: w.t, folder: w.t.TempDir()}
	cli.ofCLI = append(cli.plainEnvironment(), reattached(w.t, w.providers()))
	return cli
}

func (w *workspace) step(step resource.TestStep) error {
	w.t.Helper()
	if step.ImportState || step.Check != nil {
		return errors.New("an import and a check of the old kind need plugin-testing")
	}
	var destroy []string
	if step.Destroy {
		destroy = []string{"-destroy"}
	}
	switch {
	case step.RefreshState:
		if err := w.try("apply", "-refresh-only", "-auto-approve"); err != nil {
			return err
		}
	case !step.PlanOnly:
		if err := w.applyStep(step.ConfigPlanChecks.PreApply, destroy); err != nil {
			return err
		}
		if err := w.checkState(step.ConfigStateChecks); err != nil {
			return err
		}
	}
	if checks := step.RefreshPlanChecks.PostRefresh; len(checks) > 0 {
		if err := w.checkPlan(checks); err != nil {
			return err
		}
	}
	code, said := w.run(append([]string{"plan", "-detailed-exitcode"}, destroy...)...)
	if empty := code == 0; code == 1 || empty == step.ExpectNonEmptyPlan {
		return fmt.Errorf("the plan after the step ended with %d:\n%s", code, said)
	}
	return nil
}

func (w *workspace) applyStep(checks []plancheck.PlanCheck, destroy []string) error {
	w.t.Helper()
	if len(checks) == 0 {
		return w.try(append([]string{"apply", "-auto-approve"}, destroy...)...)
	}
	if err := w.checkPlan(checks, destroy...); err != nil {
		return err
	}
	return w.try("apply", "saved")
}

func (w *workspace) checkPlan(checks []plancheck.PlanCheck, arguments ...string) error {
	w.t.Helper()
	if err := w.try(append([]string{"plan", "-out=saved"}, arguments...)...); err != nil {
		return fmt.Errorf("pre-apply plan: %w", err)
	}
	var plan tfjson.Plan
	plan.UseJSONNumber(true)
	if err := plan.UnmarshalJSON([]byte(w.must("show", "-json", "saved"))); err != nil {
		return err
	}
	var failed []error
	for _, check := range checks {
		var response plancheck.CheckPlanResponse
		check.CheckPlan(w.t.Context(), plancheck.CheckPlanRequest{Plan: &plan}, &response)
		failed = append(failed, response.Error)
	}
	return errors.Join(failed...)
}

func (w *workspace) checkState(checks []statecheck.StateCheck) error {
	w.t.Helper()
	var state tfjson.State
	if len(checks) > 0 {
		state.UseJSONNumber(true)
		if err := state.UnmarshalJSON([]byte(w.must("show", "-json"))); err != nil {
			return err
		}
	}
	var failed []error
	for _, check := range checks {
		var response statecheck.CheckStateResponse
		check.CheckState(w.t.Context(), statecheck.CheckStateRequest{State: &state}, &response)
		failed = append(failed, response.Error)
	}
	return errors.Join(failed...)
}

// try is run for a command whose failure is an error.
func (w *workspace) try(arguments ...string) error {
	w.t.Helper()
	if code, said := w.run(arguments...); code != 0 {
		return fmt.Errorf("terraform %s ended with %d:\n%s", strings.Join(arguments, " "), code, said)
	}
	return nil
}

// pluginTesting runs steps by plugin-testing itself.
func (w *world) pluginTesting(steps ...resource.TestStep) {
	w.t.Helper()
	resource.UnitTest(w.t, resource.TestCase{ProtoV6ProviderFactories: w.providers(), Steps: steps})
}

// reattached serves the project's providers in this process.
func reattached(t *testing.T, providers plugintest.Providers) string {
	t.Helper()
	bySource := plugintest.Providers{}
	for name, factory := range providers {
		bySource["domainverify/"+name] = factory
	}
	return plugintest.Reattach(t, cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io"), bySource)
}
