// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Client configures a client of the simulated Webex. BaseURL ends in /v1.
type Client struct {
	BaseURL string `json:"base_url"`
	Credentials
}

// Variables implements [simhttp.Client].
func (c Client) Variables() [][2]string {
	return [][2]string{{"WEBEX_ORG_ID", c.OrganizationID}, {"WEBEX_ACCESS_TOKEN", c.AccessToken}, {"WEBEX_BASE_URL", c.BaseURL}}
}

// Factory starts the simulator in a sandbox, from a preset. Its own type is put into sim,
// for tests.
func Factory(preset *Config, sim **Sim) simhttp.Factory {
	return simhttp.Factory{
		Name:  "webex",
		Title: "Webex",
		Hosts: []simhttp.Host{{Name: "webex", Title: "Webex", BasePath: BasePath}},
		Flags: func(flags *flag.FlagSet) {
			flags.BoolVar(&preset.Government, "webex-government", preset.Government, "simulate a Webex for Government organization")
		},
		Start: simhttp.Starter(sim, simhttp.Preset(preset, New)),
	}
}

// Simulator is how the sandbox sees it.
func (s *Sim) Simulator() simhttp.Simulator {
	return simhttp.Simulator{
		Handlers:   []http.Handler{s},
		Client:     func(urls []string) simhttp.Client { return Client{urls[0], s.Credentials()} },
		Switches:   s.Switches(),
		Drift:      s.Drift,
		Snapshot:   func() any { return s.Snapshot() },
		Domain:     func(name string) string { return s.Snapshot().Organization.state(name) },
		Empty:      func() bool { return len(s.Snapshot().Organization.Tokens) == 0 },
		Operations: s.operations(),
	}
}

// state is the strongest state of a domain: claimed ones are verified as well.
func (o OrganizationSnapshot) state(name string) string {
	switch {
	case slices.Contains(o.Claimed, name):
		return "claimed"
	case slices.Contains(o.Verified, name):
		return "verified"
	case slices.Contains(o.Pending, name):
		return "pending"
	}
	return simhttp.Unknown
}

// operations are those of the control API.
func (s *Sim) operations() []simhttp.Operation {
	type hold struct {
		Domain  string
		Claimed bool
	}
	type verified struct {
		Domains []string
		Claimed bool
	}
	type outsideUsers struct {
		Domain string
		Count  int
	}
	return append([]simhttp.Operation{
		simhttp.Command(http.MethodPost, "/domains", `{"domains":["acme.test"],"claimed":true}`, "add verified domains, or claimed ones",
			func(r verified) error { return s.AddVerified(r.Claimed, r.Domains...) }),
		simhttp.Command(http.MethodPost, "/hold", `{"domain":"acme.test","claimed":true}`, "another organization verifies a domain, or claims it",
			func(r hold) error { return s.HoldElsewhere(r.Domain, r.Claimed) }),
		simhttp.Command(http.MethodDelete, "/hold", simhttp.DomainExample, "it gives the domain back",
			func(r simhttp.DomainBody) error { return s.ReleaseElsewhere(r.Domain) }),
		simhttp.Command(http.MethodPost, "/enforcement", `{"enabled":true}`, "set enforceVerifiedDomains; false also ends a lockout",
			func(r struct{ Enabled *bool }) error {
				if r.Enabled == nil {
					return errors.New("setting enforcement: enabled is missing")
				}
				s.SetEnforcement(*r.Enabled)
				return nil
			}),
		simhttp.Command(http.MethodPost, "/unlock", "", "end a lockout of the administrator",
			func(struct{}) error { s.LetAdministratorIn(); return nil }),
		simhttp.Command(http.MethodPost, "/outside-users", `{"domain":"acme.test","count":3}`, "users of a domain in other organizations",
			func(r outsideUsers) error {
				if r.Domain == "" || r.Count < 0 {
					return fmt.Errorf("setting the outside users: domain %q must not be empty, count %d not negative", r.Domain, r.Count)
				}
				s.OutsideUsers(r.Domain, r.Count)
				return nil
			}),
	}, s.OAuth.Operations(`{"scopes":["spark:people_read"],"not_admin":true,"service_app":false,"lifetime":"1h"}`,
		"issue an access token; left out means all scopes, full administrator")...)
}

// Snapshot is everything a test may want to compare, in JSON for the control API.
type Snapshot struct {
	Organization   OrganizationSnapshot `json:"organization"` // the administrator's
	Other          OrganizationSnapshot `json:"other_organization"`
	LockedOut      bool                 `json:"locked_out"`
	TransientUsers map[string]int       `json:"transient_users"` // by domain
	TransientCount int                  `json:"transient_count"`
	Refreshes      int                  `json:"refreshes"` // of access tokens
}

// OrganizationSnapshot shows one organization. Tokens has the listed domains only.
type OrganizationSnapshot struct {
	ID          string `json:"id"`
	DisplayName string `json:"display_name"`
	Government  bool   `json:"government"`
	Lists
	Tokens map[string]string `json:"tokens"`
}

// Snapshot is consistent: no request is half done in it.
func (s *Sim) Snapshot() Snapshot {
	defer s.Lock()()
	snapshot := Snapshot{
		Organization:   s.own.snapshot(),
		Other:          s.other.snapshot(),
		LockedOut:      s.lockedOut,
		TransientUsers: maps.Clone(s.transient),
		Refreshes:      s.refreshes,
	}
	for _, n := range s.transient {
		snapshot.TransientCount += n
	}
	return snapshot
}

func (o *organization) snapshot() OrganizationSnapshot {
	tokens := map[string]string{}
	for name, d := range o.domains {
		if d.listed() {
			tokens[name] = d.token
		}
	}
	return OrganizationSnapshot{o.id, o.name, o.government, o.lists(), tokens}
}
