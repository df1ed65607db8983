// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"net/http"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Permissions of wire/entra.md 6.
const (
	writeDomains     = "Domain.ReadWrite.All"
	readDomains      = "Domain.Read.All"
	readDirectory    = "Directory.Read.All"
	readOrganization = "Organization.Read.All"
)

func permissions() []string {
	return []string{writeDomains, readDomains, readDirectory, readOrganization}
}

// grant is what an access token of the token endpoint is for.
type grant struct {
	tenant   *tenant
	audience string
}

func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// authenticate finds the tenant of a token.
func (s *Sim) authenticate(c *call) (simhttp.AccessToken, *failure) {
	refuse := func(text string) *failure {
		return &failure{status: http.StatusUnauthorized, code: "InvalidAuthenticationToken", text: text}
	}
	value, sent := c.Bearer("Bearer")
	token, live := s.Live(value)
	issued, ok := s.granted[value]
	if !ok { // by the control API
		issued = grant{s.tenants[0], origin(c.Request)}
	}
	c.tenant = issued.tenant
	switch {
	case !sent || value == "":
		return token, refuse("Access token is empty.")
	case !live:
		return token, refuse("Access token has expired or is not yet valid.")
	case issued.audience != origin(c.Request):
		return token, refuse("Access token validation failure. Invalid audience.")
	}
	return token, nil
}

// permit wants one of the permissions, and a role of users that write.
func (c call) permit(token simhttp.AccessToken, needs []string) *failure {
	has := func(permission string) bool { return slices.Contains(token.Scopes, permission) }
	if slices.ContainsFunc(needs, has) && (c.Method == http.MethodGet || !token.NotAdmin) {
		return nil
	}
	return &failure{status: http.StatusForbidden, code: "Authorization_RequestDenied", text: "Insufficient privileges to complete the operation."}
}
