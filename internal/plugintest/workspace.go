// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Workspace is a configuration and the state of its resources, for stories that go on
// after commands that fail. A command that fails leaves of the state what Terraform
// leaves.
type Workspace struct {
	run    *run
	config *configuration
}

// Plan is what a command has planned, with the state as it was read before.
type Plan struct {
	changes   plan
	refreshed []*object
}

// Empty reports whether nothing changes.
func (p *Plan) Empty() bool { return p.changes.empty() }

// String lists what changes.
func (p *Plan) String() string { return p.changes.String() }

// Workspaces are those of the same providers. Their schemas are read, and each
// configuration is parsed and validated, once for all of them: it takes as long as a plan.
type Workspaces struct {
	schemas schemas

	mu             sync.Mutex
	configurations map[string]*configuration // by their text
}

// New is a workspace without state.
func (w *Workspaces) New(t *testing.T, providers Providers, config string) (*Workspace, error) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.configurations[config] == nil {
		parsed, err := parse(config)
		if err != nil {
			return nil, err
		}
		if w.configurations == nil {
			w.configurations = map[string]*configuration{}
		}
		w.configurations[config] = parsed
	}
	return &Workspace{&run{t: t, context: t.Context(), providers: providers, schemas: &w.schemas}, w.configurations[config]}, nil
}

// SetContext gives all later requests another context, such as one with a logger.
func (w *Workspace) SetContext(ctx context.Context) { w.run.context = ctx }

// TakeState begins with what another workspace has in state, as where two processes use
// one state and nothing locks it.
func (w *Workspace) TakeState(from *Workspace) { w.run.state = slices.Clone(from.run.state) }

// Plan is terraform plan -out, or with destroy -destroy: nothing of it reaches the state.
func (w *Workspace) Plan(destroy bool) (*Plan, error) {
	kept := slices.Clone(w.run.state)
	defer func() { w.run.state = kept }()
	changes, err := w.run.plan(w.config, options{refresh: true, destroy: destroy})
	if err = errors.Join(err, w.run.command.halted()); err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	return &Plan{changes, w.run.state}, nil
}

// ApplyPlan is terraform apply of a plan that was made.
func (w *Workspace) ApplyPlan(p *Plan) error {
	before := w.run.state
	w.run.state, w.run.written = slices.Clone(p.refreshed), false
	err := w.run.apply(w.config, p.changes)
	if w.run.command.gone() && !w.run.written {
		w.run.state = before
	}
	if err != nil {
		return fmt.Errorf("apply: %w", err)
	}
	return nil
}

// Apply plans and applies, or destroys.
func (w *Workspace) Apply(destroy bool) error {
	planned, err := w.Plan(destroy)
	if err != nil {
		return err
	}
	return w.ApplyPlan(planned)
}

// Import is terraform import.
func (w *Workspace) Import(address, id string) error { return w.importObject(address, id, nil) }

// ImportListed imports what a query has found, by its identity.
func (w *Workspace) ImportListed(address string, found Listed) error {
	return w.importObject(address, "", found.identity)
}

func (w *Workspace) importObject(address, id string, identity *tfprotov6.ResourceIdentityData) error {
	imported, err := w.run.importObject(w.config, address, id, identity)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	w.run.put(address, imported)
	w.run.sortState(w.config)
	return nil
}

// Remove is terraform state rm.
func (w *Workspace) Remove(address string) error {
	w.run.put(address, nil)
	return nil
}

// Replace is terraform apply -replace: what is planned for the objects is that for tainted ones.
func (w *Workspace) Replace(addresses ...string) error {
	for _, address := range addresses {
		o := w.run.object(address)
		if o == nil {
			return fmt.Errorf("the state has no %s to replace", address)
		}
		replaced := *o
		replaced.tainted = true
		w.run.put(address, &replaced)
	}
	return w.Apply(false)
}

// State is the state's values by address. A tainted object has another address.
func (w *Workspace) State() (map[string]any, error) {
	state := map[string]any{}
	for _, o := range w.run.state {
		address := o.address
		if o.tainted {
			address += " (tainted)"
		}
		values, err := knownOf(o.value)
		if err != nil {
			return nil, err
		}
		state[address] = values
	}
	return state, nil
}
