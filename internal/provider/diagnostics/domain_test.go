// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestDomainAlreadyExistsNamesTheRenameFirstAndAdoptionLast(t *testing.T) {
	id := service.DomainID{Service: "webex", OrganizationID: "org", Domain: "acme.test"}
	detail := DomainExists(id, "the organization has it").Detail()
	last := -1
	for _, part := range []string{"moved {", "terraform import ADDRESS webex/org/acme.test", "adopt_existing"} {
		at := strings.Index(detail, part)
		if at <= last {
			t.Errorf("%q is at %d, want it behind %d in:\n%s", part, at, last, detail)
		}
		last = at
	}
}
