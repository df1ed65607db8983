// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// DomainExists is for a domain that the organization has and that is not to be
// adopted. The reason follows the word because.
func DomainExists(id service.DomainID, reason string) diag.Diagnostic {
	return documented.Error(summaryDomainExists, displaytext.JoinParagraphs(
		displaytext.Sentence(fmt.Sprintf("the domain %s was not added, because %s", id.Domain, reason)),
		objectLines(id),
		"If a resource of this configuration managed it at another address, add a moved block; nothing is released then:"+movedBlock(runledger.KindDomain),
		"The plan shows the old address among what it destroys, and terraform state list shows all addresses. "+
			"If no resource of any Terraform configuration manages the domain, import it:"+fmt.Sprintf("\n\n  terraform import ADDRESS %s", id),
		"If the domain was to be replaced while it has deletion_policy = \"abandon\", or it or what depends on it has create_before_destroy, "+
			"nothing was released: replace it without that, or with adopt_existing = true.",
		"Only where an import is not possible, set adopt_existing = true. While another resource manages the domain, destroying that one would release it."))
}

// Gone is for an object in state that a refresh does not find.
func Gone(summary, what string, id service.DomainID, domain service.Domain) diag.Diagnostic {
	return documented.Warning(summary, goneText(what, id, domain))
}

func goneText(what string, id service.DomainID, domain service.Domain) string {
	found := verification.DescribeState(domain)
	if domain.State == service.StateVerified { // the claim is what is missing
		found += ", and not as claimed by the organization"
	}
	return displaytext.JoinParagraphs(
		fmt.Sprintf("%s %s is removed from state: %s The plan shows what brings it back.", what, id.Domain, displaytext.Sentence(found)), objectLines(id))
}

// DeletionPrevented is for deletion_policy = "prevent".
func DeletionPrevented(id string) diag.Diagnostic {
	return documented.Error(summaryDeletionPrevented, fmt.Sprintf(
		"The organization domain %s has deletion_policy = \"prevent\", so it is neither destroyed nor replaced. "+
			"To allow it, set deletion_policy to \"release\" or \"abandon\" and apply that first.", id))
}

// StateNotConfirmed is for an import at a service that shows no states.
func StateNotConfirmed(id service.DomainID, state string) diag.Diagnostic {
	return documented.Warning(summaryStateNotConfirmed, displaytext.JoinParagraphs(
		fmt.Sprintf("The service %s does not show which domains the organization has, so %s was imported as %s without confirmation from the service. Compare it with the service's console.", id.Service, id.Domain, state), objectLines(id)))
}

// managedElsewhere is advice: a block that is removed alone destroys, and so releases.
const managedElsewhere = "If another configuration manages the domain as well, take it out of the state of one of the two (terraform state rm ADDRESS) " +
	"before you remove its block there: destroying either releases it."

// PendingAdopted is for a domain that Create adopts because an earlier run most
// likely added it.
func PendingAdopted(id service.DomainID) diag.Diagnostic {
	return documented.Warning(summaryPendingAdopted, displaytext.JoinParagraphs(
		"The organization already had this domain, not verified yet. Most likely an earlier run was cut off after it had added the domain. It is managed by this configuration from now on.",
		objectLines(id),
		managedElsewhere))
}

// PendingExists is PendingAdopted at plan.
func PendingExists(id service.DomainID) diag.Diagnostic {
	return documented.Warning(summaryPendingExists, displaytext.JoinParagraphs(
		"The organization already has this domain, not verified yet. Most likely an earlier run was cut off after it had added the domain. Applying this plan adopts it.",
		objectLines(id),
		managedElsewhere))
}
