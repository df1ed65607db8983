// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// webexOperations are about what only Webex has.
func (c *control) webexOperations() []operation {
	return []operation{
		{http.MethodPost, "/webex/hold", `{"domain":"acme.test","claimed":true}`, "another organization verifies a domain, or claims it", c.holdElsewhere},
		{http.MethodDelete, "/webex/hold", `{"domain":"acme.test"}`, "it gives the domain back", c.releaseElsewhere},
		{http.MethodPost, "/webex/enforcement", `{"enabled":true}`, "set enforceVerifiedDomains; false also ends a lockout", c.setEnforcement},
		{http.MethodPost, "/webex/unlock", "", "end a lockout of the administrator", c.unlock},
		{http.MethodPost, "/webex/outside-users", `{"domain":"acme.test","count":3}`, "users of a domain in other organizations", c.setOutsideUsers},
		{http.MethodPost, "/webex/tokens", `{"scopes":["spark:people_read"],"not_admin":true,"service_app":false,"lifetime":"1h"}`, "issue an access token; left out means all scopes, full administrator", c.issueToken},
		{http.MethodDelete, "/webex/tokens", "", "end every access token now; refresh tokens live on", c.expireTokens},
	}
}

func (c *control) holdElsewhere(r *http.Request) (any, error) {
	var request struct {
		Domain  string
		Claimed bool
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Domain == "" {
		return nil, errors.New("holding a domain elsewhere: domain is missing")
	}
	return nil, c.Webex.HoldElsewhere(request.Domain, request.Claimed)
}

func (c *control) releaseElsewhere(r *http.Request) (any, error) {
	var request struct{ Domain string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Webex.ReleaseElsewhere(request.Domain)
}

func (c *control) setEnforcement(r *http.Request) (any, error) {
	var request struct{ Enabled *bool }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Enabled == nil {
		return nil, errors.New("setting enforcement: enabled is missing")
	}
	c.Webex.SetEnforcement(*request.Enabled)
	return nil, nil
}

func (c *control) unlock(*http.Request) (any, error) {
	c.Webex.LetAdministratorIn()
	return nil, nil
}

func (c *control) setOutsideUsers(r *http.Request) (any, error) {
	var request struct {
		Domain string
		Count  int
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Domain == "" || request.Count < 0 {
		return nil, fmt.Errorf("setting the outside users: domain %q must not be empty, count %d not negative", request.Domain, request.Count)
	}
	c.Webex.OutsideUsers(request.Domain, request.Count)
	return nil, nil
}

func (c *control) issueToken(r *http.Request) (any, error) {
	var request struct {
		Scopes     []string
		NotAdmin   bool `json:"not_admin"`
		ServiceApp bool `json:"service_app"`
		Lifetime   string
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	lifetime, err := optionalDuration(request.Lifetime)
	if err != nil {
		return nil, fmt.Errorf("issuing an access token: %w", err)
	}
	return map[string]string{"access_token": c.Webex.IssueAccessToken(webexsim.TokenSpec{
		Scopes: request.Scopes, NotAdmin: request.NotAdmin, ServiceApp: request.ServiceApp, Lifetime: lifetime,
	})}, nil
}

func (c *control) expireTokens(*http.Request) (any, error) {
	c.Webex.ExpireAccessTokens()
	return nil, nil
}
