// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// FindOrganizations implements service.OrganizationFinder. WorkOS searches names by
// resemblance, so what it finds is compared once more.
func (a *Adapter) FindOrganizations(ctx context.Context, query service.OrganizationQuery) ([]service.Organization, error) {
	operation := "find the WorkOS organization with the "
	switch {
	case query.ExternalID != "" && query == service.OrganizationQuery{ExternalID: query.ExternalID}:
		return a.byExternalID(ctx, operation+"external ID "+query.ExternalID, query.ExternalID)
	case query.Name != "" && query == service.OrganizationQuery{Name: query.Name}:
		return a.search(ctx, operation+"name "+query.Name, url.Values{"search": {query.Name}}, func(response organizationResponse) bool { return response.Name == query.Name })
	case query.Domain != "" && query == service.OrganizationQuery{Domain: query.Domain}:
		return a.search(ctx, operation+"domain "+query.Domain, url.Values{"domains": {query.Domain}}, func(response organizationResponse) bool {
			_, has := domainsOf(response)[query.Domain]
			return has
		})
	}
	return nil, adapter.NewError("find a WorkOS organization", adapter.Rejected("there must be exactly one search criterion",
		"Search by the external ID, by the name or by a domain."))
}

func (a *Adapter) byExternalID(ctx context.Context, operation, id string) ([]service.Organization, error) {
	found, err := a.client.organizationByExternalID(ctx, id)
	switch {
	case adapter.StatusOf(err) == http.StatusNotFound:
		return nil, nil
	case err != nil:
		return nil, a.Vendor.Failure(ctx, operation, err)
	case found.ExternalID != id || !isWhole(found):
		return nil, a.Vendor.WrongIdentity(operation, fmt.Sprintf("the external ID %q", id), fmt.Sprintf("the external ID %q of the organization %q", found.ExternalID, found.ID))
	}
	return []service.Organization{asOrganization(found)}, nil
}

// search goes through every page.
func (a *Adapter) search(ctx context.Context, operation string, query url.Values, fits func(organizationResponse) bool) (all []service.Organization, err error) {
	query.Set("limit", pageLength)
	for seen := map[string]bool{}; ; {
		page, err := a.client.organizations(ctx, query)
		if err != nil {
			return nil, a.Vendor.Failure(ctx, operation, err)
		}
		if page.Data == nil {
			return nil, a.Vendor.MissingContent(operation, "a list of organizations")
		}
		for _, response := range page.Data {
			if !isWhole(response) {
				return nil, a.Vendor.MissingContent(operation, "the ID and the domains of an organization")
			}
			if fits(response) {
				all = append(all, asOrganization(response))
			}
		}
		after := page.ListMetadata.After
		switch {
		case after == "":
			return all, nil
		case seen[after]:
			// It would go on for ever, and what was read may not be all.
			return nil, a.Vendor.MissingContent(operation, "the end of the list of organizations: its pages repeat")
		}
		seen[after] = true
		query.Set("after", after)
	}
}

// isWhole reports whether the response has what is never left out.
func isWhole(response organizationResponse) bool {
	return organizationIDForm.MatchString(response.ID) && response.Domains != nil
}

func asOrganization(response organizationResponse) service.Organization {
	return service.Organization{
		ID: response.ID, Name: displaytext.Escape(response.Name), ExternalID: displaytext.Escape(response.ExternalID), Domains: domainsOf(response),
	}
}
