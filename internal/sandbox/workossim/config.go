// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Config describes the simulated environment. Now, Rand and LookupTXT are required;
// an identifier or credential left empty is made up from Rand.
type Config struct {
	OrganizationID   string // org_ and a ULID
	OrganizationName string // default "Acme, Inc."
	APIKey           string // sk_…, with every permission
	App              string // what verification prefixes begin with, default "sandbox"

	// RateLimit is how many requests one API key may send in 60 seconds, 6000 if
	// zero (wire/workos.md 5).
	RateLimit int

	Now  func() time.Time
	Rand rand.Source
	// LookupTXT asks DNS like the real service would: from outside, through a
	// caching resolver. Each string is one whole record; no record is nil, nil.
	LookupTXT func(ctx context.Context, name string) ([]string, error)
}

func (c Config) complete() (Config, error) {
	if c.Now == nil || c.Rand == nil || c.LookupTXT == nil {
		return c, errors.New("configuring the WorkOS simulator: Now, Rand and LookupTXT are required")
	}
	if c.RateLimit < 0 {
		return c, errors.New("configuring the WorkOS simulator: RateLimit must not be negative")
	}
	if c.OrganizationName == "" {
		c.OrganizationName = "Acme, Inc."
	}
	if c.App == "" {
		c.App = "sandbox"
	}
	if c.RateLimit == 0 {
		c.RateLimit = requestsPerWindow
	}
	return c, nil
}
