// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

// Timeout accepts durations greater than zero.
func Timeout() validator.String { return timeout{} }

type timeout struct{}

func (timeout) Description(context.Context) string               { return "must be a duration greater than zero" }
func (v timeout) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (timeout) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	var fault string
	switch duration, err := time.ParseDuration(text); {
	case err != nil:
		fault = "is not a duration"
	case duration == 0:
		fault = "is zero, so the operation would time out before it starts"
	case duration < 0:
		fault = "is negative"
	default:
		return
	}
	resp.Diagnostics.Append(documented.AttributeError(req.Path, "Invalid Timeout", fmt.Sprintf(
		"%s = %q %s. Set a duration greater than zero: numbers with a unit, such as \"30s\", \"20m\" or \"1h30m\". "+
			"Leave the attribute out for the default of the operation.", req.Path, text, fault)))
}
