// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// ReleaseError is for every end of a release that failed.
func ReleaseError(id service.DomainID, err error) diag.Diagnostic {
	if served, ok := errors.AsType[*verification.RecordServedError](err); ok {
		return recordServed(id, served)
	}
	stopped, ok := errors.AsType[*verification.ReleaseStoppedError](err)
	switch {
	case !ok:
		return ServiceError(CannotRelease, id, err)
	case stopped.Last.Class == service.NotYet:
		return recordStillSeen(id, stopped)
	}
	summary, waited := summaryTimedOut, stopped.Waited.Round(time.Second)
	lead := fmt.Sprintf("The service %s has accepted the release of %s, and had not finished it after %s.", id.Service, id.Domain, waited)
	advice := "The domain stays in state, and the next destroy resumes the wait; it begins no second release. If the service needs more time, raise delete in timeouts, " + service.AdviceApplyAlone + "."
	if errors.Is(stopped, context.Canceled) {
		summary = summaryInterrupted
		lead = fmt.Sprintf("The service %s has accepted the release of %s, and the wait for its end was interrupted after %s.", id.Service, id.Domain, waited)
		advice = "The domain stays in state, and the next destroy resumes the wait; it begins no second release."
	}
	return documented.Error(summary, displaytext.JoinParagraphs(
		lead, underWay(stopped), displaytext.JoinLines(objectLines(id), verification.ResponseLines(stopped.Last)), advice))
}

// underWay is what the service works on, and why that was not seen at last.
func underWay(stopped *verification.ReleaseStoppedError) string {
	reason := displaytext.Sentence(displaytext.Escape(stopped.Last.Reason))
	if last := displaytext.Lines(stopped.LastReason); last != reason {
		return displaytext.JoinLines(reason, verification.LastSeen(last))
	}
	return reason
}

// beingReleased is for a refresh that finds the domain under a release.
func beingReleased(id service.DomainID, domain service.Domain) diag.Diagnostic {
	return documented.Warning(summaryReleasing, displaytext.JoinParagraphs(
		fmt.Sprintf("The service %s has accepted the release of %s and works on it. What Terraform manages of it stays in state until the domain is gone.", id.Service, id.Domain),
		displaytext.Lines(domain.Notice), objectLines(id),
		"A destroy of the domain waits for the end of that release and begins no second one. To keep the domain, apply again once it is gone, which adds it anew."))
}

// StillReleasing is for a domain that is to be added while an earlier release of it is
// under way.
func StillReleasing(id service.DomainID) diag.Diagnostic {
	return documented.Error(CannotAdd, displaytext.JoinParagraphs(
		fmt.Sprintf("The domain %s was not added, because the organization still has it: %s", id.Domain, displaytext.Sentence(verification.DescribeState(service.Domain{State: service.StateReleasing}))),
		objectLines(id), "Wait until it is gone, then apply again."))
}

// mostBlockers is how many of what stands in the way a message names.
const mostBlockers = 10

// blockersText lists what stands in the way, by kind and name.
func blockersText(err *service.Error) string {
	count := max(err.BlockerCount, len(err.Blockers))
	if count == 0 {
		return ""
	}
	listed := err.Blockers[:min(len(err.Blockers), mostBlockers)]
	lines := []string{fmt.Sprintf("In the way (%d):", count)}
	for _, blocker := range listed {
		lines = append(lines, "  "+strings.TrimSpace(displaytext.Short(blocker.Kind)+" "+displaytext.Short(blocker.Name)))
	}
	if more := count - len(listed); more > 0 && len(listed) > 0 {
		lines = append(lines, fmt.Sprintf("  and %d more", more))
	}
	return strings.Join(lines, "\n")
}
