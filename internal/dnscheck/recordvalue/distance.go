// SPDX-License-Identifier: MPL-2.0

package recordvalue

import "unicode/utf8"

const (
	// maxTypos is how many edits make a long token another one.
	maxTypos = 3
	// charactersPerTypo keeps two short random tokens from being near each other.
	charactersPerTypo = 4
)

func allowedTypos(token string) int {
	return min(maxTypos, utf8.RuneCountInString(token)/charactersPerTypo)
}

// withinEdits reports whether at most so many edits lead from one text to the
// other; swapping two neighbors is one edit (optimal string alignment). Only the
// diagonal band of the table that can matter is computed.
func withinEdits(from, to string, edits int) bool {
	a, b := []rune(from), []rune(to)
	if edits == 0 || max(len(a)-len(b), len(b)-len(a)) > edits {
		return false
	}
	older, old, row := make([]int, len(b)+2), make([]int, len(b)+2), make([]int, len(b)+2)
	for j := range old {
		old[j] = j
	}
	for i := 1; i <= len(a); i++ {
		first, last := max(1, i-edits), min(len(b), i+edits)
		row[first-1], row[last+1] = edits+1, edits+1
		if first == 1 {
			row[0] = i
		}
		for j := first; j <= last; j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(old[j]+1, row[j-1]+1, old[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		older, old, row = old, row, older
	}
	return old[len(b)] <= edits
}
