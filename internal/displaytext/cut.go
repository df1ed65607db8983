// SPDX-License-Identifier: MPL-2.0

package displaytext

import (
	"fmt"
	"unicode/utf8"
)

// Cut returns the first characters of a text, and how many more there are. Cut
// before Escape, so that no escape is torn.
func Cut(text string, maximum int) string {
	maximum = max(maximum, 0)
	rest := utf8.RuneCountInString(text) - maximum
	if rest <= 0 {
		return text
	}
	end := 0
	for range maximum {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	noun := "characters"
	if rest == 1 {
		noun = "character"
	}
	return fmt.Sprintf("%s … and %d more %s", text[:end], rest, noun)
}
