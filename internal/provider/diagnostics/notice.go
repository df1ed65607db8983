// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// DomainNotice is what the operator should know about a domain that was read.
func DomainNotice(id service.DomainID, domain service.Domain) (diags diag.Diagnostics) {
	switch {
	case domain.State == service.StateReleasing:
		diags.Append(beingReleased(id, domain))
	case domain.Notice == "":
	case domain.State == service.StateUnknown:
		diags.Append(documented.Warning(summaryDriftUnseen, displaytext.Lines(domain.Notice)))
	default:
		diags.Append(documented.Warning(summaryServiceNotice, displaytext.Lines(domain.Notice)))
	}
	return diags
}

// ListNotice is what the operator should know about a list of domains. The advice is
// that of the service's capabilities.
func ListNotice(name, advice string, snapshot service.Snapshot) (diags diag.Diagnostics) {
	switch {
	case !snapshot.Known:
		diags.Append(documented.Warning(summaryDriftUnseen, displaytext.JoinParagraphs(listNotShown(name, advice), snapshot.Notice)))
	case snapshot.Notice != "":
		diags.Append(documented.Warning(summaryServiceNotice, displaytext.Lines(snapshot.Notice)))
	}
	return diags
}

// ListIncomplete is for a list of domains in all states, of which the service does not
// show all.
func ListIncomplete(organization service.DomainID) diag.Diagnostic {
	return documented.Warning(summaryListIncomplete, fmt.Sprintf(
		"The service %s shows only the verified domains of the organization %s. Those that are not verified yet are missing from the list.", organization.Service, organization.OrganizationID))
}

// ListCutOff is for a list that has more results than Terraform asked for.
func ListCutOff(limit int64, left int) diag.Diagnostic {
	return documented.Warning(summaryListIncomplete, fmt.Sprintf(
		"The list ends at its limit of %d, and up to %d more objects match. To list all of them, set limit = %d in the list block.", limit, left, limit+int64(left)))
}

func listNotShown(name, advice string) string {
	text := fmt.Sprintf("The service %s does not show the domains of this organization, so the list is empty although there may be some.", name)
	return strings.TrimSpace(text + " " + advice)
}
