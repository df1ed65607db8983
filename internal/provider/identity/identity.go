// SPDX-License-Identifier: MPL-2.0

package identity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// domainIdentity is the identity of organization domains and claims.
type domainIdentity struct {
	Service        types.String `tfsdk:"service"`
	OrganizationID types.String `tfsdk:"organization_id"`
	Domain         types.String `tfsdk:"domain"`
}

// methodIdentity is the identity of tokens and verifications.
type methodIdentity struct {
	Service        types.String `tfsdk:"service"`
	OrganizationID types.String `tfsdk:"organization_id"`
	Domain         types.String `tfsdk:"domain"`
	Method         types.String `tfsdk:"method"`
}

// DomainSchema is the identity schema of organization domains and claims.
func DomainSchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"service":         identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the service."},
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "ID of the organization. Defaults to that of the provider configuration: `entra.tenant_id`, `github.owner`, the `organization_id` of the others; at Google it is always `self`."},
		"domain":          identityschema.StringAttribute{RequiredForImport: true, Description: "The domain name, in any equivalent spelling."},
	}}
}

// MethodSchema is the identity schema of tokens and verifications.
func MethodSchema() identityschema.Schema {
	schema := DomainSchema()
	schema.Attributes["method"] = identityschema.StringAttribute{OptionalForImport: true, Description: "Verification method. Defaults to `dns_txt`."}
	return schema
}

// SetDomain must be called by every Create, Read and Update: older
// CLIs hand over no identity, and the framework insists on one.
func SetDomain(ctx context.Context, identity *tfsdk.ResourceIdentity, id service.DomainID) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, domainIdentity{types.StringValue(id.Service), types.StringValue(id.OrganizationID), types.StringValue(id.Domain)})
}

// SetMethod is SetDomain for tokens and verifications.
func SetMethod(ctx context.Context, identity *tfsdk.ResourceIdentity, id service.DomainID, method service.Method) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, methodIdentity{
		types.StringValue(id.Service), types.StringValue(id.OrganizationID), types.StringValue(id.Domain), types.StringValue(string(method)),
	})
}

// KeepDomain writes the identity of an object whose ID is in state.
func KeepDomain(ctx context.Context, identity *tfsdk.ResourceIdentity, id types.String) diag.Diagnostics {
	parsed, err := service.ParseDomainID(id.ValueString())
	if err != nil {
		return diag.Diagnostics{diagnostics.InvalidID(err)}
	}
	return SetDomain(ctx, identity, parsed)
}

// KeepMethod is KeepDomain for IDs with a method.
func KeepMethod(ctx context.Context, identity *tfsdk.ResourceIdentity, id types.String) diag.Diagnostics {
	parsed, method, err := service.ParseMethodID(id.ValueString())
	if err != nil {
		return diag.Diagnostics{diagnostics.InvalidID(err)}
	}
	return SetMethod(ctx, identity, parsed, method)
}
