// SPDX-License-Identifier: MPL-2.0

package recordvalue

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// What is beyond these bounds is counted instead of listed.
const (
	maxValues = 5
	maxValue  = 255 // characters: one character-string
	// maxNamed bounds the characters that a sentence names by their position.
	maxNamed = 3
)

// Quote shows a value as it is in the DNS, on one line and in ASCII quotes.
// Invisible characters are escaped, and so are look-alikes of ASCII characters
// among ASCII characters: unescaped, the value would look like the expected one.
func Quote(value string) string {
	escaped := displaytext.Escape(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value))
	if !mixesLookalikes(value) {
		return `"` + escaped + `"`
	}
	return `"` + escapeLookalikes(escaped) + `"`
}

// QuoteAll quotes values as `"a", "b" and 3 more`.
func QuoteAll(values []string) string {
	quoted := quoteFirst(values)
	if len(values) <= maxValues {
		return strings.Join(quoted, ", ")
	}
	return Join(quoted)
}

// QuoteList quotes values as `"a", "b" and "c"`.
func QuoteList(values []string) string { return Join(quoteFirst(values)) }

// quoteFirst quotes the first values; its last element counts those left out.
func quoteFirst(values []string) []string {
	quoted := make([]string, 0, maxValues+1)
	for _, v := range values[:min(len(values), maxValues)] {
		quoted = append(quoted, Quote(displaytext.Cut(v, maxValue)))
	}
	return withCount(quoted, len(values)-maxValues)
}

// withCount adds how many more there are, if there are any.
func withCount(listed []string, more int) []string {
	if more > 0 {
		return append(listed, fmt.Sprintf("%d more", more))
	}
	return listed
}

// Join lists names as "a, b and c".
func Join(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// NearestFirst sorts a list that is too long to show by similarity to expected, so
// that a near miss is among the values that are shown.
func NearestFirst(values []string, expected string) []string {
	if len(values) <= maxValues || expected == "" {
		return values
	}
	sorted := slices.Clone(values)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(similarity(b, expected), similarity(a, expected)) })
	return sorted
}

// similarity is how many octets of expected are at the beginning and the end of
// value, or all of them where value contains it.
func similarity(value, expected string) int {
	value, expected = strings.ToLower(value), strings.ToLower(expected)
	if strings.Contains(value, expected) {
		return len(expected)
	}
	front, back := commonEnds([]byte(value), []byte(expected))
	return front + back
}

// commonEnds counts the elements that a and b share at their beginning, and those
// of the rest that they share at their end.
func commonEnds[T comparable](a, b []T) (front, back int) {
	shorter := min(len(a), len(b))
	for front < shorter && a[front] == b[front] {
		front++
	}
	for back < shorter-front && a[len(a)-1-back] == b[len(b)-1-back] {
		back++
	}
	return front, back
}
