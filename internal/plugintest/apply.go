// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"errors"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// apply destroys in the reverse order of the dependencies, and creates and updates
// in their order after that. It ends with the first error.
func (r *run) apply(config *configuration, planned plan) error {
	s, err := r.start(config)
	if err != nil {
		return err
	}
	if err := s.configure(); err != nil {
		return err
	}
	r.data = nil
	defer r.sortState(config)
	for _, c := range slices.Backward(r.inOrderOfState(planned)) {
		if c.does(tfjson.ActionDelete) {
			if err := r.destroy(s, c); err != nil {
				return err
			}
		}
	}
	for _, c := range planned {
		if c.block == nil {
			continue
		}
		if err := r.applyChange(s, c); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) applyChange(s *session, c *change) (err error) {
	if c.does(tfjson.ActionRead) {
		c.planned, err = s.readData(c.block)
	}
	if c.block.data {
		r.data = append(r.data, &object{address: c.address, kind: c.kind, value: c.planned})
	}
	if c.block.data || c.actions.NoOp() {
		s.values[c.address] = c.planned
		return err
	}
	current := c.prior
	if c.does(tfjson.ActionDelete) {
		current = nil
	}
	// What was unknown is known now, so Terraform plans again.
	again, err := s.planResource(c.block, current)
	if err != nil {
		return err
	}
	if err := keepsKnown(c.planned, again.planned); err != nil {
		return err
	}
	changed, err := s.applyResource(again)
	r.write(c.address, changed)
	if changed != nil {
		s.values[c.address] = changed.value
	}
	return err
}

func (r *run) destroy(s *session, c *change) error {
	left, err := s.applyResource(&change{address: c.address, kind: c.kind, prior: c.prior, private: c.private})
	if err != nil && left == nil {
		left = c.prior
	}
	r.write(c.address, left)
	return err
}

// write puts the result of a call into the state, unless there is nobody to do so.
func (r *run) write(address string, o *object) {
	if r.command.gone() {
		return
	}
	r.put(address, o)
	r.written = true
}

// applyResource returns what exists afterwards, beside an error as well. A new
// object that comes with an error is tainted.
func (s *session) applyResource(c *change) (*object, error) {
	of, server, err := s.schemaOf(c.kind, false)
	if err != nil {
		return c.prior, err
	}
	prior, planned := of.null(), of.null()
	var identity *tfprotov6.ResourceIdentityData
	if c.prior != nil {
		prior, identity = c.prior.value, c.prior.identity
	}
	config, err := of.encode(of.null())
	if err != nil {
		return c.prior, err
	}
	if c.block != nil {
		planned = c.planned
		if _, config, err = s.evaluate(of, c.block.attributes); err != nil {
			return c.prior, err
		}
	}
	encodedPrior, err := of.encode(prior)
	if err != nil {
		return c.prior, err
	}
	encodedPlanned, err := of.encode(planned)
	if err != nil {
		return c.prior, err
	}
	response, err := server.ApplyResourceChange(s.context, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.kind, PriorState: encodedPrior, PlannedState: encodedPlanned, Config: config, PlannedPrivate: c.private, PlannedIdentity: identity,
	})
	if errors.Is(err, errLost) {
		return c.withoutResponse(), err
	}
	if err != nil {
		return c.prior, err
	}
	value, err := of.decode(response.NewState)
	if err != nil {
		return c.prior, err
	}
	failed := failure(nil, response.Diagnostics)
	if value.IsNull() {
		return nil, failed
	}
	if failed == nil && c.block != nil {
		failed = keepsPlan(planned, value)
	}
	return &object{c.address, c.kind, value, response.Private, response.NewIdentity, failed != nil && c.prior == nil}, failed
}

// withoutResponse is what Terraform keeps when the response was lost: what it sent as
// the prior state. What else belongs to an updated object comes with the response only.
func (c *change) withoutResponse() *object {
	if c.prior == nil || c.block == nil {
		return c.prior
	}
	return &object{address: c.address, kind: c.kind, value: c.prior.value, tainted: c.prior.tainted}
}

// inOrderOfState are the changes of what exists, in the order in which it was created.
func (r *run) inOrderOfState(planned plan) plan {
	var ordered plan
	for _, o := range r.state {
		for _, c := range planned {
			if c.address == o.address {
				ordered = append(ordered, c)
			}
		}
	}
	return ordered
}
