// SPDX-License-Identifier: MPL-2.0

package ephemeralresources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*portalLinkEphemeral)(nil)

// NewPortalLink returns ephemeral domainverify_portal_link.
func NewPortalLink(catalog service.Catalog) ephemeral.EphemeralResource {
	return &portalLinkEphemeral{catalog: catalog}
}

type portalLinkEphemeral struct {
	catalog service.Catalog
	data    *providerdata.Data
}

func (e *portalLinkEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_portal_link"
}

func (e *portalLinkEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

func (e *portalLinkEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = portalLinkSchema(e.catalog)
}

func (e *portalLinkEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var config portalLinkModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := config.Service
	svc := e.data.ChosenService(&name, &resp.Diagnostics)
	if svc == nil {
		return
	}
	linker, ok := svc.(service.PortalLinker)
	if !ok {
		resp.Diagnostics.Append(diagnostics.PortalUnsupported(svc.Name()))
		return
	}
	organizationID, err := svc.CanonicalOrganizationID(config.OrganizationID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnostics.InvalidOrganizationID(svc.Name(), config.OrganizationID, err))
		return
	}

	// Call service
	request := service.PortalLinkRequest{
		OrganizationID: organizationID,
		ReturnURL:      config.ReturnURL.ValueString(), SuccessURL: config.SuccessURL.ValueString(),
		ITContactEmails: config.ITContactEmails,
	}
	var link string
	err = e.data.Workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		link, err = linker.PortalLink(ctx, request)
		return err
	})
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotMakePortalLink, service.DomainID{}, err))
		return
	}

	// Hand over the link
	config.Link = types.StringValue(link)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &config)...)
}
