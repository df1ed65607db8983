// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	datatimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

// resourceTimeouts is the attribute timeouts of a resource. The library's own
// validator accepts zero and negative durations, with which an operation has
// failed before it begins.
func resourceTimeouts(ctx context.Context, operations timeouts.Opts) schema.Attribute {
	attribute, ok := timeouts.Attributes(ctx, operations).(schema.SingleNestedAttribute)
	if !ok {
		panic("the timeouts attribute of a resource is no nested attribute")
	}
	for name, nested := range attribute.Attributes {
		if operation, ok := nested.(schema.StringAttribute); ok {
			operation.Validators = []validator.String{validators.Timeout()}
			attribute.Attributes[name] = operation
		}
	}
	return attribute
}

// dataSourceTimeouts is the same for a data source.
func dataSourceTimeouts(ctx context.Context) dataschema.Attribute {
	attribute, ok := datatimeouts.Attributes(ctx).(dataschema.SingleNestedAttribute)
	if !ok {
		panic("the timeouts attribute of a data source is no nested attribute")
	}
	for name, nested := range attribute.Attributes {
		if operation, ok := nested.(dataschema.StringAttribute); ok {
			operation.Validators = []validator.String{validators.Timeout()}
			attribute.Attributes[name] = operation
		}
	}
	return attribute
}
