// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Config describes the simulated environment. Now, Rand and LookupTXT are required (see
// [simhttp.World]); an identifier or credential left empty is made up from Rand.
type Config struct {
	OrganizationID   string // org_ and a ULID
	OrganizationName string // default "Acme, Inc."
	APIKey           string // sk_…, with every permission
	App              string // what verification prefixes begin with, default "sandbox"

	// RateLimit is how many requests one API key may send in 60 seconds, 6000 if
	// zero (wire/workos.md 5).
	RateLimit int

	Now       func() time.Time
	Rand      rand.Source
	LookupTXT func(ctx context.Context, name string) ([]string, error)
}

// Sim is the whole of WorkOS as its API shows it: environments, each with its
// organizations. It is an [http.Handler] without a base path, and safe for
// concurrent use. Its Switches are the unknowns of wire/workos.md.
type Sim struct {
	simhttp.Core
	http.Handler
	config Config

	polling sync.Mutex // held during a round of the poller, before the lock of Core

	ids           uint64 // how many identifiers were made
	own           *organization
	organizations []*organization // of every environment, in order of creation
	keys          map[string]*apiKey
	events        []*event
	links         map[string]*portalLink // by token
	replays       map[string]replay
	rateLimit     int
}

// Environment is where the configured organization lives.
const Environment = "production"

// New starts a WorkOS that knows one organization without domains.
func New(config Config) (*Sim, error) {
	if config.Now == nil || config.Rand == nil || config.LookupTXT == nil {
		return nil, errors.New("configuring the WorkOS simulator: Now, Rand and LookupTXT are required")
	}
	if config.RateLimit < 0 {
		return nil, errors.New("configuring the WorkOS simulator: RateLimit must not be negative")
	}
	config.OrganizationName = cmp.Or(config.OrganizationName, "Acme, Inc.")
	config.App = cmp.Or(config.App, "sandbox")
	s := &Sim{
		Core:      simhttp.NewCore(switches()),
		config:    config,
		keys:      map[string]*apiKey{},
		links:     map[string]*portalLink{},
		replays:   map[string]replay{},
		rateLimit: cmp.Or(config.RateLimit, requestsPerWindow),
	}
	s.own = s.newOrganization(Environment, config.OrganizationName)
	s.own.id = cmp.Or(config.OrganizationID, s.newSeededID())
	s.config.APIKey = cmp.Or(config.APIKey, s.newAPIKey())
	s.keys[s.config.APIKey] = &apiKey{id: s.newID("key_"), environment: Environment, permissions: AllPermissions()}
	s.Handler = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Unmatched: unmatched, Render: s.render,
		NewID: func() string { return simhttp.RandomUUID(s.config.Rand) }, IDHeader: "X-Request-Id", Now: config.Now,
	}.Handler()
	return s, nil
}
