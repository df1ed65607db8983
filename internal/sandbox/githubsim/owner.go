// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Kinds of owners are names of types of the schema.
const (
	kindOrganization = "Organization"
	kindEnterprise   = "Enterprise"
)

// Whom a domain is added for.
const (
	ForOrganization = "organization"
	ForEnterprise   = "enterprise"
	ForOther        = "other" // an organization that the user of the tokens does not own
)

// owner is an account that has domains. There is one for each role.
type owner struct {
	role, kind string
	name       string // login or slug, in its own spelling
	id         string
	saml       bool // enforces single sign-on, which no token is authorized for
	policy     bool // notifications are restricted to verified and approved domains
}

func (s *Sim) addOwner(role, kind, name string) {
	s.owners = append(s.owners, &owner{role: role, kind: kind, name: name, id: nodeID(kind[:1], s.newNumber())})
}

func (s *Sim) newNumber() int {
	s.numbers++
	return s.numbers
}

// nodeID is opaque to clients (wire/github.md 1.2).
func nodeID(prefix string, number int) string {
	return prefix + "_kgDO" + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s%06d", prefix, number))
}

func (s *Sim) findOwner(is func(*owner) bool) *owner {
	o, _ := simhttp.First(s.owners, is)
	return o
}

// ownerFor is the owner of a role, the organization unless one is given.
func (s *Sim) ownerFor(role string) (*owner, error) {
	if role == "" {
		role = ForOrganization
	}
	if o := s.findOwner(func(o *owner) bool { return o.role == role }); o != nil {
		return o, nil
	}
	return nil, fmt.Errorf("unknown owner %q, there are: %s, %s, %s", role, ForOrganization, ForEnterprise, ForOther)
}

// named finds a login in any spelling, and a slug in its own.
func (s *Sim) named(kind, name string) *owner {
	return s.findOwner(func(o *owner) bool {
		return o.kind == kind && (o.name == name || kind == kindOrganization && strings.EqualFold(o.name, name))
	})
}

// adminScope is what reading and changing the domains of an owner takes.
func (o *owner) adminScope() string {
	if o.kind == kindEnterprise {
		return ScopeAdminEnterprise
	}
	return ScopeAdminOrg
}

// ownerObject is wire/github.md 1.2 and 1.5.
func (s *Sim) ownerObject(c *call, o *owner) object {
	administers := o.role != ForOther && !c.token.NotAdmin
	domains := resolver(func(arguments map[string]any) (any, *refusal) {
		if refused := s.admit(c, o, "domains", o.adminScope()); refused != nil {
			return nil, s.deny(refused)
		}
		return s.connection(c, o, arguments)
	})
	if o.kind == kindOrganization {
		return object{typeName: o.kind, "id": o.id, "login": o.name, "name": o.name, "viewerCanAdminister": administers, "domains": domains}
	}
	info := resolver(func(map[string]any) (any, *refusal) {
		if refused := s.admit(c, o, "ownerInfo", ScopeReadEnterprise); refused != nil {
			return nil, s.deny(refused)
		}
		return object{typeName: "EnterpriseOwnerInfo", "domains": domains}, nil
	})
	return object{typeName: o.kind, "id": o.id, "slug": o.name, "name": o.name, "viewerIsAdmin": administers, "ownerInfo": info}
}

// deny is how domains are denied. A missing scope has an answer of its own.
func (s *Sim) deny(refused *refusal) *refusal {
	if !refused.whole && s.Is(SwitchDomainsDenied, "null") {
		return nil
	}
	refused.whole = true
	return refused
}

func dateTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
