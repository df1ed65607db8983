// SPDX-License-Identifier: MPL-2.0

package webexsim

import "maps"

// Snapshot is everything a test may want to compare, in JSON for the control API.
type Snapshot struct {
	Organization   OrganizationSnapshot `json:"organization"` // the administrator's
	Other          OrganizationSnapshot `json:"other_organization"`
	LockedOut      bool                 `json:"locked_out"`
	TransientUsers map[string]int       `json:"transient_users"` // by domain
	TransientCount int                  `json:"transient_count"`
	Refreshes      int                  `json:"refreshes"` // of access tokens
}

// OrganizationSnapshot shows one organization; names may be in several lists, each
// list is sorted. Tokens has the listed domains only.
type OrganizationSnapshot struct {
	ID                     string            `json:"id"`
	DisplayName            string            `json:"display_name"`
	Government             bool              `json:"government"`
	EnforceVerifiedDomains bool              `json:"enforce_verified_domains"`
	Pending                []string          `json:"pending"`
	Verified               []string          `json:"verified"`
	Claimed                []string          `json:"claimed"`
	Reserved               []string          `json:"reserved"`
	Tokens                 map[string]string `json:"tokens"`
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
	lists := o.lists(o.modified)
	tokens := map[string]string{}
	for name, d := range o.domains {
		if d.listed() {
			tokens[name] = d.token
		}
	}
	return OrganizationSnapshot{
		ID: o.id, DisplayName: o.name, Government: o.government, EnforceVerifiedDomains: o.enforce,
		Pending: lists.pending, Verified: lists.verified, Claimed: lists.claimed, Reserved: lists.reserved, Tokens: tokens,
	}
}
