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

// client makes the calls, one method per endpoint. A method neither repeats a call
// nor interprets a status.
type client struct{ api *httpapi.Client }

func post[T any](ctx context.Context, c client, key, path string, input any) (T, error) {
	return httpapi.Post[T](httpapi.WithIdempotencyKey(ctx, key), c.api, path, input)
}

func domainPath(remoteID string) string { return "/organization_domains/" + url.PathEscape(remoteID) }

func (c client) createDomain(ctx context.Context, key string, input createRequest) (domainResponse, error) {
	return post[domainResponse](ctx, c, key, "/organization_domains", input)
}

func (c client) domain(ctx context.Context, remoteID string) (domainResponse, error) {
	return httpapi.Get[domainResponse](ctx, c.api, domainPath(remoteID))
}

// verifyDomain begins a verification, also one that has failed.
func (c client) verifyDomain(ctx context.Context, key, remoteID string) (domainResponse, error) {
	return post[domainResponse](ctx, c, key, domainPath(remoteID)+"/verify", struct{}{})
}

func (c client) deleteDomain(ctx context.Context, remoteID string) error {
	return c.api.Write(ctx, http.MethodDelete, domainPath(remoteID), nil, nil)
}

func (c client) organization(ctx context.Context, id string) (organizationResponse, error) {
	return httpapi.Get[organizationResponse](ctx, c.api, "/organizations/"+url.PathEscape(id))
}

func (c client) organizationByExternalID(ctx context.Context, id string) (organizationResponse, error) {
	return httpapi.Get[organizationResponse](ctx, c.api, "/organizations/external_id/"+url.PathEscape(id))
}

func (c client) organizations(ctx context.Context, query url.Values) (page[organizationResponse], error) {
	return httpapi.Get[page[organizationResponse]](ctx, c.api, "/organizations?"+query.Encode())
}

func (c client) failureEvents(ctx context.Context, query url.Values) (page[failureEvent], error) {
	return httpapi.Get[page[failureEvent]](ctx, c.api, "/events?"+query.Encode())
}

func (c client) generateLink(ctx context.Context, key string, input linkRequest) (linkResponse, error) {
	return post[linkResponse](ctx, c, key, "/portal/generate_link", input)
}
