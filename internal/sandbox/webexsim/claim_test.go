// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"testing"
)

func TestClaimAnswerHasTheDocumentedShape(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	a := w.claim("acme.test")
	want := map[string]any{"data": []any{map[string]any{
		"domain": "acme.test",
		"url":    "https://identity.webex.com/organizations/" + organizationID + "/v1/domains/YWNtZS50ZXN0",
	}}}
	w.WantFields("response", a, 200, want)
	w.wantLists("after the claim", "pending=[] verified=[acme.test] claimed=[acme.test]")
}

func TestClaimOfADomainThatIsNotVerifiedIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makePending("pending.test")
	for _, name := range []string{"pending.test", "unknown.test"} {
		w.Want("claim of "+name, w.claim(name), 400)
	}
}

func TestOutsideUsersAreMarkedTransientUnlessTheCallerForbidsIt(t *testing.T) {
	t.Parallel()
	for options, want := range map[string]int{
		``: 3, // both defaults are the dangerous ones
		`,"forceDomainClaim":true,"claimDomainOnly":false`: 3,
		`,"claimDomainOnly":true`:                          0,
	} {
		w := newWorld(t)
		w.OutsideUsers("acme.test", 3)
		w.makeVerified("acme.test")
		w.Want("claim with "+options, w.claim("acme.test", options), 200)
		if got := w.Snapshot().TransientCount; got != want {
			t.Errorf("claim with %q marked %d users, want %d", options, got, want)
		}
	}
}

func TestUnforcedClaimSucceedsWithoutOutsideUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	w.Want("claim", w.claim("acme.test", unforced), 200)
}

func TestUnclaimAnswersNothingAndKeepsVerificationAndEnforcement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	w.SetEnforcement(true)
	a := w.unclaim("acme.test")
	if a.Status != 204 || a.Text != "" {
		t.Errorf("unclaim: %d %q, want 204 without a body", a.Status, a.Text)
	}
	w.wantLists("after unclaim", "pending=[] verified=[acme.test] claimed=[]")
	if !w.Snapshot().Organization.EnforceVerifiedDomains {
		t.Error("unclaim ended enforcement")
	}
}
