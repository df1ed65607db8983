// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// Config describes the simulated organization. Now, Rand, LookupTXT, LookupCNAME and
// Fetch are required; an identifier or credential left empty is made up from Rand.
type Config struct {
	OrganizationID   string // zoid, a number
	OrganizationName string // default "Acme"
	DataCenter       string // default us
	ClientID         string
	ClientSecret     string
	RefreshToken     string
	AccessToken      string // lives an hour, like every other

	// CredentialsOf is the data center that client and tokens belong to, when it is
	// not DataCenter: a user's mistake that Zoho answers as it does.
	CredentialsOf string
	// RequestsPerMinute is the budget of the organization, 30 if zero, and LockFor how
	// long it is locked out after exceeding it, five minutes if zero (wire/zoho.md 5: the
	// real length is undisclosed).
	RequestsPerMinute int
	LockFor           time.Duration

	Now  func() time.Time
	Rand rand.Source
	// LookupTXT and LookupCNAME ask DNS like the real service would: from outside,
	// through a caching resolver. Each string is one whole record; no record is nil,
	// nil. LookupCNAME returns the target without a final dot, empty if there is none.
	LookupTXT   func(ctx context.Context, name string) ([]string, error)
	LookupCNAME func(ctx context.Context, name string) (string, error)
	// Fetch gets a page of the domain's web host without following redirects.
	Fetch func(ctx context.Context, url string) (*http.Response, error)
}

func (c Config) complete() (Config, error) {
	const doing = "configuring the Zoho simulator: "
	if c.Now == nil || c.Rand == nil || c.LookupTXT == nil || c.LookupCNAME == nil || c.Fetch == nil {
		return c, errors.New(doing + "Now, Rand, LookupTXT, LookupCNAME and Fetch are required")
	}
	if c.RequestsPerMinute < 0 || c.LockFor < 0 {
		return c, errors.New(doing + "RequestsPerMinute and LockFor must not be negative")
	}
	if c.DataCenter == "" {
		c.DataCenter = "us"
	}
	if c.CredentialsOf == "" {
		c.CredentialsOf = c.DataCenter
	}
	for _, name := range []string{c.DataCenter, c.CredentialsOf} {
		if _, err := findDataCenter(name); err != nil {
			return c, fmt.Errorf(doing+"%w", err)
		}
	}
	if c.OrganizationName == "" {
		c.OrganizationName = "Acme"
	}
	if c.RequestsPerMinute == 0 {
		c.RequestsPerMinute = 30
	}
	if c.LockFor == 0 {
		c.LockFor = 5 * time.Minute
	}
	c = c.withMadeUpCredentials()
	if _, err := strconv.ParseInt(c.OrganizationID, 10, 64); err != nil {
		return c, fmt.Errorf(doing+"organization id %q is no number", c.OrganizationID)
	}
	return c, nil
}

// withMadeUpCredentials draws for every one of them, so that giving one does not
// change the others.
func (c Config) withMadeUpCredentials() Config {
	for _, made := range []struct {
		into  *string
		value string
	}{
		{&c.OrganizationID, "7" + digits(c.Rand, 8)},
		{&c.ClientID, "1000." + characters(c.Rand, 30)},
		{&c.ClientSecret, hexadecimal(c.Rand, 42)},
		{&c.RefreshToken, newToken(c.Rand)},
		{&c.AccessToken, newToken(c.Rand)},
	} {
		if *made.into == "" {
			*made.into = made.value
		}
	}
	return c
}
