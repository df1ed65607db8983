// SPDX-License-Identifier: MPL-2.0

package documented

import (
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// guide is the page as it is named in the repository and at the end of its address in a
// registry.
const guide = "docs/guides/when-a-verification-fails"

// Error is an error with a stable summary.
func Error(summary, detail string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summary, withSection(Code(summary), detail))
}

// Warning is Error for a warning.
func Warning(summary, detail string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summary, withSection(Code(summary), detail))
}

// AttributeError is Error for one argument of the configuration.
func AttributeError(at path.Path, summary, detail string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, summary, withSection(Code(summary), detail))
}

// ErrorOfClass is Error where the class of the service's error says more than the summary,
// which names what was attempted.
func ErrorOfClass(class, summary, detail string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summary, withSection(Code(class), detail))
}

// Code is the anchor of the section about a summary or a class: "Wait Timed Out" has
// wait_timed_out. Causes are codes already.
func Code(summary string) string {
	return strings.ReplaceAll(strings.ToLower(summary), " ", "_")
}

// cause is how package verification begins the line of a cause.
var cause = regexp.MustCompile(`(?m)^Cause \(([a-z_]+)\): `)

func withSection(code, detail string) string {
	if found := cause.FindStringSubmatch(detail); found != nil {
		code = found[1]
	}
	return strings.TrimRight(detail, "\n") + "\n\nDocumentation: " + guide + "#" + code
}
