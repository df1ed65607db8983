// SPDX-License-Identifier: MPL-2.0

package displaytext_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

func TestSentenceBeginsWithACapitalUnlessWithAName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                        "",
		"the token is wrong":                      "The token is wrong.",
		"why?":                                    "Why?",
		"it counts (others do, too.)":             "It counts (others do, too.)",
		"it counts (for now)":                     "It counts (for now).",
		"settled: nothing to do":                  "Settled: nothing to do.",
		"refresh_token is set":                    "refresh_token is set.",
		"zb123.acme.test has no records.":         "zb123.acme.test has no records.",
		"127.0.0.1:53 did not answer":             "127.0.0.1:53 did not answer.",
		"/api/organization is not served":         "/api/organization is not served.",
		"absent. Nothing has to be done about it": "Absent. Nothing has to be done about it.",
	} {
		if got := displaytext.Sentence(text); got != want {
			t.Errorf("displaytext.Sentence(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestSentenceKeepsACapitalThatIsNoASCII(t *testing.T) {
	t.Parallel()
	if got := displaytext.Sentence("öffnen fails"); got != "Öffnen fails." {
		t.Errorf("got %q", got)
	}
}
