// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// BasePath is what a client's base URL ends in.
const BasePath = "/v1"

// Sim is the whole of Webex as one organization's administrator sees it. It is an
// [http.Handler] whose API begins at /v1, and safe for concurrent use. Its Switches are
// the unknowns of wire/webex.md 6.
type Sim struct {
	simhttp.OAuth
	http.Handler
	config Config

	own           *organization        // the administrator's
	other         *organization        // some other customer of Webex
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
		OAuth: simhttp.OAuth{
			Core: simhttp.NewCore(switches()...), Now: config.Now, Lifetime: config.AccessTokenLifetime, Scopes: AllScopes(),
			NewValue: func() string { return newAccessToken(config.Rand, config.OrganizationID) },
			ClientID: config.ClientID, ClientSecret: config.ClientSecret,
		},
		config:        config,
		own:           newOrganization(config.OrganizationID, config.DisplayName, config.Government, config.Now()),
		other:         newOrganization(simhttp.RandomUUID(config.Rand), "Somebody Else Ltd.", false, config.Now()),
		refreshTokens: map[string]time.Time{config.RefreshToken: config.Now().Add(config.refreshLifetime())},
		outsideUsers:  map[string]int{},
		transient:     map[string]int{},
	}
	s.own.enforce = config.Enforcement
	s.Grant(config.AccessToken, TokenSpec{})
	s.Handler = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Unmatched: unmatched, Render: render,
		// The tracking ID is in error bodies as well (wire/webex.md 4.3).
		NewID:    func() string { return "ROUTER_" + strings.ToUpper(simhttp.RandomHex(config.Rand, 24)) },
		IDHeader: "Trackingid",
	}.Handler()
	return s, nil
}

// Credentials are what a client of the full administrator needs, in plain text.
type Credentials struct {
	OrganizationID string `json:"organization_id"` // UUID
	AccessToken    string `json:"access_token"`    // with every scope
	ClientID       string `json:"client_id"`
	ClientSecret   string `json:"client_secret"`
	RefreshToken   string `json:"refresh_token"`
}

// Config describes the simulated organization. An identifier or credential left empty is
// made up.
type Config struct {
	simhttp.World
	Credentials
	DisplayName string // default "Acme, Inc."
	AdminEmail  string // default admin@ the zone; its domain is the one that can lock the administrator out
	Government  bool   // a Webex for Government organization, which alone may reserve domains
	Enforcement bool   // initial value of enforceVerifiedDomains
	// AccessTokenLifetime is what expires_in reports, 14 days if zero (wire/webex.md 4.1).
	AccessTokenLifetime time.Duration
}

// Credentials are those that were configured or made up at the start.
func (s *Sim) Credentials() Credentials { return s.config.Credentials }

// complete makes up every credential, so that giving one does not change the others.
func (c Config) complete() (Config, error) {
	if err := c.Check("Webex"); err != nil {
		return c, err
	}
	c.OrganizationID = cmp.Or(c.OrganizationID, simhttp.RandomUUID(c.Rand))
	c.DisplayName = cmp.Or(c.DisplayName, "Acme, Inc.")
	c.AdminEmail = cmp.Or(c.AdminEmail, "admin@"+c.Zone)
	c.ClientID = cmp.Or(c.ClientID, "C"+simhttp.RandomHex(c.Rand, 64))
	c.ClientSecret = cmp.Or(c.ClientSecret, simhttp.RandomHex(c.Rand, 64))
	c.RefreshToken = cmp.Or(c.RefreshToken, simhttp.RandomHex(c.Rand, 64))
	c.AccessToken = cmp.Or(c.AccessToken, newAccessToken(c.Rand, c.OrganizationID))
	c.AccessTokenLifetime = cmp.Or(c.AccessTokenLifetime, 14*24*time.Hour)
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
		return 60 * 24 * time.Hour
	}
	return 90 * 24 * time.Hour
}
