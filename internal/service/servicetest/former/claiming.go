// SPDX-License-Identifier: MPL-2.0

package former

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func claimIdempotent(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	if _, ok := p.service.(service.Claimer); !ok {
		t.Skip("claiming is no step of this service")
	}
	p.bring(t, service.StateClaimed)
	p.must(t, "claim again", p.claim)
	if err := p.release(t.Context()); service.ClassOf(err) != service.Blocked {
		t.Errorf("release under a claim: %v, want %s", err, service.Blocked)
	}
	p.mustBe(t, service.StateClaimed)

	again := p.anew(t)
	again.must(t, "claim in a new process", again.claim)
	p.mustBe(t, service.StateClaimed)
	for range 2 {
		p.must(t, "unclaim", p.unclaim)
		p.mustBe(t, service.StateVerified)
	}
	another := p.anew(t)
	if err := another.unclaim(t.Context()); err != nil && !another.cannotTell(StepUnclaim, err) {
		t.Errorf("unclaim in a new process: %v", err)
	}
	p.mustBe(t, service.StateVerified)
	p.must(t, "claim once more", p.claim)
	p.mustBe(t, service.StateClaimed)
}

func claimOfUnverified(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	if _, ok := p.service.(service.Claimer); !ok {
		t.Skip("claiming is no step of this service")
	}
	p.bring(t, service.StatePending)
	p.checkRefusal(t, p.claim(t.Context()), service.Blocked)
	p.mustBe(t, service.StatePending)
}

// cannotTell: a new process cannot tell why the repetition of an unclaim is
// refused where the service shows no state, and must not take it for success.
func (p *player) cannotTell(step Step, err error) bool {
	return step == StepUnclaim && !p.world.StateReadable() && service.ClassOf(err) == service.Rejected
}
