// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// zohoOperations are about what only Zoho has.
func (c *control) zohoOperations() []operation {
	return []operation{
		{http.MethodPost, "/zoho/hold", `{"domain":"acme.test"}`, "another organization verifies a domain", c.holdZoho},
		{http.MethodDelete, "/zoho/hold", `{"domain":"acme.test"}`, "it deletes the domain", c.releaseZoho},
		{http.MethodPost, "/zoho/domains", `{"domain":"acme.test","verified":true,"hosting":true,"users":3}`, "add a domain in any state", c.addZohoDomain},
		{http.MethodPost, "/zoho/users", `{"domain":"acme.test","users":3}`, "users that have addresses in a domain; they block its deletion", c.setZohoUsers},
		{http.MethodPost, "/zoho/hosting", `{"domain":"acme.test","enabled":true}`, "turn mail hosting of a domain on or off", c.setZohoHosting},
		{http.MethodPost, "/zoho/tokens", `{"scopes":["ZohoMail.organization.domains.READ"],"not_admin":true,"lifetime":"1h"}`, "issue an access token; left out means all scopes, administrator, an hour", c.issueZohoToken},
		{http.MethodDelete, "/zoho/tokens", `{"access_token":"1000.…"}`, "end an access token; without one all of them, but not the refresh token", c.endZohoTokens},
		{http.MethodPost, "/zoho/throttle", `{"requests":30,"lock":"5m"}`, "calls a minute and how long exceeding them locks, from now on; no lock leaves its length", c.throttleZoho},
		{http.MethodPost, "/zoho/credentials", `{"data_center":"eu"}`, "let the credentials belong to a data center, the right one or another", c.moveZohoCredentials},
	}
}

func (c *control) holdZoho(r *http.Request) (any, error) {
	var request struct{ Domain string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Zoho.HoldElsewhere(request.Domain)
}

func (c *control) releaseZoho(r *http.Request) (any, error) {
	var request struct{ Domain string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Zoho.ReleaseElsewhere(request.Domain)
}

func (c *control) addZohoDomain(r *http.Request) (any, error) {
	var request zohosim.DomainSpec
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Zoho.AddDomain(request)
}

func (c *control) setZohoUsers(r *http.Request) (any, error) {
	var request struct {
		Domain string
		Users  int
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Zoho.SetUsers(request.Domain, request.Users)
}

func (c *control) setZohoHosting(r *http.Request) (any, error) {
	var request struct {
		Domain  string
		Enabled *bool
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Enabled == nil {
		return nil, fmt.Errorf("setting the hosting of Zoho domain %s: enabled is missing", request.Domain)
	}
	return nil, c.Zoho.SetHosting(request.Domain, *request.Enabled)
}

func (c *control) issueZohoToken(r *http.Request) (any, error) {
	var request struct {
		Scopes   []string
		NotAdmin bool `json:"not_admin"`
		Lifetime string
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	lifetime, err := optionalDuration(request.Lifetime)
	if err != nil {
		return nil, fmt.Errorf("issuing a Zoho access token: %w", err)
	}
	return map[string]string{"access_token": c.Zoho.IssueAccessToken(zohosim.TokenSpec{
		Scopes: request.Scopes, NotAdmin: request.NotAdmin, Lifetime: lifetime,
	})}, nil
}

func (c *control) endZohoTokens(r *http.Request) (any, error) {
	var request struct {
		AccessToken string `json:"access_token"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.AccessToken == "" {
		c.Zoho.ExpireAccessTokens()
		return nil, nil
	}
	return nil, c.Zoho.RevokeAccessToken(request.AccessToken)
}

func (c *control) throttleZoho(r *http.Request) (any, error) {
	var request struct {
		Requests int
		Lock     string
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	lock, err := optionalDuration(request.Lock)
	if err != nil {
		return nil, fmt.Errorf("limiting the rate of the Zoho API: %w", err)
	}
	return nil, c.Zoho.LimitRate(request.Requests, lock)
}

func (c *control) moveZohoCredentials(r *http.Request) (any, error) {
	var request struct {
		DataCenter string `json:"data_center"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Zoho.MoveCredentials(request.DataCenter)
}
