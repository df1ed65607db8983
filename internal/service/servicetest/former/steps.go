// SPDX-License-Identifier: MPL-2.0

package former

import (
	"context"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// player takes one domain through its life with one process' service.
type player struct {
	world   World
	service service.Service
	id      service.DomainID
	token   string
}

func newPlayer(t *testing.T, world World) *player {
	t.Helper()
	return &player{world: world, service: world.Service(t), id: world.ID(0)}
}

func (p *player) add(ctx context.Context) error {
	_, err := p.service.Add(ctx, p.id)
	return err
}

func (p *player) challenge(ctx context.Context) error {
	challenge, err := p.service.Challenge(ctx, p.id, p.world.Method())
	if err == nil {
		p.token = challenge.Token
	}
	return err
}

func (p *player) publish(t *testing.T) {
	t.Helper()
	publication, err := p.service.Publication(t.Context(), p.id, p.world.Method(), p.token)
	if err != nil {
		t.Fatal(err)
	}
	p.world.Publish(t, publication)
}

func (p *player) verify(ctx context.Context) error {
	_, err := p.service.Verify(ctx, service.VerifyRequest{ID: p.id, Method: p.world.Method(), Token: p.token})
	return err
}

func (p *player) read(ctx context.Context) error {
	_, err := p.service.Read(ctx, p.id)
	return err
}

func (p *player) release(ctx context.Context) error {
	return p.service.Release(ctx, service.ReleaseRequest{ID: p.id})
}

func (p *player) claim(ctx context.Context) error {
	return p.service.(service.Claimer).Claim(ctx, service.ClaimRequest{ID: p.id})
}

func (p *player) unclaim(ctx context.Context) error {
	return p.service.(service.Claimer).Unclaim(ctx, p.id)
}

// bring takes the domain from nothing to the state.
func (p *player) bring(t *testing.T, state service.State) {
	t.Helper()
	if state == service.StateAbsent {
		return
	}
	p.must(t, "add", p.add)
	p.must(t, "challenge", p.challenge)
	p.publish(t)
	if state == service.StatePending {
		return
	}
	p.must(t, "verify", p.verify)
	if state == service.StateClaimed {
		p.must(t, "claim", p.claim)
	}
}

func (p *player) must(t *testing.T, what string, step func(context.Context) error) {
	t.Helper()
	if err := step(t.Context()); err != nil {
		t.Fatalf("%s %s: %v", what, p.id, err)
	}
}

func (p *player) mustBe(t *testing.T, want service.State) {
	t.Helper()
	if got := p.world.Truth(p.id); got != want {
		t.Errorf("%s is %s at the service, want %s", p.id, got, want)
	}
}

// anew is the same domain in a new process.
func (p *player) anew(t *testing.T) *player {
	t.Helper()
	return &player{world: p.world, service: p.world.Service(t), id: p.id, token: p.token}
}

// write is a step that changes something, with the states around it.
type write struct {
	step          Step
	before, after service.State
	do            func(*player, context.Context) error
}

// writes lists what the service can do.
func writes(t *testing.T, world World) []write {
	t.Helper()
	all := []write{
		{StepAdd, service.StateAbsent, service.StatePending, (*player).add},
		{StepVerify, service.StatePending, service.StateVerified, (*player).verify},
		{StepRelease, service.StatePending, service.StateAbsent, (*player).release},
		{StepRelease, service.StateVerified, service.StateAbsent, (*player).release},
	}
	if _, ok := world.(TokenTeller); !ok {
		all = append(all, challengeStep())
	}
	if _, ok := world.Service(t).(service.Claimer); ok {
		all = append(
			all,
			write{StepClaim, service.StateVerified, service.StateClaimed, (*player).claim},
			write{StepUnclaim, service.StateClaimed, service.StateVerified, (*player).unclaim},
		)
	}
	return all
}

// steps lists what the service can do and what it can tell.
func steps(t *testing.T, world World) []write {
	t.Helper()
	all := append(writes(t, world), write{StepRead, service.StateVerified, service.StateVerified, (*player).read})
	if _, ok := world.(TokenTeller); ok {
		all = append(all, challengeStep())
	}
	return all
}

func challengeStep() write {
	return write{StepChallenge, service.StatePending, service.StatePending, (*player).challenge}
}
