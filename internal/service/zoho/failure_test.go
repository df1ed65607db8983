// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"errors"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Terraform works on ten resources at once, and one reading fails for all of
// them.
func TestErrorOfAReadingThatSeveralShareIsNotChangedByWhatOneAddsToIt(t *testing.T) {
	t.Parallel()
	shared := &service.Error{Class: service.Throttled, Operation: "list the domains", Advice: "Wait."}
	worded, ok := errors.AsType[*service.Error]((&organization{}).failure(t.Context(), "add the domain acme.test", shared))
	if !ok || worded.Class != service.Throttled || worded.Operation != "list the domains" {
		t.Fatalf("got %+v", worded)
	}
	worded.Advice = "Import acme.test."
	if shared.Advice != "Wait." {
		t.Errorf("the others read %q", shared.Advice)
	}
}
