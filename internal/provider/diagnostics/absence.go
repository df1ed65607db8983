// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

const (
	adviceRemoveRecord = "Remove the record, and nothing else at its name, then destroy again. A record that Terraform manages is destroyed before the domain where its value comes from the domainverify_verification_token. " +
		"A record set that keeps other values is changed only after the domain is destroyed. To change it first, put the domain back into the configuration, with create_before_destroy = true in the lifecycle of the domainverify_organization_domain and of its token, " +
		"apply that, and remove it again; if their blocks are removed and not only keys of for_each, apply the record set by itself, with -target."
	adviceAbandon = "If the record has to stay, leave the domain at the service: set deletion_policy = \"abandon\", " + service.AdviceApplyAlone + "."
)

// recordServed is for a release that waited in vain for a record to go.
func recordServed(id service.DomainID, served *verification.RecordServedError) diag.Diagnostic {
	summary, waited := summaryRecordServed, served.Waited.Round(time.Second)
	lead := fmt.Sprintf("The domain %s was not released within %s: a record that proves it is still published, and the service %s releases a domain only when that is gone. No release call was made.", id.Domain, waited, id.Service)
	switch {
	case errors.Is(served, context.Canceled):
		summary = summaryInterrupted
		lead = fmt.Sprintf("The wait until %s can be released was interrupted after %s. The service %s releases a domain only when what proves it is no longer published. No release call was made.", id.Domain, waited, id.Service)
	case len(served.Records) == 0:
		summary = summaryTimedOut
		lead = fmt.Sprintf("The domain %s was not released: within %s the name servers did not show that the records that prove it are gone, and the service %s releases a domain only then. No release call was made.", id.Domain, waited, id.Service)
	}
	return documented.Error(summary, displaytext.JoinParagraphs(
		lead, recordTexts("Still published", served.Records), verification.LastSeen(served.LastReason), objectLines(id), adviceRemoveRecord, adviceAbandon))
}

// recordStillSeen is for a release that the service refuses because it sees a record, which
// the name servers no longer have as far as that could be checked.
func recordStillSeen(id service.DomainID, stopped *verification.ReleaseStoppedError) diag.Diagnostic {
	summary, waited := summaryTimedOut, stopped.Waited.Round(time.Second)
	if errors.Is(stopped, context.Canceled) {
		summary = summaryInterrupted
	}
	lead := fmt.Sprintf("The domain %s was not released: after %s the service %s still sees a record that proves it.", id.Domain, waited, id.Service)
	advice := "No name server has the record any more. The service's resolvers may remember it for as long as its TTL was: destroy again later, or raise delete in timeouts, " + service.AdviceApplyAlone + "."
	if stopped.Unchecked != "" {
		advice = displaytext.JoinParagraphs("Whether the record is still published could not be checked:\n"+displaytext.Lines(stopped.Unchecked), adviceRemoveRecord)
	}
	return documented.Error(summary, displaytext.JoinParagraphs(
		lead, underWay(stopped), recordTexts("Has to be gone", stopped.Proofs),
		displaytext.JoinLines(objectLines(id), verification.ResponseLines(stopped.Last)), advice, adviceAbandon))
}

// recordTexts are records as people look for them in a zone.
func recordTexts(heading string, records []service.Record) string {
	var texts []string
	for _, record := range records {
		texts = append(texts, recordText(heading+":", record))
	}
	return displaytext.JoinLines(texts...)
}

// VerificationGone is Gone for a verification. Where the service looks at the record again
// (recordStays), that is what to check first.
func VerificationGone(id service.DomainID, domain service.Domain, recordStays bool) diag.Diagnostic {
	text, advice := goneText("The verification of", id, domain), ""
	if recordStays {
		advice = fmt.Sprintf("The record has to stay after the verification: the service %s looks at it again, and drops the verification when it is gone. Check whether the record is still published.", id.Service)
	}
	return documented.Warning(VerificationIsGone, displaytext.JoinParagraphs(text, advice))
}
