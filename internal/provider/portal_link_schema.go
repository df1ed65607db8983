// SPDX-License-Identifier: MPL-2.0

package provider

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
		MarkdownDescription: "A link to the admin portal (WorkOS), where the people who run the DNS verify an organization's domains themselves. " +
			"It opens the portal for five minutes, and reaches neither state nor plan. Needs Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"service": schema.StringAttribute{
				MarkdownDescription: "The service, by the name of its block in the provider configuration. May be left out while one service is configured.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(catalog.Names()...)},
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

// maxITContacts is WorkOS' limit (POST /portal/generate_link).
const maxITContacts = 20
