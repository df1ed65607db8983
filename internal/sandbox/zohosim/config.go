// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Config describes the simulated organization. Now, Rand, LookupTXT, LookupCNAME and
// Fetch are required (see [simhttp.World]); an identifier or credential left empty is made up from Rand.
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

	Now         func() time.Time
	Rand        rand.Source
	LookupTXT   func(ctx context.Context, name string) ([]string, error)
	LookupCNAME func(ctx context.Context, name string) (string, error)
	Fetch       func(ctx context.Context, url string) (*http.Response, error)
}

// complete makes up every credential, so that giving one does not change the others.
func (c Config) complete() (Config, error) {
	const doing = "configuring the Zoho simulator: "
	if c.Now == nil || c.Rand == nil || c.LookupTXT == nil || c.LookupCNAME == nil || c.Fetch == nil {
		return c, errors.New(doing + "Now, Rand, LookupTXT, LookupCNAME and Fetch are required")
	}
	if c.RequestsPerMinute < 0 || c.LockFor < 0 {
		return c, errors.New(doing + "RequestsPerMinute and LockFor must not be negative")
	}
	c.DataCenter = cmp.Or(c.DataCenter, "us")
	c.CredentialsOf = cmp.Or(c.CredentialsOf, c.DataCenter)
	for _, name := range []string{c.DataCenter, c.CredentialsOf} {
		if _, err := findDataCenter(name); err != nil {
			return c, fmt.Errorf(doing+"%w", err)
		}
	}
	c.OrganizationName = cmp.Or(c.OrganizationName, "Acme")
	c.RequestsPerMinute = cmp.Or(c.RequestsPerMinute, 30)
	c.LockFor = cmp.Or(c.LockFor, 5*time.Minute)
	c.OrganizationID = cmp.Or(c.OrganizationID, "7"+simhttp.RandomText(c.Rand, simhttp.DecimalDigits, 8))
	c.ClientID = cmp.Or(c.ClientID, "1000."+simhttp.RandomText(c.Rand, simhttp.DecimalDigits+simhttp.UpperCase, 30))
	c.ClientSecret = cmp.Or(c.ClientSecret, simhttp.RandomHex(c.Rand, 42))
	c.RefreshToken = cmp.Or(c.RefreshToken, newToken(c.Rand))
	c.AccessToken = cmp.Or(c.AccessToken, newToken(c.Rand))
	if _, err := strconv.ParseInt(c.OrganizationID, 10, 64); err != nil {
		return c, fmt.Errorf(doing+"organization ID %q is no number", c.OrganizationID)
	}
	return c, nil
}
