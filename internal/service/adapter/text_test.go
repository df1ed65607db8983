// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func TestJoinNonEmptyNamesEachTextOnce(t *testing.T) {
	t.Parallel()
	if got := adapter.JoinNonEmpty("; ", "a", "", "b", "a"); got != "a; b" {
		t.Errorf("joined as %q", got)
	}
	if got := adapter.FirstNonEmpty("", "b", "c"); got != "b" {
		t.Errorf("the first is %q", got)
	}
}

func TestCanonicalDomainTakesEverySpelling(t *testing.T) {
	t.Parallel()
	for spelling, want := range map[string]string{
		"Acme.Test.": "acme.test", "BÜCHER.test": "xn--bcher-kva.test", "no domain!": "no domain!", "NO DOMAIN!": "no domain!",
	} {
		if got := adapter.CanonicalDomain(spelling); got != want {
			t.Errorf("%q became %q, want %q", spelling, got, want)
		}
	}
}
