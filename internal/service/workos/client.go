// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// pageLength is the longest page that WorkOS gives.
const pageLength = "100"

// client makes the calls, one method per endpoint; no method repeats anything
// or reads meaning into a status. A key makes repeated POSTs one.
type client struct{ api *httpapi.Client }

func (c client) post(ctx context.Context, key, path string, input, output any) error {
	return c.api.Call(httpapi.WithIdempotencyKey(ctx, key), http.MethodPost, path, input, output)
}

func domainPath(remoteID string) string { return "/organization_domains/" + url.PathEscape(remoteID) }

func (c client) createDomain(ctx context.Context, key string, input createRequest) (domainResponse, error) {
	var output domainResponse
	err := c.post(ctx, key, "/organization_domains", input, &output)
	return output, err
}

func (c client) domain(ctx context.Context, remoteID string) (domainResponse, error) {
	var output domainResponse
	err := c.api.Call(ctx, http.MethodGet, domainPath(remoteID), nil, &output)
	return output, err
}

// verifyDomain begins a verification, or begins one that has failed anew.
func (c client) verifyDomain(ctx context.Context, key, remoteID string) (domainResponse, error) {
	var output domainResponse
	err := c.post(ctx, key, domainPath(remoteID)+"/verify", struct{}{}, &output)
	return output, err
}

func (c client) deleteDomain(ctx context.Context, remoteID string) error {
	return c.api.Call(ctx, http.MethodDelete, domainPath(remoteID), nil, nil)
}

func (c client) organization(ctx context.Context, id string) (organizationResponse, error) {
	var output organizationResponse
	err := c.api.Call(ctx, http.MethodGet, "/organizations/"+url.PathEscape(id), nil, &output)
	return output, err
}

func (c client) organizationByExternalID(ctx context.Context, id string) (organizationResponse, error) {
	var output organizationResponse
	err := c.api.Call(ctx, http.MethodGet, "/organizations/external_id/"+url.PathEscape(id), nil, &output)
	return output, err
}

func (c client) organizations(ctx context.Context, query url.Values) (organizationList, error) {
	var output organizationList
	err := c.api.Call(ctx, http.MethodGet, "/organizations?"+query.Encode(), nil, &output)
	return output, err
}

func (c client) failureEvents(ctx context.Context, query url.Values) (failureEventList, error) {
	var output failureEventList
	err := c.api.Call(ctx, http.MethodGet, "/events?"+query.Encode(), nil, &output)
	return output, err
}

func (c client) generateLink(ctx context.Context, key string, input linkRequest) (linkResponse, error) {
	var output linkResponse
	err := c.post(ctx, key, "/portal/generate_link", input, &output)
	return output, err
}
