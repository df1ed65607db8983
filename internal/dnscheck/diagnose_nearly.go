// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxTypos is how many edits make a value another one, in long tokens.
	maxTypos = 3
	// charactersPerTypo keeps two short random tokens from being near each other.
	charactersPerTypo = 4
	// maxExtra characters at an end are a slip of the hand; more is another text.
	maxExtra = 2
)

// merged reports whether the whole value is a part of bare.
func (w expected) merged(bare string) bool {
	value := clean(w.value)
	return len(value) >= minToken && len(bare) > len(value) && strings.Contains(strings.ToLower(bare), strings.ToLower(value))
}

// mergedToken reports whether bare has the token among other text, in place of the whole value.
func (w expected) mergedToken(bare string) bool {
	token := clean(w.token)
	return w.prefix != "" && len(token) >= minToken && strings.Contains(bare, token)
}

// hasExtraCharacters reports whether v is the value and a character or two that belong to no other text.
func (w expected) hasExtraCharacters(v string) bool {
	before, after, found := strings.Cut(v, w.value)
	rest := before + after
	return found && utf8.RuneCountInString(rest) <= maxExtra && !strings.ContainsFunc(rest, func(c rune) bool {
		return c != '.' && c != '-' && c != '_' && c != '=' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
}

// hasForeignLabel reports whether the value comes after a word and its separator, as the token of a
// service whose value has no prefix would.
func (w expected) hasForeignLabel(bare string) bool {
	before, found := strings.CutSuffix(bare, clean(w.value))
	return found && w.prefix == "" && strings.ContainsAny(before[max(0, len(before)-1):], "=:") && strings.Count(before, "=")+strings.Count(before, ":") == 1
}

// truncated reports whether v is the beginning or the end of the value. Where exactly the
// part after or before the token is missing, another cause says more.
func (w expected) truncated(bare string) bool {
	value := clean(w.value)
	if len(bare) < minToken || len(bare) >= len(value) {
		return false
	}
	if strings.HasPrefix(value, bare) {
		return w.suffix == "" || bare != clean(w.prefix+w.token)
	}
	rest, isEnd := strings.CutSuffix(value, bare)
	return isEnd && len(bare) >= len(clean(w.suffix))+minToken && rest != clean(w.prefix)
}

// near reports whether a few characters are wrong, missing, too many or swapped.
// A policy ("v=…") is the domain owner's own text, and another one no slip.
func (w expected) near(bare string) bool {
	return !strings.HasPrefix(strings.ToLower(w.value), "v=") && within(skeleton(bare), skeleton(clean(w.value)), typosIn(clean(w.token)))
}

func typosIn(token string) int {
	return min(maxTypos, utf8.RuneCountInString(token)/charactersPerTypo)
}

// within reports whether so few edits lead from a to b; two neighbours that are
// swapped are one edit (optimal string alignment). Only the diagonal band of the
// table that can matter is computed.
func within(from, to string, edits int) bool {
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

// mergedSentence says on which side of the value the other text is.
func (w expected) mergedSentence(r Report, v string) string {
	what, part := "the right value", clean(w.value)
	bare := clean(v)
	switch {
	case strings.Contains(bare, part):
	case w.merged(bare):
		what = "the right value in other upper and lower case"
		bare, part = strings.ToLower(bare), strings.ToLower(part)
	default:
		what, part = fmt.Sprintf("the token without %s before it", quote(w.prefix)), clean(w.token)
	}
	before, after, _ := strings.Cut(bare, part)
	var sides []string
	if before != "" {
		sides = append(sides, "in front of it")
	}
	if after != "" {
		sides = append(sides, "behind it")
	}
	return fmt.Sprintf("The record at %s has %s, but something else is in the same record, %s: %s.", r.Name, what, listed(sides), quote(v))
}

func (w expected) truncatedSentence(r Report, v string) string {
	value, part := w.value, v
	if !strings.HasPrefix(value, part) && !strings.HasSuffix(value, part) {
		value, part = clean(value), clean(v)
	}
	total, left := utf8.RuneCountInString(value), utf8.RuneCountInString(part)
	if strings.HasPrefix(value, part) {
		return fmt.Sprintf("The value at %s is cut off after %d of %d characters: %s.", r.Name, left, total, quote(v))
	}
	return fmt.Sprintf("The value at %s lacks its first %d of %d characters: %s.", r.Name, total-left, total, quote(v))
}

func (w expected) nearSentence(r Report, v string) string {
	return fmt.Sprintf("The value at %s is nearly the expected one, but %s: %s.", r.Name, difference(v, w.value), quote(v))
}

// difference names the place where two texts part, counted in characters from 1.
func difference(v, value string) string {
	got, want := []rune(v), []rune(value)
	if alike := lookalikeDifference(got, want); alike != "" {
		return alike
	}
	start := 0
	for start < min(len(got), len(want)) && got[start] == want[start] {
		start++
	}
	end := 0
	for end < min(len(got), len(want))-start && got[len(got)-1-end] == want[len(want)-1-end] {
		end++
	}
	extra, lacking := string(got[start:len(got)-end]), string(want[start:len(want)-end])
	switch {
	case lacking == "":
		return fmt.Sprintf("has %s too much at character %d", quote(extra), start+1)
	case extra == "":
		return fmt.Sprintf("lacks %s at character %d", quote(lacking), start+1)
	}
	return fmt.Sprintf("has %s in place of %s at character %d", quoteAlike(extra), quote(lacking), start+1)
}

const maxNamed = 3

// lookalikeDifference lists the look-alikes, where they alone make the difference.
func lookalikeDifference(got, want []rune) string {
	if len(got) != len(want) || string(got) == string(want) || skeleton(string(got)) != skeleton(string(want)) {
		return ""
	}
	var named []string
	more := 0
	for i, c := range got {
		switch {
		case c == want[i]:
		case len(named) == maxNamed:
			more++
		default:
			named = append(named, fmt.Sprintf("%s, which only looks like %s, at character %d", quoteAlike(string(c)), quote(string(want[i])), i+1))
		}
	}
	if more > 0 {
		named = append(named, fmt.Sprintf("%d more", more))
	}
	return "has " + listed(named)
}

// quoteAlike escapes look-alikes even without ASCII characters around them.
func quoteAlike(v string) string {
	marked := quote("a" + v)
	return `"` + strings.TrimPrefix(marked, `"a`)
}

// invisible names the characters of v that cannot be seen, by place.
func invisible(v string) string {
	var named []string
	more := 0
	for i, c := range []rune(v) {
		if c == ' ' || !copied(c) || c <= unicode.MaxASCII && unicode.IsPrint(c) {
			continue
		}
		if len(named) == maxNamed {
			more++
			continue
		}
		named = append(named, fmt.Sprintf("%s at character %d", strings.Trim(quoteAlike(string(c)), `"`), i+1))
	}
	if more > 0 {
		named = append(named, fmt.Sprintf("%d more", more))
	}
	if len(named) == 0 {
		return ""
	}
	return " (" + listed(named) + ")"
}

// sentences joins the sentences about each value.
func sentences(values []string, say func(v string) string) string {
	var all []string
	for _, v := range slices.Compact(slices.Clone(values)) {
		all = append(all, say(v))
	}
	return strings.Join(all, " ")
}
