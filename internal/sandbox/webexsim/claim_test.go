// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
	if diff := cmp.Diff(want, a.Fields); diff != "" || a.Status != 200 {
		t.Errorf("status %d (-want +got):\n%s", a.Status, diff)
	}
	w.wantLists("after the claim", "pending=[] verified=[acme.test] claimed=[acme.test]")
}

func TestClaimOfADomainThatIsNotVerifiedIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makePending("pending.test")
	for _, name := range []string{"pending.test", "unknown.test"} {
		if got := w.claim(name).Status; got != 400 {
			t.Errorf("claim of %s: %d, want 400", name, got)
		}
	}
}

func TestClaimNeedsData(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, body := range []string{`{}`, `{"data":[]}`, `{"data":[{}]}`, `{"data":"acme.test"}`} {
		if got := w.act("claimDomain", body).Status; got != 400 {
			t.Errorf("claim with %s: %d, want 400", body, got)
		}
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
		if a := w.claim("acme.test", options); a.Status != 200 {
			t.Errorf("claim with %q: %d %s, want 200", options, a.Status, a.Text)
		}
		if got := w.Snapshot().TransientCount; got != want {
			t.Errorf("claim with %q marked %d users, want %d", options, got, want)
		}
	}
}

func TestUnforcedClaimSucceedsWithoutOutsideUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	if a := w.claim("acme.test", unforced); a.Status != 200 {
		t.Errorf("claim: %d %s, want 200", a.Status, a.Text)
	}
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
