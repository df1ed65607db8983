// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"
	"regexp"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestVerifyAndUnverifyAnswerWithTheListsOfTheWholeOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("claimed.test")
	w.makePending("waiting.test")
	w.makePending("acme.test")
	const url = "https://identity.webex.com/organization/" + organizationID + "/v1/actions/DomainVerification/"
	want := map[string]any{
		"verifiedDomains": []any{"acme.test", "claimed.test"}, "claimedDomains": []any{"claimed.test"}, "url": url + "Verify/invoke",
	}
	a := w.verify("acme.test")
	w.WantFields("verify", a, 200, want)
	want["url"] = url + "Unverify/invoke"
	a = w.unverify("waiting.test", removePending)
	w.WantFields("unverify of a throw-away name", a, 200, want)
	w.wantLists("after the round trip", "pending=[] verified=[acme.test claimed.test] claimed=[claimed.test]")
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
			if got := w.verify("acme.test").Status; got != c.status {
				t.Errorf("verify: %d, want %d", got, c.status)
			}
		})
	}
}

func TestVerifyIsRefusedWithAsManyLookupsAsItTakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before          func(*world)
		status, lookups int
	}{
		"acme.test":   {func(*world) {}, 400, 0}, // nobody asked for a token
		"broken.test": {func(w *world) { w.askToken("broken.test") }, 400, 1},
		"held.test": {func(w *world) {
			w.makePending("held.test")
			w.Must(w.HoldElsewhere("held.test", true))
		}, 409, 0},
	} {
		w := newWorld(t)
		c.before(w)
		if got := w.verify(name).Status; got != c.status || w.Lookups != c.lookups {
			t.Errorf("verify of %s: %d after %d lookups, want %d after %d", name, got, w.Lookups, c.status, c.lookups)
		}
	}
}

func TestVerifyCanClaimInOneCallByTheAggressiveDefaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.OutsideUsers("acme.test", 2)
	w.makePending("acme.test")
	a := w.verify("acme.test", `,"claimDomain":true`)
	if got := w.lists(); a.Status != 200 || got != "pending=[] verified=[acme.test] claimed=[acme.test]" {
		t.Errorf("%d %s, want 200 and the domain claimed", a.Status, got)
	}
	if got := w.Snapshot().TransientCount; got != 2 {
		t.Errorf("%d users marked transient, want both", got)
	}
}

func TestOnlyGovernmentOrganizationsReserve(t *testing.T) {
	t.Parallel()
	commercial := newWorld(t)
	commercial.makePending("acme.test")
	commercial.Want("commercial", commercial.verify("acme.test", `,"reserveDomain":true`), 400)
	government := newWorld(t, governmental)
	government.makePending("acme.test")
	government.Want("reserve and claim at once", government.verify("acme.test", `,"reserveDomain":true,"claimDomain":true`), 400)
	a := government.verify("acme.test", `,"reserveDomain":true`)
	if diff := cmp.Diff([]string{"acme.test"}, government.Snapshot().Organization.Reserved); diff != "" || a.Status != 200 {
		t.Errorf("government: %d, reserved (-want +got):\n%s", a.Status, diff)
	}
	if a := government.claim("acme.test"); a.Status != 200 || len(government.Snapshot().Organization.Reserved) != 0 {
		t.Errorf("claim of a reserved domain: %d %s, want 200 and the reservation over", a.Status, a.Text)
	}
}

func TestTokenAnswerHasTheDocumentedShape(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.tryToken("Acme.TEST")
	token, _ := a.Fields["token"].(string)
	want := map[string]any{
		"domain": "acme.test", "token": token, "verificationMethod": "DNS_TXT",
		"url": "https://identity.webex.com/organization/" + organizationID + "/v1/actions/DomainVerification/GetToken/invoke",
	}
	w.WantFields("response", a, 200, want)
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(token) {
		t.Errorf("token %q is not 64 lower-case hex digits", token)
	}
	w.wantLists("after asking for a token", "pending=[acme.test] verified=[] claimed=[]")
}

func TestTokenIsRefusedWhenClaimedByAnyoneWithoutSayingByWhom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	w.Must(w.HoldElsewhere("held.test", true))
	ours := w.tryToken("acme.test")
	theirs := w.tryToken("held.test")
	if ours.Status != 409 || theirs.Status != 409 {
		t.Errorf("claimed here %d, claimed elsewhere %d, want 409 for both", ours.Status, theirs.Status)
	}
	w.Must(w.ReleaseElsewhere("held.test"))
	w.Want("after the other organization released it", w.tryToken("held.test"), 200)
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
		if a := w.tryToken("Gmail.com"); a.Status != want {
			t.Errorf("government %t: status %d, want %d", government, a.Status, want)
		}
	}
}

func TestUnverifyIsRefusedWhileClaimedAndForAnUnknownDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	for _, options := range []string{"", removePending} {
		w.Want("unverify of a claimed domain with "+options, w.unverify("acme.test", options), 400)
		w.Want("unverify of an unknown domain with "+options, w.unverify("unknown.test", options), 404)
	}
	w.wantLists("after refused calls", "pending=[] verified=[acme.test] claimed=[acme.test]")
}

func TestUnverifyLeavesAPendingEntryBesideTheVerifiedOneToItsFlag(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	w.askToken("acme.test")
	w.unverify("acme.test")
	w.wantLists("without the flag", "pending=[acme.test] verified=[] claimed=[]")
	w.unverify("acme.test", removePending)
	w.wantLists("with the flag", "pending=[] verified=[] claimed=[]")
}

func TestTwentyDomainsAtOnceAllGetThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var group sync.WaitGroup
	for i := range 20 {
		name := fmt.Sprintf("d%d.test", i)
		group.Go(func() {
			token, _ := w.act("getDomainVerificationToken", fmt.Sprintf(`{"domain":%q}`, name)).Fields["token"].(string)
			w.Publish(name, webexsim.RecordPrefix+token)
			if v, c := w.verify(name).Status, w.claim(name).Status; v != 200 || c != 200 {
				t.Errorf("%s: verify %d, claim %d", name, v, c)
			}
		})
	}
	group.Wait()
	if got := len(w.Snapshot().Organization.Claimed); got != 20 {
		t.Errorf("%d domains claimed, want 20", got)
	}
}

func TestVerifyDoesNotSucceedOnWhatChangedDuringItsLookup(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]int{"rotate": 400, "remove": 400, "take_over": 409} {
		w := newWorld(t)
		w.During = func(name string) { w.Must(w.Drift(kind, name)) }
		w.makePending("acme.test")
		if got := w.verify("acme.test").Status; got != want {
			t.Errorf("%s during the lookup: verify %d, want %d", kind, got, want)
		}
		if got := w.Snapshot().Organization.Verified; len(got) != 0 {
			t.Errorf("%s during the lookup left %v verified", kind, got)
		}
	}
}
