// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// imported is what an import names.
type imported struct {
	service service.Service
	id      service.DomainID
	method  service.Method
}

// readImport takes the id string or the identity, whichever was given, and
// brings every part of it to its canonical form.
func (d *Data) readImport(ctx context.Context, req resource.ImportStateRequest, withMethod bool, diags *diag.Diagnostics) (imported, bool) {
	var id service.DomainID
	var method service.Method
	switch {
	case req.ID != "":
		var err error
		id, method, err = service.ParseMethodID(req.ID)
		if err == nil && method != "" && !withMethod {
			_, err = service.ParseDomainID(req.ID)
		}
		if err != nil {
			diags.AddError(summaryInvalidID, displaytext.Sentence(err.Error()))
			return imported{}, false
		}
	case req.Identity != nil && withMethod:
		var identity methodIdentity
		diags.Append(req.Identity.Get(ctx, &identity)...)
		id = service.DomainID{Service: identity.Service.ValueString(), OrganizationID: identity.OrganizationID.ValueString(), Domain: identity.Domain.ValueString()}
		method = service.Method(identity.Method.ValueString())
	case req.Identity != nil:
		var identity domainIdentity
		diags.Append(req.Identity.Get(ctx, &identity)...)
		id = service.DomainID{Service: identity.Service.ValueString(), OrganizationID: identity.OrganizationID.ValueString(), Domain: identity.Domain.ValueString()}
	}
	if diags.HasError() {
		return imported{}, false
	}
	return d.canonicalImport(id, method, withMethod, diags)
}

func (d *Data) canonicalImport(id service.DomainID, method service.Method, withMethod bool, diags *diag.Diagnostics) (imported, bool) {
	svc := d.service(id.Service, diags)
	if svc == nil {
		return imported{}, false
	}
	var err error
	if id.OrganizationID, err = svc.CanonicalOrganizationID(id.OrganizationID); err != nil {
		diags.Append(serviceError(summaryImportFailed, service.DomainID{}, err))
		return imported{}, false
	}
	if id.Domain, err = domainname.CanonicalOrganizationDomain(id.Domain); err != nil {
		diags.AddError(summaryInvalidID, displaytext.Sentence(err.Error()))
		return imported{}, false
	}
	capabilities := svc.Capabilities()
	if method == "" {
		method = capabilities.Methods[0]
	}
	if withMethod && !capabilities.Supports(method) {
		diags.Append(unsupportedMethod(path.Empty(), id.Service, method, capabilities.Methods))
		return imported{}, false
	}
	return imported{svc, id, method}, true
}
