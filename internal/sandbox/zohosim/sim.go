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
	"strings"
	"time"

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

// dataCenter is what differs between Zoho's data centers beyond the two hosts, which
// are wherever the simulator is served.
type dataCenter struct {
	name      string
	suffix    string // of the records, behind "zmverify." (wire/zoho.md 3)
	apiDomain string // in answers of the token endpoint (wire/zoho.md 4)
}

// dataCenters has Canada under zohocloud.ca, as in public zones; sa, uk, cn and ae
// follow the names of their accounts hosts, since no zone was found (wire/zoho.md 3).
func dataCenters() []dataCenter {
	return []dataCenter{
		{"us", "zoho.com", "https://www.zohoapis.com"},
		{"eu", "zoho.eu", "https://www.zohoapis.eu"},
		{"in", "zoho.in", "https://www.zohoapis.in"},
		{"au", "zoho.com.au", "https://www.zohoapis.com.au"},
		{"jp", "zoho.jp", "https://www.zohoapis.jp"},
		{"ca", "zohocloud.ca", "https://www.zohoapis.ca"},
		{"sa", "zoho.sa", "https://www.zohoapis.sa"},
		{"uk", "zoho.uk", "https://www.zohoapis.uk"},
		{"cn", "zoho.com.cn", "https://www.zohoapis.com.cn"},
		{"ae", "zoho.ae", "https://www.zohoapis.ae"},
	}
}

func findDataCenter(name string) (dataCenter, error) {
	var known []string
	for _, dc := range dataCenters() {
		if dc.name == name {
			return dc, nil
		}
		known = append(known, dc.name)
	}
	return dataCenter{}, fmt.Errorf("unknown data center %q, there are: %s", name, strings.Join(known, ", "))
}
