// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnshost"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

func dnsHostSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Identifies the company that hosts the DNS zone of a domain by the names of its name servers, and the Terraform resource that publishes a record there. " +
			"An unknown host or a zone that does not exist is not an error. " +
			"Resolvers are not queried for the domain itself (unless the provider's DNS mode is `recursive`), so that they do not cache its absence. With the provider's `dns.mode = \"off\"`, reading it is an error.",
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

type dnsHostModel struct {
	Domain         types.String `tfsdk:"domain"`
	Host           types.String `tfsdk:"host"`
	Zone           types.String `tfsdk:"zone"`
	Nameservers    []string     `tfsdk:"nameservers"`
	ResourceType   types.String `tfsdk:"resource_type"`
	ProviderSource types.String `tfsdk:"provider_source"`
	Diagnosis      []string     `tfsdk:"diagnosis"`
}

func (m *dnsHostModel) setZone(zone dnscheck.Zone) {
	apex, nameservers := zone.Apex.String(), zone.NameserverNames()
	m.Zone = types.StringValue(apex)
	m.Nameservers = orNone(nameservers)
	found := dnshost.Recognize(nameservers, zone.Contact.String())
	if len(found.Hosts) == 1 {
		m.Host = types.StringValue(found.Hosts[0].Name)
		m.ResourceType = nullWhenEmpty(found.Hosts[0].Resource)
		m.ProviderSource = nullWhenEmpty(found.Hosts[0].Provider)
	}
	m.Diagnosis = orNone(hostDiagnosis(apex, found))
}

// setUnanswered is the result when there is no zone, or no server responds.
func (m *dnsHostModel) setUnanswered(reason string) {
	m.Nameservers = []string{}
	m.Diagnosis = []string{reason}
}

func hostDiagnosis(zone string, found dnshost.Finding) []string {
	strangers := strings.Join(found.Strangers, ", ")
	var lines []string
	switch {
	case len(found.Hosts) == 0 && len(found.Strangers) == 0:
		return []string{fmt.Sprintf("The zone %s names no name servers, so its host cannot be recognized.", zone)}
	case len(found.Hosts) == 0:
		return []string{fmt.Sprintf("The name servers of %s (%s) belong to no DNS host that the provider knows. Publish the record wherever this zone is edited.", zone, strangers)}
	case len(found.Hosts) > 1:
		lines = append(lines, fmt.Sprintf("The zone %s is served by several hosts (%s). Publish the record at the one where the zone is edited, or at each of them if none copies from another.", zone, hostNames(found.Hosts)))
	}
	if len(found.Strangers) > 0 {
		lines = append(lines, fmt.Sprintf("Other name servers of %s (%s) belong to no DNS host that the provider knows. If %s only copies the zone from them, publish the record there.", zone, strangers, hostNames(found.Hosts)))
	}
	for _, host := range found.Hosts {
		if host.Resource == "" {
			lines = append(lines, fmt.Sprintf("No Terraform provider is known that publishes records at %s. Publish the record by hand.", host.Name))
		}
		if host.Note != "" {
			lines = append(lines, host.Note)
		}
	}
	return lines
}

func hostNames(hosts []dnshost.Host) string {
	names := make([]string, 0, len(hosts))
	for _, host := range hosts {
		names = append(names, host.Name)
	}
	return strings.Join(names, ", ")
}
