// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"net/http"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is the whole of WorkOS as its API shows it: environments, each with its
// organizations. It is an [http.Handler] without a base path, and safe for
// concurrent use.
type Sim struct {
	config   Config
	switches *simhttp.Switches
	router   *http.ServeMux

	polling sync.Mutex // held during a round of the poller, before mu

	mu            sync.Mutex
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
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	s := &Sim{
		config:    config,
		switches:  simhttp.NewSwitches(switches()...),
		keys:      map[string]*apiKey{},
		links:     map[string]*portalLink{},
		replays:   map[string]replay{},
		rateLimit: config.RateLimit,
	}
	s.own = s.newOrganization(Environment, config.OrganizationName)
	s.own.id = config.OrganizationID
	if s.own.id == "" {
		s.own.id = s.newSeededID()
	}
	if s.config.APIKey == "" {
		s.config.APIKey = s.newAPIKey()
	}
	s.keys[s.config.APIKey] = &apiKey{id: s.newID("key_"), environment: Environment, permissions: AllPermissions()}
	s.router = newRouter(s)
	return s, nil
}

// Switches are the unknowns of wire/workos.md 11.
func (s *Sim) Switches() *simhttp.Switches { return s.switches }

// Credentials are what a client needs, in plain text.
type Credentials struct {
	OrganizationID, APIKey string
}

// Credentials of the environment, as configured or made up at the start.
func (s *Sim) Credentials() Credentials { return Credentials{s.own.id, s.config.APIKey} }

func (s *Sim) is(name, value string) bool { return s.switches.Value(name) == value }
