// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnshost"
)

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

// setUnanswered is the answer when there is no zone, or nobody to ask.
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
		return []string{fmt.Sprintf("The name servers of %s (%s) belong to no DNS host that is known here. Publish the record wherever this zone is edited.", zone, strangers)}
	case len(found.Hosts) > 1:
		lines = append(lines, fmt.Sprintf("The zone %s is served by several hosts (%s). Publish the record at the one where the zone is edited, or at each of them if none copies from another.", zone, hostNames(found.Hosts)))
	}
	if len(found.Strangers) > 0 {
		lines = append(lines, fmt.Sprintf("Other name servers of %s (%s) belong to no DNS host that is known here. If %s only copies the zone from them, publish the record there.", zone, strangers, hostNames(found.Hosts)))
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
