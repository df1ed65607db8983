// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"flag"
	"maps"
	"net/http"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Client configures a client of the simulated Zoho Mail. Neither URL has a path.
type Client struct {
	BaseURL     string `json:"base_url"`
	AccountsURL string `json:"accounts_url"`
	Credentials
}

// Variables implements [simhttp.Client].
func (c Client) Variables() [][2]string {
	return [][2]string{
		{"ZOHO_ORGANIZATION_ID", c.OrganizationID},
		{"ZOHO_DATA_CENTER", c.DataCenter},
		{"ZOHO_BASE_URL", c.BaseURL},
		{"ZOHO_ACCOUNTS_URL", c.AccountsURL},
		{"ZOHO_CLIENT_ID", c.ClientID},
		{"ZOHO_CLIENT_SECRET", c.ClientSecret},
		{"ZOHO_REFRESH_TOKEN", c.RefreshToken},
		{"ZOHO_ACCESS_TOKEN", c.AccessToken},
	}
}

// Factory starts the simulator in a sandbox, from a preset. Its own type is put into sim,
// for tests.
func Factory(preset *Config, sim **Sim) simhttp.Factory {
	return simhttp.Factory{
		Name:  "zoho",
		Title: "Zoho",
		Hosts: []simhttp.Host{{Name: "zoho", Title: "Zoho Mail"}, {Name: "zoho accounts", Title: "accounts host of Zoho"}},
		Flags: func(flags *flag.FlagSet) {
			flags.StringVar(&preset.DataCenter, "zoho-data-center", "us", "`name` of the Zoho data center to simulate: us, eu, in, au, jp, ca, sa, uk, cn or ae")
		},
		Start: simhttp.Starter(sim, simhttp.Preset(preset, New)),
	}
}

// Simulator is how the sandbox sees it.
func (s *Sim) Simulator() simhttp.Simulator {
	return simhttp.Simulator{
		Handlers:   []http.Handler{s.Mail, s.Accounts},
		Client:     func(urls []string) simhttp.Client { return Client{urls[0], urls[1], s.Credentials()} },
		Switches:   s.Switches(),
		Drift:      s.Drift,
		Snapshot:   func() any { return s.Snapshot() },
		Domain:     func(name string) string { return s.Snapshot().state(name) },
		Empty:      func() bool { return len(s.Snapshot().Domains) == 0 },
		Operations: s.operations(),
	}
}

func (s Snapshot) state(name string) string {
	switch d, found := s.Domain(name); {
	case !found:
		return simhttp.Unknown
	case d.Verified:
		return "verified"
	}
	return "unverified"
}

// operations are those of the control API.
func (s *Sim) operations() []simhttp.Operation {
	type limit struct {
		Requests int
		Lock     simhttp.Duration
	}
	type home struct {
		DataCenter string `json:"data_center"`
	}
	return append([]simhttp.Operation{
		simhttp.Command(http.MethodPost, "/hold", simhttp.DomainExample, "another organization verifies a domain",
			func(r simhttp.DomainBody) error { return s.HoldElsewhere(r.Domain) }),
		simhttp.Command(http.MethodDelete, "/hold", simhttp.DomainExample, "it deletes the domain",
			func(r simhttp.DomainBody) error { return s.ReleaseElsewhere(r.Domain) }),
		simhttp.Command(http.MethodPost, "/domains", `{"domain":"acme.test","verified":true,"hosting":true,"users":3}`,
			"add a domain in any state", s.AddDomain),
		simhttp.Command(http.MethodPost, "/throttle", `{"requests":30,"lock":"5m"}`,
			"calls a minute and how long exceeding them locks, from now on; no lock leaves its length",
			func(r limit) error { return s.LimitRate(r.Requests, r.Lock.Duration) }),
		simhttp.Command(http.MethodPost, "/credentials", `{"data_center":"eu"}`,
			"let the credentials belong to a data center, the right one or another",
			func(r home) error { return s.MoveCredentials(r.DataCenter) }),
	}, s.OAuth.Operations(`{"scopes":["ZohoMail.organization.domains.READ"],"not_admin":true,"lifetime":"1h"}`,
		"issue an access token; left out means all scopes, administrator, an hour")...)
}

// Snapshot is everything a test may want to compare, in JSON for the control API.
type Snapshot struct {
	OrganizationID string           `json:"organization_id"`
	DataCenter     string           `json:"data_center"`
	Domains        []DomainSnapshot `json:"domains"`   // in order of adding
	Elsewhere      []string         `json:"elsewhere"` // what another organization has verified, sorted
	Tokens         TokenSnapshot    `json:"tokens"`
	Throttle       ThrottleSnapshot `json:"throttle"`
}

// DomainSnapshot shows one domain as it is, whatever the switches disguise, and what
// each method looks for.
type DomainSnapshot struct {
	Domain      string `json:"domain"`
	Verified    bool   `json:"verified"`
	Expired     bool   `json:"expired"`
	Hosting     bool   `json:"hosting"`
	Primary     bool   `json:"primary"`
	Users       uint   `json:"users"`
	TXTRecord   string `json:"txt_record"`   // at the domain itself
	CNAMEName   string `json:"cname_name"`   // absolute, without a final dot
	CNAMETarget string `json:"cname_target"` // absolute, without a final dot
	FileURL     string `json:"file_url"`
	FileContent string `json:"file_content"`
}

// TokenSnapshot counts what the token endpoint did.
type TokenSnapshot struct {
	Granted   int `json:"granted"`   // access tokens for the refresh token
	Throttled int `json:"throttled"` // answers "Access Denied"
}

// ThrottleSnapshot counts the calls of the Mail API with a live token.
type ThrottleSnapshot struct {
	Calls     int  `json:"calls"`     // refused ones included
	Throttled int  `json:"throttled"` // throttle answers
	Most      int  `json:"most"`      // calls that arrived in any one minute, refused ones included
	Locked    bool `json:"locked"`
}

// Snapshot is consistent: no request is half done in it.
func (s *Sim) Snapshot() Snapshot {
	defer s.Lock()()
	snapshot := Snapshot{
		OrganizationID: s.config.OrganizationID,
		DataCenter:     s.dataCenter.name,
		Domains:        []DomainSnapshot{},
		Elsewhere:      append([]string{}, slices.Sorted(maps.Keys(s.elsewhere))...),
		Tokens:         TokenSnapshot{len(s.refresh.granted), s.refresh.throttled},
		Throttle:       s.throttle.ThrottleSnapshot,
	}
	snapshot.Throttle.Locked = s.config.Now().Before(s.throttle.lockedUntil)
	for _, d := range s.domains {
		snapshot.Domains = append(snapshot.Domains, DomainSnapshot{
			Domain: d.name, Verified: d.verified, Expired: d.expired, Hosting: d.hosting, Primary: d.primary, Users: d.users,
			TXTRecord: s.txtRecord(d), CNAMEName: d.cnameCode + "." + d.ascii, CNAMETarget: s.target(),
			FileURL: "http://" + d.ascii + filePath, FileContent: d.htmlCode,
		})
	}
	return snapshot
}

// Domain finds a domain of the organization; false is that it has none.
func (s Snapshot) Domain(name string) (DomainSnapshot, bool) {
	return simhttp.First(s.Domains, func(d DomainSnapshot) bool { return d.Domain == name })
}
