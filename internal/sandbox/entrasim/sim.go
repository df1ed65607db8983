// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"cmp"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is three tenants, and an app with consent in two of them. It is safe for concurrent
// use. Its Switches are the unknowns of wire/entra.md.
type Sim struct {
	simhttp.OAuth
	Graph http.Handler
	Login http.Handler

	config  Config
	tenants []*tenant
	granted map[string]grant     // by access token; those of the control API have none
	failed  map[string]time.Time // by name: until when an answer without the record is held
	consent []string             // permissions of the app

	federated, accessToken string // that do not expire
}

// Config describes the simulated tenants. What is left empty is made up.
type Config struct {
	simhttp.World
	TenantID     string
	ClientID     string
	ClientSecret string
}

// forever is longer than any story.
const forever = 100 * 365 * 24 * time.Hour

// New starts tenants that have nothing but their initial domains.
func New(config Config) (*Sim, error) {
	if err := config.Check("Entra"); err != nil {
		return nil, err
	}
	random := config.Rand
	s := &Sim{
		OAuth: simhttp.OAuth{
			Core: simhttp.NewCore(switches()...), Now: config.Now, Lifetime: time.Hour, Scopes: permissions(),
			NewValue:     func() string { return "eyJ0" + simhttp.RandomHex(random, 60) },
			ClientID:     cmp.Or(config.ClientID, simhttp.RandomUUID(random)),
			ClientSecret: cmp.Or(config.ClientSecret, simhttp.RandomHex(random, 40)),
		},
		config: config, granted: map[string]grant{}, failed: map[string]time.Time{}, consent: permissions(),
	}
	s.tenants = []*tenant{
		{TenantSnapshot: TenantSnapshot{ID: cmp.Or(config.TenantID, simhttp.RandomUUID(random)), Role: Own, Name: "Acme"}},
		{TenantSnapshot: TenantSnapshot{ID: simhttp.RandomUUID(random), Role: Other, Name: "Somebody Else"}},
		{TenantSnapshot: TenantSnapshot{ID: simhttp.RandomUUID(random), Role: Unmanaged, Name: "Self-service"}},
	}
	for _, t := range s.tenants {
		d := s.newDomain(t, t.Role+"."+initialSuffix)
		d.Verified, d.Root, d.Default, d.Initial, d.added = true, true, true, true, time.Time{}
	}
	var err error
	if s.federated, err = s.FederatedToken(FederatedTokenSpec{Forever: true}); err != nil {
		return nil, err
	}
	s.accessToken = s.IssueAccessToken(simhttp.TokenSpec{Lifetime: forever})
	newID := func() string { return simhttp.RandomUUID(random) }
	s.Graph = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: graphRoutes(), Serve: s.serve, Unmatched: unmatched, Render: s.render,
		Now: config.Now, NewID: newID, IDHeader: "Request-Id",
	}.Handler()
	s.Login = simhttp.Frame[loginEndpoint, refusal]{
		Core: &s.Core, Routes: loginRoutes(), Now: config.Now, NewID: newID, IDHeader: "X-Ms-Request-Id",
		Serve: func(c simhttp.Call, e loginEndpoint) (simhttp.Response, *refusal) {
			s.settle()
			return e(s, c)
		},
		Unmatched: func(simhttp.Call, bool) *refusal {
			return &refusal{http.StatusNotFound, "invalid_request", 900144, "There is no such endpoint."}
		},
		Render: s.renderLogin,
	}.Handler()
	return s, nil
}
