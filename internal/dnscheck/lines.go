// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Lines tell a person the answer of each server, one line per server address:
//
//	ns1.example.net (192.0.2.1): no TXT record at acme.test
func (r Report) Lines() []string {
	answers, rest := listable(r.Servers)
	lines := make([]string, 0, len(answers))
	for _, a := range answers {
		lines = append(lines, displaytext.Escape(dnsquery.ServerLabel(a.Name, a.Address)+": "+a.sentence(r)))
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("%d more answers are not listed.", rest))
	}
	return append(lines, r.Unasked.Lines()...)
}

// GroupedLines are Lines with one line for all servers with the same answer:
//
//	ns1.example.net (192.0.2.1), ns2.example.net (192.0.2.2): no TXT record at acme.test
func (r Report) GroupedLines() []string {
	answers, rest := listable(r.Servers)
	var distinct []string
	servers := map[string][]string{}
	for _, a := range answers {
		sentence := a.sentence(r)
		if !slices.Contains(distinct, sentence) {
			distinct = append(distinct, sentence)
		}
		servers[sentence] = append(servers[sentence], dnsquery.ServerLabel(a.Name, a.Address))
	}
	lines := make([]string, 0, len(distinct))
	for _, sentence := range distinct {
		lines = append(lines, displaytext.Escape(strings.Join(servers[sentence], ", ")+": "+sentence))
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("%d more answers are not listed.", rest))
	}
	return append(lines, r.Unasked.Lines()...)
}

// escaped makes findings safe to show, whatever a name server put into them.
func escaped(findings []Finding) []Finding {
	for i := range findings {
		findings[i].Sentence = displaytext.Escape(findings[i].Sentence)
		findings[i].Fix = displaytext.Escape(findings[i].Fix)
	}
	return findings
}

func (a ServerAnswer) sentence(r Report) string {
	at := fmt.Sprintf("%s record at %s", r.Type, a.Owner)
	if a.CNAME != "" {
		at += " (CNAME to " + a.CNAME.String() + ")"
	}
	switch a.Verdict {
	case Present:
		if r.Expected == "" {
			return at + ": " + quoted(a.Values)
		}
		return "has the expected " + at
	case Different:
		return fmt.Sprintf("%s is %s, not %s", at, quoted(nearestFirst(a.Values, r.Expected)), quote(r.Expected))
	case Absent:
		return a.absence(at)
	case Unchecked:
		return fmt.Sprintf("%s was not checked: %v", at, a.Err)
	case Refused:
		if a.recursive {
			return fmt.Sprintf("is a resolver, and refused to be asked as a name server of %s", a.Owner)
		}
		return "refused the query for " + a.Owner.String()
	case Lame:
		if a.recursive {
			return fmt.Sprintf("is a resolver, and not authoritative for %s", a.Owner)
		}
		return fmt.Sprintf("is not authoritative for %s, although it is listed as a name server", a.Owner)
	case Failed:
		return fmt.Sprintf("answered %s for %s", a.Rcode, a.Owner)
	}
	if _, silent := a.Err.(*dnsquery.TimeoutError); silent { //nolint:errorlint // wrapped, it is part of a longer story
		return a.Err.Error()
	}
	if _, denies := a.Err.(*dnsquery.DenialError); denies { //nolint:errorlint // only a resolver's own answer is one
		return "is not used: it " + a.Err.Error()
	}
	if _, refused := a.Err.(*PrivateAddressError); refused { //nolint:errorlint // as above
		return a.Err.Error()
	}
	if family := dnsquery.NoRoute(a.Err, a.Address); family == dnsquery.IPv6 {
		return fmt.Sprintf("no answer: this machine has no %s route to it (%v)", family, a.Err)
	}
	if _, unpaid := a.Err.(*dnsquery.BudgetError); unpaid { //nolint:errorlint // as above
		return a.Err.Error()
	}
	return fmt.Sprintf("no answer: %v", a.Err)
}

func (a ServerAnswer) absence(at string) string {
	switch {
	case a.Err != nil:
		return fmt.Sprintf("no %s: %v", at, a.Err)
	case a.Rcode == "NXDOMAIN" && a.CNAME != "":
		return fmt.Sprintf("no %s (NXDOMAIN: there is no %s)", at, a.CNAME)
	case a.Rcode == "NXDOMAIN":
		return fmt.Sprintf("no %s (NXDOMAIN: there is no such name)", at)
	}
	return "no " + at
}

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

// quote shows a value as it is in DNS, on one line and in ASCII quotes. What
// cannot be seen is an escape, and so is a look-alike of an ASCII character among
// ASCII characters: shown as it is, the value would look like the expected one.
func quote(v string) string {
	escaped := displaytext.Escape(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v))
	if !mixesLookalikes(v) {
		return `"` + escaped + `"`
	}
	var shown strings.Builder
	for _, c := range escaped {
		if lookalikes[c] != 0 {
			fmt.Fprintf(&shown, `\u{%04X}`, c)
			continue
		}
		shown.WriteRune(c)
	}
	return `"` + shown.String() + `"`
}

// mixesLookalikes reports whether v has ASCII characters and look-alikes and no other character
// that would show the text to be of another script.
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
