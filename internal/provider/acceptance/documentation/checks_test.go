// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// check checks by the schemas alone what a module does not have.
func (k known) check(m *module) error {
	var faults []error
	for _, b := range m.imports {
		faults = append(faults, k.checkImport(b))
	}
	for _, b := range m.newer {
		faults = append(faults, k.checkNewer(b))
	}
	return errors.Join(faults...)
}

// checkNewer checks names and the arguments of list resources and actions.
func (k known) checkNewer(b *hclsyntax.Block) error {
	schemas, ok := k.schemas[owner(b.Labels[0])]
	if !ok {
		return fmt.Errorf("%s: testdata/providers.json has no provider of %s", b.Range(), b.Labels[0])
	}
	var of *tfprotov6.Schema
	if of = schemas.ListResourceSchemas[b.Labels[0]]; b.Type == "action" {
		of = nil
		if action := schemas.ActionSchemas[b.Labels[0]]; action != nil {
			of = action.Schema
		}
	}
	if of == nil {
		return fmt.Errorf("%s: there is no %s %s", b.Range(), b.Type, b.Labels[0])
	}
	given := hclsyntax.Attributes{}
	for _, inner := range b.Body.Blocks {
		if inner.Type == "config" {
			given = inner.Body.Attributes
		}
	}
	missing := map[string]bool{}
	for name := range given {
		missing[name] = true
	}
	for _, attribute := range of.Block.Attributes {
		if delete(missing, attribute.Name); attribute.Required && given[attribute.Name] == nil {
			return fmt.Errorf("%s: %s is required", b.Range(), attribute.Name)
		}
	}
	for name := range missing {
		return fmt.Errorf("%s: there is no argument %s", b.Range(), name)
	}
	return nil
}

// checkImport checks an import block, which no module below the root may have and whose
// identity only later versions of Terraform know.
func (k known) checkImport(b *hclsyntax.Block) error {
	to := b.Body.Attributes["to"]
	if to == nil || len(to.Expr.Variables()) == 0 {
		return fmt.Errorf("%s: an import block without to", b.Range())
	}
	kind := to.Expr.Variables()[0].RootName()
	if owner(kind) != "domainverify" || k.resource(kind, false) == nil {
		return fmt.Errorf("%s: there is no resource %s", b.Range(), kind)
	}
	byMethod := strings.HasPrefix(kind, "domainverify_verification")
	if id := b.Body.Attributes["id"]; id != nil && len(id.Expr.Variables()) == 0 {
		value, diags := id.Expr.Value(nil)
		if diags.HasErrors() {
			return diags
		}
		parse := service.ParseDomainID
		if byMethod {
			parse = func(text string) (service.DomainID, error) {
				id, _, err := service.ParseMethodID(text)
				return id, err
			}
		}
		if _, err := parse(value.AsString()); err != nil {
			return fmt.Errorf("%s: %w", b.Range(), err)
		}
	}
	identity := b.Body.Attributes["identity"]
	if object, ok := identityExpression(identity).(*hclsyntax.ObjectConsExpr); ok {
		allowed := map[string]bool{"service": true, "organization_id": true, "domain": true, "method": byMethod}
		for _, item := range object.Items {
			key, diags := item.KeyExpr.Value(nil)
			if diags.HasErrors() || !allowed[key.AsString()] {
				return fmt.Errorf("%s: an identity has no such attribute", item.KeyExpr.Range())
			}
		}
	} else if identity != nil || b.Body.Attributes["id"] == nil {
		return fmt.Errorf("%s: neither an id nor an identity", b.Range())
	}
	return nil
}

// unconfigured are the services that a configuration names and that need a block, since no
// variable alone configures them, but have none.
func unconfigured(blocks hclsyntax.Blocks) (names []string) {
	named, configured := map[string]bool{}, map[string]bool{}
	for _, b := range blocks {
		if b.Type == "provider" && b.Labels[0] == "domainverify" {
			for name := range b.Body.Attributes {
				configured[name] = true
			}
			continue
		}
		_ = hclsyntax.VisitAll(b.Body, func(node hclsyntax.Node) hcl.Diagnostics {
			if text, ok := node.(*hclsyntax.LiteralValueExpr); ok && text.Val.Type().FriendlyName() == "string" {
				named[text.Val.AsString()] = true
			}
			return nil
		})
	}
	for _, definition := range catalog.Definitions() {
		needsBlock := !slices.ContainsFunc(definition.Settings, func(setting service.Setting) bool { return setting.Identifying })
		if needsBlock && named[definition.Name] && !configured[definition.Name] {
			names = append(names, definition.Name)
		}
	}
	return names
}

func identityExpression(attribute *hclsyntax.Attribute) hclsyntax.Expression {
	if attribute == nil {
		return nil
	}
	return attribute.Expr
}
