// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const waitLogMessage = "waiting until the domain is verified"

// causePrefix begins the text of a finding.
const causePrefix = "Cause ("

func findingsText(findings []dnscheck.Finding) string {
	var lines []string
	for _, finding := range findings {
		lines = append(lines, findingText(finding))
	}
	return strings.Join(lines, "\n")
}

func findingText(finding dnscheck.Finding) string {
	return fmt.Sprintf("%s%s): %s %s", causePrefix, finding.Code, displaytext.Sentence(finding.Sentence), displaytext.Sentence(finding.Fix))
}

// causeFirst puts causes before what they were found in.
func causeFirst(causes, seen string) string {
	if causes == "" {
		return seen
	}
	return displaytext.JoinLines(causes, lastSeen(seen))
}

func lastSeen(seen string) string {
	if seen == "" || strings.HasPrefix(seen, causePrefix) {
		return seen
	}
	return "Last seen:\n" + seen
}

func confirmedLater(record service.Record, pause time.Duration) string {
	return fmt.Sprintf("The %s record at %s is published. It was missing before, so it is looked for once more in %s: servers behind one address may differ.", record.Type, record.Name, pause)
}

func awaitedText(publication service.Publication) string {
	if record := publication.Record; record != nil {
		return fmt.Sprintf("%s record at %s, then the service", record.Type, record.Name)
	}
	if file := publication.HTTPFile; file != nil {
		return fmt.Sprintf("file at %s, then the service", file.URL)
	}
	return "the service"
}

// recordIncorrect ends a wait that nothing but somebody's hand can end well.
func recordIncorrect(id service.DomainID, mistake *mistakeError, expected string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryRecordIncorrect, displaytext.JoinParagraphs(
		fmt.Sprintf("The domain %s cannot be verified, because its record is published wrongly. The wait was ended, since waiting does not mend it. No verify call was made.", id.Domain),
		findingText(mistake.finding), findingsText(mistake.others),
		objectLines(id), expected, lastSeen(mistake.seen), "Nothing is lost: correct the record and apply again."))
}

// waitStopped says why first, and shows the expected value once.
func waitStopped(id service.DomainID, stop *poll.StoppedError, expected string) diag.Diagnostic {
	summary := summaryTimedOut
	waited := stop.Waited.Round(time.Second)
	lead := fmt.Sprintf("The domain %s was not verified within %s.", id.Domain, waited)
	advice := "Nothing is lost: correct what is named above and apply again, which begins a new wait. If what you published merely takes long to show, raise the timeout of this operation in timeouts."
	if errors.Is(stop, context.Canceled) {
		summary = summaryInterrupted
		lead = fmt.Sprintf("The wait for the verification of %s was interrupted after %s.", id.Domain, waited)
		advice = "Nothing is lost: apply again, which begins a new wait."
	}
	return diag.NewErrorDiagnostic(summary, displaytext.JoinParagraphs(lead, lastSeen(stop.LastReason), objectLines(id), expected, advice))
}
