// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const summaryLockoutSkipped = "Lockout Guard Skipped"

// lockoutGuardSkipped is said where the configuration insists on a release.
func lockoutGuardSkipped(id service.DomainID, blocked *service.Error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryLockoutSkipped, joinParagraphs(
		"The domain is released because skip_lockout_guard_on_release is set. What the lockout guard had against it:",
		sentence(displaytext.Escape(strings.TrimSuffix(blocked.Reason, ". No request was made"))), objectLines(id)))
}

func lockoutGuardUnsupported(name string) string {
	return fmt.Sprintf("The service %s locks no administrators out, so there is no lockout guard to skip. Remove skip_lockout_guard_on_release.", name)
}
