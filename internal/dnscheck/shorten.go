// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// A report is for a person. What is beyond these bounds is counted.
const (
	maxShownValues = 5
	maxShownValue  = 255 // one character-string
	maxShownLines  = 40
)

// quotedAll quotes the first values, and ends with how many more there are.
func quotedAll(values []string) []string {
	parts := make([]string, 0, maxShownValues+1)
	for _, v := range values[:min(len(values), maxShownValues)] {
		parts = append(parts, quote(displaytext.Cut(v, maxShownValue)))
	}
	if rest := len(values) - maxShownValues; rest > 0 {
		parts = append(parts, fmt.Sprintf("%d more", rest))
	}
	return parts
}

// quoted reads `"a", "b" and 3 more`.
func quoted(values []string) string {
	parts := quotedAll(values)
	if len(values) <= maxShownValues {
		return strings.Join(parts, ", ")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// nearestFirst orders values by how much of the expected one they have, so that
// a near miss is among those that are shown.
func nearestFirst(values []string, expected string) []string {
	if len(values) <= maxShownValues || expected == "" {
		return values
	}
	ordered := slices.Clone(values)
	slices.SortStableFunc(ordered, func(a, b string) int { return cmp.Compare(likeness(b, expected), likeness(a, expected)) })
	return ordered
}

// likeness is how many octets of expected are at the beginning and the end of
// value, or all where it is somewhere within.
func likeness(value, expected string) int {
	value, expected = strings.ToLower(value), strings.ToLower(expected)
	if strings.Contains(value, expected) {
		return len(expected)
	}
	front, back := 0, 0
	for front < min(len(value), len(expected)) && value[front] == expected[front] {
		front++
	}
	for back < min(len(value), len(expected))-front && value[len(value)-1-back] == expected[len(expected)-1-back] {
		back++
	}
	return front + back
}

// listable leaves out answers of a long report, those with the record first.
func listable(answers []ServerAnswer) (some []ServerAnswer, rest int) {
	if rest = len(answers) - maxShownLines; rest <= 0 {
		return answers, 0
	}
	room := maxShownLines
	shown := make([]bool, len(answers))
	for _, present := range []bool{false, true} {
		for i, a := range answers {
			if (a.Verdict == Present) == present && room > 0 {
				shown[i] = true
				room--
			}
		}
	}
	for i, a := range answers {
		if shown[i] {
			some = append(some, a)
		}
	}
	return some, rest
}
