// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// expected is the expected value, cut into what the service writes before the
// token, the token itself, and what it writes after it.
type expected struct {
	value  string
	prefix string
	token  string
	suffix string
	others []string
}

func newExpected(r Report, h Hints) expected {
	w := expected{value: r.Expected, prefix: h.Prefix, others: h.OtherPrefixes}
	if w.prefix == "" {
		// The padding of a Base64 token is no separator: something must follow. And
		// "v=" is the version of a policy (SPF, RFC 7208 §4.5; DKIM, DMARC).
		if at := strings.IndexByte(w.value, '='); at > 0 && strings.Trim(w.value[at:], "=") != "" && !strings.EqualFold(w.value[:at], "v") {
			w.prefix = w.value[:at+1]
		}
	}
	token, found := strings.CutPrefix(w.value, w.prefix)
	if !found {
		w.prefix = ""
	}
	if w.token, found = strings.CutSuffix(token, h.Suffix); found {
		w.suffix = h.Suffix
	}
	return w
}

// mismatch names what is wrong with the values that are there, in the order of how
// little is missing to the right one. Values of other purposes are passed over.
func (w expected) mismatch(r Report) []Finding {
	if w.value == "" {
		return nil
	}
	values := r.Values()
	if r.Type == CNAME {
		return w.targetMismatch(r, values)
	}
	found := map[Code][]string{}
	for _, v := range values {
		if code := w.judge(v); code != "" {
			found[code] = append(found[code], v)
		}
	}
	if parts := w.parts(values); len(parts) > 1 {
		found = map[Code][]string{SplitValue: parts} // a part may look like an older token
	}
	var findings []Finding
	for _, code := range []Code{StrayOctets, ChangedCase, MergedValue, CutOff, NearMiss, BareToken, ForeignPrefix, ForeignSuffix, SplitValue, OlderToken} {
		if values := found[code]; len(values) > 0 {
			findings = append(findings, w.finding(code, r, values))
		}
	}
	return findings
}

// judge says in which way v is nearly the expected value, or "".
func (w expected) judge(v string) Code {
	bare := clean(v)
	switch {
	case v == w.value || v == "" || w.value == "":
		return ""
	case bare == clean(w.value):
		return StrayOctets
	case strings.EqualFold(bare, clean(w.value)):
		return ChangedCase
	case w.prefix != "" && (bare == clean(w.token) || bare == clean(w.token+w.suffix)):
		return BareToken
	case w.hasExtraCharacters(v):
		return NearMiss
	case w.hasForeignLabel(bare) && w.foreign(bare), w.knownForeign(bare):
		return ForeignPrefix
	case w.merged(bare):
		return MergedValue
	case w.truncated(bare):
		return CutOff
	case w.suffix == "" && w.near(bare):
		return NearMiss
	case w.foreign(bare):
		return ForeignPrefix
	case w.suffix != "" && strings.HasPrefix(bare, clean(w.prefix+w.token)):
		return ForeignSuffix
	case w.near(bare):
		return NearMiss
	case w.mergedToken(bare):
		return MergedValue
	case w.prefix != "" && strings.HasPrefix(bare, clean(w.prefix)):
		return OlderToken
	}
	return ""
}

// minToken keeps a token of a few characters from being found in any value.
const minToken = 6

func (w expected) foreign(v string) bool {
	token := clean(w.token + w.suffix)
	before, found := strings.CutSuffix(v, token)
	if !found || before == "" {
		return false
	}
	return len(token) >= minToken || slices.Contains(w.others, before)
}

// knownForeign reports whether bare is nothing but the token after the prefix of another service.
func (w expected) knownForeign(v string) bool {
	before, found := strings.CutSuffix(v, clean(w.token+w.suffix))
	return found && slices.Contains(w.others, before)
}

// clean drops what copying adds: spaces, line ends, quotes, backslashes and
// whatever else cannot be seen.
func clean(v string) string {
	return strings.Map(func(r rune) rune {
		if copied(r) {
			return -1
		}
		return r
	}, v)
}

func copied(r rune) bool {
	return r == ' ' || displaytext.Invisible(r) || strings.ContainsRune("\"'`\\“”„‘’«»", r)
}

// maxSplit bounds the search for parts; no service has longer values.
const maxSplit = 4096

// parts finds records that together are the expected value. Which of them comes
// first is not kept in DNS, so every order counts.
func (w expected) parts(values []string) []string {
	if len(w.value) > maxSplit {
		return nil
	}
	before := make([]string, len(w.value)+1) // the part that ends at each octet
	reached := make([]bool, len(w.value)+1)
	reached[0] = true
	for at := range len(w.value) {
		for _, v := range values {
			end := at + len(v)
			if reached[at] && v != "" && end <= len(w.value) && !reached[end] && w.value[at:end] == v {
				reached[end], before[end] = true, v
			}
		}
	}
	if !reached[len(w.value)] {
		return nil
	}
	var parts []string
	for end := len(w.value); end > 0; end -= len(before[end]) {
		parts = append(parts, before[end])
	}
	slices.Reverse(parts)
	return parts
}

func (w expected) finding(code Code, r Report, values []string) Finding {
	f := Finding{Code: code, Fix: fmt.Sprintf("Change the value to %s.", quote(w.value))}
	seen := listed(quotedAll(values))
	switch code {
	case StrayOctets:
		f.Sentence = fmt.Sprintf("The record at %s has quotes, spaces or invisible characters inside its value: %s.", r.Name, listed(withInvisible(values)))
		f.Fix += " Enter it without quotes; the DNS console adds those that it needs."
	case ChangedCase:
		f.Sentence = fmt.Sprintf("The value at %s differs from the expected one in upper and lower case only: %s.", r.Name, seen)
	case MergedValue:
		f.Sentence = sentences(values, func(v string) string { return w.mergedSentence(r, v) })
		f.Fix = fmt.Sprintf("Publish %s as a record of its own, beside the others at that name: a service compares whole records.", quote(w.value))
	case CutOff:
		f.Sentence = sentences(values, func(v string) string { return w.truncatedSentence(r, v) })
	case NearMiss:
		f.Sentence = sentences(values, func(v string) string { return w.nearSentence(r, v) })
		f.Fix += " Copy it in place of typing it."
	case BareToken:
		f.Sentence = fmt.Sprintf("The record at %s is the token without %s before it: %s.", r.Name, quote(w.prefix), seen)
	case ForeignPrefix:
		if w.prefix == "" {
			f.Sentence = fmt.Sprintf("The record at %s has something before the right value: %s.", r.Name, seen)
			break
		}
		f.Sentence = fmt.Sprintf("The record at %s has the right token after a prefix that is not %s: %s.", r.Name, quote(w.prefix), seen)
	case ForeignSuffix:
		f.Sentence = fmt.Sprintf("The record at %s has the right token, but not %s after it: %s.", r.Name, quote(w.suffix), seen)
	case SplitValue:
		f.Sentence = fmt.Sprintf("The value at %s is split into several records: %s.", r.Name, seen)
		f.Fix = fmt.Sprintf("Replace them by one record with the value %s; a long value is one record of several strings.", quote(w.value))
	case OlderToken:
		f.Sentence = fmt.Sprintf("The record at %s has another token of the same service: %s.", r.Name, seen)
		f.Fix += " An older token proves nothing any more, unless another tenant of the service still uses it."
	}
	return f
}

func (w expected) targetMismatch(r Report, values []string) []Finding {
	target := dnsquery.Canonical(w.value).String()
	for _, v := range values {
		if v == target+"."+r.zoneName().String() || v == target+"."+r.Name.String() {
			return []Finding{{
				Code:     DoubledTarget,
				Sentence: fmt.Sprintf("The CNAME at %s points to %s: the zone was added to the target.", r.Name, v),
				Fix:      fmt.Sprintf("Write the target with a final dot, %q, if the DNS console takes relative names.", target+"."),
			}}
		}
	}
	for _, v := range values {
		switch {
		case len(v) >= minToken && v != target && strings.HasPrefix(target, v):
			return []Finding{w.finding(CutOff, r, []string{v})}
		case v != target && within(skeleton(v), skeleton(target), typosIn(target)):
			return []Finding{w.finding(NearMiss, r, []string{v})}
		}
	}
	return nil
}

// withInvisible shows values together with the characters that nobody sees in them.
func withInvisible(values []string) []string {
	shown := make([]string, 0, len(values))
	for _, v := range values {
		shown = append(shown, quote(v)+invisible(v))
	}
	return shown
}
