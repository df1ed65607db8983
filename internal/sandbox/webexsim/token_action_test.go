// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestTokenAnswerHasTheDocumentedShape(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.act("getDomainVerificationToken", `{"domain":"Acme.TEST"}`)
	token, _ := a.fields["token"].(string)
	want := map[string]any{
		"domain": "acme.test", "token": token, "verificationMethod": "DNS_TXT",
		"url": "https://identity.webex.com/organization/" + organizationID + "/v1/actions/DomainVerification/GetToken/invoke",
	}
	if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 200 {
		t.Errorf("status %d (-want +got):\n%s", a.status, diff)
	}
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(token) {
		t.Errorf("token %q is not 64 lower-case hex digits", token)
	}
	if got := w.lists(); got != "pending=[acme.test] verified=[] claimed=[]" {
		t.Errorf("asking for a token left %s, want the domain pending", got)
	}
}

func TestTokenIsRefusedWhenClaimedByAnyoneWithoutSayingByWhom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	if err := w.HoldElsewhere("held.test", true); err != nil {
		t.Fatal(err)
	}
	ours := w.act("getDomainVerificationToken", `{"domain":"acme.test"}`)
	theirs := w.act("getDomainVerificationToken", `{"domain":"held.test"}`)
	if ours.status != 409 || theirs.status != 409 {
		t.Errorf("claimed here %d, claimed elsewhere %d, want 409 for both", ours.status, theirs.status)
	}
	if err := w.ReleaseElsewhere("held.test"); err != nil {
		t.Fatal(err)
	}
	if a := w.act("getDomainVerificationToken", `{"domain":"held.test"}`); a.status != 200 {
		t.Errorf("after the other organization released it: %d, want 200 at once", a.status)
	}
}

func TestTokensDifferPerDomainAndAreTheSameForTheSameRandomSource(t *testing.T) {
	t.Parallel()
	first, second := newWorld(t), newWorld(t)
	if a, b := first.askToken("acme.test"), first.askToken("beta.test"); a == b {
		t.Errorf("two domains got the same token %s", a)
	}
	if a, b := first.Snapshot().Organization.Tokens["acme.test"], second.askToken("acme.test"); a != b {
		t.Errorf("the same seed gave %s and %s", a, b)
	}
}

func TestGovernmentRefusesPublicMailDomains(t *testing.T) {
	t.Parallel()
	for government, want := range map[bool]int{true: 400, false: 200} {
		w := newWorld(t, func(c *webexsim.Config) { c.Government = government })
		if a := w.act("getDomainVerificationToken", `{"domain":"Gmail.com"}`); a.status != want {
			t.Errorf("government %t: status %d, want %d", government, a.status, want)
		}
	}
}
