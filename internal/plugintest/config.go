// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// configuration is the text of a step.
type configuration struct {
	providers map[string]hclsyntax.Attributes
	locals    hclsyntax.Attributes
	blocks    []*block
	valid     atomic.Bool
}

// block is a resource or a data source.
type block struct {
	data       bool
	kind       string
	name       string
	attributes hclsyntax.Attributes
	// addresses
	dependsOn []string
}

func (b *block) address() string {
	if b.data {
		return "data." + b.kind + "." + b.name
	}
	return b.kind + "." + b.name
}

func parse(text string) (*configuration, error) {
	file, diagnostics := hclsyntax.ParseConfig([]byte(text), "main.tf", hcl.InitialPos)
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	c := &configuration{providers: map[string]hclsyntax.Attributes{}}
	for _, parsed := range file.Body.(*hclsyntax.Body).Blocks {
		if len(parsed.Body.Blocks) > 0 {
			return nil, fmt.Errorf("%s: a block in a block needs Terraform", parsed.Range())
		}
		switch {
		case parsed.Type == "provider":
			c.providers[parsed.Labels[0]] = parsed.Body.Attributes
		case parsed.Type == "locals" && c.locals == nil:
			c.locals = parsed.Body.Attributes
		case parsed.Type == "resource" || parsed.Type == "data":
			b := &block{data: parsed.Type == "data", kind: parsed.Labels[0], name: parsed.Labels[1], attributes: parsed.Body.Attributes}
			if dependsOn, ok := b.attributes["depends_on"]; ok {
				for _, reference := range dependsOn.Expr.Variables() {
					b.dependsOn = append(b.dependsOn, addressOf(reference))
				}
				delete(b.attributes, "depends_on")
			}
			c.blocks = append(c.blocks, b)
		default:
			return nil, fmt.Errorf("%s: a %s block needs Terraform", parsed.Range(), parsed.Type)
		}
	}
	return c, nil
}

// addressOf is the address of a reference to a whole resource.
func addressOf(reference hcl.Traversal) string {
	steps := []string{reference.RootName()}
	for _, step := range reference[1:] {
		steps = append(steps, step.(hcl.TraverseAttr).Name)
	}
	return strings.Join(steps, ".")
}

// providerOf is the local name of the provider of a resource type.
func providerOf(kind string) string {
	name, _, _ := strings.Cut(kind, "_")
	return name
}

// values are the objects that expressions can refer to, by address.
type values map[string]cty.Value

func (v values) context(locals hclsyntax.Attributes) (*hcl.EvalContext, error) {
	managed, data := map[string]map[string]cty.Value{}, map[string]map[string]cty.Value{}
	for address, value := range v {
		objects := managed
		if rest, ok := strings.CutPrefix(address, "data."); ok {
			objects, address = data, rest
		}
		kind, name, _ := strings.Cut(address, ".")
		if objects[kind] == nil {
			objects[kind] = map[string]cty.Value{}
		}
		objects[kind][name] = value
	}
	variables := objectsOf(managed)
	variables["data"] = cty.ObjectVal(objectsOf(data))
	context := &hcl.EvalContext{Variables: variables}
	local := map[string]cty.Value{}
	for _, attribute := range inOrder(locals) {
		value, diagnostics := attribute.Expr.Value(context)
		if diagnostics.HasErrors() {
			return nil, diagnostics
		}
		local[attribute.Name] = value
		variables["local"] = cty.ObjectVal(local)
	}
	return context, nil
}

func objectsOf(objects map[string]map[string]cty.Value) map[string]cty.Value {
	variables := map[string]cty.Value{}
	for kind, named := range objects {
		variables[kind] = cty.ObjectVal(named)
	}
	return variables
}

func inOrder(attributes hclsyntax.Attributes) []*hclsyntax.Attribute {
	var ordered []*hclsyntax.Attribute
	for _, attribute := range attributes {
		ordered = append(ordered, attribute)
	}
	slices.SortFunc(ordered, func(a, b *hclsyntax.Attribute) int { return cmp.Compare(a.SrcRange.Start.Byte, b.SrcRange.Start.Byte) })
	return ordered
}
