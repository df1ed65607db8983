// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/graphql"
)

// domainFields asks for what every version of GitHub with these domains has.
const domainFields = `
fragment DomainFields on VerifiableDomain {
  id domain punycodeEncodedDomain dnsHostName verificationToken tokenExpirationTime
  isVerified hasFoundHostName hasFoundVerificationToken isRequiredForPolicyEnforcement
  owner { __typename ... on Organization { id } ... on Enterprise { id } }
}`

// A page has 100 domains, the most that GitHub gives (wire/github.md 1.5).
const (
	organizationQuery graphql.Query = `
query OrganizationDomains($name: String!, $after: String) {
  organization(login: $name) {
    id name login
    domains(first: 100, after: $after) { totalCount nodes { ...DomainFields } pageInfo { hasNextPage endCursor } }
  }
}` + domainFields

	enterpriseQuery graphql.Query = `
query EnterpriseDomains($name: String!, $after: String) {
  enterprise(slug: $name) {
    id name slug
    ownerInfo { domains(first: 100, after: $after) { totalCount nodes { ...DomainFields } pageInfo { hasNextPage endCursor } } }
  }
}` + domainFields

	domainQuery graphql.Query = `
query Domain($id: ID!) {
  node(id: $id) { ...DomainFields }
}` + domainFields

	addMutation graphql.Mutation = `
mutation AddDomain($input: AddVerifiableDomainInput!) {
  addVerifiableDomain(input: $input) { domain { ...DomainFields } }
}` + domainFields

	verifyMutation graphql.Mutation = `
mutation VerifyDomain($input: VerifyVerifiableDomainInput!) {
  verifyVerifiableDomain(input: $input) { domain { ...DomainFields } }
}` + domainFields

	renewMutation graphql.Mutation = `
mutation RenewToken($input: RegenerateVerifiableDomainTokenInput!) {
  regenerateVerifiableDomainToken(input: $input) { verificationToken }
}`

	deleteMutation graphql.Mutation = `
mutation DeleteDomain($input: DeleteVerifiableDomainInput!) {
  deleteVerifiableDomain(input: $input) { owner { ... on Organization { id } ... on Enterprise { id } } }
}`
)

// client makes the calls, one method per operation. A method neither repeats a call nor
// interprets an error.
type client struct{ api *graphql.Client }

// owner returns one page of the domains of an organization or enterprise; nil where
// GitHub shows no such owner.
func (c client) owner(ctx context.Context, query graphql.Query, name, after string) (*owner, error) {
	variables := map[string]any{"name": name}
	if after != "" {
		variables["after"] = after
	}
	var found *owner
	err := c.api.Query(ctx, query, variables, &found)
	return found, err
}

// domain returns nil where GitHub shows no such domain.
func (c client) domain(ctx context.Context, id string) (*domainNode, error) {
	var found *domainNode
	err := c.api.Query(ctx, domainQuery, map[string]any{"id": id}, &found)
	return found, err
}

// add returns nil for a success without the domain.
func (c client) add(ctx context.Context, ownerID, domain string) (*domainNode, error) {
	return c.mutateDomain(ctx, addMutation, map[string]any{"ownerId": ownerID, "domain": domain})
}

// verify returns nil for a success without the domain. A refusal may come with it.
func (c client) verify(ctx context.Context, id string) (*domainNode, error) {
	return c.mutateDomain(ctx, verifyMutation, map[string]any{"id": id})
}

func (c client) mutateDomain(ctx context.Context, mutation graphql.Mutation, input map[string]any) (*domainNode, error) {
	var payload domainPayload
	err := c.api.Mutate(ctx, mutation, map[string]any{"input": input}, &payload)
	return payload.Domain, err
}

// regenerateToken returns "" for a success without the new token.
func (c client) regenerateToken(ctx context.Context, id string) (token string, err error) {
	var payload tokenPayload
	err = c.api.Mutate(ctx, renewMutation, map[string]any{"input": map[string]any{"id": id}}, &payload)
	return payload.VerificationToken, err
}

// delete returns the owner from which the domain was deleted, or "".
func (c client) delete(ctx context.Context, id string) (ownerID string, err error) {
	var payload deletePayload
	err = c.api.Mutate(ctx, deleteMutation, map[string]any{"input": map[string]any{"id": id}}, &payload)
	return payload.Owner.ID, err
}
