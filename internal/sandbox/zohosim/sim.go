// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"net/http"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is one organization of Zoho Mail and the accounts server of its data center. It
// is safe for concurrent use.
type Sim struct {
	config     Config
	dataCenter dataCenter
	switches   *simhttp.Switches
	mail       *http.ServeMux

	mu            sync.Mutex
	credentialsOf dataCenter
	domains       []*domain       // in order of adding
	elsewhere     map[string]bool // names that another organization has verified
	ids           uint64          // the last domainId
	accessTokens  map[string]*accessToken
	refresh       tokenWindow
	throttle      throttle
}

// New starts an organization without domains.
func New(config Config) (*Sim, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	s := &Sim{
		config:       config,
		switches:     simhttp.NewSwitches(switches()...),
		elsewhere:    map[string]bool{},
		ids:          firstDomainID,
		accessTokens: map[string]*accessToken{},
		throttle:     throttle{limit: config.RequestsPerMinute, lockFor: config.LockFor},
	}
	if s.dataCenter, err = findDataCenter(config.DataCenter); err != nil {
		return nil, err
	}
	if s.credentialsOf, err = findDataCenter(config.CredentialsOf); err != nil {
		return nil, err
	}
	s.accessTokens[config.AccessToken] = &accessToken{scopes: AllScopes(), admin: true, expires: config.Now().Add(tokenLifetime)}
	s.mail = newRouter(s)
	return s, nil
}

// Mail is the host of the Mail API; its paths begin with /api/organization.
func (s *Sim) Mail() http.Handler { return http.HandlerFunc(s.serveMail) }

// Accounts is the host of the token endpoint, /oauth/v2/token.
func (s *Sim) Accounts() http.Handler { return http.HandlerFunc(s.serveAccounts) }

// Switches are the unknowns of wire/zoho.md 8.
func (s *Sim) Switches() *simhttp.Switches { return s.switches }

// Credentials are what a client needs, in plain text.
type Credentials struct {
	OrganizationID, ClientID, ClientSecret, RefreshToken, AccessToken, DataCenter string
}

// Credentials of the administrator, as configured or made up at the start.
func (s *Sim) Credentials() Credentials {
	c := s.config
	return Credentials{c.OrganizationID, c.ClientID, c.ClientSecret, c.RefreshToken, c.AccessToken, c.DataCenter}
}

func (s *Sim) is(name, value string) bool { return s.switches.Value(name) == value }
