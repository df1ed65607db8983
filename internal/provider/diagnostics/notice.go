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

func listNotShown(name, advice string) string {
	text := fmt.Sprintf("The service %s does not show the domains of this organization, so the list is empty although there may be some.", name)
	return strings.TrimSpace(text + " " + advice)
}
