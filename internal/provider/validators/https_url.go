// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

// HTTPSURL accepts absolute URLs with the scheme https.
func HTTPSURL() validator.String { return httpsURL{} }

type httpsURL struct{}

func (httpsURL) Description(context.Context) string { return "must be an absolute https URL" }

func (v httpsURL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (httpsURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	parsed, err := url.Parse(req.ConfigValue.ValueString())
	if err == nil && parsed.Scheme == "https" && parsed.Host != "" {
		return
	}
	resp.Diagnostics.Append(documented.AttributeError(req.Path, "Invalid URL", "The URL has to be an absolute one that starts with https://, because people are sent there from the service's portal."))
}
