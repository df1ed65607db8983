// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type portalLinkModel struct {
	Service         types.String `tfsdk:"service"`
	OrganizationID  types.String `tfsdk:"organization_id"`
	ReturnURL       types.String `tfsdk:"return_url"`
	SuccessURL      types.String `tfsdk:"success_url"`
	ITContactEmails []string     `tfsdk:"it_contact_emails"`
	Link            types.String `tfsdk:"link"`
}
