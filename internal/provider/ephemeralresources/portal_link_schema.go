// SPDX-License-Identifier: MPL-2.0

package ephemeralresources

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func portalLinkSchema(catalog service.Catalog) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Creates a link to the admin portal (WorkOS), where the people who administer the DNS verify an organization's domains themselves. " +
			"The link is valid for five minutes and is stored in neither state nor plan.",
		Attributes: map[string]schema.Attribute{
			"service": schema.StringAttribute{
				MarkdownDescription: catalog.DescribeService() + " Only WorkOS has such a portal.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(catalog.Names()...)},
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "ID of the organization, which begins with `org_`. Defaults to `workos.organization_id`.",
				Optional:            true,
				Validators:          []validator.String{validators.NotBlank()},
			},
			"return_url":  portalURL("URL that the portal's return link leads to."),
			"success_url": portalURL("URL that the portal redirects to when the domain is set up."),
			"it_contact_emails": schema.ListAttribute{
				MarkdownDescription: "Email addresses of the IT contacts of the organization, 1 to 20. Optional.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeBetween(1, maxITContacts), listvalidator.NoNullValues(), listvalidator.UniqueValues()},
			},
			"link": schema.StringAttribute{
				MarkdownDescription: "The link. Valid for five minutes.",
				Computed:            true,
				Sensitive:           true,
			},
		},
	}
}

func portalURL(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Must be an `https` URL.",
		Optional:            true,
		Validators:          []validator.String{validators.HTTPSURL()},
	}
}

// maxITContacts is the lowest limit that a service documents.
const maxITContacts = 20

type portalLinkModel struct {
	Service         types.String `tfsdk:"service"`
	OrganizationID  types.String `tfsdk:"organization_id"`
	ReturnURL       types.String `tfsdk:"return_url"`
	SuccessURL      types.String `tfsdk:"success_url"`
	ITContactEmails []string     `tfsdk:"it_contact_emails"`
	Link            types.String `tfsdk:"link"`
}
