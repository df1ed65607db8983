// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
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

func TestEachStateIsDescribedInTheErrorsThatShowIt(t *testing.T) {
	t.Parallel()
	for _, state := range []service.State{
		service.StateUnknown, service.StateAbsent, service.StateUnverified, service.StatePending,
		service.StateFailed, service.StateVerified, service.StateClaimed, service.StateReleasing,
	} {
		found := verification.DescribeState(service.Domain{State: state})
		gone := Gone(ClaimIsGone, "The claim on", service.DomainID{Domain: "acme.test"}, service.Domain{State: state}).Detail()
		if found == "" || !strings.Contains(gone, found[1:]) {
			t.Errorf("%s: %q in %q", state, found, gone)
		}
	}
}

// Whoever follows it to the letter must not lose the domain.
func TestAdviceThatGivesADomainUpSaysSo(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "webex", OrganizationID: "org", Domain: "acme.test"}
	for name, detail := range map[string]string{
		"adopted":              PendingAdopted(id).Detail(),
		"to be adopted":        PendingExists(id).Detail(),
		"token that is hidden": ReplacementLosesToken(id, true).Detail(),
	} {
		safe, gives := strings.Contains(detail, "terraform state rm"), strings.Contains(detail, "which releases it first")
		if !safe && !gives {
			t.Errorf("%s: %s", name, detail)
		}
	}
}
