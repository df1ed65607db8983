// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// load reads the organization, which carries all its domains, token and prefix
// included, however many there are. Only when some have failed it takes a
// second call, for the reasons.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "read the WorkOS organization " + o.id
	o.setLastFailure(nil)
	o.setReadAt(o.now())
	ctx = httpapi.WatchFailures(ctx, o.setLastFailure)
	response, err := o.client.organization(ctx, o.id)
	if err != nil {
		return service.Snapshot{}, o.failure(ctx, operation, err)
	}
	// An answer without the list, which is never left out, must not be taken for
	// an organization that has lost all its domains.
	if response.ID == "" || response.Domains == nil {
		return service.Snapshot{}, &service.Error{
			Class: service.Transient, Operation: operation,
			Reason: "WorkOS answered with success but without the organization and its domains",
			Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
		}
	}
	if err := o.checkOrganization(operation, response); err != nil {
		return service.Snapshot{}, err
	}
	o.mu.Lock()
	o.name, o.externalID = displaytext.Escape(response.Name), displaytext.Escape(response.ExternalID)
	o.mu.Unlock()

	domains := domainsOf(response)
	for _, shown := range response.Domains {
		o.setPrefix(canonical(shown.Domain), shown)
	}
	if failed := inState(domains, service.StateFailed); len(failed) > 0 {
		o.explain(ctx, failed)
		maps.Copy(domains, failed)
	}
	return service.Snapshot{Known: true, Complete: true, Domains: domains}, nil
}

// checkOrganization: one entry that cannot be told from another makes the list
// no list, since a domain would seem to be missing.
func (o *organization) checkOrganization(operation string, response organizationResponse) error {
	if response.ID != o.id {
		return another(operation, fmt.Sprintf("the organization %q", o.id), fmt.Sprintf("the organization %q", response.ID))
	}
	for _, shown := range response.Domains {
		switch {
		case shown.Domain == "":
			return &service.Error{
				Class: service.Transient, Operation: operation,
				Reason: "WorkOS lists a domain of the organization without its name, so that which domains it has is not known",
				Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
			}
		case o.isElsewhere(shown):
			return another(operation, fmt.Sprintf("the organization %q", o.id), fmt.Sprintf("the organization %q, which it says %q belongs to", shown.OrganizationID, shown.Domain))
		}
	}
	return nil
}

func domainsOf(response organizationResponse) map[string]service.Domain {
	domains := map[string]service.Domain{}
	for _, shown := range response.Domains {
		domains[canonical(shown.Domain)] = asDomain(shown)
	}
	return domains
}

func inState(domains map[string]service.Domain, state service.State) map[string]service.Domain {
	found := map[string]service.Domain{}
	for name, domain := range domains {
		if domain.State == state {
			found[name] = domain
		}
	}
	return found
}

// canonical: how WorkOS spells a domain that was given with capitals, a
// trailing dot or letters beyond ASCII is not documented.
func canonical(domain string) string {
	if name, err := domainname.Canonical(domain); err == nil {
		return name
	}
	return strings.ToLower(domain)
}

// asDomain reads one domain object.
func asDomain(shown domainResponse) service.Domain {
	domain := service.Domain{}
	if remoteIDForm.MatchString(shown.ID) {
		domain.RemoteID = shown.ID
	}
	// A token that cannot be one blocks the domain that needs it, and neither the
	// other domains of the organization nor the release of this one.
	if bad := badToken(shown); bad != "" {
		domain.Notice = "The domain " + canonical(shown.Domain) + ": " + bad + ". It is not used."
	} else if shown.VerificationToken != "" {
		domain.Tokens = map[service.Method]string{service.MethodDNSTXT: shown.VerificationToken}
	}
	switch shown.State {
	case "verified", "legacy_verified":
		// legacy_verified is what the deprecated list of domains made: verified
		// without DNS.
		domain.State = service.StateVerified
	case "pending":
		domain.State = service.StatePending
		if shown.VerificationToken == "" && shown.VerificationStrategy == "manual" {
			domain.Reason = "it was declared by hand, so that WorkOS does not look for a record"
		}
	case "failed":
		domain.State = service.StateFailed
	case "unverified":
		domain.State = service.StateUnverified
	case "":
		domain.State, domain.Reason = service.StateUnknown, "WorkOS does not show the state of the domain"
	default:
		domain.State, domain.Reason = service.StateUnknown, fmt.Sprintf("WorkOS shows the state %q, which is not documented", shown.State)
	}
	return domain
}

// update folds the answer about one domain into the inventory. An answer that
// leaves the token out does not unsay one that showed it.
func (o *organization) update(domain string, shown domainResponse) service.Domain {
	o.setPrefix(domain, shown)
	learned := asDomain(shown)
	o.inventory.Update(func(snapshot *service.Snapshot) {
		if before := snapshot.Domains[domain]; learned.Tokens == nil && before.RemoteID == learned.RemoteID {
			next := learned
			next.Tokens = before.Tokens
			snapshot.Domains[domain] = next
			return
		}
		snapshot.Domains[domain] = learned
	})
	return learned
}

func (o *organization) updateAbsent(domain string) {
	o.mu.Lock()
	delete(o.prefixes, domain)
	delete(o.inProgress, domain)
	o.mu.Unlock()
	o.inventory.Update(func(snapshot *service.Snapshot) { delete(snapshot.Domains, domain) })
}
