// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// load reads the organization, which carries all its domains, token and prefix
// included, however many there are. Only if some have failed it takes a second
// call, for the reasons.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "read the WorkOS organization " + o.ID
	began := o.now()
	o.readAt.Change(func(at *time.Time) { *at = began })
	response, err := o.client.organization(ctx, o.ID)
	if err == nil {
		err = o.checkOrganization(operation, response)
	}
	if err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	o.SetName(response.Name, response.ExternalID)
	domains := domainsOf(response)
	shown := map[string]domainResponse{}
	for _, one := range response.Domains {
		name := adapter.CanonicalDomain(one.Domain)
		o.keepPrefix(name, one)
		shown[name] = one
	}
	o.lastReading.Change(func(last *reading) { *last = reading{began, shown} })
	o.explain(ctx, domains)
	return service.Snapshot{Known: true, Complete: true, Domains: domains}, nil
}

// checkOrganization refuses a response in which all domains would seem to be missing.
func (o *organization) checkOrganization(operation string, response organizationResponse) error {
	if response.ID == "" || response.Domains == nil {
		return o.MissingContent(operation, "the organization and its domains")
	}
	if response.ID != o.ID {
		return o.wrongOrganization(operation, response.ID)
	}
	for _, shown := range response.Domains {
		if o.isElsewhere(shown) {
			return o.wrongOrganization(operation, shown.OrganizationID)
		}
	}
	return nil
}

func domainsOf(response organizationResponse) map[string]service.Domain {
	domains := map[string]service.Domain{}
	for _, shown := range response.Domains {
		domains[adapter.CanonicalDomain(shown.Domain)] = asDomain(shown)
	}
	return domains
}

// asDomain reads one domain object.
func asDomain(shown domainResponse) service.Domain {
	domain := service.Domain{}
	if remoteIDForm.MatchString(shown.ID) {
		domain.RemoteID = shown.ID
	}
	// An invalid token blocks the domain that needs it, and neither the other
	// domains of the organization nor the release of this one.
	if invalid := invalidToken(shown); invalid != "" {
		domain.Notice = "The domain " + adapter.CanonicalDomain(shown.Domain) + ": " + invalid + ". It is not used."
	} else if shown.VerificationToken != "" {
		domain.Tokens = map[service.Method]string{service.MethodDNSTXT: shown.VerificationToken}
	}
	// wire/workos.md 1.3. A legacy one was verified without DNS.
	state, isKnown := map[string]service.State{
		"pending": service.StatePending, "failed": service.StateFailed, "unverified": service.StateUnverified,
		"verified": service.StateVerified, "legacy_verified": service.StateVerified,
	}[shown.State]
	switch domain.State = state; {
	case shown.State == "":
		domain.State, domain.Reason = service.StateUnknown, "WorkOS does not show the state of the domain"
	case !isKnown:
		domain.State, domain.Reason = service.StateUnknown, fmt.Sprintf("WorkOS shows the state %q, which is not documented", shown.State)
	case state == service.StatePending && shown.VerificationToken == "" && shown.VerificationStrategy == "manual":
		domain.Reason = "it was declared by hand, so that WorkOS does not look for a record"
	}
	return domain
}

// The forms are wider than the samples: 25 letters and digits for a token, words
// joined by hyphens for a prefix, a ULID behind org_domain_ for an ID.
var (
	tokenForm       = regexp.MustCompile(`^[0-9A-Za-z._~+/=-]{1,255}$`)
	validPrefixForm = regexp.MustCompile(`^[0-9A-Za-z_]([0-9A-Za-z._-]{0,251}[0-9A-Za-z_])?$`)
	remoteIDForm    = regexp.MustCompile(`^[0-9A-Za-z_-]{1,128}$`)
)

// invalidToken returns why token or prefix cannot be published, or "". A missing
// token is valid.
func invalidToken(shown domainResponse) string {
	if reason := adapter.InvalidText(shown.VerificationToken, tokenForm); reason != "" {
		return "the verification token that WorkOS shows for it is invalid: " + reason
	}
	if reason := adapter.InvalidText(shown.VerificationPrefix, validPrefixForm); reason != "" {
		return "the verification prefix that WorkOS shows for it is invalid: " + reason
	}
	return ""
}
