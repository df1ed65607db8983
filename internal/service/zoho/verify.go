// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// attempt is the last verify call for a domain.
type attempt struct {
	at time.Time
	// refusal is what came of it, unless the domain was verified.
	refusal *service.Error
}

// Verify implements service.Service by one synchronous call. Zoho answers a
// failed check with success and says so in the data only, which is where some
// clients take every answer for a verification.
func (a *Adapter) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	domain := request.ID.Domain
	operation := "verify the domain " + domain
	mode, err := modeOf(operation, request.Method)
	if err != nil {
		return service.Domain{}, err
	}
	organization := a.organization(request.ID.OrganizationID)
	unlock, err := organization.lock(ctx, operation, domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()

	found, err := organization.registered(ctx, operation, domain)
	switch {
	case err != nil:
		return service.Domain{}, err
	case found.State.Verified():
		return found, nil
	case organization.shownOf(domain).bad != "":
		return service.Domain{}, unpublishable(operation, organization.shownOf(domain).bad)
	case found.Token(request.Method) != "" && found.Token(request.Method) != request.Token:
		return service.Domain{}, rotated(operation)
	}
	if err := organization.tooSoon(operation, domain); err != nil {
		return service.Domain{}, err
	}
	verified, err := organization.attemptVerify(ctx, operation, request, mode, found)
	organization.invalidateIfAmbiguous(err)
	return verified, err
}

func modeOf(operation string, method service.Method) (string, error) {
	mode, ok := map[service.Method]string{
		service.MethodDNSTXT: modeVerifyByTXT, service.MethodDNSCNAME: modeVerifyByCName, service.MethodHTTPFile: modeVerifyByHTML,
	}[method]
	if !ok {
		return "", &service.Error{
			Class: service.Rejected, Operation: operation,
			Reason: fmt.Sprintf("Zoho does not know the method %q", method),
			Advice: fmt.Sprintf("Use one of the methods %q, %q and %q.", service.MethodDNSTXT, service.MethodDNSCNAME, service.MethodHTTPFile),
		}
	}
	return mode, nil
}

// attemptVerify makes the call and notes when.
func (o *organization) attemptVerify(ctx context.Context, operation string, request service.VerifyRequest, mode string, before service.Domain) (service.Domain, error) {
	domain := request.ID.Domain
	answer, err := o.callVerify(ctx, domain, mode)
	switch {
	case saysVerifiedAlready(answer, err):
		return o.confirm(ctx, operation, domain, err)
	case isFailedCheck(err):
		refused, _, _ := refusalIn(err)
		return service.Domain{}, o.notYet(operation, request, before, openEnvelope(refused.Body), parseResponse(refused))
	case isAmbiguous(err):
		return o.verifiedAfterLost(ctx, operation, domain, err)
	case isNoSuchURL(err):
		return service.Domain{}, o.noVerifyURL(ctx, operation, err)
	case isRefusal(err):
		return o.verifyRefused(ctx, operation, request, before, err)
	case err != nil:
		return service.Domain{}, o.failure(ctx, operation, err)
	}
	switch verified, told := truthOf(answer.member("status")); {
	case !told:
		return o.verifiedAfterLost(ctx, operation, domain, unusable(operation))
	case verified:
		return o.updateVerified(domain, before), nil
	}
	return service.Domain{}, o.notYet(operation, request, before, answer, responseFrom(http.StatusOK, messagesIn(answer), o.redactor.Clean))
}

// verifiedAfterLost looks whether a call whose answer says nothing has had its
// effect. It is not made again now: the caller tries again in a while anyway.
func (o *organization) verifiedAfterLost(ctx context.Context, operation, domain string, err error) (service.Domain, error) {
	o.setTried(domain, attempt{at: o.now()})
	found, lookErr := o.readDomain(ctx, operation, domain)
	switch {
	case lookErr != nil:
		return service.Domain{}, o.afterAmbiguous(ctx, operation, lookErr)
	case found.State.Verified():
		return found, nil
	}
	return service.Domain{}, o.failure(ctx, operation, err)
}

// confirm: Zoho says that the domain is verified already. That is a success if
// it is this organization's domain.
func (o *organization) confirm(ctx context.Context, operation, domain string, refused error) (service.Domain, error) {
	found, err := o.readDomain(ctx, operation, domain)
	switch {
	case err != nil:
		return service.Domain{}, err
	case found.State.Verified():
		return found, nil
	case refused == nil:
		return service.Domain{}, unusable(operation)
	}
	return service.Domain{}, o.refusal(ctx, operation, refused, service.Blocked,
		"Zoho says that the domain is verified already, but shows it as not verified in this organization",
		"Look at the domain in the admin console of Zoho Mail. If another organization has verified it, that one has to delete it first.")
}

// verifyRefused: the refusal may be that of a domain that is gone, or speak of
// what is published, which may still change.
func (o *organization) verifyRefused(ctx context.Context, operation string, request service.VerifyRequest, before service.Domain, refused error) (service.Domain, error) {
	domain := request.ID.Domain
	found, err := o.findAnew(ctx, operation, domain)
	switch {
	case err != nil:
		return service.Domain{}, err
	case found.State == service.StateAbsent:
		o.forgetShown(domain)
		return service.Domain{}, missing(operation)
	case found.State.Verified():
		return found, nil
	}
	switch status, messages, _ := refusalIn(refused); {
	case publishedWords.MatchString(messages.without(domain)):
		return service.Domain{}, o.notYet(operation, request, before, openEnvelope(status.Body), parseResponse(status))
	case isHeld(messages, domain):
		return service.Domain{}, o.heldElsewhere(ctx, operation, refused)
	}
	return service.Domain{}, o.refusal(ctx, operation, refused, service.Rejected,
		"Zoho refuses to verify the domain", "See Zoho's own words above, and look at the domain in the admin console of Zoho Mail.")
}

func (o *organization) noVerifyURL(ctx context.Context, operation string, err error) error {
	return o.refusal(ctx, operation, err, service.Denied,
		"Zoho knows neither of the two documented addresses for a verification",
		"Other products of Zoho answer so as well when a scope is missing: check that the token has ZohoMail.organization.domains.UPDATE. "+
			adviceScopes+" If it has, check base_url: it must be the host alone, without a path.")
}

func rotated(operation string) error {
	return &service.Error{
		Class:     service.Rotated,
		Operation: operation,
		Reason:    "Zoho has issued a new code for this domain, as it does when a domain is deleted and added again, so that what is published can never be confirmed",
		Advice:    "Plan again: the plan shows the new record or file, and the verification follows.",
	}
}
