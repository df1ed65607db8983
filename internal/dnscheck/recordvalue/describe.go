// SPDX-License-Identifier: MPL-2.0

package recordvalue

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Finding is one mistake in the values at a name.
type Finding struct {
	Mistake  Mistake
	Sentence string // what was seen
	Fix      string // what to do about it
}

// Findings names the mistakes in the TXT values at a name, those that are closest
// to the expected value first. Values of other purposes are ignored.
func (e Expected) Findings(name string, values []string) []Finding {
	if e.Value == "" {
		return nil
	}
	byMistake := map[Mistake][]string{}
	for _, v := range values {
		mistake := e.Classify(v)
		byMistake[mistake] = append(byMistake[mistake], v)
	}
	if parts := e.parts(values); len(parts) > 1 {
		byMistake = map[Mistake][]string{SplitValue: parts} // a part may look like an older token
	}
	var findings []Finding
	for _, mistake := range mistakes {
		if values := byMistake[mistake]; len(values) > 0 {
			findings = append(findings, e.describe(mistake, name, values))
		}
	}
	return findings
}

// TargetFindings names the mistake in the targets of a CNAME at name. Names have
// no final dot.
func (e Expected) TargetFindings(name, zone, target string, targets []string) []Finding {
	for _, t := range targets {
		if t == target+"."+zone || t == target+"."+name {
			return []Finding{{
				Mistake:  DoubledTarget,
				Sentence: fmt.Sprintf("The CNAME at %s points to %s: the zone was added to the target.", name, t),
				Fix:      fmt.Sprintf("Enter the target with a final dot, %q, if the DNS console accepts relative names.", target+"."),
			}}
		}
	}
	for _, t := range targets {
		switch {
		case len(t) >= minToken && t != target && strings.HasPrefix(target, t):
			return []Finding{e.describe(CutOff, name, []string{t})}
		case t != target && withinEdits(skeleton(t), skeleton(target), allowedTypos(target)):
			return []Finding{e.describe(NearMiss, name, []string{t})}
		}
	}
	return nil
}

func (e Expected) describe(mistake Mistake, name string, values []string) Finding {
	f := Finding{Mistake: mistake, Fix: fmt.Sprintf("Change the value to %s.", Quote(e.Value))}
	found := QuoteList(values)
	switch mistake {
	case StrayOctets:
		f.Sentence = fmt.Sprintf("The value at %s contains quotes, spaces or invisible characters: %s.", name, Join(withInvisible(values)))
		f.Fix += " Enter it without quotes; the DNS console adds those that it needs."
	case ChangedCase:
		f.Sentence = fmt.Sprintf("The value at %s differs from the expected one in upper and lower case only: %s.", name, found)
	case MergedValue:
		f.Sentence = each(values, func(v string) string { return e.describeMerged(name, v) })
		f.Fix = fmt.Sprintf("Publish %s as a separate record, beside the others at that name: a service compares whole records.", Quote(e.Value))
	case CutOff:
		f.Sentence = each(values, func(v string) string { return e.describeCut(name, v) })
	case NearMiss:
		f.Sentence = each(values, func(v string) string {
			return fmt.Sprintf("The value at %s is almost the expected one, but %s: %s.", name, difference(v, e.Value), Quote(v))
		})
		f.Fix += " Copy and paste it instead of typing it."
	case BareToken:
		f.Sentence = fmt.Sprintf("The record at %s is the token without %s before it: %s.", name, Quote(e.Prefix), found)
	case ForeignPrefix:
		if e.Prefix == "" {
			f.Sentence = fmt.Sprintf("The record at %s has extra text before the correct value: %s.", name, found)
			break
		}
		f.Sentence = fmt.Sprintf("The record at %s has the correct token after a prefix other than %s: %s.", name, Quote(e.Prefix), found)
	case ForeignSuffix:
		f.Sentence = fmt.Sprintf("The record at %s has the correct token, but not %s after it: %s.", name, Quote(e.Suffix), found)
	case SplitValue:
		f.Sentence = fmt.Sprintf("The value at %s is split into several records: %s.", name, found)
		f.Fix = fmt.Sprintf("Replace them with one record with the value %s; a long value is one record of several strings.", Quote(e.Value))
	case OlderToken:
		f.Sentence = fmt.Sprintf("The record at %s has another token of the same service: %s.", name, found)
		f.Fix = fmt.Sprintf("Publish %s as a separate record, beside the others at that name. The other token is either an older one, which may go, or that of another organization or owner, who may need it.", Quote(e.Value))
	}
	return f
}

// each joins the sentences about each value.
func each(values []string, describe func(v string) string) string {
	var sentences []string
	for _, v := range slices.Compact(slices.Clone(values)) {
		sentences = append(sentences, describe(v))
	}
	return strings.Join(sentences, " ")
}

// describeMerged says on which side of the value the other text is.
func (e Expected) describeMerged(name, v string) string {
	what, part := "the correct value", clean(e.Value)
	bare := clean(v)
	switch {
	case strings.Contains(bare, part):
	case e.isPartOf(bare):
		what = "the correct value in other upper and lower case"
		bare, part = strings.ToLower(bare), strings.ToLower(part)
	default:
		what, part = fmt.Sprintf("the token without %s before it", Quote(e.Prefix)), clean(e.Token)
	}
	before, after, _ := strings.Cut(bare, part)
	var sides []string
	if before != "" {
		sides = append(sides, "before it")
	}
	if after != "" {
		sides = append(sides, "after it")
	}
	return fmt.Sprintf("The record at %s has %s, with other text in the same record %s: %s.", name, what, Join(sides), Quote(v))
}

func (e Expected) describeCut(name, v string) string {
	value, part := e.Value, v
	if !strings.HasPrefix(value, part) && !strings.HasSuffix(value, part) {
		value, part = clean(value), clean(v)
	}
	total, left := utf8.RuneCountInString(value), utf8.RuneCountInString(part)
	if strings.HasPrefix(value, part) {
		return fmt.Sprintf("The value at %s is cut off after %d of %d characters: %s.", name, left, total, Quote(v))
	}
	return fmt.Sprintf("The value at %s lacks its first %d of %d characters: %s.", name, total-left, total, Quote(v))
}

// difference names the place where two texts differ, counted in characters from 1.
func difference(v, value string) string {
	got, want := []rune(v), []rune(value)
	if alike := lookalikeDifference(got, want); alike != "" {
		return alike
	}
	front, back := commonEnds(got, want)
	extra, missing := string(got[front:len(got)-back]), string(want[front:len(want)-back])
	switch {
	case missing == "":
		return fmt.Sprintf("has an extra %s at character %d", Quote(extra), front+1)
	case extra == "":
		return fmt.Sprintf("lacks %s at character %d", Quote(missing), front+1)
	}
	return fmt.Sprintf("has %s instead of %s at character %d", quoteMarked(extra), Quote(missing), front+1)
}

// lookalikeDifference lists the look-alikes, where nothing else differs.
func lookalikeDifference(got, want []rune) string {
	if len(got) != len(want) || string(got) == string(want) || skeleton(string(got)) != skeleton(string(want)) {
		return ""
	}
	var named []string
	for i, c := range got {
		if c != want[i] {
			named = append(named, fmt.Sprintf("%s, which only looks like %s, at character %d", quoteMarked(string(c)), Quote(string(want[i])), i+1))
		}
	}
	return "has " + Join(firstNamed(named))
}

// quoteMarked escapes look-alikes even without ASCII characters around them.
func quoteMarked(v string) string {
	return `"` + strings.TrimPrefix(Quote("a"+v), `"a`)
}

// withInvisible quotes values and names the invisible characters in them.
func withInvisible(values []string) []string {
	quoted := make([]string, 0, len(values))
	for _, v := range values {
		quoted = append(quoted, Quote(v)+invisible(v))
	}
	return quoted
}

// invisible names the invisible characters of v by their position.
func invisible(v string) string {
	var named []string
	for i, c := range []rune(v) {
		if c == ' ' || !addedByCopying(c) || c <= unicode.MaxASCII && unicode.IsPrint(c) {
			continue
		}
		named = append(named, fmt.Sprintf("%s at character %d", strings.Trim(quoteMarked(string(c)), `"`), i+1))
	}
	if len(named) == 0 {
		return ""
	}
	return " (" + Join(firstNamed(named)) + ")"
}

func firstNamed(named []string) []string {
	return withCount(named[:min(len(named), maxNamed)], len(named)-maxNamed)
}
