// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is one organization of Zoho Mail and the accounts server of its data center. It
// is safe for concurrent use. Its Switches are the unknowns of wire/zoho.md.
type Sim struct {
	simhttp.OAuth
	// Mail is the host of the Mail API, whose paths begin with /api/organization; Accounts
	// that of the token endpoint, /oauth/v2/token.
	Mail, Accounts http.Handler
	config         Config
	dataCenter     dataCenter

	credentialsOf dataCenter
	domains       []*domain       // in order of adding
	elsewhere     map[string]bool // names that another organization has verified
	ids           uint64          // the last domainId
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
		OAuth: simhttp.OAuth{
			Core: simhttp.NewCore(switches()...), Now: config.Now, Lifetime: tokenLifetime, Scopes: AllScopes(),
			NewValue: func() string { return newToken(config.Rand) },
			ClientID: config.ClientID, ClientSecret: config.ClientSecret,
		},
		config:    config,
		elsewhere: map[string]bool{},
		ids:       firstDomainID,
		throttle:  throttle{limit: config.RequestsPerMinute, lockFor: config.LockFor},
	}
	var wrong error
	s.dataCenter, err = findDataCenter(config.DataCenter)
	s.credentialsOf, wrong = findDataCenter(config.CredentialsOf)
	if err = cmp.Or(err, wrong); err != nil {
		return nil, fmt.Errorf("configuring the Zoho simulator: %w", err)
	}
	s.Grant(config.AccessToken, TokenSpec{})
	s.Mail = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Render: render, Now: config.Now,
		Unmatched: func(simhttp.Call, bool) *failure { return noSuchURL() },
	}.Handler()
	s.Accounts = simhttp.Frame[struct{}, failure]{
		Core: &s.Core, Routes: map[string]struct{}{"POST " + tokenPath: {}}, Serve: s.serveToken,
		Unmatched: unmatchedAccounts, Render: renderTokenFailure, Now: config.Now,
	}.Handler()
	return s, nil
}

// Credentials are what a client of the administrator needs, in plain text.
type Credentials struct {
	OrganizationID string `json:"organization_id"` // zoid, a number
	ClientID       string `json:"client_id"`
	ClientSecret   string `json:"client_secret"`
	RefreshToken   string `json:"refresh_token"`
	AccessToken    string `json:"access_token"` // lives an hour of the sandbox clock
	DataCenter     string `json:"data_center"`  // default us
}

// Credentials are those that were configured or made up at the start.
func (s *Sim) Credentials() Credentials { return s.config.Credentials }

// Config describes the simulated organization. A credential left empty is made up.
type Config struct {
	simhttp.World
	Credentials
	OrganizationName string // default "Acme"

	// CredentialsOf is the data center that client and tokens belong to, when it is
	// not DataCenter: a user's mistake that Zoho answers as it does.
	CredentialsOf string
	// RequestsPerMinute is the budget of the organization, 30 if zero, and LockFor how
	// long it is locked out after exceeding it, five minutes if zero (wire/zoho.md 5: the
	// real length is undisclosed).
	RequestsPerMinute int
	LockFor           time.Duration
}

// complete makes up every credential, so that giving one does not change the others.
func (c Config) complete() (Config, error) {
	const doing = "configuring the Zoho simulator: "
	if err := c.Check("Zoho"); err != nil {
		return c, err
	}
	if c.LookupCNAME == nil || c.Fetch == nil {
		return c, errors.New(doing + "LookupCNAME and Fetch are required")
	}
	if c.RequestsPerMinute < 0 || c.LockFor < 0 {
		return c, errors.New(doing + "RequestsPerMinute and LockFor must not be negative")
	}
	c.DataCenter = cmp.Or(c.DataCenter, "us")
	c.CredentialsOf = cmp.Or(c.CredentialsOf, c.DataCenter)
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
