// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// Providers are provider servers by local name, as plugin-testing takes them.
type Providers = map[string]func() (tfprotov6.ProviderServer, error)

// run is what one call of Run knows.
type run struct {
	t *testing.T
	// context is that of all requests.
	context   context.Context
	providers Providers
	schemas   *schemas
	// command is the last one.
	command *command
	// state has the order in which its objects are created.
	state []*object
	// data is what the last apply has read.
	data []*object
	// written reports whether the last apply has written the state.
	written bool
	// applied is the configuration of the last step that has one.
	applied *configuration
}

// Run runs the steps one after the other, and destroys what is left in state after
// the last one.
func Run(t *testing.T, providers Providers, steps ...resource.TestStep) {
	t.Helper()
	r := &run{t: t, context: t.Context(), providers: providers, schemas: &schemas{}}
	for i, step := range steps {
		if err := supported(step); err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
		if step.PreConfig != nil {
			step.PreConfig()
		}
		err := r.step(step)
		switch {
		case step.ExpectError == nil && err != nil:
			t.Fatalf("step %d: %v", i+1, err)
		case step.ExpectError != nil && err == nil:
			t.Fatalf("step %d: no error, want one that matches %s", i+1, step.ExpectError)
		case step.ExpectError != nil && !step.ExpectError.MatchString(err.Error()):
			t.Fatalf("step %d: want an error that matches %s, got: %v", i+1, step.ExpectError, err)
		}
	}
	if len(r.state) > 0 {
		planned, err := r.plan(r.applied, options{destroy: true})
		if err == nil {
			err = r.apply(r.applied, planned)
		}
		if err != nil {
			t.Fatalf("destroy after the last step: %v", err)
		}
	}
}

// supported refuses a step that asks for more than Run does.
func supported(step resource.TestStep) error {
	switch {
	case step.Check != nil, step.SkipFunc != nil, len(step.ConfigPlanChecks.PostApplyPreRefresh)+len(step.ConfigPlanChecks.PostApplyPostRefresh) > 0,
		step.ConfigFile != nil, step.ConfigDirectory != nil, step.ConfigVariables != nil, step.ImportStateKind != resource.ImportCommandWithID,
		step.ImportStateCheck != nil, step.ImportStatePersist, step.ProtoV6ProviderFactories != nil, step.Query, step.StateStore:
		return errors.New("a field of the step needs Terraform")
	}
	return nil
}

func (r *run) step(step resource.TestStep) (err error) {
	if step.Config != "" {
		if r.applied, err = parse(step.Config); err != nil {
			return err
		}
	}
	if r.applied == nil {
		return errors.New("there is no configuration")
	}
	for _, address := range step.Taint {
		r.object(address).tainted = true
	}
	switch {
	case step.ImportState:
		return r.importStep(step)
	case step.RefreshState:
		return r.refreshStep(step)
	}
	if !step.PlanOnly {
		if err := r.applyStep(step); err != nil {
			return err
		}
	}
	for _, refresh := range []bool{false, true} {
		planned, err := r.planAside(options{refresh: refresh, destroy: step.Destroy})
		if err != nil {
			return fmt.Errorf("plan after the step, refresh %t: %w", refresh, err)
		}
		if !planned.empty() && !step.ExpectNonEmptyPlan {
			return fmt.Errorf("the plan after the step, refresh %t, is not empty:%s", refresh, planned)
		}
		if planned.empty() && step.ExpectNonEmptyPlan && refresh {
			return errors.New("the plan after the step is empty")
		}
	}
	return nil
}

func (r *run) applyStep(step resource.TestStep) error {
	planned, err := r.plan(r.applied, options{refresh: true, destroy: step.Destroy})
	if err != nil {
		return fmt.Errorf("Error running pre-apply plan: %w", err)
	}
	if err := r.checkPlan(planned, step.ConfigPlanChecks.PreApply); err != nil {
		return err
	}
	if err := r.apply(r.applied, planned); err != nil {
		return fmt.Errorf("apply: %w", err)
	}
	shown, err := r.shown()
	if err != nil {
		return err
	}
	var failed []error
	for _, check := range step.ConfigStateChecks {
		response := statecheck.CheckStateResponse{}
		check.CheckState(r.t.Context(), statecheck.CheckStateRequest{State: shown}, &response)
		failed = append(failed, response.Error)
	}
	return errors.Join(failed...)
}

func (r *run) checkPlan(planned plan, checks []plancheck.PlanCheck) error {
	shown, err := planned.shown()
	if err != nil {
		return err
	}
	failed := []error{}
	for _, check := range checks {
		response := plancheck.CheckPlanResponse{}
		check.CheckPlan(context.WithoutCancel(r.t.Context()), plancheck.CheckPlanRequest{Plan: shown}, &response)
		failed = append(failed, response.Error)
	}
	return errors.Join(failed...)
}

// planAside leaves the state as it is.
func (r *run) planAside(o options) (plan, error) {
	kept := slices.Clone(r.state)
	defer func() { r.state = kept }()
	return r.plan(r.applied, o)
}

// refreshStep is a command that refreshes, and one that plans.
func (r *run) refreshStep(step resource.TestStep) error {
	if _, err := r.plan(r.applied, options{refresh: true}); err != nil {
		return fmt.Errorf("refresh: %w", err)
	}
	planned, err := r.planAside(options{refresh: true})
	if err != nil {
		return fmt.Errorf("plan after the refresh: %w", err)
	}
	if err := r.checkPlan(planned, step.RefreshPlanChecks.PostRefresh); err != nil {
		return err
	}
	if planned.empty() == step.ExpectNonEmptyPlan {
		return fmt.Errorf("empty plan after the refresh: %t:%s", planned.empty(), planned)
	}
	return nil
}

// importStep imports into a state of its own.
func (r *run) importStep(step resource.TestStep) error {
	known := r.object(step.ResourceName)
	id := step.ImportStateId
	var err error
	switch {
	case step.ImportStateIdFunc != nil:
		if id, err = step.ImportStateIdFunc(nil); err != nil {
			return err
		}
	case id == "":
		id = known.value.GetAttr("id").AsString()
	}
	found, err := r.importObject(r.applied, step.ResourceName, id, nil)
	if err != nil || !step.ImportStateVerify {
		return err
	}
	want, err := knownOf(known.value)
	if err != nil {
		return err
	}
	got, err := knownOf(found.value)
	if err != nil {
		return err
	}
	for _, ignored := range step.ImportStateVerifyIgnore {
		delete(want.(map[string]any), ignored)
		delete(got.(map[string]any), ignored)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		return fmt.Errorf("imported %s differs from the one in state (-state +imported):\n%s", step.ResourceName, diff)
	}
	return nil
}

func (r *run) importObject(config *configuration, address, id string, identity *tfprotov6.ResourceIdentityData) (*object, error) {
	s, err := r.start(config)
	if err != nil {
		return nil, err
	}
	if err := s.configure(); err != nil {
		return nil, err
	}
	b := config.block(address)
	if b == nil {
		return nil, fmt.Errorf("the configuration has no %s", address)
	}
	of, server, err := s.schemaOf(b.kind, false)
	if err != nil {
		return nil, err
	}
	response, err := server.ImportResourceState(s.context, &tfprotov6.ImportResourceStateRequest{TypeName: b.kind, ID: id, Identity: identity})
	if err := failure(err, response.Diagnostics); err != nil {
		return nil, err
	}
	imported := response.ImportedResources[0]
	value, err := of.decode(imported.State)
	if err != nil {
		return nil, err
	}
	found, err := s.read(&object{address: b.address(), kind: b.kind, value: value, private: imported.Private, identity: imported.Identity})
	if err == nil && found == nil {
		err = fmt.Errorf("Cannot import non-existent remote object: %s", id)
	}
	return found, err
}

func (c *configuration) block(address string) *block {
	i := slices.IndexFunc(c.blocks, func(b *block) bool { return b.address() == address })
	if i < 0 {
		return nil
	}
	return c.blocks[i]
}

// object returns nil for what is not in state.
func (r *run) object(address string) *object {
	i := slices.IndexFunc(r.state, func(o *object) bool { return o.address == address })
	if i < 0 {
		return nil
	}
	return r.state[i]
}

// put replaces what is in state at the address, by nothing if there is nothing.
func (r *run) put(address string, o *object) {
	i := slices.IndexFunc(r.state, func(o *object) bool { return o.address == address })
	switch {
	case i >= 0 && o == nil:
		r.state = slices.Delete(slices.Clone(r.state), i, i+1)
	case i >= 0:
		r.state = slices.Clone(r.state)
		r.state[i] = o
	case o != nil:
		r.state = append(slices.Clone(r.state), o)
	}
}

// sortState brings the state into the order of the configuration.
func (r *run) sortState(config *configuration) {
	position := func(o *object) int {
		return slices.IndexFunc(config.blocks, func(b *block) bool { return b.address() == o.address })
	}
	slices.SortStableFunc(r.state, func(a, b *object) int { return cmp.Compare(position(a), position(b)) })
}

// String lists what changes.
func (p plan) String() string {
	text := ""
	for _, c := range p {
		if !slices.Equal(c.actions, tfjson.Actions{tfjson.ActionNoop}) {
			text += fmt.Sprintf("\n%v %s: %#v", c.actions, c.address, c.planned)
		}
	}
	return text
}
