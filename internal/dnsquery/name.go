// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/net/publicsuffix"
)

// Root is the root of the DNS.
const Root FQDN = "."

// FQDN is a domain name in canonical form: lower case, absolute, with the final
// dot (RFC 4034 section 6.2). Two names are equal when their FQDNs are. The zero
// value stands for no name.
type FQDN string

// Canonical is the FQDN of a name of a DNS message, or of one known to be valid.
func Canonical(name string) FQDN { return FQDN(dns.CanonicalName(name)) }

// ParseFQDN checks a name that a user wrote, with or without the final dot. It
// takes only the characters that occur in published owner names (letters, digits,
// "-", "_" and "*"), so that escapes and U-labels are told apart from a missing
// record. The error is a *NameError.
func ParseFQDN(written string) (FQDN, error) {
	fault := func(format string, args ...any) (FQDN, error) {
		return "", &NameError{Name: written, Reason: fmt.Sprintf(format, args...)}
	}
	bare := strings.TrimSuffix(written, ".")
	switch {
	case bare == "":
		return fault("it is empty")
	case len(bare) > 253:
		return fault("it has %d octets, a name has at most 253 (RFC 1035 §2.3.4)", len(bare))
	}
	if _, err := netip.ParseAddr(bare); err == nil {
		return fault("it is an IP address")
	}
	for label := range strings.SplitSeq(bare, ".") {
		switch {
		case label == "":
			return fault("it has an empty label")
		case len(label) > 63:
			return fault("label %q has %d octets, a label has at most 63 (RFC 1035 §2.3.4)", label, len(label))
		}
		for _, r := range label {
			switch {
			case r > 0x7f:
				return fault("label %q is not ASCII, write it as an A-label (xn--…)", label)
			case !isNameCharacter(r):
				return fault("label %q contains %q", label, r)
			}
		}
	}
	return Canonical(bare), nil
}

func isNameCharacter(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	}
	return r == '-' || r == '_' || r == '*'
}

// String is the name as people write it, without the final dot; the root keeps
// its dot.
func (n FQDN) String() string {
	if n == Root {
		return string(n)
	}
	return strings.TrimSuffix(string(n), ".")
}

// Parent is the name with one label less; the parent of the root is the root.
func (n FQDN) Parent() FQDN {
	if next, end := dns.NextLabel(string(n), 0); !end {
		return n[next:]
	}
	return Root
}

// Prepend puts labels, such as "www" or "a.b", in front of the name.
func (n FQDN) Prepend(labels string) FQDN {
	return Canonical(labels + "." + strings.TrimPrefix(string(n), "."))
}

// In reports whether the name is apex or below it.
func (n FQDN) In(apex FQDN) bool { return dns.IsSubDomain(string(apex), string(n)) }

// Below reports whether the name is below apex and not apex itself.
func (n FQDN) Below(apex FQDN) bool { return n != apex && n.In(apex) }

// TopLevel is the last label of the name, as a name; the root's is the root.
func (n FQDN) TopLevel() FQDN {
	for n != Root && n.Parent() != Root {
		n = n.Parent()
	}
	return n
}

// IsPublicTopLevel reports whether the name is a top-level domain that ICANN has
// delegated, so that it exists for everybody.
func (n FQDN) IsPublicTopLevel() bool {
	_, icann := publicsuffix.PublicSuffix(strings.TrimSuffix(string(n), "."))
	return icann
}
