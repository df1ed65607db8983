// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"fmt"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// causePrefix begins the text of a finding.
const causePrefix = "Cause ("

// FindingsText is one line for each finding.
func FindingsText(findings []dnscheck.Finding) string {
	var lines []string
	for _, finding := range findings {
		lines = append(lines, FindingText(finding))
	}
	return strings.Join(lines, "\n")
}

// FindingText is the code of a cause, the cause, and what to do about it.
func FindingText(finding dnscheck.Finding) string {
	return fmt.Sprintf("%s%s): %s %s", causePrefix, finding.Code, displaytext.Sentence(finding.Sentence), displaytext.Sentence(finding.Fix))
}

// causeFirst puts causes before what they were found in.
func causeFirst(causes, seen string) string {
	if causes == "" {
		return seen
	}
	return displaytext.JoinLines(causes, LastSeen(seen))
}

// LastSeen puts a heading over what was seen, unless it begins with a cause.
func LastSeen(seen string) string {
	if seen == "" || strings.HasPrefix(seen, causePrefix) {
		return seen
	}
	return "Last seen:\n" + seen
}

// DescribeState describes a state that is not the expected one.
func DescribeState(domain service.Domain) string {
	text := map[service.State]string{
		service.StateUnknown:    "the service does not show the state of the domain",
		service.StateAbsent:     "the organization no longer has the domain",
		service.StateUnverified: "the domain is not among the verified domains of the organization",
		service.StatePending:    "the service shows the domain as pending, not verified",
		service.StateFailed:     "the service shows the verification as failed",
		service.StateVerified:   "the service shows the domain as verified",
		service.StateClaimed:    "the service shows the domain as verified and claimed by the organization",
		service.StateReleasing:  "the service has accepted the release of the domain and works on it",
	}[domain.State]
	if domain.Reason != "" {
		text += " (" + displaytext.Short(domain.Reason) + ")"
	}
	return text
}

// ResponseLines is the service's response, one labelled line for each part that
// there is.
func ResponseLines(err *service.Error) string {
	var lines []string
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, label+": "+displaytext.Short(value))
		}
	}
	if err.Response.Status != 0 {
		add("Status", fmt.Sprint(err.Response.Status))
	}
	add("Code", err.Response.Code)
	if err.Response.Message != "" {
		lines = append(lines, `Message: "`+displaytext.Short(err.Response.Message)+`"`)
	}
	add("Request ID", err.Response.RequestID)
	if err.RetryAfter > 0 && err.Class == service.Throttled {
		add("Retry after", err.RetryAfter.Round(time.Second).String())
	}
	return strings.Join(lines, "\n")
}
