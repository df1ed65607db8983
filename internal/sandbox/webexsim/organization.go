// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// organization is one tenant and its domains.
type organization struct {
	id, name, language string
	government         bool
	enforce            bool // enforceVerifiedDomains
	created, modified  time.Time
	version            int
	domains            map[string]*domain
	history            []listing
}

// domain is the relation of one organization to one name. The lists overlap: a
// claimed domain stays listed as verified (wire/webex.md 1.2), and a verified one may be
// pending again (wire/webex.md 1.1). The token outlives the lists.
type domain struct {
	pending, verified, claimed, reserved bool
	token                                string
}

func (d domain) listed() bool { return d.pending || d.verified }

// listing is what the organization's lists were at one moment.
type listing struct {
	at                                   time.Time
	pending, verified, claimed, reserved []string
	enforce                              bool
}

func newOrganization(id, name string, government bool, now time.Time) *organization {
	o := &organization{
		id: id, name: name, government: government, created: now, modified: now, version: 1,
		domains: map[string]*domain{},
	}
	o.history = []listing{o.lists(now)}
	return o
}

// domain never returns nil; an unknown name is an entry in no list.
func (o *organization) domain(name string) *domain {
	if o.domains[name] == nil {
		o.domains[name] = &domain{}
	}
	return o.domains[name]
}

func (o *organization) lists(now time.Time) listing {
	names := func(in func(*domain) bool) []string {
		list := []string{} // never nil: an empty list is [] on the wire
		for name, d := range o.domains {
			if in(d) {
				list = append(list, name)
			}
		}
		slices.Sort(list)
		return list
	}
	return listing{
		at:       now,
		pending:  names(func(d *domain) bool { return d.pending }),
		verified: names(func(d *domain) bool { return d.verified }),
		claimed:  names(func(d *domain) bool { return d.claimed }),
		reserved: names(func(d *domain) bool { return d.reserved }),
		enforce:  o.enforce,
	}
}

func (o *organization) anyVerified() bool {
	for _, d := range o.domains {
		if d.verified {
			return true
		}
	}
	return false
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

// changed remembers the new lists. Two hours of history exceed every setting of
// the read lag switch.
func (o *organization) changed(now time.Time) {
	o.modified = now
	o.version++
	for len(o.history) > 1 && now.Sub(o.history[1].at) > 2*time.Hour {
		o.history = o.history[1:]
	}
	o.history = append(o.history, o.lists(now))
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

// asControlHubSends is the form that Control Hub normalises a name to before it
// sends it (wire/webex.md 3); whether the server insists is unknown.
var asControlHubSends = regexp.MustCompile(`^([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$`)

// domainName is the name under which the service files a domain: names are compared
// in lower case (wire/webex.md 2.2).
func (s *Sim) domainName(sent string) (string, *failure) {
	if sent == "" {
		return "", refuse(http.StatusBadRequest, "domain is required")
	}
	if s.Is(SwitchServerDomainValidation, "strict") && !asControlHubSends.MatchString(sent) {
		return "", refuse(http.StatusBadRequest, "%q is not a valid domain name", sent)
	}
	return strings.ToLower(sent), nil
}

// belowClaimed finds a claimed parent of a name, whoever claimed it.
func (s *Sim) belowClaimed(name string) (parent string, found bool) {
	for {
		_, rest, ok := strings.Cut(name, ".")
		if !ok {
			return "", false
		}
		if s.own.domain(rest).claimed || s.other.domain(rest).claimed {
			return rest, true
		}
		name = rest
	}
}

// isPublicMail: Webex for Government refuses public mail domains (wire/webex.md 5.7).
// Which ones is not documented; these are the best known.
func isPublicMail(name string) bool {
	return slices.Contains([]string{
		"aol.com", "gmail.com", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "msn.com", "outlook.com", "proton.me", "yahoo.com",
	}, name)
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
	s.own.enforce = on
	if !on {
		s.lockedOut = false
	}
	s.changed(s.own)
}

// LetAdministratorIn ends a lockout and leaves enforcement as it is. How one ends
// in truth is not documented.
func (s *Sim) LetAdministratorIn() {
	defer s.Lock()()
	s.lockedOut = false
}
