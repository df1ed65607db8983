// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

// NoComma refuses text with a comma, for elements of lists that the environment
// gives separated by commas.
func NoComma() validator.String { return noComma{} }

type noComma struct{}

func (noComma) Description(context.Context) string { return "value must not contain a comma" }

func (v noComma) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (noComma) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if strings.Contains(req.ConfigValue.ValueString(), ",") {
		resp.Diagnostics.Append(documented.AttributeError(req.Path, "Invalid Value", "The value contains a comma. Give each value as an element of its own."))
	}
}
