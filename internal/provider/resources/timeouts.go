// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

// timeoutsAttribute is the attribute timeouts of a resource. The library's own
// validator accepts zero and negative durations, with which an operation has
// failed before it begins.
func timeoutsAttribute(ctx context.Context, operations timeouts.Opts) schema.Attribute {
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
