// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Organization implements service.OrganizationReader.
func (a *Adapter) Organization(ctx context.Context, organizationID string) (service.Organization, error) {
	known := a.organization(organizationID)
	snapshot, err := known.snapshot(ctx, "read the WorkOS organization "+organizationID)
	if err != nil {
		return service.Organization{}, err
	}
	known.mu.Lock()
	defer known.mu.Unlock()
	return service.Organization{
		ID: organizationID, Name: known.name, ExternalID: known.externalID, Domains: maps.Clone(snapshot.Domains),
	}, nil
}

// FindOrganizations implements service.OrganizationFinder. WorkOS searches
// names by resemblance, so what it finds is compared once more.
func (a *Adapter) FindOrganizations(ctx context.Context, query service.OrganizationQuery) ([]service.Organization, error) {
	switch query {
	case service.OrganizationQuery{ExternalID: query.ExternalID}:
		return a.byExternalID(ctx, query.ExternalID)
	case service.OrganizationQuery{Name: query.Name}:
		return a.list(ctx, "search", query.Name, func(found service.Organization) bool { return found.Name == query.Name })
	case service.OrganizationQuery{Domain: query.Domain}:
		return a.list(ctx, "domains", query.Domain, func(found service.Organization) bool {
			_, has := found.Domains[query.Domain]
			return has
		})
	}
	return nil, &service.Error{
		Class: service.Rejected, Operation: "find a WorkOS organization",
		Reason: "more than one thing is asked for", Advice: "Ask by the external id, by the name or by a domain.",
	}
}

func (a *Adapter) byExternalID(ctx context.Context, id string) ([]service.Organization, error) {
	operation := "find the WorkOS organization with the external id " + id
	if id == "" {
		return nil, &service.Error{Class: service.Rejected, Operation: operation, Reason: "the external id is empty", Advice: "Give the external id."}
	}
	found, err := a.client.organizationByExternalID(ctx, id)
	switch {
	case httpapi.StatusOf(err) == http.StatusNotFound:
		return nil, nil
	case err != nil:
		return nil, failure(ctx, operation, err, a.config.Redactor)
	}
	if found.ExternalID != id || !organizationIDForm.MatchString(found.ID) || found.Domains == nil {
		return nil, another(operation, fmt.Sprintf("the external id %q", id), fmt.Sprintf("the external id %q of the organization %q", found.ExternalID, found.ID))
	}
	return []service.Organization{shownOrganization(asOrganization(found))}, nil
}

// shownOrganization has the texts of an organization as they are shown. They are
// compared before.
func shownOrganization(found service.Organization) service.Organization {
	found.Name, found.ExternalID = displaytext.Escape(found.Name), displaytext.Escape(found.ExternalID)
	return found
}

// list goes through every page.
func (a *Adapter) list(ctx context.Context, by, value string, fits func(service.Organization) bool) ([]service.Organization, error) {
	operation := "find the WorkOS organizations with the " + map[string]string{"search": "name ", "domains": "domain "}[by] + value
	query := url.Values{by: {value}, "limit": {pageLength}}
	var all []service.Organization
	seen := map[string]bool{"": true}
	for {
		page, err := a.client.organizations(ctx, query)
		if err != nil {
			return nil, failure(ctx, operation, err, a.config.Redactor)
		}
		if page.Data == nil {
			return nil, noList(operation)
		}
		for _, response := range page.Data {
			if !organizationIDForm.MatchString(response.ID) || response.Domains == nil {
				return nil, noList(operation)
			}
			if found := asOrganization(response); fits(found) {
				all = append(all, shownOrganization(found))
			}
		}
		// A cursor that comes back would go on for ever.
		after := page.ListMetadata.After
		if seen[after] {
			return all, nil
		}
		seen[after] = true
		query.Set("after", after)
	}
}

// noList: what is no list says nothing of what there is.
func noList(operation string) error {
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: "WorkOS answered with success but without a list of organizations and their domains",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
	}
}

func asOrganization(response organizationResponse) service.Organization {
	return service.Organization{
		ID: response.ID, Name: response.Name, ExternalID: response.ExternalID, Domains: domainsOf(response),
	}
}
