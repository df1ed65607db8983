// SPDX-License-Identifier: MPL-2.0

package recordvalue

import (
	"strings"
	"testing"
)

// Values come from whoever owns the zone. None may be called a near miss of
// itself, and parts must really make up the value.
func FuzzValueIsNoNearMissOfItself(f *testing.F) {
	f.Add("acme-verification=", "token", "token", "acme-verification=", "v=spf1 -all")
	f.Add("", "c2VjcmV0MQ==", "c2VjcmV0MQ", "==", "")
	f.Add("a=", "aaaaaaaaaaaa", "a", "aa", "aaa")
	f.Add("p ", "\"quoted\" \\", "quoted", "\u00a0", "\u200b")
	f.Fuzz(func(t *testing.T, prefix, token, one, two, three string) {
		value := prefix + token
		values := []string{one, two, three}
		e := NewExpected(value, prefix, "", []string{two})
		if e.Prefix+e.Token != value {
			t.Errorf("%q was cut into %q and %q", value, e.Prefix, e.Token)
		}
		if mistake := e.Classify(value); mistake != "" {
			t.Errorf("the expected value %q is called %s", value, mistake)
		}
		if parts := e.parts(values); parts != nil && strings.Join(parts, "") != value {
			t.Errorf("%q do not make up %q", parts, value)
		}
		for _, f := range e.Findings("acme.test", values) {
			if f.Mistake == "" || f.Sentence == "" || f.Fix == "" {
				t.Errorf("incomplete finding %+v", f)
			}
		}
	})
}
