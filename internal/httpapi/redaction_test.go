// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// Invariant 9: a service may repeat a secret as it came to it.
func TestSecretIsRemovedInEverySpelling(t *testing.T) {
	t.Parallel()
	redactor := httpapi.NewRedactor("s3cret+/=&'x y")
	for _, text := range []string{
		"s3cret+/=&'x y", "client_secret=s3cret%2B%2F%3D%26%27x+y&grant_type=refresh_token",
		"/s3cret+%2F=&%27x%20y/", "<p>s3cret+/=&amp;&#39;x y</p>",
	} {
		if got := redactor.Clean(text); strings.Contains(got, "s3cret") || !strings.Contains(got, "[redacted]") {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestSecretThatBeginsWithAnotherLeavesNoRest(t *testing.T) {
	t.Parallel()
	redactor := httpapi.NewRedactor("1000.abcdef", "1000.abcdef.ghijkl")
	if got := redactor.Clean("token 1000.abcdef.ghijkl, 1000.abcdef"); got != "token [redacted], [redacted]" {
		t.Errorf("got %q", got)
	}
}

func FuzzNoSpellingOfASecretSurvives(f *testing.F) {
	f.Add("correct horse+battery/staple", "another-secret", "before ", " after")
	f.Add("<&>\"'secret", "<&>\"'secret-longer", "%3C", "&lt;")
	f.Add("aaaaaaaa", "aaaaaaaaa", "a", "aa")
	f.Fuzz(func(t *testing.T, secret, other, before, after string) {
		if len(secret) < 8 || len(other) < 8 || strings.Contains("[redacted][redacted]", secret) || strings.Contains("[redacted][redacted]", other) {
			t.Skip("no secret, or what is put in its place")
		}
		redactor := httpapi.NewRedactor(secret, other)
		for _, spelled := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)} {
			for _, text := range []string{before + spelled + after, before + spelled + spelled + after, before + other + spelled + after} {
				if cleaned := redactor.Clean(text); strings.Contains(cleaned, spelled) || strings.Contains(cleaned, other) {
					t.Errorf("%q is left in %q, which was %q", secret, cleaned, text)
				}
			}
		}
	})
}
