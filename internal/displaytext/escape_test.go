// SPDX-License-Identifier: MPL-2.0

package displaytext_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

func TestWhatATerminalWouldObeyIsShownAsAnEscape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                            "",
		"Größe, 東京 and 🙂":             "Größe, 東京 and 🙂",
		"\x1b[31mred\x1b[0m":          `\u{1b}[31mred\u{1b}[0m`,
		"a\r\nb\tc\x00\x7f":           `a\u{d}\u{a}b\u{9}c\u{0}\u{7f}`,
		"\u009b2J":                    `\u{9b}2J`,
		"user\u202egnp.exe":           `user\u{202e}gnp.exe`,
		"zero\u200bwidth\ufeff\u2066": `zero\u{200b}width\u{feff}\u{2066}`,
		"broken \xff byte \ufffd":     "broken \\xff byte \ufffd",
	} {
		if got := displaytext.Escape(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}
