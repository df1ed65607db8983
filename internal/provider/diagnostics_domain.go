// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func domainExists(id service.DomainID, reason string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryDomainExists, displaytext.JoinParagraphs(
		displaytext.Sentence(fmt.Sprintf("the domain %s was not added, because %s", id.Domain, reason)),
		objectLines(id),
		"If a resource of this configuration managed it under another address, say that it moved, and nothing is released:"+movedBlock(kindDomain),
		"The plan shows the old address among what it destroys, and terraform state list shows all addresses. "+
			"If no resource of any Terraform configuration manages the domain, import it:"+fmt.Sprintf("\n\n  terraform import ADDRESS %s", id),
		"If the domain was to be replaced while it or what depends on it has create_before_destroy, nothing was released: replace it without create_before_destroy, or with adopt_existing = true.",
		"Only where an import is not possible, set adopt_existing = true. While another resource manages the domain, destroying that one would release it."))
}

func goneWarning(summary, what string, id service.DomainID, seen string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summary, displaytext.JoinParagraphs(
		fmt.Sprintf("%s %s is removed from state: %s The plan shows what brings it back.", what, id.Domain, displaytext.Sentence(seen)), objectLines(id)))
}

func deletionPrevented(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryDeletionPrevented, fmt.Sprintf(
		"The organization domain %s has deletion_policy = %q, so it is neither destroyed nor replaced. "+
			"To allow it, set deletion_policy to %q or %q and apply that first.", id, deletionPrevent, deletionRelease, deletionAbandon))
}

func stateNotConfirmed(id service.DomainID, state string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryStateNotConfirmed, displaytext.JoinParagraphs(
		fmt.Sprintf("The service %s does not show which domains the organization has, so %s was imported as %s without confirmation from the service. Compare it with the service's console.", id.Service, id.Domain, state), objectLines(id)))
}

// pendingAdopted is said where Create takes over what an earlier run most
// likely began.
func pendingAdopted(id service.DomainID) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryPendingAdopted, displaytext.JoinParagraphs(
		"The organization already had this domain, not verified yet. Most likely an earlier run was cut off after it had added the domain. It is managed by this configuration from now on.",
		objectLines(id),
		"If another configuration manages the domain as well, remove it from one of the two: destroying either releases it."))
}

// pendingExists is pendingAdopted at plan.
func pendingExists(id service.DomainID) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryPendingExists, displaytext.JoinParagraphs(
		"The organization already has this domain, not verified yet. Most likely an earlier run was cut off after it had added the domain. Applying this plan adopts it.",
		objectLines(id),
		"If another configuration manages the domain as well, remove it from one of the two: destroying either releases it."))
}
