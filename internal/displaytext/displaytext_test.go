// SPDX-License-Identifier: MPL-2.0

package displaytext_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

func TestWhatCannotBeSeenIsEscaped(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"plain":              {"v=spf1 -all \\ \"quoted\"", "v=spf1 -all \\ \"quoted\""},
		"printable unicode":  {"käse 見本 → –", "käse 見本 → –"},
		"terminal sequence":  {"a\x1b[31mb", `a\u{001B}[31mb`},
		"line break and tab": {"a\r\n\tb", `a\u{000D}\u{000A}\u{0009}b`},
		"NUL and DEL":        {"\x00\x7f", `\u{0000}\u{007F}`},
		"C1 control":         {"\u009b31m", `\u{009B}31m`},
		"bidi control":       {"a\u202eb\u2066", `a\u{202E}b\u{2066}`},
		"zero width":         {"a\u200bb\u200d\ufeff", `a\u{200B}b\u{200D}\u{FEFF}`},
		"soft hyphen, NBSP":  {"a\u00adb\u00a0c", `a\u{00AD}b\u{00A0}c`},
		"blank letter":       {"a\u3164b", `a\u{3164}b`},
		"variation selector": {"a\ufe0f", `a\u{FE0F}`},
		"line separator":     {"a\u2028b", `a\u{2028}b`},
		"private use":        {"\ue000", `\u{E000}`},
		"tag character":      {"\U000E0041", `\u{E0041}`},
		"not UTF-8":          {"a\xff\xc3", `a\x{FF}\x{C3}`},
		"replacement itself": {"\ufffd", "\ufffd"},
	} {
		if got := displaytext.Escape(test.text); got != test.want {
			t.Errorf("%s: Escape(%q) = %q, want %q", name, test.text, got, test.want)
		}
	}
}

func TestLongTextIsCutWithTheCountOfTheRest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text    string
		maximum int
		want    string
	}{
		{"abc", 3, "abc"},
		{"", 0, ""},
		{"abcd", 3, "abc … and 1 more character"},
		{"äöüß見", 2, "äö … and 3 more characters"},
		{"\xff\xff\xff", 1, "\xff … and 2 more characters"},
		{"abc", -1, " … and 3 more characters"},
	} {
		if got := displaytext.Cut(test.text, test.maximum); got != test.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", test.text, test.maximum, got, test.want)
		}
	}
}

func FuzzShownTextHoldsNothingInvisible(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x1b[2J", "a\u202eb", "\xff\xfe", "\u3164", "e\u0301", strings.Repeat("é", 1200), "line\nline"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.ReplaceAll(displaytext.Lines(text)+displaytext.Sentence(text)+displaytext.JoinParagraphs(text, text), "\n", "")
		for _, shown := range []string{displaytext.Escape(text), displaytext.Short(text), lines} {
			if !utf8.ValidString(shown) || strings.ContainsFunc(shown, displaytext.Invisible) {
				t.Errorf("%q is shown as %q", text, shown)
			}
		}
		if once := displaytext.Escape(text); displaytext.Escape(once) != once {
			t.Errorf("%q is escaped twice", text)
		}
		if count := utf8.RuneCountInString(displaytext.Cut(text, 10)); count > utf8.RuneCountInString(text)+len(" … and 1000000 more characters") {
			t.Errorf("%q is cut to %d characters", text, count)
		}
	})
}
