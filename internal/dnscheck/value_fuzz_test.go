// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"strings"
	"testing"
)

// holdFindings: whatever was served, every finding can be shown to a person.
func holdFindings(t *testing.T, r Report) {
	t.Helper()
	findings := r.serverProblem()
	for _, a := range r.first() {
		findings = append(findings, r.behind(a), r.below(a), r.besideWildcard(a.CNAME))
	}
	findings = append(findings, newExpected(r, Hints{Prefix: "to"}).mismatch(r)...)
	for _, f := range append(findings, r.missing(false), r.missing(true)) {
		if f.Code == "" || f.Sentence == "" || f.Fix == "" {
			t.Errorf("incomplete finding %+v", f)
		}
	}
}

// Values come from whoever owns the zone. None may be called a near miss of
// itself, and parts must really make up the value.
func FuzzValueIsNoNearMissOfItself(f *testing.F) {
	f.Add("acme-verification=", "token", "token", "acme-verification=", "v=spf1 -all")
	f.Add("", "c2VjcmV0MQ==", "c2VjcmV0MQ", "==", "")
	f.Add("a=", "aaaaaaaaaaaa", "a", "aa", "aaa")
	f.Add("p ", "\"quoted\" \\", "quoted", "\u00a0", "\u200b")
	f.Fuzz(func(t *testing.T, prefix, token, one, two, three string) {
		r := Report{Name: "acme.test.", Type: TXT, Expected: prefix + token, Servers: []ServerAnswer{
			{Name: "ns", Owner: "acme.test.", Verdict: Different, Values: []string{one, two, three}},
		}}
		w := newExpected(r, Hints{Prefix: prefix, OtherPrefixes: []string{two}})
		if w.prefix+w.token != r.Expected {
			t.Errorf("%q was cut into %q and %q", r.Expected, w.prefix, w.token)
		}
		if code := w.judge(r.Expected); code != "" {
			t.Errorf("the expected value %q is called %s", r.Expected, code)
		}
		if parts := w.parts(r.Values()); parts != nil && strings.Join(parts, "") != r.Expected {
			t.Errorf("%q do not make up %q", parts, r.Expected)
		}
		holdFindings(t, r)
	})
}
