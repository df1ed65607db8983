// SPDX-License-Identifier: MPL-2.0

package listresources

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	stateAttribute  = "state"
	methodAttribute = "method"
)

// schema has the filters of the kind.
func (k kind) schema(catalog service.Catalog) schema.Schema {
	attributes := map[string]schema.Attribute{
		"service": schema.StringAttribute{
			MarkdownDescription: "Only list objects of this service, by the name of its block in the provider configuration. Defaults to all configured services; if `organization_id` is set, to the one that is configured.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(catalog.Names()...)},
		},
		"organization_id": schema.StringAttribute{
			MarkdownDescription: catalog.DescribeOrganizationID(),
			Optional:            true,
			Validators:          []validator.String{validators.NotBlank()},
		},
	}
	if len(k.states) > 1 {
		states := texts(k.states)
		attributes[stateAttribute] = schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Only list objects of domains in this state: %s. A claimed domain is not listed as `verified`. Defaults to all of them.", quoted(states)),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(states...)},
		}
	}
	if k.byMethod {
		methods := texts(service.Methods())
		attributes[methodAttribute] = schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Verification method of the listed objects: %s, if the service supports it. Defaults to `dns_txt`.", quoted(methods)),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(methods...)},
		}
	}
	return schema.Schema{
		MarkdownDescription: k.description + " The inventory of an organization is read once, by as many calls as a plan needs, and nothing is written, except by the drift probe of Webex where it is set. Requires Terraform 1.14.",
		Attributes:          attributes,
	}
}

func texts[T ~string](values []T) (all []string) {
	for _, value := range values {
		all = append(all, string(value))
	}
	return all
}

// quoted is a list in Markdown.
func quoted(values []string) string {
	last := len(values) - 1
	return "`" + strings.Join(values[:last], "`, `") + "` or `" + values[last] + "`"
}
