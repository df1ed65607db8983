// SPDX-License-Identifier: MPL-2.0

package documented_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

func TestLastLineNamesTheSectionOfTheCauseOrClassOrSummary(t *testing.T) {
	t.Parallel()
	at := path.Root("token")
	ending := func(section string) string {
		return "\n\nDocumentation: docs/guides/when-a-verification-fails#" + section
	}
	for section, c := range map[string]struct {
		detail    string
		got, want func(detail string) diag.Diagnostic
	}{
		"wait_timed_out": {
			"Nothing.",
			func(detail string) diag.Diagnostic { return documented.Error("Wait Timed Out", detail) },
			func(detail string) diag.Diagnostic { return diag.NewErrorDiagnostic("Wait Timed Out", detail) },
		},
		"cut_off": { // the first cause, and no text that only looks like one
			"Value: Cause (near_miss): no.\nCause (cut_off): The value is cut off.\nCause (older_token): There is another.",
			func(detail string) diag.Diagnostic { return documented.Error("Wait Timed Out", detail) },
			func(detail string) diag.Diagnostic { return diag.NewErrorDiagnostic("Wait Timed Out", detail) },
		},
		"held_elsewhere": {
			"Another has it.",
			func(detail string) diag.Diagnostic {
				return documented.ErrorOfClass("held elsewhere", "Cannot Verify Domain", detail)
			},
			func(detail string) diag.Diagnostic { return diag.NewErrorDiagnostic("Cannot Verify Domain", detail) },
		},
		"claim_is_gone": {
			"Gone.",
			func(detail string) diag.Diagnostic { return documented.Warning("Claim Is Gone", detail) },
			func(detail string) diag.Diagnostic { return diag.NewWarningDiagnostic("Claim Is Gone", detail) },
		},
		"empty_value": {
			"Empty.",
			func(detail string) diag.Diagnostic { return documented.AttributeError(at, "Empty Value", detail) },
			func(detail string) diag.Diagnostic {
				return diag.NewAttributeErrorDiagnostic(at, "Empty Value", detail)
			},
		},
	} {
		if got, want := c.got(c.detail), c.want(c.detail+ending(section)); !got.Equal(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
