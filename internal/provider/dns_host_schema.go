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
		MarkdownDescription: "Identifies the company that hosts the DNS zone of a domain by the names of its name servers, and the Terraform resource that publishes a record there. " +
			"An unknown host or a zone that does not exist is not an error. " +
			"Resolvers are not queried for the domain itself (unless the provider's DNS mode is `recursive`), so that they do not cache its absence.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "Domain, or the name of a record in it.",
				Required:            true,
				Validators:          []validator.String{validators.OwnerName()},
			},
			"host": schema.StringAttribute{
				MarkdownDescription: "Name of the company or product, such as `Amazon Route 53`; null if it is not known, or if several companies serve the zone.",
				Computed:            true,
			},
			"zone": schema.StringAttribute{
				MarkdownDescription: "Apex of the zone that contains the domain, which is the zone to publish in. Null if there is none.",
				Computed:            true,
			},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: "Sorted names of the zone's name servers, from both the parent zone and the zone itself.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"resource_type": schema.StringAttribute{
				MarkdownDescription: "Type of the Terraform resource that publishes a TXT record there, such as `aws_route53_record`; null if none is known.",
				Computed:            true,
			},
			"provider_source": schema.StringAttribute{
				MarkdownDescription: "Source address of the Terraform provider that has this resource type, such as `hashicorp/aws`; null if none is known.",
				Computed:            true,
			},
			"diagnosis": schema.ListAttribute{
				MarkdownDescription: "Notes to read before publishing, one sentence each: why the host is not known, that several companies serve the zone, or that the resource type depends on a version.",
				ElementType:         types.StringType,
				Computed:            true,
			},
		},
	}
}
