// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

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
