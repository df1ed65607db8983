// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

func dnsHostSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The company that hosts the DNS zone of a domain, recognized by the names of its name servers, and the Terraform resource that publishes a record there. " +
			"That a host is not known, or that there is no such zone, is an answer, not an error. " +
			"No resolver is asked for the domain itself (unless the provider's DNS mode is `recursive`), so that none remembers what is not there yet.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "Domain, or the name of a record in it.",
				Required:            true,
				Validators:          []validator.String{validators.OwnerName()},
			},
			"host": schema.StringAttribute{
				MarkdownDescription: "Name of the company or product, such as `Amazon Route 53`; null when it is not known, or when several serve the zone.",
				Computed:            true,
			},
			"zone": schema.StringAttribute{
				MarkdownDescription: "Apex of the zone that holds the domain: the zone to publish in. Null when there is none.",
				Computed:            true,
			},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: "Names of the zone's servers, sorted: those that the parent zone names and those that the zone itself names.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"resource_type": schema.StringAttribute{
				MarkdownDescription: "Type of the Terraform resource that publishes a TXT record there, such as `aws_route53_record`; null when none is known.",
				Computed:            true,
			},
			"provider_source": schema.StringAttribute{
				MarkdownDescription: "Source of the Terraform provider that has this resource type, such as `hashicorp/aws`; null when none is known.",
				Computed:            true,
			},
			"diagnosis": schema.ListAttribute{
				MarkdownDescription: "What to know before publishing, one sentence each: why a host is not known, that several serve the zone, that the resource type depends on a version.",
				ElementType:         types.StringType,
				Computed:            true,
			},
		},
	}
}
