// SPDX-License-Identifier: MPL-2.0

package former

import (
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// atOnce is more than the ten resources that Terraform works on at a time.
const atOnce = 20

func manyAtOnce(t *testing.T, start func(*testing.T) World) {
	world := start(t)
	shared := world.Service(t)
	top := service.StateVerified
	if _, ok := shared.(service.Claimer); ok {
		top = service.StateClaimed
	}
	players := make([]*player, atOnce)
	for n := range players {
		players[n] = &player{world: world, service: shared, id: world.ID(n)}
	}
	each := func(do func(*player)) {
		var running sync.WaitGroup
		for _, p := range players {
			running.Go(func() { do(p) })
		}
		running.Wait()
	}
	try := func(p *player, what string, err error) {
		if err != nil {
			t.Errorf("%s %s: %v", what, p.id, err)
		}
	}

	each(func(p *player) {
		try(p, "add", p.add(t.Context()))
		try(p, "challenge", p.challenge(t.Context()))
		publication, err := shared.Publication(t.Context(), p.id, world.Method(), p.token)
		try(p, "publication", err)
		world.Publish(t, publication)
		try(p, "verify", p.verify(t.Context()))
		if top == service.StateClaimed {
			try(p, "claim", p.claim(t.Context()))
		}
	})
	for _, p := range players {
		p.mustBe(t, top)
		if domain, err := shared.Read(t.Context(), p.id); err != nil || domain.State != top {
			t.Errorf("%s reads %s, %v in the process that made it %s", p.id, domain.State, err, top)
		}
	}
	each(func(p *player) {
		if top == service.StateClaimed {
			try(p, "unclaim", p.unclaim(t.Context()))
		}
		try(p, "release", p.release(t.Context()))
	})
	for _, p := range players {
		p.mustBe(t, service.StateAbsent)
	}
}
