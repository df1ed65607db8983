// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Imported is what an import names.
type Imported struct {
	Service service.Service
	ID      service.DomainID
	Method  service.Method
}

// ReadImport takes the id string or the identity, whichever was given, and
// brings every part of it to its canonical form.
func ReadImport(ctx context.Context, data *providerdata.Data, req resource.ImportStateRequest, withMethod bool, diags *diag.Diagnostics) (Imported, bool) {
	var id service.DomainID
	var method service.Method
	switch {
	case req.ID != "" || req.Identity == nil || req.Identity.Raw.IsNull():
		var err error
		id, method, err = service.ParseMethodID(req.ID)
		if err == nil && method != "" && !withMethod {
			_, err = service.ParseDomainID(req.ID)
		}
		if err != nil {
			diags.Append(diagnostics.InvalidID(err))
			return Imported{}, false
		}
	case withMethod:
		var identity methodIdentity
		diags.Append(req.Identity.Get(ctx, &identity)...)
		id = service.DomainID{Service: identity.Service.ValueString(), OrganizationID: identity.OrganizationID.ValueString(), Domain: identity.Domain.ValueString()}
		method = service.Method(identity.Method.ValueString())
	default:
		var identity domainIdentity
		diags.Append(req.Identity.Get(ctx, &identity)...)
		id = service.DomainID{Service: identity.Service.ValueString(), OrganizationID: identity.OrganizationID.ValueString(), Domain: identity.Domain.ValueString()}
	}
	if diags.HasError() {
		return Imported{}, false
	}
	return canonicalImport(data, id, method, withMethod, diags)
}

func canonicalImport(data *providerdata.Data, id service.DomainID, method service.Method, withMethod bool, diags *diag.Diagnostics) (Imported, bool) {
	svc := data.Service(id.Service, diags)
	if svc == nil {
		return Imported{}, false
	}
	var err error
	if id.OrganizationID, err = svc.CanonicalOrganizationID(id.OrganizationID); err != nil {
		diags.Append(diagnostics.ServiceError(diagnostics.CannotImport, service.DomainID{}, err))
		return Imported{}, false
	}
	if id.Domain, err = domainname.CanonicalOrganizationDomain(id.Domain); err != nil {
		diags.Append(diagnostics.InvalidID(err))
		return Imported{}, false
	}
	capabilities := svc.Capabilities()
	if method == "" {
		method = capabilities.Methods[0]
	}
	if withMethod && !capabilities.Supports(method) {
		diags.Append(diagnostics.MethodUnsupported(id.Service, method, capabilities.Methods))
		return Imported{}, false
	}
	return Imported{svc, id, method}, true
}
