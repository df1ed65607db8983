// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// terraformVersion is the one that providers are told.
const terraformVersion = "1.12.0"

// session is the providers of one command, which knows nothing of the others.
type session struct {
	context context.Context
	command *command
	config  *configuration
	servers map[string]tfprotov6.ProviderServer
	schemas map[string]*providerSchemas
	values  values
}

// providerSchemas are those of one provider, by type.
type providerSchemas struct {
	provider        schema
	resources, data map[string]schema
	lists, actions  map[string]schema
	plansDestroy    bool
}

// start begins a command. The kinds are those of what no block of the configuration and
// no object in state is of.
func (r *run) start(config *configuration, kinds ...string) (*session, error) {
	r.command = newCommand(r.context)
	s := &session{context: r.command.context, command: r.command, config: config, servers: r.command.servers, schemas: map[string]*providerSchemas{}, values: values{}}
	used := r.usedProviders(config)
	for _, kind := range kinds {
		used[providerOf(kind)] = true
	}
	for name := range used {
		factory, ok := r.providers[name]
		if !ok {
			return nil, fmt.Errorf("the test has no provider %q", name)
		}
		server, err := factory()
		if err != nil {
			return nil, err
		}
		s.servers[name] = &process{server, r.command}
		if s.schemas[name], err = r.schemas.of(s.context, name, server); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (r *run) usedProviders(config *configuration) map[string]bool {
	used := map[string]bool{}
	for _, b := range config.blocks {
		used[providerOf(b.kind)] = true
	}
	for _, o := range r.state {
		used[providerOf(o.kind)] = true
	}
	return used
}

// schemas are read once from each provider, whose code does not change.
type schemas struct {
	mu   sync.Mutex
	read map[string]*providerSchemas
}

func (s *schemas) of(ctx context.Context, provider string, server tfprotov6.ProviderServer) (*providerSchemas, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read[provider] == nil {
		read, err := readSchemas(ctx, server)
		if err != nil {
			return nil, err
		}
		if s.read == nil {
			s.read = map[string]*providerSchemas{}
		}
		s.read[provider] = read
	}
	return s.read[provider], nil
}

func readSchemas(ctx context.Context, server tfprotov6.ProviderServer) (*providerSchemas, error) {
	response, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err := failure(err, response.Diagnostics); err != nil {
		return nil, err
	}
	read := &providerSchemas{
		resources: map[string]schema{}, data: map[string]schema{}, lists: map[string]schema{}, actions: map[string]schema{},
		plansDestroy: response.ServerCapabilities != nil && response.ServerCapabilities.PlanDestroy,
	}
	if read.provider, err = newSchema(response.Provider); err != nil {
		return nil, err
	}
	for name, of := range response.ResourceSchemas {
		if read.resources[name], err = newSchema(of); err != nil {
			return nil, err
		}
	}
	for name, of := range response.DataSourceSchemas {
		if read.data[name], err = newSchema(of); err != nil {
			return nil, err
		}
	}
	for name, of := range response.ListResourceSchemas {
		if read.lists[name], err = newSchema(of); err != nil {
			return nil, err
		}
	}
	for name, of := range response.ActionSchemas {
		if read.actions[name], err = newSchema(of.Schema); err != nil {
			return nil, err
		}
	}
	return read, nil
}

// schemaOf returns the schema and the server of a resource or data source type.
func (s *session) schemaOf(kind string, data bool) (schema, tfprotov6.ProviderServer, error) {
	name := providerOf(kind)
	kinds := s.schemas[name].resources
	if data {
		kinds = s.schemas[name].data
	}
	found, ok := kinds[kind]
	if !ok {
		return schema{}, nil, fmt.Errorf("the provider %q has no %q", name, kind)
	}
	return found, s.servers[name], nil
}

func (s *session) configure() error {
	for _, name := range slices.Sorted(maps.Keys(s.servers)) {
		server := s.servers[name]
		_, config, err := s.evaluate(s.schemas[name].provider, s.config.providers[name])
		if err != nil {
			return err
		}
		response, err := server.ConfigureProvider(s.context, &tfprotov6.ConfigureProviderRequest{TerraformVersion: terraformVersion, Config: config})
		if err := failure(err, response.Diagnostics); err != nil {
			return err
		}
	}
	return nil
}

// validate comes before any provider is configured, and knows no value of any object: a
// configuration that is valid stays so.
func (s *session) validate() error {
	if s.config.valid.Load() {
		return nil
	}
	known := s.values
	s.values = values{}
	defer func() { s.values = known }()
	for _, b := range s.config.blocks {
		s.values[b.address()] = cty.DynamicVal
	}
	for _, name := range slices.Sorted(maps.Keys(s.servers)) {
		server := s.servers[name]
		_, config, err := s.evaluate(s.schemas[name].provider, s.config.providers[name])
		if err != nil {
			return err
		}
		response, err := server.ValidateProviderConfig(s.context, &tfprotov6.ValidateProviderConfigRequest{Config: config})
		if err := failure(err, response.Diagnostics); err != nil {
			return err
		}
	}
	var invalid []error
	for _, b := range s.config.blocks {
		invalid = append(invalid, s.validateBlock(b))
	}
	err := errors.Join(invalid...)
	s.config.valid.Store(err == nil)
	return err
}

func (s *session) validateBlock(b *block) error {
	of, server, err := s.schemaOf(b.kind, b.data)
	if err != nil {
		return err
	}
	_, config, err := s.evaluate(of, b.attributes)
	if err != nil {
		return err
	}
	if b.data {
		response, err := server.ValidateDataResourceConfig(s.context, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: b.kind, Config: config})
		return failure(err, response.Diagnostics)
	}
	response, err := server.ValidateResourceConfig(s.context, &tfprotov6.ValidateResourceConfigRequest{TypeName: b.kind, Config: config})
	return failure(err, response.Diagnostics)
}

// evaluate returns a configuration with what is known by now, for Terraform and
// for the provider.
func (s *session) evaluate(of schema, attributes hclsyntax.Attributes) (cty.Value, *tfprotov6.DynamicValue, error) {
	var context *hcl.EvalContext
	context, err := s.values.context(s.config.locals)
	if err != nil {
		return cty.NilVal, nil, err
	}
	config, err := of.evaluate(attributes, context)
	if err != nil {
		return cty.NilVal, nil, err
	}
	encoded, err := of.encode(config)
	return config, encoded, err
}

// failure is an error as Terraform prints it.
func failure(err error, diagnostics []*tfprotov6.Diagnostic) error {
	failures := []error{err}
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			failures = append(failures, fmt.Errorf("Error: %s\n\n%s\n\n%s", diagnostic.Summary, diagnostic.Attribute, diagnostic.Detail))
		}
	}
	return errors.Join(failures...)
}
