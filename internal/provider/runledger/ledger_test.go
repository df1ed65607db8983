// SPDX-License-Identifier: MPL-2.0

package runledger

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

func TestLedgerTellsARenameFromAReplacement(t *testing.T) {
	t.Parallel()
	const id = "webex/org/acme.test"
	for name, test := range map[string]struct {
		plan func(l *Ledger) Conflict
		want Conflict
	}{
		"created only": {func(l *Ledger) Conflict { return l.PlanCreate(KindDomain, id, Creation{}) }, NoConflict},
		"replaced at one address": {func(l *Ledger) Conflict {
			l.InStateNow(KindDomain, id)
			l.PlanKeep(KindDomain, id, true)
			return l.PlanCreate(KindDomain, id, Creation{Replaces: true})
		}, NoConflict},
		"destroyed, then created": {func(l *Ledger) Conflict {
			l.PlanDestroy(KindDomain, id)
			return l.PlanCreate(KindDomain, id, Creation{})
		}, DestroyedElsewhere},
		"created, then destroyed": {func(l *Ledger) Conflict {
			l.PlanCreate(KindDomain, id, Creation{})
			return l.PlanDestroy(KindDomain, id)
		}, CreatedElsewhere},
		"kept, then destroyed": {func(l *Ledger) Conflict {
			l.PlanKeep(KindDomain, id, true)
			return l.PlanDestroy(KindDomain, id)
		}, KeptElsewhere},
		"destroyed, then kept": {func(l *Ledger) Conflict {
			l.PlanDestroy(KindDomain, id)
			return l.PlanKeep(KindDomain, id, true)
		}, DestroyedElsewhere},
		"two addresses swap their objects": {func(l *Ledger) Conflict {
			l.PlanLeave(KindDomain, id, true)
			return l.PlanCreate(KindDomain, id, Creation{})
		}, DestroyedElsewhere},
		"kept, then left by another resource of the same ID": {func(l *Ledger) Conflict {
			l.PlanKeep(KindDomain, id, true)
			return l.PlanLeave(KindDomain, id, true)
		}, KeptElsewhere},
		"left by one, then kept by another resource of the same ID": {func(l *Ledger) Conflict {
			l.PlanLeave(KindDomain, id, true)
			return l.PlanKeep(KindDomain, id, true)
		}, DestroyedElsewhere},
		"kept, then left as it is by another": {func(l *Ledger) Conflict {
			l.PlanKeep(KindDomain, id, true)
			return l.PlanLeave(KindDomain, id, false)
		}, NoConflict},
		"kept, then created": {func(l *Ledger) Conflict {
			l.InStateNow(KindDomain, id)
			l.PlanKeep(KindDomain, id, true)
			return l.PlanCreate(KindDomain, id, Creation{})
		}, KeptElsewhere},
		"created, then kept": {func(l *Ledger) Conflict {
			l.PlanCreate(KindDomain, id, Creation{})
			return l.PlanKeep(KindDomain, id, true)
		}, CreatedElsewhere},
		"kept, then adopted": {func(l *Ledger) Conflict {
			l.PlanKeep(KindDomain, id, true)
			return l.PlanCreate(KindDomain, id, Creation{Adopts: true})
		}, NoConflict},
		"adopted, then kept": {func(l *Ledger) Conflict {
			l.PlanCreate(KindDomain, id, Creation{Adopts: true})
			return l.PlanKeep(KindDomain, id, true)
		}, NoConflict},
		"left as it is, then created": {func(l *Ledger) Conflict {
			l.PlanLeave(KindDomain, id, false)
			return l.PlanCreate(KindDomain, id, Creation{})
		}, NoConflict},
		"created twice": {func(l *Ledger) Conflict {
			l.PlanCreate(KindDomain, id, Creation{})
			return l.PlanCreate(KindDomain, id, Creation{})
		}, CreatedElsewhere},
		"another kind": {func(l *Ledger) Conflict {
			l.PlanDestroy(KindClaim, id)
			return l.PlanCreate(KindDomain, id, Creation{})
		}, NoConflict},
		"everything destroyed": {func(l *Ledger) Conflict {
			l.InStateNow(KindDomain, id)
			return l.PlanDestroy(KindDomain, id)
		}, NoConflict},
	} {
		if got := test.plan(&Ledger{}); got != test.want {
			t.Errorf("%s: conflict %d, want %d", name, got, test.want)
		}
	}
}

func TestLedgerKnowsWhatIsCreatedAnew(t *testing.T) {
	t.Parallel()
	const id = "webex/org/acme.test"
	l := &Ledger{}
	l.PlanCreate(KindDomain, id, Creation{})
	if l.DomainGivenUp(id) {
		t.Error("a first creation is taken for a replacement")
	}
	l = &Ledger{}
	l.InStateNow(KindDomain, id)
	l.DomainVanished(id)
	l.PlanCreate(KindDomain, id, Creation{})
	if l.DomainGivenUp(id) {
		t.Error("the creation of a domain that was gone is taken for a replacement")
	}
	l = &Ledger{}
	l.PlanKeep(KindDomain, id, false)
	l.PlanCreate(KindDomain, id, Creation{Replaces: true})
	if l.DomainGivenUp(id) {
		t.Error("a replacement that abandons the domain is taken for one that releases it")
	}
	l = &Ledger{}
	l.InStateNow(KindDomain, id)
	l.PlanCreate(KindDomain, id, Creation{Adopts: true})
	l.PlanKeep(KindDomain, id, true)
	if l.DomainGivenUp(id) {
		t.Error("a domain that another resource adopts is taken for one that is replaced")
	}
	l = &Ledger{}
	l.InStateNow(KindDomain, id)
	l.PlanCreate(KindDomain, id, Creation{Adopts: true})
	if l.DomainGivenUp(id) {
		t.Error("a domain that is adopted is taken for one that is replaced before the plan of the other resource has come")
	}
	l = &Ledger{}
	l.PlanKeep(KindDomain, id, true)
	l.PlanLeave(KindDomain, id, false)
	if l.DomainGivenUp(id) {
		t.Error("a domain that one of two resources leaves as it is is taken for one that is given up")
	}
	l = &Ledger{}
	l.PlanKeep(KindDomain, id, true)
	l.PlanCreate(KindDomain, id, Creation{Replaces: true})
	if !l.DomainGivenUp(id) {
		t.Error("a replacement that was asked for is not seen")
	}
	l = &Ledger{}
	l.InStateNow(KindDomain, id) // as with a tainted resource, which Terraform plans without its prior state
	l.PlanCreate(KindDomain, id, Creation{})
	if !l.DomainGivenUp(id) {
		t.Error("the replacement of a tainted domain is not seen")
	}
}

// Invariant 16: an apply keeps what differs, a plan shows it.
func TestLedgerKeepsLateDifferencesOnlyWhereTheProcessMayApply(t *testing.T) {
	t.Parallel()
	l := &Ledger{}
	if !l.KeepsLate(true) || l.KeepsLate(false) {
		t.Error("without a refresh, a difference is kept beside a change in place and only there")
	}
	l.Refreshed()
	if l.KeepsLate(true) {
		t.Error("a process that has refreshed plans, and keeps a difference")
	}
	l = &Ledger{}
	done, err := l.Lock(t.Context(), KindDomain, "webex/org/other.test")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if !l.KeepsLate(false) {
		t.Error("a process that has written applies, and does not keep a difference")
	}
}

// The errors of a creation stop a plan, and never the plan that Terraform makes
// while it applies.
func TestForeseenErrorWaitsForAChildUnlessTheProcessIsCertainToPlan(t *testing.T) {
	t.Parallel()
	const id = "webex/org/acme.test"
	found := diag.Diagnostics{diag.NewErrorDiagnostic("Resource Renamed Without Moved Block", "It was created elsewhere.")}

	l := &Ledger{}
	if l.Foresee(id, found).HasError() {
		t.Error("an error at once, although the process may apply")
	}
	if !l.Foreseen(id).HasError() || l.Foreseen(id).HasError() {
		t.Error("the plan of a child does not say the error once")
	}
	l.Foresee(id, found)
	done, err := l.Lock(t.Context(), KindDomain, id)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if l.Foreseen(id).HasError() {
		t.Error("the error is said while applying")
	}

	l = &Ledger{}
	l.Refreshed()
	if !l.Foresee(id, found).HasError() || !l.isReported(KindDomain, id) || l.Foreseen(id).HasError() {
		t.Error("a process that is certain to plan does not say the error once, at once")
	}
}
