// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// client makes the calls of one organization, one method per endpoint. A method
// neither repeats a call nor interprets a status.
type client struct {
	api            *httpapi.Client
	organizationID string
}

func (c client) organizationPath() string {
	return "/identity/organizations/" + url.PathEscape(c.organizationID)
}

func action[Output any](ctx context.Context, c client, name string, input any) (Output, error) {
	return httpapi.Post[Output](ctx, c.api, c.organizationPath()+"/actions/"+name, input)
}

func (c client) organization(ctx context.Context) (organizationResponse, error) {
	return httpapi.Get[organizationResponse](ctx, c.api, c.organizationPath())
}

func (c client) me(ctx context.Context) (personResponse, error) {
	return httpapi.Get[personResponse](ctx, c.api, "/people/me")
}

// getToken also creates the pending entry: there is no other "add domain".
func (c client) getToken(ctx context.Context, domain string) (tokenResponse, error) {
	return action[tokenResponse](ctx, c, "getDomainVerificationToken", domainRequest{domain})
}

func (c client) verify(ctx context.Context, input verifyRequest) (domainLists, error) {
	return action[domainLists](ctx, c, "verifyDomain", input)
}

func (c client) unverify(ctx context.Context, domain string, removePending bool) (domainLists, error) {
	return action[domainLists](ctx, c, "unverifyDomain", unverifyRequest{domain, removePending})
}

func (c client) claim(ctx context.Context, input claimRequest) (claimResponse, error) {
	return action[claimResponse](ctx, c, "claimDomain", input)
}

// unclaim sends the plain domain as the current documentation says, or its Base64
// as an older edition demanded (wire/webex.md 1.5). Nothing is read of its response.
func (c client) unclaim(ctx context.Context, domain string, encoded bool) error {
	if encoded {
		domain = base64.StdEncoding.EncodeToString([]byte(domain))
	}
	return c.api.Write(ctx, http.MethodPost, c.organizationPath()+"/actions/unclaimDomain", domainRequest{domain}, nil)
}
