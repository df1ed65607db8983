// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

// OrganizationDomain accepts every spelling of a domain that an organization
// can own.
func OrganizationDomain() validator.String { return organizationDomain{} }

type organizationDomain struct{}

func (organizationDomain) Description(context.Context) string {
	return "must be a domain below a public suffix, such as example.com"
}

func (v organizationDomain) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (organizationDomain) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := domainname.CanonicalOrganizationDomain(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.Append(documented.AttributeError(req.Path, "Invalid Domain", sentence(err)))
	}
}
