// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestVerifyAnswersWithTheListsOfTheWholeOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("claimed.test")
	w.makePending("waiting.test")
	w.makePending("acme.test")
	a := w.verify("acme.test")
	want := map[string]any{
		"verifiedDomains": []any{"acme.test", "claimed.test"},
		"claimedDomains":  []any{"claimed.test"},
		"url":             "https://identity.webex.com/organization/" + organizationID + "/v1/actions/DomainVerification/Verify/invoke",
	}
	if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 200 {
		t.Errorf("status %d (-want +got):\n%s", a.status, diff)
	}
}

func TestVerifyAcceptsOnlyTheExactRecord(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		record func(token string) []string
		status int
	}{
		"exact":                {func(token string) []string { return []string{webexsim.RecordPrefix + token} }, 200},
		"among others":         {func(token string) []string { return []string{"v=spf1 -all", webexsim.RecordPrefix + token} }, 200},
		"bare token":           {func(token string) []string { return []string{token} }, 400},
		"old spelling":         {func(token string) []string { return []string{"ciscocidomainverification=" + token} }, 400},
		"quoted":               {func(token string) []string { return []string{`"` + webexsim.RecordPrefix + token + `"`} }, 400},
		"something behind":     {func(token string) []string { return []string{webexsim.RecordPrefix + token + " "} }, 400},
		"someone else's token": {func(string) []string { return []string{webexsim.RecordPrefix + "f5014515"} }, 400},
		"none":                 {func(string) []string { return nil }, 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Publish("acme.test", c.record(w.askToken("acme.test"))...)
			if got := w.verify("acme.test").status; got != c.status {
				t.Errorf("verify: %d, want %d", got, c.status)
			}
		})
	}
}

func TestVerifyWithoutATokenRequestIsRefusedWithoutALookup(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.verify("acme.test").status; got != 400 || w.Lookups != 0 {
		t.Errorf("verify: %d after %d lookups, want 400 after none", got, w.Lookups)
	}
}

func TestVerifyTreatsAFailedLookupAsARecordNotSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.askToken("broken.test")
	if got := w.verify("broken.test").status; got != 400 || w.Lookups != 1 {
		t.Errorf("verify: %d after %d lookups, want 400 after one", got, w.Lookups)
	}
}

func TestVerifyIsRefusedWhenClaimedElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makePending("acme.test")
	if err := w.HoldElsewhere("acme.test", true); err != nil {
		t.Fatal(err)
	}
	if got := w.verify("acme.test").status; got != 409 {
		t.Errorf("verify: %d, want 409", got)
	}
}

func TestVerifyCanClaimInOneCallByTheAggressiveDefaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.OutsideUsers("acme.test", 2)
	w.makePending("acme.test")
	a := w.verify("acme.test", `,"claimDomain":true`)
	if got := w.lists(); a.status != 200 || got != "pending=[] verified=[acme.test] claimed=[acme.test]" {
		t.Errorf("%d %s, want 200 and the domain claimed", a.status, got)
	}
	if got := w.Snapshot().TransientCount; got != 2 {
		t.Errorf("%d users marked transient, want both", got)
	}
}

func TestOnlyGovernmentOrganizationsReserve(t *testing.T) {
	t.Parallel()
	commercial := newWorld(t)
	commercial.makePending("acme.test")
	if got := commercial.verify("acme.test", `,"reserveDomain":true`).status; got != 400 {
		t.Errorf("commercial: %d, want 400", got)
	}
	government := newWorld(t, func(c *webexsim.Config) { c.Government = true })
	government.makePending("acme.test")
	if got := government.verify("acme.test", `,"reserveDomain":true,"claimDomain":true`).status; got != 400 {
		t.Errorf("reserve and claim at once: %d, want 400", got)
	}
	a := government.verify("acme.test", `,"reserveDomain":true`)
	if diff := cmp.Diff([]string{"acme.test"}, government.Snapshot().Organization.Reserved); diff != "" || a.status != 200 {
		t.Errorf("government: %d, reserved (-want +got):\n%s", a.status, diff)
	}
	if a := government.claim("acme.test"); a.status != 200 || len(government.Snapshot().Organization.Reserved) != 0 {
		t.Errorf("claim of a reserved domain: %d %s, want 200 and the reservation over", a.status, a.text)
	}
}

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
