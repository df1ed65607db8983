// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/protocol"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// process is one provider, which has the inventory of one command.
type process struct {
	server  tfprotov6.ProviderServer
	schemas map[string]*tfprotov6.Schema
}

// object is a resource in state.
type object struct {
	kind    string
	value   tftypes.Value
	private []byte
	config  map[string]string
}

func start(ctx context.Context, running *sandbox.Sandbox, service string) (*process, error) {
	variables := map[string]string{"WEBEX_DRIFT_PROBE_DOMAIN": "probe.test", "ZOHO_REQUESTS_PER_MINUTE": "100000"}
	for _, variable := range running.Info().Variables() {
		variables[variable[0]] = variable[1]
	}
	server, err := protocol.NewServer(provider.New("test", provider.Dependencies{
		Environment: func(name string) string { return variables[name] }, Clock: polltest.NewHurriedClock(time.Now(), polltest.Speed),
		Transport: &http.Transport{DisableKeepAlives: true}, MinPause: time.Millisecond, MaxPause: time.Millisecond,
	})())()
	if err != nil {
		return nil, err
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	config, err := tfprotov6.NewDynamicValue(schemas.Provider.ValueType(), withBlock(schemas.Provider.ValueType(), service))
	if err != nil {
		return nil, err
	}
	response, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: &config, TerraformVersion: "1.12.0"})
	if err != nil {
		return nil, err
	}
	return &process{server, schemas.ResourceSchemas}, failure(response.Diagnostics)
}

// withBlock is a configuration with the empty block of one service, which some need.
func withBlock(t tftypes.Type, service string) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, kind := range t.(tftypes.Object).AttributeTypes {
		values[name] = tftypes.NewValue(kind, nil)
		if name == service {
			values[name] = tftypes.NewValue(kind, nulls(kind))
		}
	}
	return tftypes.NewValue(t, values)
}

func nulls(t tftypes.Type) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, kind := range t.(tftypes.Object).AttributeTypes {
		values[name] = tftypes.NewValue(kind, nil)
	}
	return values
}

func failure(diagnostics []*tfprotov6.Diagnostic) (err error) {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			err = errors.Join(err, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return err
}

// configured has the given attributes, and null for all others.
func configured(t tftypes.Type, config map[string]string) tftypes.Value {
	values := nulls(t)
	for name, value := range config {
		values[name] = tftypes.NewValue(tftypes.String, value)
	}
	return tftypes.NewValue(t, values)
}

// create plans and applies a new resource.
func (p *process) create(ctx context.Context, kind string, config map[string]string) (*object, error) {
	kind = "domainverify_" + kind
	t := p.schemas[kind].ValueType()
	proposed := map[string]tftypes.Value{}
	if err := configured(t, config).As(&proposed); err != nil {
		return nil, err
	}
	for _, attribute := range p.schemas[kind].Block.Attributes {
		if attribute.Computed && proposed[attribute.Name].IsNull() {
			proposed[attribute.Name] = tftypes.NewValue(attribute.ValueType(), tftypes.UnknownValue)
		}
	}
	planned, private, err := p.plan(ctx, kind, config, tftypes.NewValue(t, nil), tftypes.NewValue(t, proposed), nil)
	if err != nil {
		return nil, err
	}
	encoded, err := encode(t, tftypes.NewValue(t, nil), planned, configured(t, config))
	if err != nil {
		return nil, err
	}
	response, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: kind, PriorState: encoded[0], PlannedState: encoded[1], Config: encoded[2], PlannedPrivate: private,
	})
	if err != nil {
		return nil, err
	}
	if err := failure(response.Diagnostics); err != nil {
		return nil, err
	}
	value, err := response.NewState.Unmarshal(t)
	return &object{kind, value, response.Private, config}, err
}

func encode(t tftypes.Type, values ...tftypes.Value) (encoded []*tfprotov6.DynamicValue, err error) {
	for _, value := range values {
		one, err := tfprotov6.NewDynamicValue(t, value)
		if err != nil {
			return nil, err
		}
		encoded = append(encoded, &one)
	}
	return encoded, nil
}

func (p *process) plan(ctx context.Context, kind string, config map[string]string, prior, proposed tftypes.Value, private []byte) (tftypes.Value, []byte, error) {
	t := p.schemas[kind].ValueType()
	encoded, err := encode(t, prior, proposed, configured(t, config))
	if err != nil {
		return prior, nil, err
	}
	response, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: encoded[0], ProposedNewState: encoded[1], Config: encoded[2], PriorPrivate: private,
	})
	if err != nil {
		return prior, nil, err
	}
	if err := failure(response.Diagnostics); err != nil {
		return prior, nil, err
	}
	planned, err := response.PlannedState.Unmarshal(t)
	return planned, response.PlannedPrivate, err
}

// read refreshes an object, which has to be there.
func (p *process) read(ctx context.Context, o *object) (*object, error) {
	t := p.schemas[o.kind].ValueType()
	state, err := encode(t, o.value)
	if err != nil {
		return nil, err
	}
	response, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: o.kind, CurrentState: state[0], Private: o.private})
	if err != nil {
		return nil, err
	}
	if err := failure(response.Diagnostics); err != nil {
		return nil, err
	}
	value, err := response.NewState.Unmarshal(t)
	if err == nil && value.IsNull() {
		err = errors.New("the refresh removes it from state")
	}
	return &object{o.kind, value, response.Private, o.config}, err
}

// planNothing refreshes an object and plans it; neither may change it.
func (p *process) planNothing(ctx context.Context, o *object) error {
	read, err := p.read(ctx, o)
	if err != nil {
		return err
	}
	planned, _, err := p.plan(ctx, o.kind, o.config, read.value, read.value, read.private)
	if err != nil {
		return err
	}
	if differences, err := planned.Diff(o.value); err != nil || len(differences) > 0 {
		return errors.Join(err, fmt.Errorf("the plan changes it: %v", differences))
	}
	return nil
}

// text is a string of the object.
func (o *object) text(names ...string) (text string) {
	value := o.value
	for _, name := range names {
		members := map[string]tftypes.Value{}
		if value.As(&members) != nil {
			return ""
		}
		value = members[name]
	}
	_ = value.As(&text)
	return text
}

// renamed is the same object of another domain.
func (o *object) renamed(domain string) *object {
	value, err := tftypes.Transform(o.value, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.Type().Is(tftypes.String) || v.IsNull() {
			return v, nil
		}
		var text string
		if err := v.As(&text); err != nil {
			return v, err
		}
		return tftypes.NewValue(tftypes.String, strings.ReplaceAll(text, model, domain)), nil
	})
	if err != nil {
		panic(err)
	}
	config := map[string]string{}
	for name, text := range o.config {
		config[name] = strings.ReplaceAll(text, model, domain)
	}
	return &object{o.kind, value, o.private, config}
}
