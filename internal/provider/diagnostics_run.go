// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	summaryRenamed        = "Resource Renamed Without Moved Block"
	summaryManagedTwice   = "Object Managed by Two Resources"
	summaryNotReleased    = "Object Not Released"
	summaryPendingAdopted = "Pending Domain Adopted"
	summaryPendingExists  = "Pending Domain Exists"
)

// objectOf says what a resource type stands for.
func objectOf(kind string) string {
	if kind == kindClaim {
		return "claim"
	}
	return "domain"
}

// movedBlock follows a colon and tells Terraform of a rename; removedBlock
// makes it forget a resource.
func movedBlock(kind string) string {
	return fmt.Sprintf("\n\n  moved {\n    from = %[1]s.OLD_NAME\n    to   = %[1]s.NEW_NAME\n  }", kind)
}

func removedBlock(kind string) string {
	return fmt.Sprintf("\n\n  removed {\n    from = %s.OLD_NAME\n    lifecycle {\n      destroy = false\n    }\n  }", kind)
}

const movedAddresses = "Use the full addresses, with module and instance key, in place of OLD_NAME and NEW_NAME: Terraform shows one of them with this message, " +
	"\"terraform state list\" shows those in state."

// planConflicts words what the ledger says of two resources with one ID.
func planConflicts(conflict planConflict, kind, id string) diag.Diagnostics {
	switch conflict {
	case destroyedElsewhere, createdElsewhere:
		return diag.Diagnostics{diag.NewErrorDiagnostic(summaryRenamed, joinParagraphs(
			fmt.Sprintf("This plan would destroy a %s at one address and have one with the same ID at another address. "+
				"Destroying the first releases the %s that the second needs.", kind, objectOf(kind)),
			"ID: "+id,
			"If the resource was renamed, moved into a module, or has another for_each key or count index, add a moved block:"+movedBlock(kind), movedAddresses,
			fmt.Sprintf("If the %s is managed by two resources, remove one of them from state without releasing anything:", objectOf(kind))+removedBlock(kind)))}
	}
	return nil
}

// tokenRenamed is said where the token that a rename forgets cannot be read again.
func tokenRenamed(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryRenamed, joinParagraphs(
		fmt.Sprintf("This plan would destroy a %[1]s at one address and create one with the same ID at another address. "+
			"The domain is verified, and the service does not show its token again: the token, and with it the record, would be lost.", kindToken),
		"ID: "+id,
		"If the resource was renamed, moved into a module, or has another for_each key or count index, add a moved block, "+
			"and one for the DNS record and the domainverify_verification if they were renamed, too:"+movedBlock(kindToken), movedAddresses,
		"If two resources manage the token, remove one of them from state:"+removedBlock(kindToken)))
}

// managedTwice is said where two resources of one configuration want one object.
func managedTwice(kind, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryManagedTwice, joinParagraphs(
		fmt.Sprintf("Another %s of this configuration creates the same %s in this run.", kind, objectOf(kind)),
		"ID: "+id,
		"Remove one of the two resources from the configuration."))
}

// notReleased is said where a destroy leaves the object to the other resource.
func notReleased(kind, id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryNotReleased, joinParagraphs(
		fmt.Sprintf("Another %s with the same ID manages this %s in this run. The destroyed resource was removed from state only; nothing was released.", kind, objectOf(kind)),
		"ID: "+id,
		"If the resource was renamed, use a moved block the next time:"+movedBlock(kind)))
}

// willNotBeReleased is notReleased at plan.
func willNotBeReleased(kind, id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryNotReleased, joinParagraphs(
		fmt.Sprintf("Another %s with the same ID stays in the configuration. Destroying this one removes it from state only; the %s is not released.", kind, objectOf(kind)),
		"ID: "+id))
}

// pendingAdopted is said where Create takes over what an earlier run most
// likely began.
func pendingAdopted(id service.DomainID) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryPendingAdopted, joinParagraphs(
		"The organization already had this domain, not verified yet. Most likely an earlier run was cut off after it had added the domain. It is managed by this configuration from now on.",
		objectLines(id),
		"If another configuration manages the domain as well, remove it from one of the two: destroying either releases it."))
}

// pendingExists is pendingAdopted at plan.
func pendingExists(id service.DomainID) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryPendingExists, joinParagraphs(
		"The organization already has this domain, not verified yet. Most likely an earlier run was cut off after it had added the domain. Applying this plan adopts it.",
		objectLines(id),
		"If another configuration manages the domain, do not apply this plan: destroying either resource releases the domain."))
}
