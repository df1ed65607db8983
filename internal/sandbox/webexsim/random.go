// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
)

func newHex(source rand.Source, digits int) string {
	raw := make([]byte, 0, digits)
	for len(raw) < digits/2 {
		raw = binary.BigEndian.AppendUint64(raw, source.Uint64())
	}
	return hex.EncodeToString(raw)[:digits]
}

// newUUID is a version 4 UUID, RFC 9562 section 5.4.
func newUUID(source rand.Source) string {
	h := newHex(source, 32)
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:])
}

// newAccessToken ends like the visible tail of real ones: cluster and organization
// (wire/webex.md 4.4, undocumented and not to be relied on).
func newAccessToken(source rand.Source, organizationID string) string {
	return newHex(source, 64) + "_SBX1_" + organizationID
}
