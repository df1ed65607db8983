// SPDX-License-Identifier: MPL-2.0

package workossim

import "context"

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
	for _, o := range s.Organizations {
		for _, d := range o.Domains {
			if o.ID == s.OrganizationID && d.Domain == name {
				return d, true
			}
		}
	}
	return DomainSnapshot{}, false
}
