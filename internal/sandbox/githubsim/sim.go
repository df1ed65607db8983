// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is an organization of GitHub, the enterprise that it belongs to, and another
// organization. It is an [http.Handler] and safe for concurrent use. Its Switches are the
// unknowns of wire/github.md.
type Sim struct {
	simhttp.OAuth
	http.Handler
	config Config
	schema *ast.Schema

	owners  []*owner
	domains []*domain // in order of adding
	numbers int       // the last databaseId
	limits  limits
}

// Config describes the simulated GitHub. What is left empty is made up.
type Config struct {
	simhttp.World
	Organization string // login, default Acme-Corp
	Enterprise   string // slug, default acme-group
	Token        string // classic, with all scopes
}

// New starts a GitHub without domains.
func New(config Config) (*Sim, error) {
	if err := config.Check("GitHub"); err != nil {
		return nil, err
	}
	if config.LookupCNAME == nil {
		return nil, errors.New("configuring the GitHub simulator: LookupCNAME is required")
	}
	newToken := func() string { return "ghp_" + simhttp.RandomText(config.Rand, letters, 36) }
	config.Token = cmp.Or(config.Token, newToken())
	const century = 100 * 365 * 24 * time.Hour
	s := &Sim{
		OAuth: simhttp.OAuth{
			Core: simhttp.NewCore(switches()...), Now: config.Now, NewValue: newToken, Lifetime: century,
			Scopes: []string{ScopeAdminEnterprise, ScopeAdminOrg},
		},
		config: config, schema: loadSchema(), limits: limits{calls: map[string]int{}},
	}
	s.addOwner(ForOrganization, kindOrganization, cmp.Or(config.Organization, "Acme-Corp"))
	s.addOwner(ForEnterprise, kindEnterprise, cmp.Or(config.Enterprise, "acme-group"))
	s.addOwner(ForOther, kindOrganization, "Somebody-Else")
	s.Grant(config.Token, simhttp.TokenSpec{})
	s.Handler = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: func(c simhttp.Call, e endpoint) (simhttp.Response, *failure) { return e(s, c) },
		Unmatched: func(simhttp.Call, bool) *failure { return &failure{http.StatusNotFound, "Not Found"} },
		Render:    render, Now: config.Now, IDHeader: "X-Github-Request-Id",
		NewID: func() string { return strings.ToUpper(simhttp.RandomHex(config.Rand, 29)) },
	}.Handler()
	return s, nil
}
