// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// DomainID accepts the ID of a domainverify_organization_domain.
func DomainID() validator.String { return domainID{} }

// mocked is what `mock_provider` of terraform test (8 characters) and tofu test (4 to 15) makes
// up for a computed string. It calls nothing of the provider but validators, which are the
// only ones to let it pass: a plan of the provider itself refuses it as it does any other ID.
var mocked = regexp.MustCompile(`^[A-Za-z0-9]{4,15}$`)

type domainID struct{}

func (domainID) Description(context.Context) string {
	return "must be the ID of a domainverify_organization_domain"
}

func (v domainID) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (domainID) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || mocked.MatchString(req.ConfigValue.ValueString()) {
		return
	}
	id, err := service.ParseDomainID(req.ConfigValue.ValueString())
	if err == nil {
		var canonical string
		if canonical, err = domainname.CanonicalOrganizationDomain(id.Domain); err == nil && canonical != id.Domain {
			err = fmt.Errorf("the ID contains the domain %q, which must be written as %q", id.Domain, canonical)
		}
	}
	if err != nil {
		resp.Diagnostics.Append(documented.AttributeError(req.Path, "Invalid Organization Domain ID",
			sentence(err)+" Use the id attribute of a domainverify_organization_domain."))
	}
}
