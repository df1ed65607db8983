// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// mostNamed is how many domains a message names.
const mostNamed = 10

// guardError is for a step that a lockout guard did not allow.
func guardError(summary, attempt string, id service.DomainID, err error) diag.Diagnostic {
	var lockout *verification.LockoutError
	var stopped *verification.GuardStoppedError
	switch {
	case errors.As(err, &lockout):
		return ServiceError(summaryLockout, id, lockout.Blocked)
	case errors.As(err, &stopped):
		seen := displaytext.Sentence(displaytext.Escape(stopped.LastReason))
		if errors.Is(err, context.DeadlineExceeded) {
			return timeoutError(summary, id, attempt, seen, adviceContinue)
		}
		return interruptedError(id, attempt, seen, adviceContinue)
	}
	return ServiceError(summary, id, err)
}

// GuardOfRelease reports what the lockout guard decided about a release. The
// configuration may override it (insists).
func GuardOfRelease(id service.DomainID, passed verification.GuardResult, err error, insists bool) (diags diag.Diagnostics) {
	if passed.Notice != "" {
		diags.Append(LockoutNotice(passed.Notice))
	}
	lockout, blocked := errors.AsType[*verification.LockoutError](err)
	switch {
	case blocked && insists:
		diags.Append(lockoutGuardSkipped(id, lockout.Blocked))
	case err != nil:
		diags.Append(guardError(CannotRelease, "wait until the administrators' own domain can be released", id, err))
	}
	return diags
}

// LockoutNotice is the notice of a guard that allows a step.
func LockoutNotice(notice string) diag.Diagnostic {
	return documented.Warning(summaryLockoutUnknown, displaytext.Lines(notice))
}

// lockoutGuardSkipped is for a release that the configuration insists on.
func lockoutGuardSkipped(id service.DomainID, blocked *service.Error) diag.Diagnostic {
	return documented.Warning(summaryLockoutSkipped, displaytext.JoinParagraphs(
		"The domain is released because skip_lockout_guard_on_release is set. The lockout guard would have refused it:",
		guardReason(blocked), objectLines(id)))
}

// guardReason is the reason of a guard where a request was made nevertheless, or
// where none could have been.
func guardReason(blocked *service.Error) string {
	return displaytext.Sentence(displaytext.Escape(strings.TrimSuffix(blocked.Reason, ". No request was made")))
}

// ReleaseRefused is for a plan whose apply would refuse the release.
func ReleaseRefused(id service.DomainID, kept []string) diag.Diagnostic {
	return documented.Error(summaryLockout, displaytext.JoinParagraphs(
		fmt.Sprintf("This plan releases the administrators' own domain %s and keeps other domains of the organization that are verified: %s. "+
			"The administrators' domain has to be the last one; releasing it before the others can lock the administrators out of the organization.", id.Domain, namedDomains(kept)),
		objectLines(id),
		fmt.Sprintf("Keep the domainverify_organization_domain of %s, or release the others in the same plan. "+
			"If the administrators now use another domain, use a token whose owner has an address there, and correct admin_domain. "+
			"To release it anyway, set skip_lockout_guard_on_release = true on its resource and apply that first.", id.Domain),
		"A terraform destroy that should destroy the others as well shows this if the resource is missing from the configuration: put it back, or add -refresh=false."))
}

// ReleaseForeseen is for a plan whose apply may refuse the release, or would if the
// configuration did not insist on it.
func ReleaseForeseen(id service.DomainID, others []string, insists bool) diag.Diagnostics {
	if len(others) == 0 {
		return nil
	}
	lead := fmt.Sprintf("This plan releases the administrators' own domain %s, which has to be the last verified domain of the organization. "+
		"These domains are verified as well, and nothing that has been planned so far destroys them: %s.", id.Domain, namedDomains(others))
	if insists {
		return diag.Diagnostics{documented.Warning(summaryLockoutSkipped, displaytext.JoinParagraphs(lead, objectLines(id),
			"The domain will be released anyway, because skip_lockout_guard_on_release is set. If verified domains are enforced in this organization, that locks the administrators out."))}
	}
	return diag.Diagnostics{documented.Warning(summaryLockoutUnknown, displaytext.JoinParagraphs(lead, objectLines(id),
		"Look for them among the resources that this plan destroys. If all of them are there, the release waits for them, and nothing has to be done. "+
			"If one stays, applying this plan destroys other resources and then stops at this domain with an error: do not apply it, "+
			"and leave the resource of this domain out of what is destroyed."))}
}

// ReleaseUncertain is for a plan that does not show whether the apply will allow the
// release.
func ReleaseUncertain(id service.DomainID, blocked *service.Error, insists bool) diag.Diagnostic {
	if insists {
		return documented.Warning(summaryLockoutSkipped, displaytext.JoinParagraphs(
			"The domain will be released because skip_lockout_guard_on_release is set. The lockout guard would refuse it:", guardReason(blocked), objectLines(id)))
	}
	return documented.Warning(summaryLockoutUnknown, displaytext.JoinParagraphs(
		"Applying this plan stops at this domain with an error, unless what the same apply releases before it clears the way. "+guardReason(blocked),
		objectLines(id), blocked.Advice))
}

func namedDomains(domains []string) string {
	if more := len(domains) - mostNamed; more > 0 {
		return fmt.Sprintf("%s, and %d more", strings.Join(domains[:mostNamed], ", "), more)
	}
	return strings.Join(domains, ", ")
}
