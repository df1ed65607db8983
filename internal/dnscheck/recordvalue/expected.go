// SPDX-License-Identifier: MPL-2.0

package recordvalue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// Expected is the expected value, cut into what the service writes before the
// token, the token itself, and what it writes after it.
type Expected struct {
	Value, Prefix, Token, Suffix string
	// OtherPrefixes are those of other services, and former ones of this service.
	OtherPrefixes []string
}

// NewExpected cuts a value. With prefix empty, it is what value has up to its
// first "=", if anything follows that. A prefix or suffix that value does not have
// is ignored.
func NewExpected(value, prefix, suffix string, otherPrefixes []string) Expected {
	e := Expected{Value: value, Prefix: prefix, OtherPrefixes: otherPrefixes}
	if e.Prefix == "" {
		// The padding of a Base64 token is no separator: something must follow. And
		// "v=" is the version of a policy (SPF, RFC 7208 §4.5; DKIM, DMARC).
		if at := strings.IndexByte(value, '='); at > 0 && strings.Trim(value[at:], "=") != "" && !strings.EqualFold(value[:at], "v") {
			e.Prefix = value[:at+1]
		}
	}
	token, found := strings.CutPrefix(value, e.Prefix)
	if !found {
		e.Prefix = ""
	}
	if e.Token, found = strings.CutSuffix(token, suffix); found {
		e.Suffix = suffix
	}
	return e
}

// Mistake is the way in which a value differs from the expected one; "" for the
// expected value and for one of another purpose.
type Mistake string

// The mistakes, from the one that is closest to the expected value to the farthest.
const (
	StrayOctets   Mistake = "quotes_or_spaces"
	ChangedCase   Mistake = "changed_case"
	MergedValue   Mistake = "merged_value" // the same record holds something else as well
	CutOff        Mistake = "cut_off"
	NearMiss      Mistake = "near_miss" // a few characters differ, look-alikes included
	BareToken     Mistake = "bare_token"
	ForeignPrefix Mistake = "foreign_prefix"
	ForeignSuffix Mistake = "foreign_suffix"
	SplitValue    Mistake = "split_value" // several records together make up the value
	OlderToken    Mistake = "older_token"
	DoubledTarget Mistake = "doubled_target" // the zone was added to the target of a CNAME
)

// mistakes are those of TXT values.
var mistakes = []Mistake{
	StrayOctets, ChangedCase, MergedValue, CutOff, NearMiss, BareToken, ForeignPrefix, ForeignSuffix, SplitValue, OlderToken,
}

const (
	// minToken octets keep a short token from being found in any value.
	minToken = 6
	// maxExtra characters at an end are a slip of the hand; more is another text.
	maxExtra = 2
	// maxSplit octets bound the search for parts; no service has longer values.
	maxSplit = 4096
)

// Classify gives the mistake in the TXT value v.
func (e Expected) Classify(v string) Mistake {
	bare := clean(v)
	switch {
	case v == e.Value || v == "" || e.Value == "":
		return ""
	case bare == clean(e.Value):
		return StrayOctets
	case strings.EqualFold(bare, clean(e.Value)):
		return ChangedCase
	case e.Prefix != "" && (bare == clean(e.Token) || bare == clean(e.Token+e.Suffix)):
		return BareToken
	case e.hasExtraCharacters(v):
		return NearMiss
	case e.hasForeignLabel(bare) && e.hasForeignPrefix(bare), e.hasKnownPrefix(bare):
		return ForeignPrefix
	case e.isPartOf(bare):
		return MergedValue
	case e.isCutTo(bare):
		return CutOff
	case e.Suffix == "" && e.isNear(bare):
		return NearMiss
	case e.hasForeignPrefix(bare):
		return ForeignPrefix
	case e.Suffix != "" && strings.HasPrefix(bare, clean(e.Prefix+e.Token)):
		return ForeignSuffix
	case e.isNear(bare):
		return NearMiss
	case e.tokenIsPartOf(bare):
		return MergedValue
	case e.Prefix != "" && strings.HasPrefix(bare, clean(e.Prefix)):
		return OlderToken
	}
	return ""
}

// clean drops what copying adds: spaces, line ends, quotes, backslashes and
// whatever else is invisible.
func clean(v string) string {
	return strings.Map(func(r rune) rune {
		if addedByCopying(r) {
			return -1
		}
		return r
	}, v)
}

func addedByCopying(r rune) bool {
	return r == ' ' || displaytext.Invisible(r) || strings.ContainsRune("\"'`\\“”„‘’«»", r)
}

// hasExtraCharacters reports whether v is the value and a character or two that
// belong to no other text.
func (e Expected) hasExtraCharacters(v string) bool {
	before, after, found := strings.Cut(v, e.Value)
	rest := before + after
	return found && utf8.RuneCountInString(rest) <= maxExtra && !strings.ContainsFunc(rest, func(c rune) bool {
		return c != '.' && c != '-' && c != '_' && c != '=' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
}

// hasForeignLabel reports whether the value follows a word and a separator, as the
// token of a service whose value has no prefix would.
func (e Expected) hasForeignLabel(bare string) bool {
	before, found := strings.CutSuffix(bare, clean(e.Value))
	return found && e.Prefix == "" && strings.ContainsAny(before[max(0, len(before)-1):], "=:") && strings.Count(before, "=")+strings.Count(before, ":") == 1
}

// hasForeignPrefix reports whether the token follows something else than its prefix.
func (e Expected) hasForeignPrefix(bare string) bool {
	token := clean(e.Token + e.Suffix)
	before, found := strings.CutSuffix(bare, token)
	return found && before != "" && (len(token) >= minToken || slices.Contains(e.OtherPrefixes, before))
}

// hasKnownPrefix reports whether bare is the token after the prefix of another service.
func (e Expected) hasKnownPrefix(bare string) bool {
	before, found := strings.CutSuffix(bare, clean(e.Token+e.Suffix))
	return found && slices.Contains(e.OtherPrefixes, before)
}

// isPartOf reports whether bare contains the whole value and more.
func (e Expected) isPartOf(bare string) bool {
	value := clean(e.Value)
	return len(value) >= minToken && len(bare) > len(value) && strings.Contains(strings.ToLower(bare), strings.ToLower(value))
}

// tokenIsPartOf reports whether bare contains the token among other text.
func (e Expected) tokenIsPartOf(bare string) bool {
	token := clean(e.Token)
	return e.Prefix != "" && len(token) >= minToken && strings.Contains(bare, token)
}

// isCutTo reports whether bare is the beginning or the end of the value. Where
// exactly the prefix or the suffix is missing, another mistake says more.
func (e Expected) isCutTo(bare string) bool {
	value := clean(e.Value)
	if len(bare) < minToken || len(bare) >= len(value) {
		return false
	}
	if strings.HasPrefix(value, bare) {
		return e.Suffix == "" || bare != clean(e.Prefix+e.Token)
	}
	rest, isEnd := strings.CutSuffix(value, bare)
	return isEnd && len(bare) >= len(clean(e.Suffix))+minToken && rest != clean(e.Prefix)
}

// isNear reports whether a few characters are wrong, missing, extra or swapped.
// A policy ("v=…") is the domain owner's own text, and another one no slip.
func (e Expected) isNear(bare string) bool {
	return !strings.HasPrefix(strings.ToLower(e.Value), "v=") && withinEdits(skeleton(bare), skeleton(clean(e.Value)), allowedTypos(clean(e.Token)))
}

// parts finds records that together are the expected value. The DNS keeps no order
// of records, so every order counts.
func (e Expected) parts(values []string) []string {
	if len(e.Value) > maxSplit {
		return nil
	}
	before := make([]string, len(e.Value)+1) // the part that ends at each octet
	reached := make([]bool, len(e.Value)+1)
	reached[0] = true
	for at := range len(e.Value) {
		for _, v := range values {
			end := at + len(v)
			if reached[at] && v != "" && end <= len(e.Value) && !reached[end] && e.Value[at:end] == v {
				reached[end], before[end] = true, v
			}
		}
	}
	if !reached[len(e.Value)] {
		return nil
	}
	var parts []string
	for end := len(e.Value); end > 0; end -= len(before[end]) {
		parts = append(parts, before[end])
	}
	slices.Reverse(parts)
	return parts
}
