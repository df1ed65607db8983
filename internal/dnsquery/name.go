// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/miekg/dns"
)

// ownerName checks what a user wrote and returns it canonical: lower case, with
// the final dot. Only the characters that occur in published owner names are
// taken, so that escapes and U-labels are told apart from a missing record.
func ownerName(written string) (string, error) {
	fault := func(format string, args ...any) (string, error) {
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
	return dns.CanonicalName(bare), nil
}

func isNameCharacter(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	}
	return r == '-' || r == '_' || r == '*'
}

// shown is a canonical name as people write it; the root keeps its dot.
func shown(name string) string {
	if name == "." || name == "" {
		return name
	}
	return strings.TrimSuffix(name, ".")
}

// parent is the name with one label less; the parent of the root is the root.
func parent(name string) string {
	if next, end := dns.NextLabel(name, 0); !end {
		return name[next:]
	}
	return "."
}

// under reports whether name is at or below apex; both are canonical.
func under(name, apex string) bool { return dns.IsSubDomain(apex, name) }

func strictlyUnder(name, apex string) bool { return name != apex && under(name, apex) }
