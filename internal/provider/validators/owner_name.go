// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

// OwnerName accepts the name of a DNS record.
func OwnerName() validator.String { return ownerName{} }

type ownerName struct{}

func (ownerName) Description(context.Context) string {
	return "must be a DNS name of labels of at most 63 octets, 253 in all"
}

func (v ownerName) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (ownerName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := domainname.CanonicalOwner(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.Append(documented.AttributeError(req.Path, "Invalid DNS Name", sentence(err)))
	}
}
