// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// tokenLifetime is wire/github.md 0.
const tokenLifetime = 7 * 24 * time.Hour

// DomainSnapshot shows one domain as it is, whatever the switches hide.
type DomainSnapshot struct {
	ID        string    `json:"id"`
	Owner     string    `json:"owner"`  // organization, enterprise or other
	Domain    string    `json:"domain"` // in A-labels
	Verified  bool      `json:"verified"`
	Approved  bool      `json:"approved"`
	Required  bool      `json:"required"`  // by a policy
	HostName  string    `json:"host_name"` // of the TXT record
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
}

type domain struct {
	DomainSnapshot   // but Required and HostName, which depend on the owner
	number           int
	owner            *owner
	ownerName        string  // when it was added
	seen             finding // at the last attempt to verify
	created, updated time.Time
}

// parseName cuts what a URL has around the host. It is not ok if there is no domain.
func parseName(sent string) (ascii string, ok bool) {
	if _, behind, isURL := strings.Cut(sent, "://"); isURL {
		sent = behind
	}
	host, _, _ := strings.Cut(sent, "/")
	return simhttp.HostName(host)
}

func (s *Sim) newDomain(o *owner, ascii string) *domain {
	number := s.newNumber()
	d := &domain{
		DomainSnapshot: DomainSnapshot{ID: nodeID("VD", number), Owner: o.role, Domain: ascii},
		number:         number, owner: o, ownerName: o.name, created: s.Now(),
	}
	s.rotate(d)
	s.domains = append(s.domains, d)
	return d
}

// rotate issues a token.
func (s *Sim) rotate(d *domain) {
	d.Token = simhttp.RandomHex(s.config.Rand, 10)
	d.updated = s.Now()
	d.ExpiresAt = d.updated.Add(tokenLifetime)
}

func (s *Sim) find(is func(*domain) bool) *domain {
	d, _ := simhttp.First(s.domains, is)
	return d
}

func (s *Sim) ownedBy(o *owner, ascii string) *domain {
	return s.find(func(d *domain) bool { return d.owner == o && d.Domain == ascii })
}

func (s *Sim) remove(d *domain) {
	s.domains = slices.DeleteFunc(s.domains, func(other *domain) bool { return other == d })
}

func (s *Sim) expired(d *domain) bool { return !d.Verified && !s.Now().Before(d.ExpiresAt) }

// required is what keeps a policy enforced (wire/github.md 1.3).
func (s *Sim) required(d *domain) bool {
	other := s.find(func(other *domain) bool { return other != d && other.owner == d.owner && other.passes() })
	return d.owner.policy && d.passes() && (s.Is(SwitchRequired, "every") || other == nil)
}

// passes reports whether notifications go to addresses of the domain while they are
// restricted.
func (d *domain) passes() bool { return d.Verified || d.Approved }

// hostName is the record's name, in the form of today (wire/github.md 4).
func (s *Sim) hostName(d *domain) string {
	account, suffix := d.ownerName, "-o."
	if s.Is(SwitchRenamedHostName, "new") {
		account = d.owner.name
	}
	if d.owner.kind == kindEnterprise {
		suffix = "-e."
	}
	return "_gh-" + account + suffix + d.Domain
}

// finding is what looking for the record has found.
type finding struct{ host, token bool } // a TXT record of that name, one with that value

// look asks DNS, which may take seconds, while other requests go on. A lookup that fails
// is a record not seen, and so is one behind a CNAME.
func (s *Sim) look(ctx context.Context, d *domain) (seen finding) {
	host, token := s.hostName(d), d.Token
	s.Unlocked(func() {
		if alias, err := s.config.LookupCNAME(ctx, host); err != nil || alias != "" {
			return
		}
		if records, err := s.config.LookupTXT(ctx, host); err == nil {
			seen = finding{len(records) > 0, slices.Contains(records, token)}
		}
	})
	return seen
}

// domainObject is wire/github.md 1.3.
func (s *Sim) domainObject(c *call, d *domain) object {
	if s.expired(d) && s.Is(SwitchExpiredToken, "rotated_on_read") {
		s.rotate(d)
	}
	unicode, err := idna.Lookup.ToUnicode(d.Domain)
	if err != nil {
		unicode = d.Domain
	}
	members := object{
		typeName: "VerifiableDomain", "id": d.ID, "databaseId": d.number, "domain": unicode, "punycodeEncodedDomain": d.Domain,
		"isVerified": d.Verified, "isApproved": d.Approved, "isRequiredForPolicyEnforcement": s.required(d),
		"hasFoundHostName": d.seen.host, "hasFoundVerificationToken": d.seen.token,
		"dnsHostName": s.hostName(d), "verificationToken": d.Token, "tokenExpirationTime": dateTime(d.ExpiresAt),
		"createdAt": dateTime(d.created), "updatedAt": dateTime(d.updated), "owner": s.ownerObject(c, d.owner),
	}
	if s.expired(d) && s.Is(SwitchExpiredToken, "null") || d.Verified && !s.Is(SwitchAfterVerification, "kept") {
		members["verificationToken"] = nil
	}
	if d.Verified && s.Is(SwitchAfterVerification, "all_null") {
		members["dnsHostName"], members["tokenExpirationTime"] = nil, nil
	}
	return members
}
