// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"fmt"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// object is a resource in state.
type object struct {
	address, kind string
	value         cty.Value
	private       []byte
	identity      *tfprotov6.ResourceIdentityData
	tainted       bool
}

// change is what is planned for one resource or data source.
type change struct {
	address, kind string
	// block is nil for what the configuration does not have.
	block *block
	// prior is nil for what does not exist.
	prior   *object
	actions tfjson.Actions
	planned cty.Value
	private []byte
}

func (c *change) does(action tfjson.Action) bool { return slices.Contains(c.actions, action) }

type plan []*change

func (p plan) changes(address string) bool {
	return slices.ContainsFunc(p, func(c *change) bool { return c.address == address && !c.actions.NoOp() })
}

func (p plan) empty() bool {
	return !slices.ContainsFunc(p, func(c *change) bool { return !c.actions.NoOp() && (c.block == nil || !c.block.data) })
}

type options struct{ refresh, destroy bool }

// plan leaves in the run's state what a refresh has found.
func (r *run) plan(config *configuration, o options) (plan, error) {
	s, err := r.start(config)
	if err != nil {
		return nil, err
	}
	if err := s.validate(); err != nil {
		return nil, err
	}
	if err := s.configure(); err != nil {
		return nil, err
	}
	var planned plan
	if !o.destroy {
		for _, b := range config.blocks {
			c, err := r.planBlock(s, b, planned, o)
			if err != nil {
				return nil, err
			}
			planned = append(planned, c)
			s.values[c.address] = c.planned
		}
	}
	for _, current := range slices.Clone(r.state) {
		if slices.ContainsFunc(planned, func(c *change) bool { return c.address == current.address }) {
			continue
		}
		if current, err = r.refresh(s, current, o); err != nil {
			return nil, err
		}
		if current != nil {
			c, err := s.planDestroy(current)
			if err != nil {
				return nil, err
			}
			planned = append(planned, c)
		}
	}
	return planned, nil
}

func (r *run) planBlock(s *session, b *block, planned plan, o options) (*change, error) {
	if b.data {
		return s.planData(b, planned)
	}
	current, err := r.refresh(s, r.object(b.address()), o)
	if err != nil {
		return nil, err
	}
	return s.planResource(b, current)
}

// refresh returns nil for what is gone, or was never there.
func (r *run) refresh(s *session, current *object, o options) (*object, error) {
	if current == nil || !o.refresh {
		return current, nil
	}
	refreshed, err := s.read(current)
	if err != nil {
		return nil, err
	}
	r.put(current.address, refreshed)
	return refreshed, nil
}

func (s *session) read(current *object) (*object, error) {
	of, server, err := s.schemaOf(current.kind, false)
	if err != nil {
		return nil, err
	}
	state, err := of.encode(current.value)
	if err != nil {
		return nil, err
	}
	response, err := server.ReadResource(s.context, &tfprotov6.ReadResourceRequest{
		TypeName: current.kind, CurrentState: state, Private: current.private, CurrentIdentity: current.identity,
	})
	if err := failure(err, response.Diagnostics); err != nil {
		return nil, err
	}
	value, err := of.decode(response.NewState)
	if err != nil || value.IsNull() {
		return nil, err
	}
	return &object{current.address, current.kind, value, response.Private, response.NewIdentity, current.tainted}, nil
}

// planData reads what is known and depends on no change, and leaves the rest to
// the apply.
func (s *session) planData(b *block, planned plan) (*change, error) {
	of, _, err := s.schemaOf(b.kind, true)
	if err != nil {
		return nil, err
	}
	config, _, err := s.evaluate(of, b.attributes)
	if err != nil {
		return nil, err
	}
	c := &change{address: b.address(), kind: b.kind, block: b, actions: tfjson.Actions{tfjson.ActionRead}}
	if !config.IsWhollyKnown() || slices.ContainsFunc(b.dependsOn, planned.changes) {
		unknown := map[string]cty.Value{}
		for _, attribute := range of.attributes {
			unknown[attribute.Name] = config.GetAttr(attribute.Name)
			if attribute.Computed && unknown[attribute.Name].IsNull() {
				unknown[attribute.Name] = cty.UnknownVal(of.ofType.AttributeType(attribute.Name))
			}
		}
		c.planned = cty.ObjectVal(unknown)
		return c, nil
	}
	c.actions = tfjson.Actions{tfjson.ActionNoop}
	c.planned, err = s.readData(b)
	return c, err
}

func (s *session) readData(b *block) (cty.Value, error) {
	of, server, err := s.schemaOf(b.kind, true)
	if err != nil {
		return cty.NilVal, err
	}
	_, config, err := s.evaluate(of, b.attributes)
	if err != nil {
		return cty.NilVal, err
	}
	response, err := server.ReadDataSource(s.context, &tfprotov6.ReadDataSourceRequest{TypeName: b.kind, Config: config})
	if err := failure(err, response.Diagnostics); err != nil {
		return cty.NilVal, err
	}
	return of.decode(response.State)
}

// planResource asks for a replacement as Terraform does: as for an update, and
// then as for a creation.
func (s *session) planResource(b *block, current *object) (*change, error) {
	of, _, err := s.schemaOf(b.kind, false)
	if err != nil {
		return nil, err
	}
	c := &change{address: b.address(), kind: b.kind, block: b, prior: current}
	prior, private, identity := of.null(), []byte(nil), (*tfprotov6.ResourceIdentityData)(nil)
	if current != nil && !current.tainted {
		prior, private, identity = current.value, current.private, current.identity
	}
	planned, response, err := s.change(b, prior, private, identity)
	if err != nil {
		return nil, err
	}
	replaced, err := replaces(response.RequiresReplace, prior, planned)
	if err != nil {
		return nil, err
	}
	switch {
	case current == nil:
		c.actions = tfjson.Actions{tfjson.ActionCreate}
	case current.tainted:
		c.actions = tfjson.Actions{tfjson.ActionDelete, tfjson.ActionCreate}
	case replaced:
		c.actions = tfjson.Actions{tfjson.ActionDelete, tfjson.ActionCreate}
		if planned, response, err = s.change(b, of.null(), response.PlannedPrivate, nil); err != nil {
			return nil, err
		}
	case planned.RawEquals(prior):
		c.actions = tfjson.Actions{tfjson.ActionNoop}
	default:
		c.actions = tfjson.Actions{tfjson.ActionUpdate}
	}
	c.planned, c.private = planned, response.PlannedPrivate
	return c, nil
}

// change asks the provider to plan one change.
func (s *session) change(b *block, prior cty.Value, private []byte, identity *tfprotov6.ResourceIdentityData) (cty.Value, *tfprotov6.PlanResourceChangeResponse, error) {
	of, server, err := s.schemaOf(b.kind, false)
	if err != nil {
		return cty.NilVal, nil, err
	}
	config, encodedConfig, err := s.evaluate(of, b.attributes)
	if err != nil {
		return cty.NilVal, nil, err
	}
	encodedPrior, err := of.encode(prior)
	if err != nil {
		return cty.NilVal, nil, err
	}
	proposed, err := of.encode(propose(of.attributes, prior, config))
	if err != nil {
		return cty.NilVal, nil, err
	}
	response, err := server.PlanResourceChange(s.context, &tfprotov6.PlanResourceChangeRequest{
		TypeName: b.kind, PriorState: encodedPrior, ProposedNewState: proposed, Config: encodedConfig, PriorPrivate: private, PriorIdentity: identity,
	})
	if err := failure(err, response.Diagnostics); err != nil {
		return cty.NilVal, nil, err
	}
	planned, err := of.decode(response.PlannedState)
	if err != nil {
		return cty.NilVal, nil, err
	}
	return planned, response, keepsConfiguration(of.attributes, prior, config, planned)
}

func (s *session) planDestroy(current *object) (*change, error) {
	of, server, err := s.schemaOf(current.kind, false)
	if err != nil {
		return nil, err
	}
	c := &change{
		address: current.address, kind: current.kind, prior: current, private: current.private,
		actions: tfjson.Actions{tfjson.ActionDelete}, planned: of.null(),
	}
	if !s.schemas[providerOf(current.kind)].plansDestroy {
		return c, nil
	}
	prior, err := of.encode(current.value)
	if err != nil {
		return nil, err
	}
	null, err := of.encode(of.null())
	if err != nil {
		return nil, err
	}
	response, err := server.PlanResourceChange(s.context, &tfprotov6.PlanResourceChangeRequest{
		TypeName: current.kind, PriorState: prior, ProposedNewState: null, Config: null, PriorPrivate: current.private, PriorIdentity: current.identity,
	})
	c.private = response.PlannedPrivate
	return c, failure(err, response.Diagnostics)
}

// replaces reports whether one of the attributes that require a replacement changes.
func replaces(paths []*tftypes.AttributePath, prior, planned cty.Value) (bool, error) {
	if prior.IsNull() {
		return false, nil
	}
	for _, path := range paths {
		steps := path.Steps()
		name, ok := steps[0].(tftypes.AttributeName)
		if !ok || len(steps) > 1 {
			return false, fmt.Errorf("a replacement for %s needs Terraform", path)
		}
		if !planned.GetAttr(string(name)).RawEquals(prior.GetAttr(string(name))) {
			return true, nil
		}
	}
	return false, nil
}
