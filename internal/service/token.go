// SPDX-License-Identifier: MPL-2.0

package service

import (
	"fmt"
	"strconv"
)

// longestToken is twice what fits into one string of a TXT record.
const longestToken = 512

// CheckToken reports why text from a service's response cannot be a verification
// token, or a part of what is published with one. Tokens go into DNS records,
// files and Terraform templates unchanged, so that a character with a meaning
// there would let a service write something else into them. Services may narrow
// it by what they document.
func CheckToken(text string) error {
	if text == "" {
		return fmt.Errorf("it is empty")
	}
	for at := range len(text) {
		if char := text[at]; char <= ' ' || char > '~' || isSpecial(char) {
			return fmt.Errorf("it is %s, which has an invalid character at position %d", quoted(text), at+1)
		}
	}
	if len(text) > longestToken {
		return fmt.Errorf("it has %d characters, but at most %d are accepted: %s", len(text), longestToken, quoted(text))
	}
	return nil
}

func isSpecial(char byte) bool {
	switch char {
	case '"', '\'', '`', '\\', '$', '{', '}', ';':
		return true
	}
	return false
}

// quoted shows the beginning of a text in ASCII.
func quoted(text string) string {
	const longest = 60
	if len(text) > longest {
		return strconv.QuoteToASCII(text[:longest]) + "…"
	}
	return strconv.QuoteToASCII(text)
}
