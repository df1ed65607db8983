// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestListThatMayBeIncompleteCarriesTheServicesNotice(t *testing.T) {
	t.Parallel()
	for summary, snapshot := range map[string]service.Snapshot{
		"":                   {Known: true, Complete: true},
		summaryServiceNotice: {Known: true, Notice: "The answer is odd."},
		summaryDriftUnseen:   {Notice: "Nothing is shown."},
	} {
		diags := ListNotice("zoho", "", snapshot)
		if summary == "" && len(diags) == 0 {
			continue
		}
		if len(diags) != 1 || diags[0].Summary() != summary || diags.HasError() {
			t.Errorf("%q: %v", summary, diags)
		}
	}
}
