// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Client configures a client of the simulated GitHub. A base URL on loopback is read as
// that of an Enterprise Server (wire/github.md 1.1); the simulator serves the paths of
// all installations.
type Client struct {
	BaseURL        string `json:"base_url"`
	Owner          string `json:"owner"`      // login of the organization, in its own spelling
	Enterprise     string `json:"enterprise"` // slug
	Token          string `json:"token"`      // classic, with all scopes
	AppID          string `json:"app_auth_id"`
	InstallationID string `json:"app_auth_installation_id"`
	AppKey         string `json:"app_auth_pem_file"` // PKCS #1, literal \n for line ends
}

// Variables implements [simhttp.Client]. A client has a token or an App.
func (c Client) Variables() [][2]string {
	return [][2]string{{"GITHUB_OWNER", c.Owner}, {"GITHUB_TOKEN", c.Token}, {"GITHUB_BASE_URL", c.BaseURL}}
}

// Factory starts the simulator in a sandbox.
func Factory() simhttp.Factory {
	return simhttp.Factory{
		Name:  "github",
		Title: "GitHub",
		Hosts: []simhttp.Host{{Name: "github", Title: "GitHub", BasePath: "/"}},
		Start: simhttp.Starter(new(*Sim), func(world simhttp.World) (*Sim, error) { return New(Config{World: world}) }),
	}
}

// Simulator is how the sandbox sees it.
func (s *Sim) Simulator() simhttp.Simulator {
	return simhttp.Simulator{
		Handlers: []http.Handler{s},
		Client: func(urls []string) simhttp.Client {
			defer s.Lock()()
			return Client{
				urls[0], s.owners[0].name, s.owners[1].name, s.config.Token, AppID, InstallationID,
				strings.ReplaceAll(strings.TrimSpace(appKey), "\n", `\n`),
			}
		},
		Switches:   s.Switches(),
		Drift:      s.Drift,
		Snapshot:   func() any { return s.Snapshot() },
		Domain:     func(name string) string { return s.Snapshot().state(name) },
		Empty:      func() bool { return !slices.ContainsFunc(s.Snapshot().Domains, DomainSnapshot.ours) },
		Operations: s.operations(),
	}
}

// operations are those of the control API.
func (s *Sim) operations() []simhttp.Operation {
	return append([]simhttp.Operation{
		simhttp.Command(http.MethodPost, "/domains", `{"domain":"acme.test","owner":"enterprise","verified":true,"approved":false}`,
			"add a domain in any state for the organization, the enterprise or other, another organization", s.AddDomain),
		simhttp.Command(http.MethodPost, "/owner", `{"owner":"organization","login":"Acme-Labs","policy":true,"saml":true}`,
			"rename an owner, restrict its notifications to verified and approved domains, demand tokens that are authorized, as none is", s.ChangeOwner),
		simhttp.Command(http.MethodPost, "/limits", `{"remaining":0,"secondary":"1m"}`,
			"points that are left of the primary limit, and how long the secondary limit holds from now on", s.Limit),
	}, s.OAuth.Operations(`{"scopes":["read:enterprise"],"not_admin":true,"service_app":true,"lifetime":"1h"}`,
		"issue a token; left out means all scopes, an owner, a user and not the App, no end")...)
}

// Snapshot is everything a test may want to compare, in JSON for the control API.
type Snapshot struct {
	Domains []DomainSnapshot `json:"domains"` // in order of adding
	Limits  LimitSnapshot    `json:"limits"`
}

func (d DomainSnapshot) ours() bool { return d.Owner != ForOther }

// LimitSnapshot is what the limits have counted.
type LimitSnapshot struct {
	Calls      map[string]int `json:"calls"`      // by field at the top of the operation
	Violations []string       `json:"violations"` // mutations without a pause, or beside another one
	Ignored    int            `json:"ignored"`    // calls while a limit held
	Used       int            `json:"used"`       // points of the primary limit
}

// Snapshot is consistent: no request is half done in it.
func (s *Sim) Snapshot() Snapshot {
	defer s.Lock()()
	l := &s.limits
	snapshot := Snapshot{[]DomainSnapshot{}, LimitSnapshot{maps.Clone(l.calls), append([]string{}, l.violations...), l.ignored, l.used}}
	for _, d := range s.domains {
		shown := d.DomainSnapshot
		shown.Required, shown.HostName = s.required(d), s.hostName(d)
		snapshot.Domains = append(snapshot.Domains, shown)
	}
	return snapshot
}

// Domain finds a domain of an owner; false is that it has none.
func (s Snapshot) Domain(owner, name string) (DomainSnapshot, bool) {
	return simhttp.First(s.Domains, func(d DomainSnapshot) bool { return d.Owner == owner && d.Domain == name })
}

// state is that of the organization's domain, or else of the enterprise's.
func (s Snapshot) state(name string) string {
	for _, role := range []string{ForOrganization, ForEnterprise} {
		switch d, found := s.Domain(role, name); {
		case found && d.Verified:
			return "verified"
		case found:
			return "unverified"
		}
	}
	return simhttp.Unknown
}
