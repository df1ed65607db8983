// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestBlockersAreListedWithTheirCount(t *testing.T) {
	t.Parallel()
	var users []service.Blocker
	for n := range 14 {
		users = append(users, service.Blocker{Kind: "user", Name: fmt.Sprintf("u%d@acme.test", n)})
	}
	for want, err := range map[string]service.Error{
		"In the way (2):\n  user u0@acme.test\n  user u1@acme.test\n\n":                               {Blockers: users[:2]},
		"In the way (14):\n  user u0@acme.test\n  user u1@acme.test\n  and 12 more\n\n":               {Blockers: users[:2], BlockerCount: 14},
		"  user u9@acme.test\n  and 4 more\n\n":                                                       {Blockers: users},
		"In the way (3):\n\n":                                                                         {BlockerCount: 3},
		"In the way (1):\n  group \\u{001B}[2J\\u{000A}Error: all is lost\n\n":                        {Blockers: []service.Blocker{{Kind: "group", Name: "\x1b[2J\nError: all is lost"}}},
		"Could not release the domain acme.test: users are in the way.\n\nService: fourth\nOrganizat": {},
	} {
		err.Class, err.Operation, err.Reason = service.Blocked, "release the domain acme.test", "users are in the way"
		if shown := ReleaseError(acmeTest, &err).Detail(); !strings.Contains(shown, want) {
			t.Errorf("want %q in\n%s", want, shown)
		}
	}
}

var acmeTest = service.DomainID{Service: "fourth", OrganizationID: "acme", Domain: "acme.test"}

func TestEndOfAWaitForAReleaseSaysWhatIsUnderWayAndHowItGoesOn(t *testing.T) {
	t.Parallel()
	last := &service.Error{Class: service.UnderWay, Reason: "14 objects are renamed", Response: service.Response{Status: 200, RequestID: "r1"}}
	for cause, summary := range map[error]string{context.DeadlineExceeded: summaryTimedOut, context.Canceled: summaryInterrupted} {
		got := ReleaseError(acmeTest, &verification.ReleaseStoppedError{
			StoppedError: &poll.StoppedError{Waited: 5 * time.Minute, LastReason: "14 objects are renamed.", Cause: cause}, Last: last,
		})
		for _, want := range []string{"accepted the release of acme.test", "5m0s", "14 objects are renamed.", "Request ID: r1", "the next destroy resumes the wait"} {
			if got.Severity() != diag.SeverityError || got.Summary() != summary || strings.Count(got.Detail(), want) != 1 {
				t.Errorf("want %q once in %s\n%s", want, got.Summary(), got.Detail())
			}
		}
	}
}

// A destroy that stopped has released other domains, which a full apply adds again.
func TestAdviceToChangeADomainThatIsBeingDestroyedAppliesItAlone(t *testing.T) {
	t.Parallel()
	stopped := &poll.StoppedError{Waited: time.Minute, Cause: context.DeadlineExceeded}
	for name, err := range map[string]error{
		"a release that takes long": &verification.ReleaseStoppedError{StoppedError: stopped, Last: &service.Error{Class: service.UnderWay}},
		"a record that is seen":     &verification.ReleaseStoppedError{StoppedError: stopped, Last: &service.Error{Class: service.NotYet}},
		"a record that stands":      &verification.RecordServedError{StoppedError: stopped, Records: []service.Record{{Name: "acme.test", Type: "TXT"}}},
	} {
		if shown := ReleaseError(acmeTest, err).Detail(); !strings.Contains(shown, "-target for this one resource") {
			t.Errorf("%s: want how it is applied alone in\n%s", name, shown)
		}
	}
}
