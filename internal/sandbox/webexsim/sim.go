// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"net/http"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is the whole of Webex as one organization's administrator sees it. It is an
// [http.Handler] whose API begins at /v1, and safe for concurrent use.
type Sim struct {
	config   Config
	switches *simhttp.Switches
	router   *http.ServeMux

	mu            sync.Mutex
	own           *organization // the administrator's
	other         *organization // some other customer of Webex
	accessTokens  map[string]*accessToken
	refreshTokens map[string]time.Time // value to expiry
	refreshes     int
	lockedOut     bool
	outsideUsers  map[string]int // by domain: users in other organizations
	transient     map[string]int // by domain: those of them that were marked transient
}

// New starts a Webex that knows no domain yet.
func New(config Config) (*Sim, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	s := &Sim{
		config:        config,
		switches:      simhttp.NewSwitches(switches()...),
		own:           newOrganization(config.OrganizationID, config.DisplayName, config.Government, config.Now()),
		other:         newOrganization(newUUID(config.Rand), "Somebody Else Ltd.", false, config.Now()),
		accessTokens:  map[string]*accessToken{},
		refreshTokens: map[string]time.Time{config.RefreshToken: config.Now().Add(refreshTokenLifetime)},
		outsideUsers:  map[string]int{},
		transient:     map[string]int{},
	}
	s.own.enforce = config.Enforcement
	s.accessTokens[config.AccessToken] = &accessToken{
		scopes: AllScopes(), admin: true, expires: config.Now().Add(config.AccessTokenLifetime),
	}
	s.router = newRouter(s)
	return s, nil
}

// Switches are the unknowns of wire/webex.md 6.
func (s *Sim) Switches() *simhttp.Switches { return s.switches }

// Credentials are what a client needs, in plain text.
type Credentials struct {
	OrganizationID, AccessToken, ClientID, ClientSecret, RefreshToken string
}

// Credentials of the full administrator, as configured or made up at the start.
func (s *Sim) Credentials() Credentials {
	c := s.config
	return Credentials{c.OrganizationID, c.AccessToken, c.ClientID, c.ClientSecret, c.RefreshToken}
}

// BasePath is what a client's base URL ends in.
const BasePath = "/v1"

func (s *Sim) is(name, value string) bool { return s.switches.Value(name) == value }
