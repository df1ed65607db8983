// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
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

// LookupInterrupted is for a data source that was interrupted while it queried the DNS.
func LookupInterrupted(err error) diag.Diagnostic {
	return documented.Error(summaryInterrupted, displaytext.Sentence(err.Error()))
}
