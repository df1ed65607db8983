// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func claimIdempotent(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	if !w.claims() {
		t.Skip("claiming is no step of this service")
	}
	p := w.Player().Bring(service.StateClaimed)
	p.Must(p.Claim())
	p.WantError(p.Release(), service.Blocked)
	p.WantState(service.StateClaimed)

	p.Must(p.Anew().Claim())
	p.WantState(service.StateClaimed)
	for range 2 {
		p.Must(p.Unclaim())
		p.WantState(service.StateVerified)
	}
	if err := p.Anew().Unclaim(); err != nil && !w.cannotTell(StepUnclaim, err) {
		t.Errorf("unclaim in a new process: %v", err)
	}
	p.WantState(service.StateVerified)
	p.Must(p.Claim())
	p.WantState(service.StateClaimed)
}

func claimOfUnverified(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	if !w.claims() {
		t.Skip("claiming is no step of this service")
	}
	p := w.Player().Bring(service.StatePending)
	p.checkRefusal(p.Claim(), service.Blocked)
	p.WantState(service.StatePending)
}

// cannotTell reports whether a new process cannot tell why the repetition of an unclaim
// is refused, because the service shows no state; it must not take that for success.
func (w *World) cannotTell(step Step, err error) bool {
	return step == StepUnclaim && w.Unreadable && service.ClassOf(err) == service.Rejected
}
