// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"cmp"
	"net/http"
	"strings"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Credentials are what a client needs, in plain text.
type Credentials struct {
	OrganizationID string `json:"organization_id"` // org_ and a ULID
	APIKey         string `json:"api_key"`         // sk_…, with every permission
}

// Config describes the simulated environment. A credential left empty is made up.
type Config struct {
	simhttp.World
	Credentials
	OrganizationName string // default "Acme, Inc."
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

// Credentials are those that were configured or made up at the start.
func (s *Sim) Credentials() Credentials { return s.config.Credentials }

// New starts a WorkOS that knows one organization without domains.
func New(config Config) (*Sim, error) {
	if err := config.Check("WorkOS"); err != nil {
		return nil, err
	}
	s := &Sim{
		Core:      simhttp.NewCore(switches()...),
		config:    config,
		keys:      map[string]*apiKey{},
		links:     map[string]*portalLink{},
		replays:   map[string]replay{},
		rateLimit: requestsPerWindow,
	}
	s.own = s.addOrganization(Environment, cmp.Or(config.OrganizationName, "Acme, Inc."))
	s.own.id = cmp.Or(config.OrganizationID, s.newSeededID())
	s.config.Credentials = Credentials{s.own.id, cmp.Or(config.APIKey, s.newAPIKey())}
	s.keys[s.config.APIKey] = &apiKey{id: s.newID("key_"), environment: Environment, permissions: AllPermissions()}
	s.Handler = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Unmatched: unmatched, Render: render,
		NewID: func() string { return simhttp.RandomUUID(s.config.Rand) }, IDHeader: "X-Request-Id", Now: config.Now,
	}.Handler()
	return s, nil
}

// crockford is the alphabet of ULIDs: no i, l, o, u. It is what shows that the end of
// a verification prefix comes from an identifier (wire/workos.md 1.4).
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const alphanumeric = simhttp.DecimalDigits + simhttp.UpperCase + "abcdefghijklmnopqrstuvwxyz"

// newID is a prefix and a ULID: 48 bits of time, here 20 bits of a counter so that
// identifiers made within one millisecond still sort by age, 60 random bits.
func (s *Sim) newID(prefix string) string {
	s.ids++
	millis := uint64(s.config.Now().UnixMilli())
	return prefix + base32(millis, 10) + base32(s.ids, 4) + base32(s.config.Rand.Uint64(), 12)
}

// newSeededID has a fixed time, early in 2024, so that the same seed gives the same
// credentials.
func (s *Sim) newSeededID() string {
	return "org_01HK" + base32(s.config.Rand.Uint64(), 10) + base32(s.config.Rand.Uint64(), 12)
}

// base32 writes the lowest 5*digits bits.
func base32(value uint64, digits int) string {
	text := make([]byte, digits)
	for i := range text {
		text[digits-1-i] = crockford[value&31]
		value >>= 5
	}
	return string(text)
}

// newToken has 25 characters, as all that were seen in public (wire/workos.md 1.2).
func (s *Sim) newToken() string { return simhttp.RandomText(s.config.Rand, alphanumeric, 25) }

// newAPIKey begins with sk_ (wire/workos.md 5).
func (s *Sim) newAPIKey() string {
	return "sk_sandbox_" + simhttp.RandomText(s.config.Rand, alphanumeric, 40)
}

// newPrefix ends in the tail of the domain's own identifier (wire/workos.md 1.4).
func (s *Sim) newPrefix(id string) string {
	return "sandbox-domain-verification-" + strings.ToLower(id[len(id)-6:])
}
