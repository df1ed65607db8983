// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

const expectedValue = "acme-verification=" + secret

// txtRecords writes values as TXT records at the apex, octet for octet.
func txtRecords(values ...string) string {
	var zone strings.Builder
	for _, v := range values {
		zone.WriteString(`@ TXT "`)
		for _, c := range []byte(v) {
			fmt.Fprintf(&zone, `\%03d`, c)
		}
		zone.WriteString("\"\n")
	}
	return zone.String()
}

// diagnoseIn serves a zone to one look in a mode and wants its only finding.
func diagnoseIn(t *testing.T, mode dnscheck.Mode, zone string, q dnscheck.Question, h dnscheck.Hints) []dnscheck.Finding {
	t.Helper()
	n := newWorld(t, acme(zone))
	if mode == dnscheck.Recursive {
		n.serve(resolver, authority(t, acme(zone)))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Mode = mode })
		findings, err := client.Diagnose(t.Context(), mustCheck(t, client, q), h)
		if err != nil {
			t.Fatal(err)
		}
		return findings
	}
	return diagnose(t, n, newClient(t, n), q, h)
}

func wantSaid(t *testing.T, findings []dnscheck.Finding, code dnscheck.Code, says ...string) {
	t.Helper()
	wantEqual(t, "codes", []dnscheck.Code{code}, codes(findings))
	for _, text := range says {
		if said := findings[0].Sentence + " " + findings[0].Fix; !strings.Contains(said, text) {
			t.Errorf("%q does not say %q", said, text)
		}
	}
}

func TestValueThatIsNearlyRightIsNamedByWhatIsWrongWithIt(t *testing.T) {
	const behind, front, both = "other text in the same record after it", "other text in the same record before it:", "before it and after it"
	cases := map[string]struct {
		value string
		want  dnscheck.Code
		says  []string
	}{
		"another text behind":            {expectedValue + " v=spf1 -all", dnscheck.MergedValue, []string{"has the correct value", behind, "separate record"}},
		"behind without a separator":     {expectedValue + "v=spf1 -all", dnscheck.MergedValue, []string{behind}},
		"behind, quoted":                 {`"` + expectedValue + `" "v=spf1 -all"`, dnscheck.MergedValue, []string{behind}},
		"another text in front":          {"v=spf1 -all " + expectedValue, dnscheck.MergedValue, []string{"has the correct value", front}},
		"in front without a separator":   {"v=spf1 -all" + expectedValue, dnscheck.MergedValue, []string{front}},
		"other tokens on both sides":     {"other-verification=1; " + expectedValue + "; MS=ms12345678", dnscheck.MergedValue, []string{both}},
		"both without a separator":       {"MS=ms12345678" + expectedValue + "v=spf1 -all", dnscheck.MergedValue, []string{both}},
		"twice":                          {expectedValue + expectedValue, dnscheck.MergedValue, []string{behind}},
		"in capitals with another":       {strings.ToUpper(expectedValue) + " v=spf1 -all", dnscheck.MergedValue, []string{"upper and lower case", behind}},
		"token with others around it":    {"v=spf1 " + secret + " -all", dnscheck.MergedValue, []string{`without "acme-verification=" before it`, both}},
		"cut in the token":               {expectedValue[:25], dnscheck.CutOff, []string{"cut off after 25 of 34 characters"}},
		"one character short":            {expectedValue[:33], dnscheck.CutOff, []string{"cut off after 33 of 34 characters"}},
		"cut after the prefix":           {"acme-verification=", dnscheck.CutOff, []string{"cut off after 18 of 34 characters"}},
		"cut in the prefix":              {"acme-verif", dnscheck.CutOff, []string{"cut off after 10 of 34 characters"}},
		"beginning lost":                 {expectedValue[22:], dnscheck.CutOff, []string{"lacks its first 22 of 34 characters"}},
		"one character wrong":            {strings.Replace(expectedValue, "8", "x", 1), dnscheck.NearMiss, []string{`has "x" instead of "8" at character 27`}},
		"one character missing":          {strings.Replace(expectedValue, "8", "", 1), dnscheck.NearMiss, []string{`lacks "8" at character 27`}},
		"one character too many behind":  {expectedValue + "x", dnscheck.NearMiss, []string{`has an extra "x" at character 35`}},
		"one character too many inside":  {strings.Replace(expectedValue, "8", "88", 1), dnscheck.NearMiss, []string{`has an extra "8" at character 28`}},
		"one character too many before":  {"x" + expectedValue, dnscheck.NearMiss, []string{`has an extra "x" at character 1`}},
		"two characters swapped":         {strings.Replace(expectedValue, "78", "87", 1), dnscheck.NearMiss, []string{`has "87" instead of "78" at character 26`}},
		"typo in the prefix":             {strings.Replace(expectedValue, "verification", "verifcation", 1), dnscheck.NearMiss, []string{`lacks "i" at character 11`}},
		"Cyrillic letter":                {strings.Replace(expectedValue, "a", "а", 1), dnscheck.NearMiss, []string{`has "\u{0430}", which only looks like "a", at character 1`}},
		"many look-alikes":               {strings.NewReplacer("a", "а", "c", "с", "e", "е", "i", "і", "o", "о").Replace(expectedValue), dnscheck.NearMiss, []string{`"\u{0441}", which only looks like "c", at character 2`, " more"}},
		"full width":                     {strings.Replace(expectedValue, "=", "＝", 1), dnscheck.NearMiss, []string{`"\u{FF1D}", which only looks like "=", at character 18`}},
		"dash of a word processor":       {strings.Replace(expectedValue, "-", "–", 1), dnscheck.NearMiss, []string{`"\u{2013}", which only looks like "-", at character 5`}},
		"zero-width space":               {strings.Replace(expectedValue, "8", "\u200b8", 1), dnscheck.StrayOctets, []string{"invisible", `\u{200B} at character 27`}},
		"no-break space":                 {expectedValue + "\u00a0", dnscheck.StrayOctets, []string{`\u{00A0} at character 35`}},
		"NUL":                            {expectedValue + "\x00", dnscheck.StrayOctets, []string{`\u{0000} at character 35`}},
		"typographic quotes":             {"“" + expectedValue + "”", dnscheck.StrayOctets, []string{`\u{201C} at character 1`, `\u{201D} at character 36`}},
		"prefix of another service":      {"other-verification=" + secret, dnscheck.ForeignPrefix, nil},
		"word and separator of nobody's": {"site: " + secret, dnscheck.ForeignPrefix, nil},
		"another token":                  {"acme-verification=fedcba9876543210", dnscheck.OlderToken, nil},
	}
	others := []string{"v=spf1 -all", "MS=ms12345678"}
	for name, c := range cases {
		for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					q := expecting("acme.test")
					wantSaid(t, diagnoseIn(t, mode, txtRecords(c.value), q, hints), c.want, c.says...)
					wantSaid(t, diagnoseIn(t, mode, txtRecords(append(slices.Clone(others), c.value)...), q, hints), c.want, c.says...)
					wantSaid(t, diagnoseIn(t, mode, txtRecords(append([]string{c.value}, others...)...), q, hints), c.want, c.says...)
				})
			})
		}
	}
}

func TestValueOfOthersIsNoNearMiss(t *testing.T) {
	for _, value := range []string{
		"acme-verification=" + "0023056089ab0def", // another token, four characters apart
		"v=spf1 include:acme.example -all", "acme", "=", "cdef", secret[:4],
	} {
		t.Run(value, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				for _, code := range codes(diagnoseIn(t, dnscheck.Authoritative, txtRecords(value), expecting("acme.test"), hints)) {
					if code != dnscheck.RecordMissing && code != dnscheck.OlderToken {
						t.Errorf("%q is called %s", value, code)
					}
				}
			})
		})
	}
}

func TestBeginningOfAValueIsNotCutOffWhereTheRestIsInAnotherRecord(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := txtRecords(expectedValue[25:], "v=spf1 -all", expectedValue[:25])
		wantSaid(t, diagnoseIn(t, dnscheck.Authoritative, zone, expecting("acme.test"), hints), dnscheck.SplitValue)
	})
}

func TestWhatTheServiceWritesAfterTheTokenMayBeMergedCutOrMistyped(t *testing.T) {
	hints := dnscheck.Hints{Prefix: "zoho-verification=", Suffix: ".zmverify.zoho.eu"}
	q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "zoho-verification=zb01234567.zmverify.zoho.eu"}
	for value, want := range map[string]dnscheck.Code{
		q.Expected + " v=spf1 -all":                      dnscheck.MergedValue,
		"v=spf1 -all " + q.Expected:                      dnscheck.MergedValue,
		q.Expected + "x":                                 dnscheck.NearMiss,
		"zoho-verification=zb01234567.zmverify":          dnscheck.CutOff,
		"zoho-verification=zb0123":                       dnscheck.CutOff,
		"zoho-verification=zb01234567":                   dnscheck.ForeignSuffix,
		"zoho-verification=zb01234576.zmverify.zoho.eu":  dnscheck.NearMiss,
		"zoho-verification=zb76543210.zmverify.zoho.eu":  dnscheck.OlderToken,
		"zoho-verification=zb01234567.zmverify.zoho.com": dnscheck.ForeignSuffix,
	} {
		t.Run(value, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				wantSaid(t, diagnoseIn(t, dnscheck.Authoritative, txtRecords(value), q, hints), want)
			})
		})
	}
}

func TestNearlyRightValueAtAnotherPlaceIsNamedWithBothMistakes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := `www TXT "` + expectedValue[:30] + `"` + "\n"
		findings := diagnoseIn(t, dnscheck.Authoritative, zone, expecting("acme.test"), hints)
		wantSaid(t, findings, dnscheck.AtWWW, "Its value is wrong as well.", `The value must be "`+expectedValue+`".`)
		zone = `www TXT "` + expectedValue + `"` + "\n"
		if findings = diagnoseIn(t, dnscheck.Authoritative, zone, expecting("acme.test"), hints); strings.Contains(findings[0].Sentence, "as well") {
			t.Errorf("the right value is called wrong: %q", findings[0].Sentence)
		}
	})
}

func TestCNAMETargetThatIsNearlyRightIsNamed(t *testing.T) {
	q := dnscheck.Question{Name: "_x.acme.test", Type: dnscheck.CNAME, Expected: "zmverify.zoho.eu"}
	for target, want := range map[string]dnscheck.Code{
		"zmverify.zoho.com.": dnscheck.NearMiss,
		"zmverfiy.zoho.eu.":  dnscheck.NearMiss,
		"zmverify.zoho.":     dnscheck.CutOff,
		"web.example.":       dnscheck.RecordMissing,
	} {
		t.Run(target, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				wantSaid(t, diagnoseIn(t, dnscheck.Authoritative, "_x CNAME "+target+"\n", q, hints), want)
			})
		})
	}
}

// A value as long as a zone allows is judged in no time, too.
func TestLongValuesAreJudgedWithoutEffort(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		long := strings.Repeat("abcdefgh", 400)
		q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "acme-verification=" + long}
		zone := "@ TXT "
		wrong := strings.Replace(q.Expected, "h", "x", 1)
		for part := range slices.Chunk([]byte(wrong), 255) {
			zone += ` "` + string(part) + `"`
		}
		wantSaid(t, diagnoseIn(t, dnscheck.Authoritative, zone+"\n", q, hints), dnscheck.NearMiss, `has "x" instead of "h" at character 26`)
	})
}
