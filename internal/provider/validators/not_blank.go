// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

// NotBlank refuses strings without a visible character. An empty setting would
// otherwise fall back to the environment without a word.
func NotBlank() validator.String { return notBlank{} }

type notBlank struct{}

func (notBlank) Description(context.Context) string               { return "must not be empty" }
func (v notBlank) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (notBlank) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || strings.TrimSpace(req.ConfigValue.ValueString()) != "" {
		return
	}
	resp.Diagnostics.Append(documented.AttributeError(req.Path, "Empty Value",
		"The value is empty. Leave the argument out, or set it to null: its default counts then, or its environment variable if it has one."))
}
