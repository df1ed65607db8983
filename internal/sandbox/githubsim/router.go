// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// endpoint is a path of wire/github.md 1.1.
type endpoint func(*Sim, simhttp.Call) (simhttp.Response, *failure)

func routes() map[string]endpoint {
	const installation = "/app/installations/{id}/access_tokens"
	return map[string]endpoint{
		"POST /graphql":               (*Sim).serveGraphQL,
		"POST /api/graphql":           (*Sim).serveGraphQL,
		"POST " + installation:        (*Sim).installationToken,
		"POST /api/v3" + installation: (*Sim).installationToken,
	}
}

// call is a request with a live token.
type call struct {
	simhttp.Call
	token simhttp.AccessToken
	sso   string // header of a token that SAML refuses
}

func (s *Sim) serveGraphQL(received simhttp.Call) (response simhttp.Response, fail *failure) {
	token, fail := s.authenticate(received)
	if fail != nil {
		return response, fail
	}
	c := &call{Call: received, token: token}
	defer func() { response = response.With(s.headers(c)) }()
	if limited := s.countCall(); limited != nil {
		return *limited, nil
	}
	var request graphqlRequest
	if err := json.Unmarshal(c.Body, &request); err != nil || request.Query == nil {
		return response, &failure{http.StatusBadRequest, "Problems parsing JSON"}
	}
	o, invalid := prepare(s.schema, request)
	if len(invalid) > 0 {
		return simhttp.JSON(http.StatusOK, map[string]any{"errors": invalid}), nil
	}
	return s.run(c, o), nil
}

// run executes an operation, within the limits of mutations.
func (s *Sim) run(c *call, o *operation) simhttp.Response {
	root, fields := s.queries(c), []string{}
	for _, field := range o.collect(nil, o.SelectionSet, nil) {
		s.limits.calls[field.Name]++
		fields = append(fields, field.Name)
	}
	if o.Operation == ast.Mutation {
		root = s.mutations(c)
		limited, done := s.beginMutation(strings.Join(fields, ", "))
		if limited != nil {
			return *limited
		}
		defer done()
	}
	return simhttp.JSON(http.StatusOK, o.execute(root))
}

// headers are wire/github.md 1.1 and 6.
func (s *Sim) headers(c *call) http.Header {
	header := s.limits.headers()
	if !c.token.ServiceApp {
		header.Set("X-Oauth-Scopes", strings.Join(c.token.Scopes, ", "))
	}
	if c.sso != "" {
		header.Set("X-Github-Sso", c.sso)
	}
	return header
}

// failure is a refusal that is no answer of GraphQL (wire/github.md 5).
type failure struct {
	status int
	text   string
}

func render(_ simhttp.Call, f *failure) simhttp.Response {
	return simhttp.JSON(f.status, map[string]string{"message": f.text, "documentation_url": "https://docs.github.com/graphql"})
}
