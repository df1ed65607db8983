// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// In mode Recursive no server of the registry is asked, so that its word is not
// known.
func TestDenialByAResolverIsReportedAsTheResolversWord(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, recursor(t, "@ NS a.root.example.\ntest. NS a.nic.test.\ntest. SOA a. b. 1 1 1 1 900\n"))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive })
		report := mustCheck(t, client, expecting("free.test"))
		findings, err := client.Diagnose(t.Context(), report, hints)
		wantEqual(t, "error", nil, err)
		wantResolversWord(t, findings, "")

		_, err = client.Zone(t.Context(), "_x.free.test")
		wantResolversWord(t, dnscheck.DiagnoseError(err), err.Error())
	})
}

func wantResolversWord(t *testing.T, findings []dnscheck.Finding, raw string) {
	t.Helper()
	wantEqual(t, "codes", []dnscheck.Code{dnscheck.NotDelegated}, codes(findings))
	texts := []string{findings[0].Sentence}
	if raw != "" {
		texts = append(texts, raw)
	}
	for _, text := range texts {
		if !strings.Contains(text, "resolver "+resolver) || strings.Contains(text, "name servers of") || strings.Contains(text, "answers for it") {
			t.Errorf("%q is not the word of the resolver", text)
		}
	}
	if !strings.HasPrefix(findings[0].Fix, "Ask another resolver") {
		t.Errorf("fix %q", findings[0].Fix)
	}
}
