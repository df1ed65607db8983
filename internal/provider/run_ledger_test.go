// SPDX-License-Identifier: MPL-2.0

package provider

import "testing"

func TestLedgerTellsARenameFromAReplacement(t *testing.T) {
	t.Parallel()
	const id = "webex/org/acme.test"
	for name, test := range map[string]struct {
		plan func(l *runLedger) planConflict
		want planConflict
	}{
		"created only": {func(l *runLedger) planConflict { return l.planCreate(kindDomain, id) }, noConflict},
		"replaced at one address": {func(l *runLedger) planConflict {
			l.inStateNow(kindDomain, id)
			l.planKeep(kindDomain, id, true)
			return l.planCreate(kindDomain, id)
		}, noConflict},
		"destroyed, then created": {func(l *runLedger) planConflict {
			l.planDestroy(kindDomain, id)
			return l.planCreate(kindDomain, id)
		}, destroyedElsewhere},
		"created, then destroyed": {func(l *runLedger) planConflict {
			l.planCreate(kindDomain, id)
			return l.planDestroy(kindDomain, id)
		}, createdElsewhere},
		"kept, then destroyed": {func(l *runLedger) planConflict {
			l.planKeep(kindDomain, id, true)
			return l.planDestroy(kindDomain, id)
		}, keptElsewhere},
		"destroyed, then kept": {func(l *runLedger) planConflict {
			l.planDestroy(kindDomain, id)
			return l.planKeep(kindDomain, id, true)
		}, destroyedElsewhere},
		"two addresses swap their objects": {func(l *runLedger) planConflict {
			l.planLeave(kindDomain, id, true)
			return l.planCreate(kindDomain, id)
		}, destroyedElsewhere},
		"left as it is, then created": {func(l *runLedger) planConflict {
			l.planLeave(kindDomain, id, false)
			return l.planCreate(kindDomain, id)
		}, noConflict},
		"created twice": {func(l *runLedger) planConflict {
			l.planCreate(kindDomain, id)
			return l.planCreate(kindDomain, id)
		}, createdElsewhere},
		"another kind": {func(l *runLedger) planConflict {
			l.planDestroy(kindClaim, id)
			return l.planCreate(kindDomain, id)
		}, noConflict},
		"everything destroyed": {func(l *runLedger) planConflict {
			l.inStateNow(kindDomain, id)
			return l.planDestroy(kindDomain, id)
		}, noConflict},
	} {
		if got := test.plan(&runLedger{}); got != test.want {
			t.Errorf("%s: conflict %d, want %d", name, got, test.want)
		}
	}
}

func TestLedgerKnowsWhatIsCreatedAnew(t *testing.T) {
	t.Parallel()
	const id = "webex/org/acme.test"
	l := &runLedger{}
	l.planCreate(kindDomain, id)
	if l.domainGivenUp(id) {
		t.Error("a first creation is taken for a replacement")
	}
	l = &runLedger{}
	l.inStateNow(kindDomain, id)
	l.domainVanished(id)
	l.planCreate(kindDomain, id)
	if l.domainGivenUp(id) {
		t.Error("the creation of a domain that was gone is taken for a replacement")
	}
	l = &runLedger{}
	l.planKeep(kindDomain, id, false)
	l.planCreate(kindDomain, id)
	if l.domainGivenUp(id) {
		t.Error("a replacement that abandons the domain is taken for one that releases it")
	}
	l = &runLedger{}
	l.inStateNow(kindDomain, id) // as with a tainted resource, which Terraform plans without its prior state
	l.planCreate(kindDomain, id)
	if !l.domainGivenUp(id) {
		t.Error("the replacement of a tainted domain is not seen")
	}
}

// Invariant 16: an apply keeps what differs, a plan shows it.
func TestLedgerKeepsLateDifferencesOnlyWhereTheProcessMayApply(t *testing.T) {
	t.Parallel()
	l := &runLedger{}
	if !l.keepsLate(true) || l.keepsLate(false) {
		t.Error("without a refresh, a difference is kept beside a change in place and only there")
	}
	l.refreshed()
	if l.keepsLate(true) {
		t.Error("a process that has refreshed plans, and keeps a difference")
	}
	l = &runLedger{}
	done, err := l.lock(t.Context(), kindDomain, "webex/org/other.test")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if !l.keepsLate(false) {
		t.Error("a process that has written applies, and does not keep a difference")
	}
}

// The errors of a creation stop a plan, and never the plan that Terraform makes
// while it applies.
func TestForeseenErrorWaitsForAChildUnlessTheProcessIsCertainToPlan(t *testing.T) {
	t.Parallel()
	const id = "webex/org/acme.test"
	found := planConflicts(createdElsewhere, kindDomain, id)

	l := &runLedger{}
	if l.foresee(id, found).HasError() {
		t.Error("an error at once, although the process may apply")
	}
	if !l.foreseen(id).HasError() || l.foreseen(id).HasError() {
		t.Error("the plan of a child does not say the error once")
	}
	l.foresee(id, found)
	done, err := l.lock(t.Context(), kindDomain, id)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if l.foreseen(id).HasError() {
		t.Error("the error is said while applying")
	}

	l = &runLedger{}
	l.refreshed()
	if !l.foresee(id, found).HasError() || !l.isTold(kindDomain, id) || l.foreseen(id).HasError() {
		t.Error("a process that is certain to plan does not say the error once, at once")
	}
}
