// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

// LookupFailed is for a data source that cannot query the DNS.
func LookupFailed(err error) diag.Diagnostic {
	return documented.Error(cannotLookUp, displaytext.Sentence(err.Error()))
}

// DNSModeOff is for a data source that needs the DNS and was given none.
func DNSModeOff() diag.Diagnostic {
	return documented.Error(cannotLookUp,
		"The provider's DNS mode is off, so name servers cannot be queried. Set dns.mode to authoritative or recursive, or leave out this data source.")
}

// LookupInterrupted is for a data source or a query that was interrupted while it tried to do
// something that changes nothing.
func LookupInterrupted(attempt string) diag.Diagnostic {
	return documented.Error(summaryInterrupted, fmt.Sprintf("Terraform was interrupted while it tried to %s. Nothing is lost: run it again.", attempt))
}
