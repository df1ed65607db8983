// SPDX-License-Identifier: MPL-2.0

package recordvalue_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
)

const (
	secret = "0123456789abcdef"
	value  = "acme-verification=" + secret
)

var expected = recordvalue.NewExpected(value, "acme-verification=", "", []string{"other-verification="})

// wantMistake wants one finding about the values, or none for "".
func wantMistake(t *testing.T, e recordvalue.Expected, values []string, want recordvalue.Mistake, texts ...string) {
	t.Helper()
	findings := e.Findings("acme.test", values)
	if want == "" && len(findings) == 0 {
		return
	}
	if len(findings) != 1 || findings[0].Mistake != want {
		t.Fatalf("findings about %q: %+v, want %q alone", values, findings, want)
	}
	for _, text := range texts {
		if got := findings[0].Sentence + " " + findings[0].Fix; !strings.Contains(got, text) {
			t.Errorf("%q does not contain %q", got, text)
		}
	}
}

func TestValueThatIsNearlyRightIsNamedByWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	const after, before, both = "other text in the same record after it", "other text in the same record before it:", "before it and after it"
	changed := func(old, replacement string) string { return strings.Replace(value, old, replacement, 1) }
	cases := []struct {
		name, value string
		want        recordvalue.Mistake
		texts       []string
	}{
		{"another text after it", value + " v=spf1 -all", recordvalue.MergedValue, []string{"has the correct value", after, "separate record"}},
		{"after it, no separator", value + "v=spf1 -all", recordvalue.MergedValue, []string{after}},
		{"after it, quoted", `"` + value + `" "v=spf1 -all"`, recordvalue.MergedValue, []string{after}},
		{"another text before it", "v=spf1 -all " + value, recordvalue.MergedValue, []string{"has the correct value", before}},
		{"before it, no separator", "v=spf1 -all" + value, recordvalue.MergedValue, []string{before}},
		{"other tokens on both sides", "other-verification=1; " + value + "; MS=ms12345678", recordvalue.MergedValue, []string{both}},
		{"both, no separator", "MS=ms12345678" + value + "v=spf1 -all", recordvalue.MergedValue, []string{both}},
		{"twice", value + value, recordvalue.MergedValue, []string{after}},
		{"in capitals with another", strings.ToUpper(value) + " v=spf1 -all", recordvalue.MergedValue, []string{"upper and lower case", after}},
		{"token with others around it", "v=spf1 " + secret + " -all", recordvalue.MergedValue, []string{`without "acme-verification=" before it`, both}},
		{"cut in the token", value[:25], recordvalue.CutOff, []string{"cut off after 25 of 34 characters"}},
		{"one character short", value[:33], recordvalue.CutOff, []string{"cut off after 33 of 34 characters"}},
		{"cut after the prefix", "acme-verification=", recordvalue.CutOff, []string{"cut off after 18 of 34 characters"}},
		{"cut in the prefix", "acme-verif", recordvalue.CutOff, []string{"cut off after 10 of 34 characters"}},
		{"beginning lost", value[22:], recordvalue.CutOff, []string{"lacks its first 22 of 34 characters"}},
		{"one character wrong", changed("8", "x"), recordvalue.NearMiss, []string{`has "x" instead of "8" at character 27`}},
		{"one character missing", changed("8", ""), recordvalue.NearMiss, []string{`lacks "8" at character 27`}},
		{"one character too many after it", value + "x", recordvalue.NearMiss, []string{`has an extra "x" at character 35`}},
		{"one character too many inside", changed("8", "88"), recordvalue.NearMiss, []string{`has an extra "8" at character 28`}},
		{"one character too many before it", "x" + value, recordvalue.NearMiss, []string{`has an extra "x" at character 1`}},
		{"two characters swapped", changed("78", "87"), recordvalue.NearMiss, []string{`has "87" instead of "78" at character 26`}},
		{"typo in the prefix", changed("verification", "verifcation"), recordvalue.NearMiss, []string{`lacks "i" at character 11`}},
		{"Cyrillic letter", changed("a", "а"), recordvalue.NearMiss, []string{`has "\u{0430}", which only looks like "a", at character 1`}},
		{"many look-alikes", strings.NewReplacer("a", "а", "c", "с", "e", "е", "i", "і", "o", "о").Replace(value), recordvalue.NearMiss, []string{`"\u{0441}", which only looks like "c", at character 2`, " more"}},
		{"full width", changed("=", "＝"), recordvalue.NearMiss, []string{`"\u{FF1D}", which only looks like "=", at character 18`}},
		{"dash of a word processor", changed("-", "–"), recordvalue.NearMiss, []string{`"\u{2013}", which only looks like "-", at character 5`}},
		{"zero-width space", changed("8", "\u200b8"), recordvalue.StrayOctets, []string{"invisible", `\u{200B} at character 27`}},
		{"no-break space", value + "\u00a0", recordvalue.StrayOctets, []string{`\u{00A0} at character 35`}},
		{"NUL", value + "\x00", recordvalue.StrayOctets, []string{`\u{0000} at character 35`}},
		{"typographic quotes", "“" + value + "”", recordvalue.StrayOctets, []string{`\u{201C} at character 1`, `\u{201D} at character 36`}},
		{"prefix of another service", "other-verification=" + secret, recordvalue.ForeignPrefix, nil},
		{"word and separator of nobody's", "site: " + secret, recordvalue.ForeignPrefix, nil},
		{"another token", "acme-verification=fedcba9876543210", recordvalue.OlderToken, []string{"separate record, beside the others", "may need it"}},
	}
	others := []string{"v=spf1 -all", "MS=ms12345678"}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wantMistake(t, expected, []string{c.value}, c.want, c.texts...)
			wantMistake(t, expected, append(slices.Clone(others), c.value), c.want, c.texts...)
			wantMistake(t, expected, append([]string{c.value}, others...), c.want, c.texts...)
		})
	}
}

func TestValueOfOthersIsNoNearMiss(t *testing.T) {
	t.Parallel()
	for _, v := range []string{
		"acme-verification=" + "0023056089ab0def", // another token, four characters apart
		"v=spf1 include:acme.example -all", "acme", "=", "cdef", secret[:4],
	} {
		if mistake := expected.Classify(v); mistake != "" && mistake != recordvalue.OlderToken {
			t.Errorf("%q is called %s", v, mistake)
		}
	}
}

func TestBeginningOfAValueIsNotCutOffWhereTheRestIsInAnotherRecord(t *testing.T) {
	t.Parallel()
	wantMistake(t, expected, []string{value[25:], "v=spf1 -all", value[:25]}, recordvalue.SplitValue)
}

func TestWhatTheServiceWritesAfterTheTokenIsPartOfTheValue(t *testing.T) {
	t.Parallel()
	const zoho = "zoho-verification=zb01234567.zmverify.zoho.eu"
	e := recordvalue.NewExpected(zoho, "zoho-verification=", ".zmverify.zoho.eu", []string{"other-verification="})
	for v, want := range map[string]recordvalue.Mistake{
		zoho + " v=spf1 -all":                            recordvalue.MergedValue,
		"v=spf1 -all " + zoho:                            recordvalue.MergedValue,
		zoho + "x":                                       recordvalue.NearMiss,
		"zoho-verification=zb01234567.zmverify":          recordvalue.CutOff,
		"zoho-verification=zb0123":                       recordvalue.CutOff,
		"zoho-verification=zb01234567":                   recordvalue.ForeignSuffix,
		"zoho-verification=zb01234567.zmverify.zoho.com": recordvalue.ForeignSuffix,
		"zoho-verification=zb01234576.zmverify.zoho.eu":  recordvalue.NearMiss,
		"zoho-verification=zb76543210.zmverify.zoho.eu":  recordvalue.OlderToken,
		"zb01234567":                                     recordvalue.BareToken,
		"zb01234567.zmverify.zoho.eu":                    recordvalue.BareToken,
		"zoho=zb01234567.zmverify.zoho.eu":               recordvalue.ForeignPrefix,
	} {
		wantMistake(t, e, []string{v}, want)
	}
}

func TestPrefixIsTakenFromTheValueWhereNoneIsGiven(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		expected, value string
		want            recordvalue.Mistake
		text            string
	}{
		{value, secret, recordvalue.BareToken, ""},
		{"c2VjcmV0MQ==", "c2VjcmV0MQ", recordvalue.CutOff, ""}, // padding is no separator
		{"v=spf1 include:b.example -all", "v=spf1 include:a.example -all", "", ""},
		{"v=spf1 include:b.example -all", "v=DMARC1; p=none", "", ""}, // a policy is no older token
		{secret, "token:" + secret, recordvalue.ForeignPrefix, `The record at acme.test has extra text before the correct value: "token:` + secret + `".`},
	} {
		wantMistake(t, recordvalue.NewExpected(c.expected, "", "", nil), []string{c.value}, c.want, c.text)
	}
}

func TestCNAMETargetThatIsNearlyRightIsNamed(t *testing.T) {
	t.Parallel()
	const want = "zmverify.zoho.eu"
	for target, mistake := range map[string]recordvalue.Mistake{
		"zmverify.zoho.com":               recordvalue.NearMiss,
		"zmverfiy.zoho.eu":                recordvalue.NearMiss,
		"zmverify.zoho":                   recordvalue.CutOff,
		"zmverify.zoho.eu.acme.test":      recordvalue.DoubledTarget,
		"zmverify.zoho.eu._x.acme.test":   recordvalue.DoubledTarget,
		"web.example":                     "",
		"zmverify.zoho.eu.elsewhere.test": "",
	} {
		findings := recordvalue.NewExpected(want, "", "", nil).TargetFindings("_x.acme.test", "acme.test", want, []string{target})
		if len(findings) > 1 || (mistake == "") != (len(findings) == 0) || mistake != "" && findings[0].Mistake != mistake {
			t.Errorf("%s: findings %+v, want %q", target, findings, mistake)
		}
	}
}

// A value as long as a zone allows is compared in no time, too.
func TestLongValuesAreComparedWithoutEffort(t *testing.T) {
	t.Parallel()
	long := "acme-verification=" + strings.Repeat("abcdefgh", 400)
	begin := time.Now()
	wantMistake(t, recordvalue.NewExpected(long, "acme-verification=", "", nil), []string{strings.Replace(long, "h", "x", 1)},
		recordvalue.NearMiss, `has "x" instead of "h" at character 26`)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("the comparison took %s", took)
	}
}

func TestLookAlikesAreEscapedAndOtherScriptsAreNot(t *testing.T) {
	t.Parallel()
	for v, want := range map[string]string{
		"аcme-verification=1": `"\u{0430}cme-verification=1"`, "привет мир": `"привет мир"`, "v=1 käse": `"v=1 käse"`,
	} {
		if got := recordvalue.Quote(v); got != want {
			t.Errorf("Quote(%q) = %s, want %s", v, got, want)
		}
	}
}
