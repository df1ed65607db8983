// SPDX-License-Identifier: MPL-2.0

package servicetest

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
	for _, player := range []*player{p, p, p.anew(t)} {
		player.must(t, "unclaim", player.unclaim)
		p.mustBe(t, service.StateVerified)
	}
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
