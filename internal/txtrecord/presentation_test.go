// SPDX-License-Identifier: MPL-2.0

package txtrecord_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

func TestQuotedTextIsWhatAZoneFileHolds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":            `""`,
		"MS=ms1":      `"MS=ms1"`,
		`say "hi" \`:  `"say \"hi\" \\"`,
		"tab\there":   `"tab\009here"`,
		"é":           `"\195\169"`,
		"v=DKIM1; p=": `"v=DKIM1; p="`,
	} {
		if got := txtrecord.Quote(text); got != want {
			t.Errorf("quoted %q is %s, want %s", text, got, want)
		}
	}
}

func TestQuotedTextIsReadAsItsValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"MS=ms1":             "MS=ms1",
		`"MS=ms1"`:           "MS=ms1",
		` "one" "two" `:      "onetwo",
		`"one""two"`:         "onetwo",
		`"\"\195\169\\ \; "`: `"é\ ; `,
		`""`:                 "",
		`not "quoted" first`: `not "quoted" first`,
	} {
		if got, err := txtrecord.Plain(text); err != nil || got != want {
			t.Errorf("%s is read as %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestTextThatOnlyBeginsQuotedIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"open`:         "closing quote",
		`"one" two`:     "is not one",
		`"\`:            "closing quote",
		`"\12"`:         "three digits",
		`"\999"`:        "above 255",
		`"one" "two\\"`: "",
	} {
		_, err := txtrecord.Plain(text)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v, want no error", text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: error %v, want one about %q", text, err, want)
		}
	}
}
