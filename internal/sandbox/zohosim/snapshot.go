// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"maps"
	"slices"
)

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
	Users       int    `json:"users"`
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
		Tokens:         TokenSnapshot{s.refresh.granted, s.refresh.throttled},
		Throttle: ThrottleSnapshot{
			s.throttle.calls, s.throttle.answers, s.throttle.most, s.config.Now().Before(s.throttle.lockedUntil),
		},
	}
	for _, d := range s.domains {
		snapshot.Domains = append(snapshot.Domains, s.domainSnapshot(d))
	}
	return snapshot
}

func (s *Sim) domainSnapshot(d *domain) DomainSnapshot {
	return DomainSnapshot{
		Domain: d.name, Verified: d.verified, Expired: d.expired, Hosting: d.hosting, Primary: d.primary, Users: d.users,
		TXTRecord: s.txtRecord(d), CNAMEName: d.cnameCode + "." + d.ascii, CNAMETarget: s.target(),
		FileURL: "http://" + d.ascii + filePath, FileContent: d.htmlCode,
	}
}

// Domain finds a domain of the organization; false is that it has none.
func (s Snapshot) Domain(name string) (DomainSnapshot, bool) {
	for _, d := range s.Domains {
		if d.Domain == name {
			return d, true
		}
	}
	return DomainSnapshot{}, false
}
