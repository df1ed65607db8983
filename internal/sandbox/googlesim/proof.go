// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// The methods for domains (wire/google.md 1.2).
const (
	MethodTXT   = "DNS_TXT"
	MethodCNAME = "DNS_CNAME"
)

// site is a name with an owner.
type site struct {
	name   string // as DNS knows it
	owners []*owner
}

// owner is who has verified a site, or was made an owner by somebody who has.
type owner struct {
	email string
	named bool      // by another owner, without a record
	seen  time.Time // when the record was last seen
}

func (s *Sim) site(name string) *site {
	t, _ := simhttp.First(s.sites, func(t *site) bool { return t.name == name })
	return t
}

func (t *site) owner(email string) *owner {
	if t == nil {
		return nil
	}
	o, _ := simhttp.First(t.owners, func(o *owner) bool { return o.email == email })
	return o
}

func (s *Sim) addOwner(name, email string, named bool) {
	t := s.site(name)
	if t == nil {
		t = &site{name: name}
		s.sites = append(s.sites, t)
	}
	o := t.owner(email)
	if o == nil {
		o = &owner{email: email, named: named}
		t.owners = append(t.owners, o)
	}
	o.named, o.seen = o.named && named, s.Now()
}

// removeOwner ends a site with its last owner.
func (s *Sim) removeOwner(t *site, email string) {
	t.owners = slices.DeleteFunc(t.owners, func(o *owner) bool { return o.email == email })
	s.sites = slices.DeleteFunc(s.sites, func(t *site) bool { return len(t.owners) == 0 })
}

// record is what proves a name: the token as text, and what DNS has to have.
type record struct{ method, token, name, value string }

// generation changes with each new token of an identity, name and method.
func generation(email, name, method string) string { return email + " " + name + " " + method }

// record is the present one of an identity (wire/google.md 1.3 and 5).
func (s *Sim) record(email, name, method string) record {
	key := generation(email, name, method)
	hash := sha256.Sum256(fmt.Appendf(nil, "%s %d", key, s.generations[key]))
	if method == MethodTXT {
		token := "google-site-verification=" + base64.RawURLEncoding.EncodeToString(hash[:])
		return record{method, token, name, token}
	}
	text := strings.ToLower(base32.StdEncoding.EncodeToString(hash[:]))
	label, target := text[:12], "gv-"+text[12:26]+".dv.googlehosted.com"
	token := label + " " + target
	switch s.Value(SwitchCNAMETokenForm) {
	case "dot_suffix":
		token += "."
	case "target_only":
		token = target
	}
	return record{method, token, label + "." + name, target}
}

// records are all that could prove an identity.
func (s *Sim) records(email, name string) []record {
	return []record{s.record(email, name, MethodTXT), s.record(email, name, MethodCNAME)}
}

// visible asks DNS for any of the records, while other requests go on. A lookup that fails
// is a record not seen.
func (s *Sim) visible(ctx context.Context, records ...record) (found bool) {
	s.Unlocked(func() {
		found = slices.ContainsFunc(records, func(r record) bool {
			if r.method == MethodTXT {
				return s.config.PublishesTXT(ctx, r.name, r.value)
			}
			target, err := s.config.LookupCNAME(ctx, r.name)
			return err == nil && strings.EqualFold(target, r.value)
		})
	})
	return found
}

// The check that Google repeats (wire/google.md 1.6); its rhythm is not known.
const (
	recheckEvery = 24 * time.Hour
	graceOfProof = 3 * 24 * time.Hour // how long a record may be gone
)

func (s *Sim) recheckIfDue(ctx context.Context) {
	if s.Is(SwitchRecheck, "never") || s.Now().Sub(s.checked) < recheckEvery {
		return
	}
	s.checked = s.Now()
	for _, t := range slices.Clone(s.sites) {
		for _, o := range slices.Clone(t.owners) {
			switch {
			case o.named:
			case s.visible(ctx, s.records(o.email, t.name)...):
				o.seen = s.Now()
			case s.Now().Sub(o.seen) >= graceOfProof:
				s.removeOwner(t, o.email)
			}
		}
	}
}

// domainName is an identifier as DNS knows it. What is no domain stays as it is, unless
// the switch refuses it: it has a token, and no record can prove it.
func (s *Sim) domainName(identifier string) (string, *failure) {
	name, ok := simhttp.HostName(identifier)
	switch {
	case ok:
		return name, nil
	case identifier == "" || s.Is(SwitchIdentifierCheck, "400"):
		return "", invalid("Invalid site identifier: " + identifier)
	}
	return identifier, nil
}
