// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// Query is one list block of a query.
type Query struct {
	// Kind is the type of resource, and Config what the block config has.
	Kind, Config    string
	Limit           int64
	IncludeResource bool
}

// Listed is one result of a query.
type Listed struct {
	DisplayName string
	// Identity and Resource are decoded as JSON; Resource is nil unless it was asked for.
	Identity, Resource any
	// Generated is the body of the resource block that Terraform generates.
	Generated string

	identity *tfprotov6.ResourceIdentityData
}

// Query is terraform query with one list block. As in Terraform, an error leaves no
// result, and a result beyond the limit is not received. The warnings are "summary: detail".
func (w *Workspace) Query(q Query) (listed []Listed, warnings []string, err error) {
	s, err := w.run.start(w.config, q.Kind)
	if err != nil {
		return nil, nil, err
	}
	if err := s.configure(); err != nil {
		return nil, nil, err
	}
	schemas := s.schemas[providerOf(q.Kind)]
	of, ok := schemas.lists[q.Kind]
	if !ok {
		return nil, nil, fmt.Errorf("the provider has no list resource %q", q.Kind)
	}
	config, err := s.evaluateText(of, q.Config)
	if err != nil {
		return nil, nil, err
	}
	server := s.servers[providerOf(q.Kind)].(*process).ProviderServer.(tfprotov6.ListResourceServer)
	valid, err := server.ValidateListResourceConfig(s.context, &tfprotov6.ValidateListResourceConfigRequest{TypeName: q.Kind, Config: config})
	if err := failure(err, valid.Diagnostics); err != nil {
		return nil, nil, err
	}
	stream, err := server.ListResource(s.context, &tfprotov6.ListResourceRequest{TypeName: q.Kind, Config: config, IncludeResource: q.IncludeResource, Limit: q.Limit})
	if err != nil {
		return nil, nil, err
	}
	for result := range stream.Results {
		warnings = append(warnings, warningsOf(result.Diagnostics)...)
		if err := failure(nil, result.Diagnostics); err != nil {
			return nil, warnings, err
		}
		if result.Identity == nil && len(result.Diagnostics) > 0 {
			continue
		}
		one, err := schemas.resources[q.Kind].listed(result)
		if err != nil {
			return nil, warnings, err
		}
		if listed = append(listed, one); int64(len(listed)) == q.Limit {
			break
		}
	}
	return listed, warnings, nil
}

func (s schema) listed(result tfprotov6.ListResourceResult) (one Listed, err error) {
	one = Listed{DisplayName: result.DisplayName, identity: result.Identity}
	data := result.Identity.IdentityData.MsgPack
	ofType, err := msgpack.ImpliedType(data)
	if err != nil {
		return one, err
	}
	identity, err := msgpack.Unmarshal(data, ofType)
	if err != nil {
		return one, err
	}
	if one.Identity, err = knownOf(identity); err != nil || result.Resource == nil {
		return one, err
	}
	value, err := s.decode(result.Resource)
	if err != nil {
		return one, err
	}
	one.Generated = s.generated(value)
	one.Resource, err = knownOf(value)
	return one, err
}

// generated is what Terraform writes of a resource: what can be configured, and null
// only where the provider computes nothing in its place.
func (s schema) generated(value cty.Value) string {
	file := hclwrite.NewEmptyFile()
	for _, attribute := range s.attributes {
		attributeValue := value.GetAttr(attribute.Name)
		if attribute.Computed && (!attribute.Optional || attributeValue.IsNull()) {
			continue
		}
		file.Body().SetAttributeValue(attribute.Name, attributeValue)
	}
	return string(file.Bytes())
}

// evaluateText evaluates the body of a config block, with what is in state.
func (s *session) evaluateText(of schema, text string) (*tfprotov6.DynamicValue, error) {
	file, diagnostics := hclsyntax.ParseConfig([]byte(text), "config.tf", hcl.InitialPos)
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	_, encoded, err := s.evaluate(of, file.Body.(*hclsyntax.Body).Attributes)
	return encoded, err
}

func warningsOf(diagnostics []*tfprotov6.Diagnostic) (warnings []string) {
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			warnings = append(warnings, diagnostic.Summary+": "+diagnostic.Detail)
		}
	}
	return warnings
}
