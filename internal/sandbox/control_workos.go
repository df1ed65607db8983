// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// workosOperations are about what only WorkOS has.
func (c *control) workosOperations() []operation {
	return []operation{
		{http.MethodPost, "/workos/poll", "", "let the background poller look now, if a look is due", c.pollWorkOS},
		{http.MethodPost, "/workos/hold", `{"domain":"acme.test"}`, "another organization of the environment verifies a domain", c.holdWorkOS},
		{http.MethodDelete, "/workos/hold", `{"domain":"acme.test"}`, "it deletes the domain", c.releaseWorkOS},
		{http.MethodPost, "/workos/organizations", `{"name":"Beta Ltd.","external_id":"beta","environment":"staging"}`, "add an organization; no environment is that of the API key", c.addOrganization},
		{http.MethodPost, "/workos/domains", `{"organization_id":"org_…","domain":"acme.test","state":"verified","manual":true}`, "add a domain in any state; no organization is the configured one", c.addDomain},
		{http.MethodPost, "/workos/keys", `{"environment":"staging","permissions":["organizations:read"]}`, "issue an API key; left out means the same environment, every permission", c.issueKey},
		{http.MethodDelete, "/workos/keys", `{"api_key":"sk_…"}`, "end an API key", c.revokeKey},
		{http.MethodPost, "/workos/rate-limit", `{"requests":10}`, "requests per API key in 60 seconds, from now on", c.limitRate},
		{http.MethodPost, "/workos/portal-links", `{"link":"https://…"}`, "follow a portal link, as its receiver would", c.openPortalLink},
	}
}

func (c *control) pollWorkOS(r *http.Request) (any, error) {
	c.WorkOS.Poll(r.Context())
	return nil, nil
}

func (c *control) holdWorkOS(r *http.Request) (any, error) {
	var request struct{ Domain string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	id, err := c.WorkOS.HoldElsewhere(request.Domain)
	if err != nil {
		return nil, err
	}
	return map[string]string{"organization_id": id}, nil
}

func (c *control) releaseWorkOS(r *http.Request) (any, error) {
	var request struct{ Domain string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.WorkOS.ReleaseElsewhere(request.Domain)
}

func (c *control) addOrganization(r *http.Request) (any, error) {
	var request struct {
		Environment, Name string
		ExternalID        string `json:"external_id"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return map[string]string{"organization_id": c.WorkOS.AddOrganization(workossim.OrganizationSpec(request))}, nil
}

func (c *control) addDomain(r *http.Request) (any, error) {
	var request struct {
		OrganizationID string `json:"organization_id"`
		Domain, State  string
		Manual         bool
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	id, err := c.WorkOS.AddDomain(workossim.DomainSpec(request))
	if err != nil {
		return nil, err
	}
	return map[string]string{"id": id}, nil
}

func (c *control) issueKey(r *http.Request) (any, error) {
	var request workossim.KeySpec
	if err := read(r, &request); err != nil {
		return nil, err
	}
	key, err := c.WorkOS.IssueAPIKey(request)
	if err != nil {
		return nil, err
	}
	return map[string]string{"api_key": key}, nil
}

func (c *control) revokeKey(r *http.Request) (any, error) {
	var request struct {
		APIKey string `json:"api_key"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.WorkOS.RevokeAPIKey(request.APIKey)
}

func (c *control) limitRate(r *http.Request) (any, error) {
	var request struct{ Requests int }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.WorkOS.LimitRate(request.Requests)
}

func (c *control) openPortalLink(r *http.Request) (any, error) {
	var request struct{ Link string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return c.WorkOS.OpenPortalLink(request.Link)
}
