// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"
)

// Alphabets of made-up tokens and identifiers.
const (
	DecimalDigits = "0123456789"
	HexDigits     = DecimalDigits + "abcdef"
	UpperCase     = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// RandomText makes up n characters of an alphabet.
func RandomText(source rand.Source, alphabet string, n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = alphabet[source.Uint64()%uint64(len(alphabet))]
	}
	return string(text)
}

// RandomHex makes up n hexadecimal digits.
func RandomHex(source rand.Source, n int) string { return RandomText(source, HexDigits, n) }

// RandomUUID makes up a version 4 UUID, RFC 9562 section 5.4.
func RandomUUID(source rand.Source) string {
	h := RandomHex(source, 32)
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:])
}

// hostName is two labels or more of letters, digits and hyphens (RFC 1123 section 2.1),
// the last not all digits.
var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// HostName is a domain as DNS knows it: lower-case A-labels without a final dot. It is
// not ok if the text is no domain.
func HostName(text string) (ascii string, ok bool) {
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(text, "."))
	return ascii, err == nil && hostName.MatchString(ascii) && len(ascii) <= 253
}

// IsPublicMail reports whether a domain is one of a public mail service, such as services refuse.
// None of them publishes a list; these are the best known.
func IsPublicMail(ascii string) bool {
	return slices.Contains([]string{
		"aol.com", "gmail.com", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "msn.com", "outlook.com", "proton.me", "yahoo.com",
	}, ascii)
}

// Stored is a domain as a service stores it and as DNS knows it, by what becomes of
// capitals, a trailing dot and Unicode: "canonical", "kept" or "refused".
func Stored(sent, spelling string) (stored, ascii string, ok bool) {
	ascii, ok = HostName(sent)
	if spelling == "kept" {
		return sent, ascii, ok
	}
	return ascii, ascii, ok && (spelling == "canonical" || sent == ascii)
}

// Timestamp is ISO 8601 in UTC with milliseconds.
func Timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// WholeSeconds rounds up, as Retry-After has to be: who waits that long is not refused
// again.
func WholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
