// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*portalLinkEphemeral)(nil)

// maxITContacts is WorkOS' limit (POST /portal/generate_link).
const maxITContacts = 20

// NewPortalLinkEphemeral returns ephemeral domainverify_portal_link.
func NewPortalLinkEphemeral(catalog service.Catalog) ephemeral.EphemeralResource {
	return &portalLinkEphemeral{catalog: catalog}
}

type portalLinkEphemeral struct {
	catalog service.Catalog
	data    *Data
}

type portalLinkModel struct {
	Service         types.String `tfsdk:"service"`
	OrganizationID  types.String `tfsdk:"organization_id"`
	ReturnURL       types.String `tfsdk:"return_url"`
	SuccessURL      types.String `tfsdk:"success_url"`
	ITContactEmails []string     `tfsdk:"it_contact_emails"`
	Link            types.String `tfsdk:"link"`
}

func (e *portalLinkEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_portal_link"
}

func (e *portalLinkEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

func (e *portalLinkEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A link to the admin portal (WorkOS), where the people who run the DNS verify an organization's domains themselves. " +
			"It opens the portal for five minutes, and reaches neither state nor plan. Needs Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"service": schema.StringAttribute{
				MarkdownDescription: "The service, by the name of its block in the provider configuration. May be left out while one service is configured.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(e.catalog.Names()...)},
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "The organization. Defaults to the provider's.",
				Optional:            true,
				Validators:          []validator.String{validators.NotBlank()},
			},
			"return_url":  portalURL("Where the portal's way back leads."),
			"success_url": portalURL("Where the portal goes when the domain is set up."),
			"it_contact_emails": schema.ListAttribute{
				MarkdownDescription: "Mail addresses of the people who run the IT, 20 at most.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeBetween(1, maxITContacts), listvalidator.NoNullValues(), listvalidator.UniqueValues()},
			},
			"link": schema.StringAttribute{
				MarkdownDescription: "The link, for five minutes.",
				Computed:            true,
				Sensitive:           true,
			},
		},
	}
}

func portalURL(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " `https` only.",
		Optional:            true,
		Validators:          []validator.String{validators.HTTPSURL()},
	}
}

func (e *portalLinkEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var config portalLinkModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := config.Service
	if name.IsNull() {
		name = types.StringValue(e.data.serviceName(&resp.Diagnostics))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	svc := e.data.service(name.ValueString(), &resp.Diagnostics)
	if svc == nil {
		return
	}
	linker, ok := svc.(service.PortalLinker)
	if !ok {
		resp.Diagnostics.AddError(summaryUnsupported, portalUnsupported(svc.Name()))
		return
	}
	organizationID, err := svc.CanonicalOrganizationID(config.OrganizationID.ValueString())
	if err != nil {
		resp.Diagnostics.AddError(summaryInvalidOrg, organizationIDFault(e.data.catalog, svc.Name(), config.OrganizationID, err))
		return
	}

	// Call service
	request := service.PortalLinkRequest{
		OrganizationID: organizationID,
		ReturnURL:      config.ReturnURL.ValueString(), SuccessURL: config.SuccessURL.ValueString(),
		ITContactEmails: config.ITContactEmails,
	}
	var link string
	err = e.data.workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		link, err = linker.PortalLink(ctx, request)
		return err
	})
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryPortalLinkFailed, service.DomainID{}, err))
		return
	}

	// Hand over the link
	config.Link = types.StringValue(link)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &config)...)
}
