// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Client configures a client of the simulated WorkOS. BaseURL has no path.
type Client struct {
	BaseURL string `json:"base_url"`
	Credentials
}

// Variables implements [simhttp.Client].
func (c Client) Variables() [][2]string {
	return [][2]string{{"WORKOS_ORGANIZATION_ID", c.OrganizationID}, {"WORKOS_API_KEY", c.APIKey}, {"WORKOS_BASE_URL", c.BaseURL}}
}

// Factory starts the simulator in a sandbox, from a preset. Its own type is put into sim,
// for tests.
func Factory(preset *Config, sim **Sim) simhttp.Factory {
	return simhttp.Factory{
		Name:  "workos",
		Title: "WorkOS",
		Hosts: []simhttp.Host{{Name: "workos", Title: "WorkOS"}},
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
		Domain:     func(name string) string { return s.Snapshot().state(name) },
		Empty:      func() bool { s.Poll(context.Background()); defer s.Lock()(); return len(s.domains()) == 0 },
		Operations: s.operations(),
	}
}

// state is that of a domain in whatever organization has it.
func (s Snapshot) state(name string) string {
	for _, o := range s.Organizations {
		for _, d := range o.Domains {
			if d.Domain == name {
				return d.State
			}
		}
	}
	return simhttp.Unknown
}

// operations are those of the control API.
func (s *Sim) operations() []simhttp.Operation {
	type key struct {
		APIKey string `json:"api_key"`
	}
	answer := func(field, value string, err error) (any, error) { return map[string]string{field: value}, err }
	return []simhttp.Operation{
		simhttp.Command(http.MethodPost, "/poll", "", "run the background poller now, if a check is due",
			func(struct{}) error { s.Poll(context.Background()); return nil }),
		simhttp.Query(http.MethodPost, "/hold", simhttp.DomainExample, "another organization of the environment verifies a domain",
			func(r simhttp.DomainBody) (any, error) {
				id, err := s.HoldElsewhere(r.Domain)
				return answer("organization_id", id, err)
			}),
		simhttp.Command(http.MethodDelete, "/hold", simhttp.DomainExample, "it deletes the domain",
			func(r simhttp.DomainBody) error { return s.ReleaseElsewhere(r.Domain) }),
		simhttp.Query(http.MethodPost, "/organizations", `{"name":"Beta Ltd.","external_id":"beta","environment":"staging"}`,
			"add an organization; no environment is that of the API key",
			func(r OrganizationSpec) (any, error) { return answer("organization_id", s.AddOrganization(r), nil) }),
		simhttp.Query(http.MethodPost, "/domains", `{"organization_id":"org_…","domain":"acme.test","state":"verified","manual":true}`,
			"add a domain in any state; no organization is the configured one",
			func(r DomainSpec) (any, error) {
				id, err := s.AddDomain(r)
				return answer("id", id, err)
			}),
		simhttp.Query(http.MethodPost, "/keys", `{"environment":"staging","permissions":["organizations:read"]}`,
			"issue an API key; left out means the same environment, every permission",
			func(r KeySpec) (any, error) {
				value, err := s.IssueAPIKey(r)
				return answer("api_key", value, err)
			}),
		simhttp.Command(http.MethodDelete, "/keys", `{"api_key":"sk_…"}`, "end an API key",
			func(r key) error { return s.RevokeAPIKey(r.APIKey) }),
		simhttp.Command(http.MethodPost, "/rate-limit", `{"requests":10}`, "requests per API key in 60 seconds, from now on",
			func(r struct{ Requests int }) error { return s.LimitRate(r.Requests) }),
		simhttp.Query(http.MethodPost, "/portal-links", `{"link":"https://…"}`, "follow a portal link, as its receiver would",
			func(r struct{ Link string }) (any, error) { return s.OpenPortalLink(r.Link) }),
	}
}

// Snapshot is everything a test may want to compare, in JSON for the control API.
type Snapshot struct {
	OrganizationID string                 `json:"organization_id"` // the configured one
	Organizations  []OrganizationSnapshot `json:"organizations"`   // oldest first
	Events         []EventSnapshot        `json:"events"`          // oldest first, those that the lag holds back too
}

// OrganizationSnapshot shows one organization; its domains are in order of creation.
type OrganizationSnapshot struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	Environment string           `json:"environment"`
	Domains     []DomainSnapshot `json:"domains"`
}

// DomainSnapshot shows one domain as it is, whatever the switches disguise. Record is
// the value of the TXT record that the poller looks for, empty without a token.
type DomainSnapshot struct {
	ID       string `json:"id"`
	Domain   string `json:"domain"`
	State    string `json:"state"`
	Strategy string `json:"strategy"`
	Prefix   string `json:"prefix"`
	Token    string `json:"token"`
	Record   string `json:"record"`
}

// EventSnapshot shows one event. Reason is that of a failed verification.
type EventSnapshot struct {
	Event          string `json:"event"`
	OrganizationID string `json:"organization_id"`
	Domain         string `json:"domain"`
	Reason         string `json:"reason,omitempty"`
}

// Snapshot is consistent: no request is half done in it, and the poller has caught up
// with the clock.
func (s *Sim) Snapshot() Snapshot {
	s.Poll(context.Background())
	defer s.Lock()()
	snapshot := Snapshot{OrganizationID: s.own.id, Organizations: []OrganizationSnapshot{}, Events: []EventSnapshot{}}
	for _, o := range s.organizations {
		snapshot.Organizations = append(snapshot.Organizations, o.snapshot())
	}
	for _, e := range s.events {
		reason, _ := e.data["reason"].(string)
		snapshot.Events = append(snapshot.Events, EventSnapshot{e.kind, e.organizationID, e.domain, reason})
	}
	return snapshot
}

func (o *organization) snapshot() OrganizationSnapshot {
	domains := []DomainSnapshot{}
	for _, d := range o.domains {
		domains = append(domains, DomainSnapshot{d.id, d.name, d.state, d.strategy, d.prefix, d.token, d.record()})
	}
	return OrganizationSnapshot{o.id, o.name, o.environment, domains}
}

// Domain finds a domain of the configured organization; false is that it has none.
func (s Snapshot) Domain(name string) (DomainSnapshot, bool) {
	own, _ := simhttp.First(s.Organizations, func(o OrganizationSnapshot) bool { return o.ID == s.OrganizationID })
	return simhttp.First(own.Domains, func(d DomainSnapshot) bool { return d.Domain == name })
}
