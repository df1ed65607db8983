// SPDX-License-Identifier: MPL-2.0

package domainname

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// wildcard begins the name of a record that stands for many names.
const wildcard = "*."

// Error says why a string is not the kind of name that was asked for.
type Error struct {
	// Input is the string as it was given.
	Input string
	// Reason is a sentence fragment that reads well after "because it …".
	Reason string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%q is not a usable domain: it %s", e.Input, e.Reason)
}

// Canonical returns the canonical form of a host-like domain name: mapped and
// converted to A-labels by UTS #46 (non-transitional), lower-case, without the
// trailing dot. Labels hold letters, digits and hyphens only (RFC 1123 section
// 2.1), at most 63 octets each and 253 in all (RFC 1035 section 2.3.4).
func Canonical(input string) (string, error) {
	if reason := notADomain(input); reason != "" {
		return "", &Error{Input: input, Reason: reason}
	}
	name, err := toASCII(input, true)
	if err != nil {
		return "", err
	}
	// A trailing dot or full-width digits can hide what the input was.
	if reason := notADomain(name); reason != "" {
		return "", &Error{Input: input, Reason: reason}
	}
	return name, nil
}

// CanonicalOwner is Canonical for owner names of DNS records, whose labels may
// also hold underscores (RFC 8552).
func CanonicalOwner(input string) (string, error) {
	return toASCII(input, false)
}

// CanonicalRecordName is CanonicalOwner for records of any kind, which may be those of a
// wildcard (RFC 4592).
func CanonicalRecordName(input string) (string, error) {
	below, isWildcard := strings.CutPrefix(input, wildcard)
	name, err := CanonicalOwner(below)
	switch {
	case err != nil || !isWildcard:
		return name, err
	case len(wildcard+name) > 253:
		return "", &Error{Input: input, Reason: "is longer than 253 octets"}
	}
	return wildcard + name, nil
}

// Equal reports whether a and b are spellings of one domain. Strings that are
// no domains are equal only when they are the same string.
func Equal(a, b string) bool {
	if a == b {
		return true
	}
	canonicalA, errA := Canonical(a)
	canonicalB, errB := Canonical(b)
	return errA == nil && errB == nil && canonicalA == canonicalB
}

func toASCII(input string, hostname bool) (string, error) {
	name := strings.TrimSuffix(input, ".")
	if name == "" {
		return "", &Error{Input: input, Reason: "is empty"}
	}
	// idna.Lookup would refuse underscores, and the plain conversion does not
	// map case: hence a profile of our own.
	profile := idna.New(
		idna.MapForLookup(),
		idna.BidiRule(),
		idna.Transitional(false),
		idna.StrictDomainName(hostname),
		idna.VerifyDNSLength(true),
	)
	ascii, err := profile.ToASCII(name)
	if err != nil {
		return "", &Error{Input: input, Reason: reasonOf(name, hostname, err)}
	}
	// The IDNA rules take one trailing dot for the root; a second one, or an
	// ideographic full stop mapped to a dot, is an empty label all the same.
	if strings.HasSuffix(ascii, ".") {
		return "", &Error{Input: input, Reason: "holds an empty label (two dots in a row, or a dot in front)"}
	}
	// Some broken input (invalid UTF-8) converts to a label that does not
	// convert back; a canonical form has to be its own canonical form.
	if again, err := profile.ToASCII(ascii); err != nil || again != ascii {
		return "", &Error{Input: input, Reason: "holds a character that domain names cannot hold"}
	}
	if strings.ContainsFunc(ascii, notInOwnerName) {
		return "", &Error{Input: input, Reason: "holds a character that domain names cannot hold"}
	}
	return ascii, nil
}

// notADomain recognizes the things people paste in place of a domain, so that
// they read the name of their mistake and not that of an IDNA rule.
func notADomain(input string) string {
	switch {
	case strings.TrimSpace(input) != input || strings.ContainsAny(input, " \t\r\n"):
		return "holds white space"
	case strings.Contains(input, "://"):
		return "is a URL; give the host name alone"
	case strings.Contains(input, "@"):
		return "is a mail address; give the part behind the @"
	case strings.HasPrefix(input, wildcard):
		return "is a wildcard; a domain is verified by its own name"
	}
	if _, err := netip.ParseAddr(strings.Trim(input, "[]")); err == nil {
		return "is an IP address"
	}
	return ""
}

func reasonOf(name string, hostname bool, err error) string {
	if len(name) > 253 {
		return "is longer than 253 octets"
	}
	for label := range strings.SplitSeq(name, ".") {
		switch {
		case label == "":
			return "holds an empty label (two dots in a row, or a dot in front)"
		case len(label) > 63 && isASCII(label):
			return fmt.Sprintf("holds the label %q, which is longer than 63 octets", label)
		}
	}
	if at := strings.IndexFunc(name, notInHostname); hostname && at >= 0 {
		return fmt.Sprintf("holds %q, and domains have letters, digits, hyphens and dots alone", name[at:at+1])
	}
	return "does not follow the rules for domain names (" + err.Error() + ")"
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7e })
}

// notInHostname reports the characters of ASCII that no label of a host has.
func notInHostname(r rune) bool {
	isLetterOrDigit := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return r < utf8.RuneSelf && !isLetterOrDigit && r != '-' && r != '.'
}

// notInOwnerName guards what the lenient profile lets through: characters that
// would have to be escaped in presentation format (RFC 1035 section 5.1).
func notInOwnerName(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune("\"();\\@$/,:*", r)
}
