// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// organization is one tenant and its domains.
type organization struct {
	id, name          string
	government        bool
	enforce           bool // enforceVerifiedDomains
	created, modified time.Time
	version           int
	domains           map[string]*domain
	history           []listing
}

// domain is the relation of one organization to one name. The lists overlap: a
// claimed domain stays listed as verified (wire/webex.md 1.2), and a verified one may be
// pending again (wire/webex.md 1.1). The token outlives the lists.
type domain struct {
	pending, verified, claimed, reserved bool
	token                                string
}

func (d domain) listed() bool { return d.pending || d.verified }

// Lists are the domains of an organization, sorted; a name may be in several lists.
type Lists struct {
	EnforceVerifiedDomains bool     `json:"enforce_verified_domains"`
	Pending                []string `json:"pending"`
	Verified               []string `json:"verified"`
	Claimed                []string `json:"claimed"`
	Reserved               []string `json:"reserved"`
}

// listing is what the organization's lists were at one moment.
type listing struct {
	at time.Time
	Lists
}

func newOrganization(id, name string, government bool, now time.Time) *organization {
	o := &organization{id: id, name: name, government: government, created: now, domains: map[string]*domain{}}
	o.changed(now)
	return o
}

// domain never returns nil; an unknown name is an entry in no list.
func (o *organization) domain(name string) *domain {
	if o.domains[name] == nil {
		o.domains[name] = &domain{}
	}
	return o.domains[name]
}

func (o *organization) lists() Lists {
	named := slices.Sorted(maps.Keys(o.domains))
	names := func(in func(*domain) bool) []string {
		list := []string{} // never nil: an empty list is [] on the wire
		for _, name := range named {
			if in(o.domains[name]) {
				list = append(list, name)
			}
		}
		return list
	}
	return Lists{
		EnforceVerifiedDomains: o.enforce,
		Pending:                names(func(d *domain) bool { return d.pending }),
		Verified:               names(func(d *domain) bool { return d.verified }),
		Claimed:                names(func(d *domain) bool { return d.claimed }),
		Reserved:               names(func(d *domain) bool { return d.reserved }),
	}
}

func (o *organization) anyVerified() bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(o.domains)), func(d *domain) bool { return d.verified })
}

// remove takes a name off every list. Without a verified domain left the identity
// service drops enforcement by itself; losing a pending one must not (wire/webex.md 1.4).
func (o *organization) remove(name string) {
	d := o.domain(name)
	wasVerified := d.verified
	o.domains[name] = &domain{token: d.token}
	if wasVerified && !o.anyVerified() {
		o.enforce = false
	}
}

// changed remembers the new lists, for the read lag switch.
func (o *organization) changed(now time.Time) {
	o.modified = now
	o.version++
	o.history = append(o.history, listing{now, o.lists()})
}

// asOf is the newest listing that is at least lag old; the oldest known otherwise.
func (o *organization) asOf(moment time.Time) listing {
	seen := o.history[0]
	for _, l := range o.history {
		if !l.at.After(moment) {
			seen = l
		}
	}
	return seen
}

// readDomain reads a request about one domain, with its further fields. Names are
// compared in lower case (wire/webex.md 2.2).
func (s *Sim) readDomain(fields simhttp.Fields, more ...simhttp.Field) (string, *failure) {
	var sent string
	if fail := read(fields, append(more, simhttp.Required("domain", &sent))...); fail != nil {
		return "", fail
	}
	return strings.ToLower(sent), nil
}

// belowClaimed finds a claimed parent of a name, whoever claimed it.
func (s *Sim) belowClaimed(name string) (parent string, found bool) {
	for _, rest, ok := strings.Cut(name, "."); ok; _, rest, ok = strings.Cut(rest, ".") {
		if s.own.domain(rest).claimed || s.other.domain(rest).claimed {
			return rest, true
		}
	}
	return "", false
}

// changed must follow every change of an organization's domains.
func (s *Sim) changed(o *organization) {
	o.changed(s.config.Now())
	if o == s.own {
		s.lockOutIfEnforced()
	}
}

// lockOutIfEnforced plays the accident that Cisco's "verify your own domain first"
// prevents (wire/webex.md 5.1): enforcement turns everyone whose address is in no verified
// domain into a transient user, the administrator included. Enforcement is
// effective only once one domain is verified.
func (s *Sim) lockOutIfEnforced() {
	if s.own.enforce && s.own.anyVerified() && !s.own.domain(s.config.adminDomain()).verified {
		s.lockedOut = true
	}
}

// SetEnforcement sets enforceVerifiedDomains, which the public API can neither set
// nor read (wire/webex.md 2.1). Turning it off also lets a locked out administrator in.
func (s *Sim) SetEnforcement(on bool) {
	defer s.Lock()()
	s.own.enforce, s.lockedOut = on, s.lockedOut && on
	s.changed(s.own)
}

// LetAdministratorIn ends a lockout and leaves enforcement as it is. How one ends
// in truth is not documented.
func (s *Sim) LetAdministratorIn() {
	defer s.Lock()()
	s.lockedOut = false
}

// readIdentityOrganization is wire/webex.md 2.1, with the internal fields of 2.2 where
// the switch says that the public view leaks them.
func (s *Sim) readIdentityOrganization(call) (any, *failure) {
	answer := map[string]any{
		"schemas":     []string{"urn:cisco:codev:identity:organization:core:1.0"},
		"id":          s.own.id,
		"displayName": s.own.name,
		"meta": map[string]string{
			"created":      simhttp.Timestamp(s.own.created),
			"lastModified": simhttp.Timestamp(s.own.modified),
			"version":      fmt.Sprintf("W/%q", strconv.Itoa(s.own.version)),
		},
	}
	setting := s.Value(SwitchOrganizationReadDomains)
	if setting == "absent" {
		return answer, nil
	}
	lag := time.Duration(s.Number(SwitchOrganizationReadLag)) * time.Second
	lists := s.own.asOf(s.config.Now().Add(-lag))
	answer["enforceVerifiedDomains"] = lists.EnforceVerifiedDomains
	for field, list := range map[string][]string{
		"domains": lists.Claimed, "verifiedDomains": lists.Verified, "pendingDomains": lists.Pending,
	} {
		if setting == "present" || setting != "enforcement_only" && len(list) > 0 {
			answer[field] = list
		}
	}
	return answer, nil
}

// listOrganizations is GET /organizations, by which a client finds its organization: what
// the account sees, never paged (wire/webex.md 2.1, 4.4).
func (s *Sim) listOrganizations(call) (any, *failure) {
	return map[string]any{"items": []any{s.publicOrganization()}}, nil
}

// readOrganization wants the base64 form, unlike the identity endpoints (wire/webex.md 4.4).
func (s *Sim) readOrganization(c call) (any, *failure) {
	if id := c.PathValue("id"); id != publicID("ORGANIZATION", s.own.id) {
		return nil, refuse(http.StatusNotFound, "Organization %s not found.", id)
	}
	return s.publicOrganization(), nil
}

func (s *Sim) publicOrganization() map[string]string {
	return map[string]string{
		"id": publicID("ORGANIZATION", s.own.id), "displayName": s.own.name, "created": s.own.created.UTC().Format("2006-01-02T15:04:05-07:00"),
	}
}

// readMe is GET /people/me: the caller, whose mail domain is the one that must be
// verified first. A service app is no person (wire/webex.md 4.4).
func (s *Sim) readMe(c call) (any, *failure) {
	if c.token.ServiceApp {
		return nil, refuse(http.StatusNotFound, "Failed to get person: machine accounts have none.")
	}
	roles := []string{}
	if !c.token.NotAdmin {
		roles = append(roles, publicID("ROLE", "id_full_admin"))
	}
	return map[string]any{
		"id":          publicID("PEOPLE", s.config.AdminEmail),
		"emails":      []string{s.config.AdminEmail},
		"displayName": "Administrator",
		"orgId":       publicID("ORGANIZATION", s.config.OrganizationID),
		"roles":       roles,
		"type":        "person",
	}, nil
}
