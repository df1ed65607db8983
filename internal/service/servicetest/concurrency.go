// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// atOnce is more than the ten resources that Terraform works on at a time.
const atOnce = 20

func manyAtOnce(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	top := service.StateVerified
	if w.claims() {
		top = service.StateClaimed
	}
	process := w.Player()
	players := make([]*Player, atOnce)
	for n := range players {
		players[n] = process.For(Domain(n))
	}
	each := func(steps ...func(*Player) error) {
		var running sync.WaitGroup
		for _, p := range players {
			running.Go(func() {
				for n, step := range steps {
					if err := step(p); err != nil {
						t.Errorf("step %d of %s: %v", n, p.ID, err)
						return
					}
				}
			})
		}
		running.Wait()
	}

	rise := []func(*Player) error{(*Player).Add, (*Player).Challenge, (*Player).tryShow, (*Player).Wait}
	fall := []func(*Player) error{(*Player).Release}
	if top == service.StateClaimed {
		rise, fall = append(rise, (*Player).Claim), []func(*Player) error{(*Player).Unclaim, (*Player).Release}
	}
	each(rise...)
	for _, p := range players {
		p.WantState(top)
		p.WantRead(top)
	}
	each(fall...)
	for _, p := range players {
		p.WantState(service.StateAbsent)
	}
}

// tryShow is Show for who must not end the test.
func (p *Player) tryShow() error {
	publication, err := p.Service.Publication(p.ctx, p.ID, p.Method, p.Token)
	if err == nil {
		p.show(publication)
	}
	return err
}

// Two responses about one domain that cross each other would be learned in the wrong
// order, and of two tokens one is dead.
func oneStepAtATime(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	steps := w.writes()
	if _, explains := w.Service().(service.Explainer); explains && !w.TellsTokens {
		steps = append(steps, action{"explain", service.StatePending, service.StatePending, (*Player).Explain})
	}
	for _, step := range steps {
		t.Run(step.String(), func(t *testing.T) {
			t.Parallel()
			w := start(t)
			held, part := action{StepVerify, service.StatePending, service.StateVerified, (*Player).Wait}, ""
			if step.step == StepAdd {
				held, part = step, Domain(0) // a reading may add another domain for a moment
			}
			p := w.Player().Bring(held.before)
			late := w.HoldBack(w.Calls[held.step], part)
			p = p.Anew()
			p.Read()
			wait := InBackground(func() error { return held.do(p.Under(t.Context())) })
			<-late.Answered
			writes := w.Writes()
			w.WantError(step.do(p.Under(Brief(t))), service.Interrupted, "the timeout expired")
			if sent := w.Writes() - writes; sent != 0 {
				t.Errorf("%d writes were sent while another one was under way", sent)
			}
			late.Release()
			w.Must(wait())
			p.WantState(held.after)
		})
	}
}

// Two resources may verify the same domain.
func verifyingOneDomainAtOnce(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	p := w.Player().Bring(service.StatePending)
	var running sync.WaitGroup
	for range atOnce {
		running.Go(func() {
			if err := p.Under(t.Context()).Wait(); err != nil {
				t.Errorf("verify: %v", err)
			}
		})
	}
	running.Wait()
	w.WantCount(w.Calls[StepVerify], 1)
}
