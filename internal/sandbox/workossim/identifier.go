// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// crockford is the alphabet of ULIDs: no i, l, o, u. It is what shows that the end of
// a verification prefix comes from an identifier (wire/workos.md 1.4).
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const alphanumeric = simhttp.DecimalDigits + simhttp.UpperCase + "abcdefghijklmnopqrstuvwxyz"

// newID is a prefix and a ULID: 48 bits of time, here 20 bits of a counter so that
// identifiers made within one millisecond still sort by age, 60 random bits.
func (s *Sim) newID(prefix string) string {
	s.ids++
	millis := uint64(s.config.Now().UnixMilli()) //nolint:gosec // the sandbox has no time before 1970
	return prefix + base32(millis, 10) + base32(s.ids, 4) + base32(s.config.Rand.Uint64(), 12)
}

// newSeededID has a fixed time, early in 2024, so that the same seed gives the same
// credentials.
func (s *Sim) newSeededID() string {
	return "org_01HK" + base32(s.config.Rand.Uint64(), 10) + base32(s.config.Rand.Uint64(), 12)
}

// base32 writes the lowest 5*digits bits.
func base32(value uint64, digits int) string {
	text := make([]byte, digits)
	for i := range text {
		text[digits-1-i] = crockford[value&31]
		value >>= 5
	}
	return string(text)
}

// newToken has 25 characters, as all that were seen in public (wire/workos.md 1.2).
func (s *Sim) newToken() string { return simhttp.RandomText(s.config.Rand, alphanumeric, 25) }

// newAPIKey begins with sk_ (wire/workos.md 5).
func (s *Sim) newAPIKey() string {
	return "sk_sandbox_" + simhttp.RandomText(s.config.Rand, alphanumeric, 40)
}

// newPrefix ends in the tail of the domain's own identifier (wire/workos.md 1.4).
func (s *Sim) newPrefix(id string) string {
	return s.config.App + "-domain-verification-" + strings.ToLower(id[len(id)-6:])
}
