// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// codeAlreadyVerified was seen with the status 400 (wire/zoho.md 1.5) and may come with
// any.
const codeAlreadyVerified = "ALREADY_VERIFIED"

// publishedWords are about a record or file, not about the domain.
var publishedWords = regexp.MustCompile(`(?i)\b(txt|cname|dns|file|records?|mismatch(ed)?|verification code)\b`)

// Verify implements adapter.Operations by one synchronous call. Zoho responds to a failed
// check with success and reports it in the data only, which is why some clients take
// every response for a verification (wire/zoho.md 1.5).
func (o *organization) Verify(ctx context.Context, operation string, request service.VerifyRequest, _ service.Domain) (service.Domain, error) {
	domain := request.ID.Domain
	check, ok := checks[request.Method]
	if !ok {
		return service.Domain{}, unknownMethod(operation, request.Method)
	}
	found, err := o.registered(ctx, operation, domain)
	current := found.Token(request.Method)
	switch badCode := o.Recall(domain).badCode; {
	case err != nil:
		return service.Domain{}, err
	case found.State.Verified():
		return found, nil
	case badCode != "":
		return service.Domain{}, o.Unpublishable(operation, badCode, false)
	case current != "" && current != request.Token:
		return service.Domain{}, o.Rotated(operation)
	}
	if err := o.tooSoon(domain); err != nil {
		return service.Domain{}, err
	}
	verified, err := o.attemptVerify(ctx, operation, request, check.mode, found)
	o.InvalidateIfAmbiguous(err)
	return verified, err
}

// attemptVerify makes the call and remembers when.
func (o *organization) attemptVerify(ctx context.Context, operation string, request service.VerifyRequest, mode string, before service.Domain) (service.Domain, error) {
	domain := request.ID.Domain
	shown, err := o.callVerify(ctx, domain, mode)
	switch e := refusalOf(err); {
	case err == nil && shown:
		before.State, before.RemoteID, before.Reason = service.StateVerified, domain, ""
		o.SetDomain(domain, before)
		o.Remember(domain, func(m *memory) { m.lastVerify = attempt{} })
		return before, nil
	case err == nil:
		return o.verifiedAfterLost(ctx, operation, domain, o.MissingContent(operation, "the outcome of the verification"))
	case e.has(codeAlreadyVerified):
		return o.confirm(ctx, operation, domain, err)
	case e.isFailedCheck():
		return service.Domain{}, o.notYet(operation, request, before, err)
	case isAmbiguous(err):
		return o.verifiedAfterLost(ctx, operation, domain, err)
	case e.kind == kindNoSuchURL:
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Denied(
			"Zoho knows neither of the two documented URLs of a verification",
			adviceNoSuchURL("ZohoMail.organization.domains.UPDATE")))
	case e.kind == kindRefused:
		return o.verifyRefused(ctx, operation, request, before, err)
	}
	return service.Domain{}, o.Failure(ctx, operation, err)
}

// callVerify tries the other URL when Zoho does not route the one that worked last. Such
// a request was not applied.
func (o *organization) callVerify(ctx context.Context, domain, mode string) (shown bool, err error) {
	suffixed := o.zoho.suffixedVerify.Load()
	shown, err = o.client.verifyDomain(ctx, domain, mode, suffixed)
	if refusalOf(err).kind != kindNoSuchURL {
		return shown, err
	}
	shown, err = o.client.verifyDomain(ctx, domain, mode, !suffixed)
	if refusalOf(err).kind != kindNoSuchURL {
		o.zoho.suffixedVerify.Store(!suffixed)
	}
	return shown, err
}

// verifiedAfterLost reads whether a call whose response does not say so has verified
// the domain. The call is not repeated now: the caller tries again later anyway.
func (o *organization) verifiedAfterLost(ctx context.Context, operation, domain string, err error) (service.Domain, error) {
	o.attempted(domain, service.Error{
		Class: service.NotYet, Operation: operation, Reason: "the response to the last attempt was lost", Advice: "Nothing needs to be done.",
	})
	found, readErr := o.readDomain(ctx, operation, domain)
	switch {
	case readErr != nil:
		return service.Domain{}, o.AfterAmbiguous(ctx, operation, readErr)
	case found.State.Verified():
		return found, nil
	}
	return service.Domain{}, o.Failure(ctx, operation, err)
}

// confirm reads a domain that Zoho reports to be verified already. That is a success if
// it is this organization's domain.
func (o *organization) confirm(ctx context.Context, operation, domain string, refused error) (service.Domain, error) {
	found, err := o.readDomain(ctx, operation, domain)
	if err != nil || found.State.Verified() {
		return found, err
	}
	return service.Domain{}, o.Refusal(ctx, operation, refused, adapter.Blocked(
		"Zoho reports that the domain is already verified, but shows it as not verified in this organization",
		adviceConsole+" If another organization has verified it, that one has to delete it first."))
}

// verifyRefused: the domain may not exist any more, or the refusal may be about what
// is published, which can still change.
func (o *organization) verifyRefused(ctx context.Context, operation string, request service.VerifyRequest, before service.Domain, refused error) (service.Domain, error) {
	domain, e := request.ID.Domain, refusalOf(refused)
	found, err := o.stillRegistered(ctx, operation, domain)
	switch {
	case err != nil || found.State.Verified():
		return found, err
	case publishedWords.MatchString(e.all(domain)):
		return service.Domain{}, o.notYet(operation, request, before, refused)
	case e.isHeld(domain):
		return service.Domain{}, o.heldElsewhere(ctx, operation, refused)
	}
	return service.Domain{}, o.Refusal(ctx, operation, refused, adapter.Rejected("Zoho refused to verify the domain", adviceSeeError+" "+adviceConsole))
}
