// SPDX-License-Identifier: MPL-2.0

package displaytext

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Escape returns text with everything that is not shown as itself written as
// \u{…}: control characters (C0, DEL, C1; line ends and tabs included), bytes
// that are no UTF-8, characters without width and those that change the
// direction of the text.
func Escape(text string) string {
	if !strings.ContainsFunc(text, isHidden) && utf8.ValidString(text) {
		return text
	}
	var shown strings.Builder
	for at, char := range text {
		switch {
		case char == utf8.RuneError && !strings.HasPrefix(text[at:], string(utf8.RuneError)):
			fmt.Fprintf(&shown, `\x%02x`, text[at])
		case isHidden(char):
			fmt.Fprintf(&shown, `\u{%x}`, char)
		default:
			shown.WriteRune(char)
		}
	}
	return shown.String()
}

func isHidden(char rune) bool {
	switch {
	case char < 0x20, char >= 0x7f && char <= 0x9f: // C0, DEL, C1
		return true
	case char == 0xad, char == 0x61c, char == 0x180e, char == 0xfeff: // soft hyphen, Arabic mark, Mongolian separator, BOM
		return true
	case char >= 0x200b && char <= 0x200f, char >= 0x2028 && char <= 0x202e, char >= 0x2060 && char <= 0x206f:
		return true
	case char >= 0xfff9 && char <= 0xfffb, char >= 0xe0000 && char <= 0xe007f: // annotations, tags
		return true
	}
	return false
}
