// SPDX-License-Identifier: MPL-2.0

package planmodifiers

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// ReplaceWhenSet requires replacement when a value changes, but not when it
// was null, or becomes null: an import that could not learn the value leaves null,
// and filling it in must not replace what was imported; nor must leaving out a
// value that is no longer needed.
func ReplaceWhenSet() planmodifier.String {
	description := "changing the value to another one requires replacement"
	return stringplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = !req.StateValue.IsNull() && !req.ConfigValue.IsNull()
		}, description, description)
}
