// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// client makes the calls of one organization. One method per endpoint; no
// method repeats anything or reads meaning into a status.
type client struct {
	api            *httpapi.Client
	organizationID string
}

func (c client) organizationPath() string {
	return "/identity/organizations/" + url.PathEscape(c.organizationID)
}

func (c client) action(ctx context.Context, name string, input, output any) error {
	return c.api.Call(ctx, http.MethodPost, c.organizationPath()+"/actions/"+name, input, output)
}

// getToken also creates the pending entry: there is no other "add domain".
func (c client) getToken(ctx context.Context, domain string) (tokenResponse, error) {
	var output tokenResponse
	err := c.action(ctx, "getDomainVerificationToken", domainRequest{domain}, &output)
	return output, err
}

func (c client) verify(ctx context.Context, input verifyRequest) (domainLists, error) {
	var output domainLists
	err := c.action(ctx, "verifyDomain", input, &output)
	return output, err
}

func (c client) unverify(ctx context.Context, domain string, removePending bool) (domainLists, error) {
	var output domainLists
	err := c.action(ctx, "unverifyDomain", unverifyRequest{domain, removePending}, &output)
	return output, err
}

func (c client) claim(ctx context.Context, input claimRequest) (claimResponse, error) {
	var output claimResponse
	err := c.action(ctx, "claimDomain", input, &output)
	return output, err
}

// unclaim sends the plain domain as the current documentation says, or its
// Base64 as an older edition demanded.
func (c client) unclaim(ctx context.Context, domain string, encoded bool) error {
	if encoded {
		domain = base64.StdEncoding.EncodeToString([]byte(domain))
	}
	return c.action(ctx, "unclaimDomain", domainRequest{domain}, nil)
}

func (c client) organization(ctx context.Context) (organizationResponse, error) {
	var output organizationResponse
	err := c.api.Call(ctx, http.MethodGet, c.organizationPath(), nil, &output)
	return output, err
}

func (c client) me(ctx context.Context) (personResponse, error) {
	var output personResponse
	err := c.api.Call(ctx, http.MethodGet, "/people/me", nil, &output)
	return output, err
}
