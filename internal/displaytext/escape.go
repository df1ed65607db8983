// SPDX-License-Identifier: MPL-2.0

package displaytext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape returns text with everything that a terminal obeys or a reader cannot
// see as an escape: a control, format or other invisible character as \u{200B},
// a byte that is not UTF-8 as \x{FF}. Other text is unchanged, a backslash
// included, so values still look as they do at the DNS host.
func Escape(text string) string {
	var shown strings.Builder
	for len(text) > 0 {
		character, size := utf8.DecodeRuneInString(text)
		switch {
		case character == utf8.RuneError && size == 1:
			fmt.Fprintf(&shown, `\x{%02X}`, text[0])
		case Invisible(character):
			fmt.Fprintf(&shown, `\u{%04X}`, character)
		default:
			shown.WriteString(text[:size])
		}
		text = text[size:]
	}
	return shown.String()
}

// Invisible reports whether a character is not visible, or looks like an ordinary
// blank.
func Invisible(character rune) bool {
	switch character {
	case ' ':
		return false
	case '\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800', '\u034F', '\u17B4', '\u17B5':
		// Letters, symbols and marks by category, with a blank glyph or none.
		return true
	}
	// Graphic excludes Cc, Cf (zero-width, bidi, soft hyphen), Zl, Zp, Co and unassigned.
	return !unicode.IsGraphic(character) || unicode.IsSpace(character) ||
		unicode.Is(unicode.Zs, character) || unicode.Is(unicode.Variation_Selector, character)
}
