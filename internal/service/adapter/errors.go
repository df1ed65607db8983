// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// WrongIdentity is the error of a response that is about something else than what
// was asked for (invariant 18). Both are named, as in `the domain "a.com"`. What the
// response names may be of any length.
func (v *Vendor) WrongIdentity(operation, asked, got string) *service.Error {
	return NewError(operation, Transient(
		fmt.Sprintf("%s was asked about %s, and the response is about %s", v.Company, asked, Shorten(got)),
		"The response was not used. Check base_url, and a proxy or a cache in between, then run Terraform again."))
}

// CheckDomain refuses a response about another domain than was asked for.
func (v *Vendor) CheckDomain(operation, asked, shown string) error {
	if CanonicalDomain(shown) == asked {
		return nil
	}
	return v.WrongIdentity(operation, fmt.Sprintf("the domain %q", asked), fmt.Sprintf("the domain %q", shown))
}

// MissingContent is the error of a success that does not hold what it has to hold,
// such as `the domain`.
func (v *Vendor) MissingContent(operation, content string) *service.Error {
	return NewError(operation, Transient(
		fmt.Sprintf("%s reported success, but the response does not contain %s", v.Company, content),
		"Run Terraform again. If the error persists, check base_url and a proxy in between."))
}

// Unpublishable is the error of a token that must not be published, for the reason. A verified
// domain would lose more by its removal than another token is worth.
func (v *Vendor) Unpublishable(operation, reason string, isVerified bool) *service.Error {
	removal := "Removing the domain there and applying again may make another token."
	if isVerified {
		removal = "Do not remove the domain there: it is verified."
	}
	return NewError(operation, Blocked(reason,
		fmt.Sprintf("Nothing was published. Check the domain in %s, the base URL and a proxy in between. %s", v.Console, removal)))
}

// Rotated is the error of a published token that is no longer the service's.
func (v *Vendor) Rotated(operation string) *service.Error {
	return &service.Error{
		Class: service.Rotated, Operation: operation,
		Reason: v.Company + " has issued a new token for this domain, or shows another record, so that what is published can never be confirmed",
		Advice: "Run terraform plan: it shows what has to be published now, and the verification follows.",
	}
}

// NeedsNoToken is the error of a verified domain for which no token is shown.
func (v *Vendor) NeedsNoToken(operation string) *service.Error {
	return &service.Error{
		Class: service.AlreadyVerified, Operation: operation,
		Reason: "the domain is verified, and " + v.Company + " shows no token for it",
	}
}

// NotAccepted is the error of a refusal to add a domain for what it is.
func (v *Vendor) NotAccepted(ctx context.Context, operation string, err error, advice string) *service.Error {
	return v.Refusal(ctx, operation, err, Meaning{service.Rejected, v.Company + " does not accept the domain", advice})
}

// DomainMissing is the error of a domain that the organization does not have.
func DomainMissing(operation string) *service.Error {
	return NewError(operation, Blocked("the organization does not have the domain, or no longer has it",
		"Run terraform plan: it shows what adds the domain, publishes its new record or file, and verifies it."))
}

// AfterLostAdd is the result of adding a domain that is there after the response was lost, or
// was one to an earlier request, and was not there before. What had been read before may be
// old: a domain that is verified or has mail by now is somebody else's, because adding makes
// none, and exists already.
func (v *Vendor) AfterLostAdd(operation string, found service.Domain) (service.Domain, error) {
	if found.State.Verified() || found.HostsMail {
		return found, v.AlreadyExists(operation, found, nil)
	}
	return found, nil
}

// AlreadyExists is the error of a domain that the organization has already. refused is the
// refusal to add it, if one was asked for.
func (v *Vendor) AlreadyExists(operation string, found service.Domain, refused error) *service.Error {
	return &service.Error{
		Class: service.AlreadyExists, Operation: operation, Response: v.ResponseOf(refused),
		Reason: fmt.Sprintf("the organization already has the domain, in the state %q", found.State),
	}
}
