// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is one organization of Zoho Mail and the accounts server of its data center. It
// is safe for concurrent use. Its Switches are the unknowns of wire/zoho.md.
type Sim struct {
	simhttp.Core
	config         Config
	dataCenter     dataCenter
	mail, accounts http.Handler

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
		Core:         simhttp.NewCore(switches()),
		config:       config,
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
	s.accessTokens[config.AccessToken] = s.newAccessToken(TokenSpec{})
	s.mail = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Render: s.render, Now: config.Now,
		Unmatched: func(simhttp.Call, string) *failure { return noSuchURL() },
	}.Handler()
	s.accounts = simhttp.Frame[struct{}, tokenFailure]{
		Core: &s.Core, Routes: map[string]struct{}{"POST " + tokenPath: {}}, Serve: s.serveToken,
		Unmatched: unmatchedAccounts, Render: renderTokenFailure, Now: config.Now,
	}.Handler()
	return s, nil
}

// Mail is the host of the Mail API; its paths begin with /api/organization.
func (s *Sim) Mail() http.Handler { return s.mail }

// Accounts is the host of the token endpoint, /oauth/v2/token.
func (s *Sim) Accounts() http.Handler { return s.accounts }
