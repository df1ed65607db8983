// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// module is a block as the module of a configuration.
type module struct {
	// text has no import blocks, which are allowed in root modules alone, and no blocks of
	// newer versions of Terraform.
	text           string
	imports, newer hclsyntax.Blocks
	// completion declares what the block refers to and does not declare.
	completion string
	// inputs are the variables that have to be given.
	inputs []string
	// blocks are those at the top.
	blocks hclsyntax.Blocks
}

// undeclared is the completion of a block that declares whatever it refers to.
const undeclared = "variable \"any\" {}\n"

// references are what a block refers to, by root and names: "var x", "local x", "data T N"
// and "T N".
type references map[string]*reference

type reference struct {
	// hasInstances: an instance is named, or the whole is used. hasAttributes: it is one
	// object.
	hasInstances, hasAttributes bool
}

// complete makes a module of a block.
func (k known) complete(b block) (*module, error) {
	file, diags := hclsyntax.ParseConfig([]byte(b.text), b.at, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok || len(body.Attributes) > 0 {
		return nil, errors.New("arguments without a block around them")
	}
	m := &module{text: b.text, blocks: body.Blocks}
	used, declared, local := references{}, map[string]bool{}, map[string]bool{}
	hasProviders := false
	for _, top := range body.Blocks {
		switch {
		case top.Type == "import" || top.Type == "list" || top.Type == "action":
			if top.Type == "import" {
				m.imports = append(m.imports, top)
			} else {
				m.newer = append(m.newer, top)
			}
			from, to := top.Range().Start.Byte, top.Body.Range().End.Byte
			m.text = m.text[:from] + blank(m.text[from:to]) + m.text[to:]
			continue
		case top.Type == "moved" || top.Type == "removed":
			continue
		case top.Type == "terraform":
			hasProviders = slices.ContainsFunc(top.Body.Blocks, func(inner *hclsyntax.Block) bool { return inner.Type == "required_providers" })
			continue
		case top.Type == "locals":
			for name := range top.Body.Attributes {
				declared["local "+name] = true
			}
		case top.Type == "variable":
			declared["var "+top.Labels[0]] = true
			if top.Body.Attributes["default"] == nil {
				m.inputs = append(m.inputs, top.Labels[0])
			}
			continue
		case top.Type == "resource" && len(top.Labels) == 2:
			declared[top.Labels[0]+" "+top.Labels[1]] = true
			local[owner(top.Labels[0])] = true
		case top.Type == "data" || top.Type == "ephemeral":
			declared[top.Type+" "+strings.Join(top.Labels, " ")] = true
			local[owner(top.Labels[0])] = true
		case top.Type == "module":
			declared["module "+top.Labels[0]] = true
		case top.Type == "check":
			for _, inner := range top.Body.Blocks {
				if inner.Type == "data" {
					declared["data "+strings.Join(inner.Labels, " ")] = true
					local[owner(inner.Labels[0])] = true
				}
			}
		case top.Type == "provider":
			local[top.Labels[0]] = true
		}
		collect(top.Body, used)
	}
	if strings.Contains(b.text, "provider::domainverify::") {
		local["domainverify"] = true
	}
	var completion strings.Builder
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if declared[name] {
			continue
		}
		words := strings.Fields(name)
		switch words[0] {
		case "var":
			m.inputs = append(m.inputs, words[1])
			fmt.Fprintf(&completion, "variable %q {}\n", words[1])
		case "local":
			fmt.Fprintf(&completion, "locals {\n  %s = var.any\n}\n", words[1])
		default:
			text, err := k.declaration(words, used[name])
			if err != nil {
				return nil, fmt.Errorf("refers to %s: %w", strings.Join(words, "."), err)
			}
			local[owner(words[max(len(words)-2, 0)])] = true
			completion.WriteString(text)
		}
	}
	if !slices.Contains(m.inputs, "any") {
		m.inputs = append(m.inputs, "any")
		completion.WriteString(undeclared)
	}
	if delete(local, "terraform"); !hasProviders {
		completion.WriteString("terraform {\n  required_providers {\n")
		for _, name := range slices.Sorted(maps.Keys(local)) {
			if k.sources[name] == "" {
				return nil, fmt.Errorf("testdata/providers.json has no provider %s", name)
			}
			fmt.Fprintf(&completion, "    %s = { source = %q }\n", name, k.sources[name])
		}
		completion.WriteString("  }\n}\n")
	}
	m.completion = completion.String()
	return m, nil
}

func owner(kind string) string {
	local, _, _ := strings.Cut(kind, "_")
	return local
}

// blank keeps the length and the lines of a text.
func blank(text string) string {
	out := []byte(text)
	for i := range out {
		if out[i] != '\n' {
			out[i] = ' '
		}
	}
	return string(out)
}

// declaration declares an object whose required arguments are not known.
func (k known) declaration(words []string, used *reference) (string, error) {
	keyword, kind, name := "resource", words[0], words[len(words)-1]
	if len(words) == 3 {
		keyword, kind = words[0], words[1]
	}
	if keyword == "ephemeral" || kind == "module" {
		return "", errors.New("it is not declared")
	}
	schema := k.resource(kind, keyword == "data")
	if schema == nil {
		return "", errors.New("testdata/providers.json does not have it")
	}
	text := fmt.Sprintf("%s %q %q {\n", keyword, kind, name)
	if used.hasInstances && !used.hasAttributes {
		text += "  for_each = toset(var.any)\n"
	}
	for _, attribute := range schema.Block.Attributes {
		if attribute.Required {
			text += fmt.Sprintf("  %s = var.any\n", attribute.Name)
		}
	}
	return text + "}\n", nil
}

// collect finds the references in a body. Some arguments hold words that are none.
func collect(body *hclsyntax.Body, used references) {
	for name, attribute := range body.Attributes {
		switch name {
		case "provider", "providers", "ignore_changes":
			continue
		}
		for _, traversal := range attribute.Expr.Variables() {
			used.add(traversal, name == "depends_on" || name == "replace_triggered_by")
		}
	}
	for _, inner := range body.Blocks {
		found := references{}
		collect(inner.Body, found)
		for name, reference := range found {
			// A dynamic block has its element by the name of the block.
			if inner.Type != "dynamic" || !strings.HasPrefix(name, inner.Labels[0]+" ") {
				used.merge(name, reference)
			}
		}
	}
}

func (r references) merge(name string, other *reference) {
	if r[name] == nil {
		r[name] = &reference{}
	}
	r[name].hasInstances = r[name].hasInstances || other.hasInstances
	r[name].hasAttributes = r[name].hasAttributes || other.hasAttributes
}

func (r references) add(traversal hcl.Traversal, namesOnly bool) {
	var words []string
	for _, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			words = append(words, step.Name)
		case hcl.TraverseAttr:
			words = append(words, step.Name)
		case hcl.TraverseIndex, hcl.TraverseSplat:
			words = append(words, "[]")
		}
	}
	length := 2
	switch words[0] {
	case "each", "self", "count", "path", "terraform":
		return
	case "data", "ephemeral":
		length = 3
	}
	if len(words) < length {
		return
	}
	isAttribute := len(words) > length && words[length] != "[]"
	r.merge(strings.Join(words[:length], " "), &reference{hasInstances: !isAttribute && (len(words) > length || !namesOnly), hasAttributes: isAttribute})
}
