// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is the whole of Webex as one organization's administrator sees it. It is an
// [http.Handler] whose API begins at /v1, and safe for concurrent use. Its Switches are
// the unknowns of wire/webex.md 6.
type Sim struct {
	simhttp.Core
	config  Config
	handler http.Handler

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
		Core:          simhttp.NewCore(switches()),
		config:        config,
		own:           newOrganization(config.OrganizationID, config.DisplayName, config.Government, config.Now()),
		other:         newOrganization(simhttp.RandomUUID(config.Rand), "Somebody Else Ltd.", false, config.Now()),
		accessTokens:  map[string]*accessToken{},
		refreshTokens: map[string]time.Time{config.RefreshToken: config.Now().Add(config.refreshLifetime())},
		outsideUsers:  map[string]int{},
		transient:     map[string]int{},
	}
	s.own.enforce = config.Enforcement
	s.accessTokens[config.AccessToken] = s.newToken(TokenSpec{})
	s.handler = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Unmatched: unmatched, Render: s.render,
		NewID: s.newTrackingID, IDHeader: "Trackingid",
	}.Handler()
	return s, nil
}

// BasePath is what a client's base URL ends in.
const BasePath = "/v1"

// ServeHTTP routes below /v1, and without it where the switch says so.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, BasePath+"/") && s.Is(SwitchPathWithoutVersion, "200") {
		r = r.Clone(r.Context())
		r.URL.Path = BasePath + r.URL.Path
		if r.URL.RawPath != "" {
			r.URL.RawPath = BasePath + r.URL.RawPath
		}
	}
	s.handler.ServeHTTP(w, r)
}

// newTrackingID is in the header of every response and in error bodies (wire/webex.md 4.3).
func (s *Sim) newTrackingID() string {
	return "ROUTER_" + strings.ToUpper(simhttp.RandomHex(s.config.Rand, 24))
}

// Config describes the simulated organization. Now, Rand and LookupTXT are required (see
// [simhttp.World]); an identifier or credential left empty is made up from Rand.
type Config struct {
	OrganizationID string // UUID
	DisplayName    string // default "Acme, Inc."
	AdminEmail     string // default admin@acme.test; its domain is the one that can lock the administrator out
	Government     bool   // a Webex for Government organization, which alone may reserve domains
	Enforcement    bool   // initial value of enforceVerifiedDomains

	AccessToken  string // of a full administrator with every scope
	ClientID     string
	ClientSecret string
	RefreshToken string
	// AccessTokenLifetime is what expires_in reports, 14 days if zero (wire/webex.md 4.1).
	AccessTokenLifetime time.Duration

	Now       func() time.Time
	Rand      rand.Source
	LookupTXT func(ctx context.Context, name string) ([]string, error)
}

// Lifetimes of tokens, wire/webex.md 4.1.
const (
	defaultAccessTokenLifetime = 14 * 24 * time.Hour
	refreshTokenLifetime       = 90 * 24 * time.Hour

	governmentRefreshTokenLifetime = 60 * 24 * time.Hour
)

// complete makes up every credential, so that giving one does not change the others.
func (c Config) complete() (Config, error) {
	if c.Now == nil || c.Rand == nil || c.LookupTXT == nil {
		return c, errors.New("configuring the Webex simulator: Now, Rand and LookupTXT are required")
	}
	c.OrganizationID = cmp.Or(c.OrganizationID, simhttp.RandomUUID(c.Rand))
	c.DisplayName = cmp.Or(c.DisplayName, "Acme, Inc.")
	c.AdminEmail = cmp.Or(c.AdminEmail, "admin@acme.test")
	c.ClientID = cmp.Or(c.ClientID, "C"+simhttp.RandomHex(c.Rand, 64))
	c.ClientSecret = cmp.Or(c.ClientSecret, simhttp.RandomHex(c.Rand, 64))
	c.RefreshToken = cmp.Or(c.RefreshToken, simhttp.RandomHex(c.Rand, 64))
	c.AccessToken = cmp.Or(c.AccessToken, newAccessToken(c.Rand, c.OrganizationID))
	c.AccessTokenLifetime = cmp.Or(c.AccessTokenLifetime, defaultAccessTokenLifetime)
	if c.adminDomain() == "" {
		return c, errors.New("configuring the Webex simulator: administrator address " + c.AdminEmail + " has no domain")
	}
	return c, nil
}

func (c Config) adminDomain() string {
	_, domain, _ := strings.Cut(strings.ToLower(c.AdminEmail), "@")
	return domain
}

// refreshLifetime is shorter in the government cloud (wire/webex.md 4.1).
func (c Config) refreshLifetime() time.Duration {
	if c.Government {
		return governmentRefreshTokenLifetime
	}
	return refreshTokenLifetime
}
