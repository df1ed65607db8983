// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// WithTokenAdvice adds what to do about a verified domain whose token is not found.
func WithTokenAdvice(err error) error {
	typed, ok := errors.AsType[*service.Error](err)
	if !ok || typed.Class != service.AlreadyVerified {
		return err
	}
	advised := *typed
	advised.Reason += "; nor could one token of this service be found in the DNS"
	advised.Advice = "A verified domain needs no token. Leave out the domainverify_verification_token, and the token of the domainverify_verification, " +
		"or publish the old record again if you still have it and its name follows from the domain."
	return &advised
}

// WithImportAdvice is WithTokenAdvice for an import, which renews nothing.
func WithImportAdvice(err error) error {
	typed, ok := errors.AsType[*service.Error](err)
	if !ok || typed.Class != service.Expired {
		return WithTokenAdvice(err)
	}
	advised := *typed
	advised.Advice = "An import renews no token. Create the domainverify_verification_token without an import: the apply gets a new token, with its record."
	return &advised
}

// TokenChanged is for a refresh that finds another token.
func TokenChanged(id service.DomainID) diag.Diagnostic {
	return documented.Warning(summaryTokenRotated, displaytext.JoinParagraphs(
		fmt.Sprintf("The service %s has issued a new verification token or record for %s. The plan shows the new record or file; the domain is verified with it afterwards.", id.Service, id.Domain), objectLines(id)))
}

// IsTokenWithheld reports whether a service that works refuses to issue the token of this
// domain, which running Terraform again does not change.
func IsTokenWithheld(err error) bool {
	switch service.ClassOf(err) {
	case service.HeldElsewhere, service.AlreadyVerified, service.Blocked, service.Rejected:
		return true
	}
	return false
}

// TokenWithheld is for a refresh that meets such a refusal. A warning: an error would
// stand in the way of every plan, and of the destroy that gives the domain up.
func TokenWithheld(id service.DomainID, err error) diag.Diagnostic {
	refusal, _ := errors.AsType[*service.Error](err) // IsTokenWithheld says that it is one
	return documented.Warning(summaryServiceNotice, displaytext.JoinParagraphs(
		refusalText(id, refusal), "The token in state is kept. Whether it still counts is not known."))
}

// TokenMissing is for a verification without a token whose domain needs one.
func TokenMissing(id service.DomainID, missing *verification.TokenMissingError) diag.Diagnostic {
	advice := "Set token to the token of a domainverify_verification_token, and publish its record."
	if missing.BornVerified != "" && !missing.Domain.State.Verified() {
		advice += " Where the domain should have needed none, it was added too early: release it, and add it with depends_on after the verification that it follows from."
	}
	return documented.AttributeError(path.Root("token"), summaryTokenMissing, displaytext.JoinParagraphs(
		fmt.Sprintf("The domain %s cannot be verified without a token. No verify call was made. ", id.Domain)+displaytext.Lines(missing.Reason()), objectLines(id), advice))
}

// notTheToken is for a token of another method, or an older one.
func notTheToken(id service.DomainID, request service.VerifyRequest, found service.Domain) diag.Diagnostic {
	for _, method := range service.Methods() {
		if found.Token(method) == request.Token {
			return TokenOfOtherMethod(id, request.Method, method)
		}
	}
	return documented.Error(summaryTokenRotated, displaytext.JoinParagraphs(
		fmt.Sprintf("The token given for %s is not the one that the service %s now has, so it can never be confirmed. No verify call was made.", id.Domain, id.Service),
		objectLines(id), "Plan again: the plan shows the new record or file, and the verification follows. "+
			"If it shows none, this verification and its domainverify_verification_token name different methods: set method to the same in both."))
}

// tokenExpired is for a token that can no longer be verified: nothing that is published
// with it helps any more.
func tokenExpired(id service.DomainID, expired *verification.TokenExpiredError) diag.Diagnostic {
	when := ""
	if !expired.ExpiresAt.IsZero() {
		when = " at " + expired.ExpiresAt.UTC().Format(time.RFC3339)
	}
	var refusal *service.Error
	response := ""
	if errors.As(expired.Cause, &refusal) {
		response = displaytext.JoinLines(displaytext.Sentence(displaytext.Escape(refusal.Reason)), verification.ResponseLines(refusal))
	}
	advice := "Plan again: the plan shows a new token with its record or file, and the verification follows. " +
		"If the token comes from another configuration, apply that one first. If others administer the DNS, give them the new instructions; the expires_at of the domainverify_verification_token is when they have to be done."
	if !expired.Renews {
		advice = "The service issues no new token for a domain that it has. To begin anew, replace the domain, and everything follows:\n\n  terraform apply -replace=domainverify_organization_domain.NAME"
	}
	return documented.Error(summaryTokenExpired, displaytext.JoinParagraphs(
		fmt.Sprintf("The verification token of %s expired%s, before the service %s confirmed the domain. It can no longer be verified with this token.", id.Domain, when, id.Service),
		response, verification.LastSeen(expired.Seen), objectLines(id), expiredPublication(expired.Publication), advice))
}

// expiredPublication is what was to be published with a token that has expired.
func expiredPublication(publication service.Publication) string {
	return strings.Replace(expectation(publication), "Expected", "Expired", 1)
}

// RecordNameNotShown is for a record whose name only the service knows and does not show.
func RecordNameNotShown(id service.DomainID) diag.Diagnostic {
	return documented.Warning(summaryNameNotShown, displaytext.JoinParagraphs(
		fmt.Sprintf("Only the service %s knows the name of the record for %s, and it no longer shows it, as services do for verified domains. record.name is null.", id.Service, id.Domain),
		objectLines(id), "If the record is still published and managed by Terraform, write its name into its own resource, or remove that resource from state. "+
			"A verified domain whose service does not check it again needs no record."))
}

// TokenOfOtherMethod is for a token of another method: most often method is set on
// the token and left out on the verification.
func TokenOfOtherMethod(id service.DomainID, method, other service.Method) diag.Diagnostic {
	return documented.AttributeError(path.Root("method"), summaryTokenOfOther, displaytext.JoinParagraphs(
		fmt.Sprintf("The token given for %s is that of the method %q, and this verification is by the method %q. No verify call was made.", id.Domain, other, method),
		objectLines(id), fmt.Sprintf("Give the domainverify_verification the same method as the domainverify_verification_token that its token comes from: method = %q.", other)))
}

// TokenRenamed is for a rename that would lose a token which cannot be read again.
func TokenRenamed(id string) diag.Diagnostic {
	return documented.Error(summaryRenamed, displaytext.JoinParagraphs(
		fmt.Sprintf("This plan would destroy a %[1]s at one address and create one with the same ID at another address. "+
			"The domain is verified, and the service does not show its token again: the token, and with it the record, would be lost.", runledger.KindToken),
		"ID: "+id,
		"If the resource was renamed, moved into a module, or has another for_each key or count index, add a moved block, "+
			"and one for the DNS record and the domainverify_verification if they were renamed, too:"+movedBlock(runledger.KindToken), movedAddresses,
		"If two resources manage the token, remove one of them from state:"+removedBlock(runledger.KindToken)))
}

// ReplacementLosesToken is for a replacement that would lose a token which cannot be
// read again.
func ReplacementLosesToken(id service.DomainID, stays bool) diag.Diagnostic {
	why := "the DNS does not show it now"
	if !stays {
		why = "what it depends on is not known before apply, so that its record is removed before it could be read from the DNS"
	}
	return documented.Error(summaryTokenLost, displaytext.JoinParagraphs(
		displaytext.Sentence("the domain is verified, the service does not show the token again, and "+why+". Replacing the token would lose it, and with it the record"),
		objectLines(id),
		"A verified domain needs no new token: leave the resource out of -replace, and of terraform taint (terraform untaint). "+
			"To begin anew, replace the domain, which releases it first, so that it is neither verified nor claimed until everything has followed:\n\n  terraform apply -replace=domainverify_organization_domain.NAME"))
}
