// SPDX-License-Identifier: MPL-2.0

package runledger

import "github.com/hashicorp/terraform-plugin-framework/diag"

// KeepsLate reports whether a plan keeps an object although the arguments that
// make up its ID are known and different. Terraform plans a resource once more
// while it applies, when everything is known, and refuses another action than
// the one that it has planned; an argument that was unknown then was planned as
// its prior value. No request tells the two plans apart. A walk that only plans
// refreshes first; under -refresh=false it does not, and there a difference is
// planned, unless other arguments change in place: the plan after that shows it.
func (l *Ledger) KeepsLate(changesInPlace bool) bool {
	return l.Applying() || changesInPlace && l.mayApply()
}

// Foreseen returns once the errors that Foresee kept because it was not certain that
// this process only plans. The plan of a child of the domain is certain: while
// applying, the domain has been created by then.
func (l *Ledger) Foreseen(id string) diag.Diagnostics {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(KindDomain, id)
	found := entry.foreseen
	entry.foreseen = nil
	if l.writing {
		return nil
	}
	return found
}

// Foresee keeps the errors for Foreseen and returns them as warnings, unless this
// process is certain to plan: an error of the plan that Terraform makes while it
// applies would leave it with a deposed object, which an error of the creation
// does not (create_before_destroy).
func (l *Ledger) Foresee(id string, found diag.Diagnostics) diag.Diagnostics {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(KindDomain, id)
	if l.refreshing || !found.HasError() {
		entry.reported = entry.reported || found.HasError()
		return found
	}
	entry.foreseen = found
	return asWarnings(found)
}

// OnceReported makes warnings of errors whose cause the plan has already reported, by
// the error that the other resource exists: the order of the two is random.
func (l *Ledger) OnceReported(kind, id string, conflicts diag.Diagnostics) diag.Diagnostics {
	if !l.isReported(kind, id) {
		return conflicts
	}
	return asWarnings(conflicts)
}

// isReported reports whether the plan has an error already for the creation.
func (l *Ledger) isReported(kind, id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(kind, id).reported
}

func asWarnings(found diag.Diagnostics) (warnings diag.Diagnostics) {
	for _, one := range found {
		warnings.AddWarning(one.Summary(), one.Detail())
	}
	return warnings
}
