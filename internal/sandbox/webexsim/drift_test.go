// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	if got := w.unverify("acme.test").Status; got != 200 {
		t.Errorf("unverify of the domain no longer reserved: %d, want 200", got)
	}
}

func TestImpossibleDriftIsAnErrorThatSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makePending("acme.test")
	for _, c := range [][3]string{
		{"unverify", "acme.test", "is not verified"},
		{"unclaim", "acme.test", "is not claimed"},
		{"unreserve", "acme.test", "is not reserved"},
		{"remove", "unknown.test", "is in no list"},
		{"rotate", "unknown.test", "is in no list"},
		{"explode", "acme.test", "there are: unverify, unclaim, unreserve, remove, rotate, take_over"},
	} {
		if err := w.Drift(c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("drift %s of %s: %v, want an error with %q", c[0], c[1], err, c[2])
		}
	}
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
