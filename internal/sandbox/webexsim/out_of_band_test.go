// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestDriftChangesTheDomainBehindTheCallersBack(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"unverify":  "pending=[acme.test] verified=[] claimed=[]",
		"unclaim":   "pending=[] verified=[acme.test] claimed=[]",
		"remove":    "pending=[] verified=[] claimed=[]",
		"rotate":    "pending=[] verified=[acme.test] claimed=[acme.test]",
		"take_over": "pending=[] verified=[] claimed=[]",
	} {
		w := newWorld(t)
		w.makeClaimed("acme.test")
		before := w.Snapshot().Organization.Tokens["acme.test"]
		if err := w.Drift(kind, "Acme.test"); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if got := w.lists(); got != want {
			t.Errorf("%s left %s, want %s", kind, got, want)
		}
		after := w.Snapshot()
		if kind == "take_over" && !cmp.Equal(after.Other.Claimed, []string{"acme.test"}) {
			t.Errorf("take_over: the other organization claims %v", after.Other.Claimed)
		}
		if token := after.Organization.Tokens["acme.test"]; kind == "unverify" && token != before || kind == "rotate" && token == before {
			t.Errorf("%s: token %s, before %s", kind, token, before)
		}
	}
}

func TestDriftUnreserveEndsAGovernmentReservation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, governmental)
	w.makePending("acme.test")
	w.verify("acme.test", `,"reserveDomain":true`)
	w.Must(w.Drift("unreserve", "acme.test"))
	w.Want("unverify of the domain no longer reserved", w.unverify("acme.test"), 200)
}

func TestImpossibleDriftIsAnErrorThatSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makePending("acme.test")
	w.WantObstacles(w.Drift,
		[3]string{"unverify", "acme.test", "is not verified"},
		[3]string{"unclaim", "acme.test", "is not claimed"},
		[3]string{"unreserve", "acme.test", "is not reserved"},
		[3]string{"remove", "unknown.test", "is in no list"},
		[3]string{"rotate", "unknown.test", "is in no list"},
		[3]string{"explode", "acme.test", "there are: unverify, unclaim, unreserve, remove, rotate, take_over"},
	)
	w.wantLists("after refused drifts", "pending=[acme.test] verified=[] claimed=[]")
}

func TestOneOrganizationPerClaimedDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	for _, claimed := range []bool{true, false} {
		if err := w.HoldElsewhere("acme.test", claimed); err == nil {
			t.Errorf("another organization held the claimed domain (claimed %t)", claimed)
		}
	}
	if err := w.ReleaseElsewhere("acme.test"); err == nil {
		t.Error("another organization released what it does not hold")
	}
}

func enforced(c *webexsim.Config) { c.Enforcement = true } // the administrator is admin@acme.test

func TestVerifyingAnotherDomainFirstLocksTheAdministratorOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	w.makeVerified("other.test")
	for _, a := range []simtest.Response{w.Get(identity), w.Get("/v1/people/me"), w.unverify("other.test")} {
		if a.Status != 403 || !strings.Contains(a.Text, "acme.test") {
			t.Errorf("after the lockout: %d %s, want 403 naming the administrator's domain", a.Status, a.Text)
		}
	}
	w.LetAdministratorIn()
	w.Want("after help from outside", w.Get(identity), 200)
}

func TestVerifyingTheAdministratorsDomainFirstIsSafe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	w.makeVerified("acme.test")
	w.makeVerified("other.test")
	if w.Snapshot().LockedOut {
		t.Error("the administrator is locked out")
	}
}

func TestOrderDoesNotMatterWithoutEnforcement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("other.test")
	if w.Snapshot().LockedOut {
		t.Fatal("the administrator is locked out without enforcement")
	}
	w.SetEnforcement(true)
	if !w.Snapshot().LockedOut {
		t.Error("switching enforcement on over a foreign verified domain did not lock the administrator out")
	}
	w.SetEnforcement(false)
	if w.Snapshot().LockedOut {
		t.Error("switching enforcement off did not let the administrator in")
	}
}

func TestRemovingTheAdministratorsDomainBeforeOthersLocksOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	w.makeVerified("acme.test")
	w.makeVerified("other.test")
	w.Want("unverify", w.unverify("acme.test"), 200)
	if !w.Snapshot().LockedOut {
		t.Error("the administrator is not locked out")
	}
}

func TestRemovingTheLastVerifiedDomainEndsEnforcementAndAPendingOneDoesNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	enforcing := func() bool { return w.Snapshot().Organization.EnforceVerifiedDomains }
	w.makePending("pending.test")
	w.unverify("pending.test", removePending)
	if !enforcing() {
		t.Error("removing a pending domain of an organization without verified ones ended enforcement")
	}
	w.makeVerified("acme.test")
	w.makePending("pending.test")
	w.unverify("pending.test", removePending)
	if !enforcing() {
		t.Error("removing a pending domain beside a verified one ended enforcement")
	}
	w.unverify("acme.test")
	if enforcing() || w.Snapshot().LockedOut {
		t.Errorf("after the last verified domain: enforcing %t, locked out %t, want neither", enforcing(), w.Snapshot().LockedOut)
	}
}

func TestAddedDomainsAreAsIfVerified(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makePending("acme.test")
	w.Must(w.AddVerified(false, "one.test"))
	w.Must(w.AddVerified(true, "two.test", "three.test"))
	for _, refused := range []string{"", "acme.test", "one.test"} {
		if err := w.AddVerified(true, refused); err == nil {
			t.Errorf("%q was added", refused)
		}
	}
	w.wantLists("added", "pending=[acme.test] verified=[one.test three.test two.test] claimed=[three.test two.test]")
}
