// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestSentenceBeginsWithACapitalUnlessWithAName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"the token is wrong":              "The token is wrong.",
		"why?":                            "Why?",
		"settled: nothing to do":          "Settled: nothing to do.",
		"refresh_token is set":            "refresh_token is set.",
		"zb123.acme.test has no records.": "zb123.acme.test has no records.",
		"127.0.0.1:53 did not answer":     "127.0.0.1:53 did not answer.",
		"/api/organization is not served": "/api/organization is not served.",
		"absent. Nothing has to be done about it": "Absent. Nothing has to be done about it.",
	} {
		if got := sentence(text); got != want {
			t.Errorf("sentence(%q) is %q, want %q", text, got, want)
		}
	}
}

// A wait for a file has nothing to do with the DNS.
func TestWaitThatTimedOutAdvisesNothingAboutTheDNSOfAFile(t *testing.T) {
	t.Parallel()
	said := waitStopped(service.DomainID{Service: "zoho", OrganizationID: "7", Domain: "acme.test"},
		&poll.StoppedError{LastReason: "there is no such file", Cause: context.DeadlineExceeded}, "Expected file: …")
	if detail := said.Detail(); strings.Contains(detail, "DNS") || !strings.Contains(detail, "timeouts") {
		t.Errorf("said: %s", detail)
	}
}
