// SPDX-License-Identifier: MPL-2.0

package txtrecord

import (
	"errors"
	"fmt"
	"strings"
)

// Quote writes one character-string the way zone files do: in quotes, with \" and
// \\ for the two characters that mean something there, and \DDD (decimal) for
// octets that are not printable ASCII (RFC 1035 section 5.1).
func Quote(text string) string {
	var quoted strings.Builder
	quoted.WriteByte('"')
	for _, octet := range []byte(text) {
		switch {
		case octet == '"' || octet == '\\':
			quoted.WriteByte('\\')
			quoted.WriteByte(octet)
		case octet < ' ' || octet > '~':
			fmt.Fprintf(&quoted, "\\%03d", octet)
		default:
			quoted.WriteByte(octet)
		}
	}
	quoted.WriteByte('"')
	return quoted.String()
}

// Plain returns the value that a TXT record holds. A text that begins with a
// quote is read as what zone files and some DNS providers hold (one or more
// quoted strings); anything else is the value already.
func Plain(text string) (string, error) {
	rest := strings.TrimSpace(text)
	if !strings.HasPrefix(rest, "\"") {
		return text, nil
	}
	var value strings.Builder
	for rest != "" {
		if rest[0] != '"' {
			return "", fmt.Errorf("the value %s begins with a quoted string, but %q after it is not one", text, rest)
		}
		after, err := unquote(&value, rest[1:])
		if err != nil {
			return "", fmt.Errorf("the value %s cannot be read: %w", text, err)
		}
		rest = strings.TrimLeft(after, " \t\r\n")
	}
	return value.String(), nil
}

var errUnclosed = errors.New("the closing quote is missing")

// unquote writes what stands before the closing quote, and returns what is after it.
func unquote(value *strings.Builder, text string) (string, error) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			return text[i+1:], nil
		case '\\':
			octet, length, err := escaped(text[i+1:])
			if err != nil {
				return "", err
			}
			value.WriteByte(octet)
			i += length
		default:
			value.WriteByte(text[i])
		}
	}
	return "", errUnclosed
}

// escaped reads \DDD or \X, after the backslash.
func escaped(text string) (octet byte, length int, err error) {
	if text == "" {
		return 0, 0, errUnclosed
	}
	if text[0] < '0' || text[0] > '9' {
		return text[0], 1, nil
	}
	number := 0
	for i := range 3 {
		if i >= len(text) || text[i] < '0' || text[i] > '9' {
			return 0, 0, fmt.Errorf("after a backslash and a digit there must be three digits, not %q", text[:min(len(text), 3)])
		}
		number = number*10 + int(text[i]-'0')
	}
	if number > 255 {
		return 0, 0, fmt.Errorf("the escape \\%s is above 255, the largest octet", text[:3])
	}
	return byte(number), 3, nil
}
