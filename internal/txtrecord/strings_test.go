// SPDX-License-Identifier: MPL-2.0

package txtrecord_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

func TestValueIsCutIntoTheFewestStrings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		value string
		want  []int
	}{
		"empty":                  {"", []int{0}},
		"short":                  {"v=spf1 -all", []int{11}},
		"exactly one":            {strings.Repeat("a", 255), []int{255}},
		"one octet more":         {strings.Repeat("a", 256), []int{255, 1}},
		"three":                  {strings.Repeat("a", 600), []int{255, 255, 90}},
		"two octets at the cut":  {strings.Repeat("a", 254) + "éz", []int{254, 3}},
		"four octets at the cut": {strings.Repeat("a", 252) + "😀", []int{252, 4}},
		"no UTF-8 at all":        {strings.Repeat("\x80", 300), []int{251, 49}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts, err := txtrecord.Split(c.value)
			if err != nil {
				t.Fatal(err)
			}
			lengths := []int{}
			for _, part := range parts {
				lengths = append(lengths, len(part))
			}
			if diff := cmp.Diff(c.want, lengths); diff != "" {
				t.Errorf("lengths (-want +got):\n%s", diff)
			}
			if joined := strings.Join(parts, ""); joined != c.value {
				t.Errorf("joined %q, want the value again", joined)
			}
		})
	}
}

func TestValueThatNoRecordHoldsIsRefused(t *testing.T) {
	t.Parallel()
	// 256 strings of which 255 are full: 255*256 + 1 + 254 = 65535 octets.
	fits := strings.Repeat("a", 255*255+254)
	if _, err := txtrecord.Split(fits); err != nil {
		t.Errorf("%d octets: %v, want them to fit", len(fits), err)
	}
	_, err := txtrecord.Split(fits + "a")
	if err == nil || !strings.Contains(err.Error(), "65536 octets, and a record holds 65535") {
		t.Errorf("error %v, want one that says how much is too much", err)
	}
}

func FuzzSplitStringsAreShortAndJoinAgain(f *testing.F) {
	for _, seed := range []string{"", "a", strings.Repeat("é", 200), strings.Repeat("\xff", 700), "\"\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		parts, err := txtrecord.Split(value)
		if err != nil {
			return
		}
		var quoted []string
		for _, part := range parts {
			if len(part) > 255 {
				t.Fatalf("a string has %d octets", len(part))
			}
			if utf8.ValidString(value) && !utf8.ValidString(part) {
				t.Fatalf("the string %q is not text, though the value is", part)
			}
			quoted = append(quoted, txtrecord.Quote(part))
		}
		if joined := strings.Join(parts, ""); joined != value {
			t.Fatalf("joined %q, want %q", joined, value)
		}
		if again, err := txtrecord.Plain(strings.Join(quoted, " ")); err != nil || again != value {
			t.Fatalf("quoted and read again %q, %v; want %q", again, err, value)
		}
	})
}
