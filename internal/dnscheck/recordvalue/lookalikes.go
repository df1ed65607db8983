// SPDX-License-Identifier: MPL-2.0

package recordvalue

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// mixesLookalikes reports whether v has ASCII characters and look-alikes, and no
// other character that would show the text to be in another script.
func mixesLookalikes(v string) bool {
	ascii, alike := false, false
	for _, c := range v {
		switch {
		case c <= unicode.MaxASCII:
			ascii = ascii || c != ' '
		case lookalikes[c] != 0:
			alike = true
		case !displaytext.Invisible(c):
			return false
		}
	}
	return ascii && alike
}

func escapeLookalikes(v string) string {
	var escaped strings.Builder
	for _, c := range v {
		if lookalikes[c] != 0 {
			fmt.Fprintf(&escaped, `\u{%04X}`, c)
			continue
		}
		escaped.WriteRune(c)
	}
	return escaped.String()
}

// skeleton replaces look-alikes by the ASCII characters that they look like.
func skeleton(v string) string {
	return strings.Map(func(c rune) rune {
		if ascii := lookalikes[c]; ascii != 0 {
			return ascii
		}
		return c
	}, v)
}

// lookalikes are the characters that editors, keyboards and web pages put in the
// place of an ASCII character: a part of Unicode's confusables (UTS 39).
var lookalikes = alike(
	"а", "a", "ɑ", "a", "α", "a", "с", "c", "ϲ", "c", "ԁ", "d", "е", "e", "һ", "h", "і", "i", "ı", "i", "ι", "i", "ј", "j", "κ", "k", "к", "k",
	"ӏ", "l", "ո", "n", "о", "o", "ο", "o", "ρ", "p", "р", "p", "ѕ", "s", "υ", "u", "ν", "v", "ѵ", "v", "ѡ", "w", "х", "x", "у", "y", "γ", "y",
	"А", "A", "Α", "A", "В", "B", "Β", "B", "С", "C", "Ϲ", "C", "Е", "E", "Ε", "E", "Н", "H", "Η", "H", "І", "I", "Ι", "I", "Ӏ", "I",
	"Ј", "J", "К", "K", "Κ", "K", "М", "M", "Μ", "M", "Ν", "N", "О", "O", "Ο", "O", "Р", "P", "Ρ", "P", "Ѕ", "S", "Т", "T", "Τ", "T",
	"Х", "X", "Χ", "X", "У", "Y", "Υ", "Y", "Ζ", "Z", "З", "3",
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-", "﹣", "-", "⁃", "-", "⁄", "/", "∕", "/", "․", ".", "∶", ":", "꞉", ":", "˗", "-",
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "‚", "'", "‛", "'", "′", "'", "″", `"`, "ʼ", "'",
)

func alike(pairs ...string) map[rune]rune {
	table := map[rune]rune{}
	for i := 0; i < len(pairs); i += 2 {
		table[[]rune(pairs[i])[0]] = []rune(pairs[i+1])[0]
	}
	for c := rune('!'); c <= '~'; c++ {
		table[c-'!'+'\uff01'] = c // the full-width forms
	}
	return table
}
