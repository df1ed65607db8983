// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"time"
)

// Config describes the simulated organization. Now, Rand and LookupTXT are required;
// an identifier or credential left empty is made up from Rand.
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

	Now  func() time.Time
	Rand rand.Source
	// LookupTXT asks DNS like the real service would: from outside, through a
	// caching resolver. Each string is one whole record; no record is nil, nil.
	LookupTXT func(ctx context.Context, name string) ([]string, error)
}

// Lifetimes of tokens, wire/webex.md 4.1.
const (
	defaultAccessTokenLifetime = 14 * 24 * time.Hour
	refreshTokenLifetime       = 90 * 24 * time.Hour
)

func (c Config) complete() (Config, error) {
	if c.Now == nil || c.Rand == nil || c.LookupTXT == nil {
		return c, errors.New("configuring the Webex simulator: Now, Rand and LookupTXT are required")
	}
	fill := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	fill(&c.OrganizationID, newUUID(c.Rand))
	fill(&c.DisplayName, "Acme, Inc.")
	fill(&c.AdminEmail, "admin@acme.test")
	fill(&c.ClientID, "C"+newHex(c.Rand, 64))
	fill(&c.ClientSecret, newHex(c.Rand, 64))
	fill(&c.RefreshToken, newHex(c.Rand, 64))
	fill(&c.AccessToken, newAccessToken(c.Rand, c.OrganizationID))
	if c.AccessTokenLifetime == 0 {
		c.AccessTokenLifetime = defaultAccessTokenLifetime
	}
	if c.adminDomain() == "" {
		return c, errors.New("configuring the Webex simulator: administrator address " + c.AdminEmail + " has no domain")
	}
	return c, nil
}

func (c Config) adminDomain() string {
	_, domain, _ := strings.Cut(strings.ToLower(c.AdminEmail), "@")
	return domain
}
