// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnclaimAnswersNothingAndKeepsVerificationAndEnforcement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	w.SetEnforcement(true)
	a := w.unclaim("acme.test")
	if a.status != 204 || a.text != "" {
		t.Errorf("unclaim: %d %q, want 204 without a body", a.status, a.text)
	}
	if got := w.lists(); got != "pending=[] verified=[acme.test] claimed=[]" || !w.Snapshot().Organization.EnforceVerifiedDomains {
		t.Errorf("after unclaim: %s, enforcement %t, want it verified and enforced", got, w.Snapshot().Organization.EnforceVerifiedDomains)
	}
}

func TestUnverifyIsRefusedWhileClaimedAndForAnUnknownDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	for _, options := range []string{"", removePending} {
		if got := w.unverify("acme.test", options).status; got != 400 {
			t.Errorf("unverify of a claimed domain with %q: %d, want 400", options, got)
		}
		if got := w.unverify("unknown.test", options).status; got != 404 {
			t.Errorf("unverify of an unknown domain with %q: %d, want 404", options, got)
		}
	}
	if got := w.lists(); got != "pending=[] verified=[acme.test] claimed=[acme.test]" {
		t.Errorf("the refused calls left %s", got)
	}
}

func TestUnverifyAnswersWithTheListsOfTheWholeOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	w.makeVerified("beta.test")
	w.makePending("probe.test")
	a := w.unverify("probe.test", removePending)
	want := map[string]any{
		"verifiedDomains": []any{"acme.test", "beta.test"},
		"claimedDomains":  []any{"acme.test"},
		"url":             "https://identity.webex.com/organization/" + organizationID + "/v1/actions/DomainVerification/Unverify/invoke",
	}
	if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 200 {
		t.Errorf("status %d (-want +got):\n%s", a.status, diff)
	}
	if got := w.lists(); got != "pending=[] verified=[acme.test beta.test] claimed=[acme.test]" {
		t.Errorf("the round trip over a throw-away name left %s, want nothing changed", got)
	}
}

func TestUnverifyLeavesAPendingEntryBesideTheVerifiedOneToItsFlag(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	w.askToken("acme.test")
	w.unverify("acme.test")
	if got := w.lists(); got != "pending=[acme.test] verified=[] claimed=[]" {
		t.Errorf("without the flag: %s, want the pending entry left", got)
	}
	w.unverify("acme.test", removePending)
	if got := w.lists(); got != "pending=[] verified=[] claimed=[]" {
		t.Errorf("with the flag: %s, want nothing left", got)
	}
}
