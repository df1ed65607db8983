// SPDX-License-Identifier: MPL-2.0

package txtrecord

import (
	"fmt"
	"unicode/utf8"
)

const (
	// maxString is what the length octet of a character-string can say (RFC 1035
	// section 3.3).
	maxString = 255
	// maxData is what the 16 bits of RDLENGTH can say (RFC 1035 section 3.2.1).
	maxData = 65535
)

// Split cuts a value into the character-strings of one TXT record, as few as
// possible and in order; joined without anything in between they are the value
// again (RFC 1035 section 3.3.14). The empty value is one empty string. A
// character of several octets is never cut, since half of one is not text.
func Split(value string) ([]string, error) {
	var parts []string
	for len(value) > maxString {
		end := maxString
		for end > maxString-utf8.UTFMax && !utf8.RuneStart(value[end]) {
			end--
		}
		parts = append(parts, value[:end])
		value = value[end:]
	}
	parts = append(parts, value)
	size := 0
	for _, part := range parts {
		size += 1 + len(part)
	}
	if size > maxData {
		return nil, fmt.Errorf("the value does not fit into a TXT record: with the length octets of its strings it has %d octets, and a record holds %d (RFC 1035 section 3.2.1)", size, maxData)
	}
	return parts, nil
}
