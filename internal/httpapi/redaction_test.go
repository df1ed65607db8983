// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
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
