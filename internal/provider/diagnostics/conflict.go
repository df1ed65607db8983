// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
)

// objectOf is what a resource of this type manages.
func objectOf(kind string) string {
	if kind == runledger.KindClaim {
		return "claim"
	}
	return "domain"
}

// movedBlock follows a colon and declares a rename; removedBlock removes a resource
// from state.
func movedBlock(kind string) string {
	return fmt.Sprintf("\n\n  moved {\n    from = %[1]s.OLD_NAME\n    to   = %[1]s.NEW_NAME\n  }", kind)
}

func removedBlock(kind string) string {
	return fmt.Sprintf("\n\n  removed {\n    from = %s.OLD_NAME\n    lifecycle {\n      destroy = false\n    }\n  }\n\n"+
		"The block takes no key: remove one instance of for_each or count by \"terraform state rm\" instead.", kind)
}

const movedAddresses = "Use the full addresses, with module and instance key, in place of OLD_NAME and NEW_NAME: Terraform shows one of them with this message, " +
	"\"terraform state list\" shows those in state. Where indexes of count have shifted, the new address is taken: use for_each with the domains as keys in place of count, " +
	"and move each index to its key."

// PlanConflict is for two resources with one ID in one plan.
func PlanConflict(conflict runledger.Conflict, kind, id string) diag.Diagnostics {
	switch conflict {
	case runledger.DestroyedElsewhere, runledger.CreatedElsewhere, runledger.KeptElsewhere:
		return diag.Diagnostics{documented.Error(summaryRenamed, displaytext.JoinParagraphs(
			fmt.Sprintf("This plan would destroy a %s at one address and have one with the same ID at another address. "+
				"Destroying the first releases the %s that the second needs.", kind, objectOf(kind)),
			"ID: "+id,
			"If the resource was renamed, moved into a module, or has another for_each key or count index, add a moved block:"+movedBlock(kind), movedAddresses,
			fmt.Sprintf("If the %s is managed by two resources, remove one of them from state without releasing anything:", objectOf(kind))+removedBlock(kind),
			"If the plan names a deposed object, which an interrupted apply with create_before_destroy leaves, remove the address from state and import it:"+
				fmt.Sprintf("\n\n  terraform state rm ADDRESS\n  terraform import ADDRESS %s", id)))}
	}
	return nil
}

// ChangeLeft is for arguments that turn out to differ and were not known when this
// was planned.
func ChangeLeft(kind string, kept, configured types.String) diag.Diagnostic {
	was := ""
	if !configured.IsUnknown() && !configured.IsNull() {
		was = "\nConfigured now: " + configured.ValueString()
	}
	return documented.Warning(summaryChangeLeft, displaytext.JoinParagraphs(
		fmt.Sprintf("The arguments of this %s refer to another object than the one in state, which was not known when this run was planned. "+
			"This run keeps the object and only makes changes in place. The next plan shows the replacement.", kind),
		"ID in state: "+kept.ValueString()+was,
		"Run terraform plan again after this run, without -refresh=false: with it, the plan shows the replacement only if nothing else of the resource changes."))
}

// ManagedTwice is for two resources of one configuration with one object.
func ManagedTwice(kind, id string) diag.Diagnostic {
	return documented.Error(summaryManagedTwice, displaytext.JoinParagraphs(
		fmt.Sprintf("Another %s of this configuration has the same %s.", kind, objectOf(kind)),
		"ID: "+id,
		"Remove one of the two resources from the configuration."))
}

// NotReleased is for a destroy that leaves the object to another resource.
func NotReleased(kind, id string) diag.Diagnostic {
	return documented.Warning(summaryNotReleased, displaytext.JoinParagraphs(
		fmt.Sprintf("Another %s with the same ID manages this %s in this run. The destroyed resource was removed from state only; nothing was released.", kind, objectOf(kind)),
		"ID: "+id,
		"If the resource was renamed, use a moved block the next time:"+movedBlock(kind)))
}
