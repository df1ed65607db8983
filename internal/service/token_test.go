// SPDX-License-Identifier: MPL-2.0

package service_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Invariant 18: what would have a meaning in a record, a file or a template is no token.
func TestTokenThatCouldBreakOutOfARecordIsNone(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"T", "3CVZxo4HgvSiYRKlV4RdOWwWl", "zb12345678", "a-b_c.d~e+f/g=", strings.Repeat("x", 512)} {
		if err := service.CheckToken(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", " ", "a b", `a" "v=spf1 +all`, "a'b", "a`b", `a\b`, "${path.cwd}", "%{if}", "a;b", "a\nb", "a\x00b", "a\x1b[31m", "ä", "a\u200bb", strings.Repeat("x", 513),
	} {
		err := service.CheckToken(bad)
		if err == nil {
			t.Errorf("%q passes", bad)
			continue
		}
		if text := err.Error(); strings.ContainsAny(text, "\x00\x1b\n") || len(text) > 300 {
			t.Errorf("%q is shown as it is: %q", bad, text)
		}
	}
}
