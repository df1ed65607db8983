// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

const letters = simhttp.DecimalDigits + simhttp.UpperCase + "abcdefghijklmnopqrstuvwxyz"

// Scopes of classic tokens (wire/github.md 2). An admin scope includes its read scope.
const (
	ScopeAdminOrg        = "admin:org"
	ScopeAdminEnterprise = "admin:enterprise"
	ScopeReadEnterprise  = "read:enterprise"
)

// authenticate takes the schemes that clients use (wire/github.md 1.1).
func (s *Sim) authenticate(c simhttp.Call) (simhttp.AccessToken, *failure) {
	scheme, value, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	token, live := s.Live(value)
	if fail := agentless(c); fail != nil {
		return token, fail
	}
	if !live || !slices.Contains([]string{"Bearer", "bearer", "token"}, scheme) {
		return token, &failure{http.StatusUnauthorized, "Bad credentials"}
	}
	return token, nil
}

// agentless refuses a request that does not say what sends it (wire/github.md 1.1).
func agentless(c simhttp.Call) *failure {
	if c.Header.Get("User-Agent") != "" {
		return nil
	}
	return &failure{http.StatusForbidden, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header"}
}

// admit refuses who may not reach the domains of an owner. Field is what asks for them.
func (s *Sim) admit(c *call, o *owner, field, scope string) *refusal {
	has := func(scope string) bool { return slices.Contains(c.token.Scopes, scope) }
	switch {
	case c.token.ServiceApp && (o.kind == kindEnterprise || s.Is(SwitchAppToken, "forbidden")):
		return forbidden("Resource not accessible by integration")
	case !c.token.ServiceApp && !has(scope) && !has(strings.Replace(scope, "read:", "admin:", 1)):
		return &refusal{Type: "INSUFFICIENT_SCOPES", whole: true, Message: fmt.Sprintf("Your token has not been granted the required scopes to execute this query. "+
			"The '%s' field requires one of the following scopes: ['%s'], but your token has only been granted the: ['%s'] scopes.", field, scope, strings.Join(c.token.Scopes, "', '"))}
	case o.role == ForOther || c.token.NotAdmin:
		return forbidden("octo-owner does not have permission to access " + field + " of " + o.name + ".")
	}
	return s.signOn(c, o)
}

// signOn refuses the owner whose single sign-on no token is authorized for, and names the
// page that authorizes it (wire/github.md 1.1, 2).
func (s *Sim) signOn(c *call, o *owner) *refusal {
	if !o.saml {
		return nil
	}
	c.sso = "required; url=https://github.com/orgs/" + o.name + "/sso?authorization_request=A" + c.ID
	r := forbidden("Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.")
	r.Extensions = map[string]any{"saml_failure": true}
	return r
}

func forbidden(text string) *refusal { return &refusal{Type: "FORBIDDEN", Message: text} }
