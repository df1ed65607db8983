// SPDX-License-Identifier: MPL-2.0

package service

import "context"

// Organization is a tenant of a service with all its domains.
type Organization struct {
	ID   string
	Name string
	// ExternalID is the ID that the operator gave it, or empty.
	ExternalID string
	// Domains by canonical name.
	Domains map[string]Domain
}

// OrganizationReader is a service that shows an organization.
type OrganizationReader interface {
	// Organization is answered from the organization's Inventory.
	Organization(ctx context.Context, organizationID string) (Organization, error)
}

// OrganizationQuery asks for organizations by exactly one of its fields.
type OrganizationQuery struct {
	ExternalID string
	Name       string
	// Domain is canonical.
	Domain string
}

// OrganizationFinder is a service that finds organizations by something other
// than their ID.
type OrganizationFinder interface {
	// FindOrganizations returns every organization that the query fits exactly,
	// in the service's order; none is no error.
	FindOrganizations(ctx context.Context, query OrganizationQuery) ([]Organization, error)
}
