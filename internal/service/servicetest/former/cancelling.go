// SPDX-License-Identifier: MPL-2.0

package former

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	patience = 50 * time.Millisecond
	// endsWithin is what the contract allows after the end of the context.
	endsWithin = time.Second
)

func cancellation(t *testing.T, start func(*testing.T) World) {
	for _, step := range steps(t, start(t)) {
		for _, fault := range []Fault{FaultHang, FaultHangAfter} {
			for _, warm := range []bool{false, true} {
				if step.step == StepRead && (warm || fault == FaultHangAfter) {
					continue // answered from the inventory, or handled without effect
				}
				t.Run(fmt.Sprintf("%s of %s, %s, inventory filled %t", step.step, step.before, fault, warm), func(t *testing.T) {
					t.Parallel()
					p := newPlayer(t, start(t))
					p.bring(t, step.before)
					p = p.anew(t)
					if warm {
						p.must(t, "read", p.read)
					}
					p.world.Fail(t, AnyStep, fault, 0, "")
					calls := p.world.Count(AnyStep)
					err := p.interrupted(t, step.do)
					if fromInventory := warm && p.world.Count(AnyStep) == calls; err != nil || !fromInventory {
						checkInterrupted(t, err)
					}
					p.world.Heal()
					p = p.anew(t)
					if err := step.do(p, t.Context()); err != nil && service.ClassOf(err) != service.AlreadyExists && !p.cannotTell(step.step, err) {
						t.Errorf("the next run: %v, want success", err)
					}
					p.mustBe(t, step.after)
				})
			}
		}
	}
}

// interrupted takes a step under a context that soon ends.
func (p *player) interrupted(t *testing.T, step func(*player, context.Context) error) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	begun := time.Now()
	err := step(p, ctx)
	if took := time.Since(begun); took > patience+endsWithin {
		t.Errorf("it took %s to end", took)
	}
	return err
}

func checkInterrupted(t *testing.T, err error) {
	t.Helper()
	var typed *service.Error
	if !errors.As(err, &typed) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want a *service.Error with the context's cause", err)
	}
	if typed.Class != service.Interrupted || typed.Operation == "" || typed.Reason == "" || typed.Advice == "" {
		t.Errorf("got %+v, want the class %s with attempt, reason and advice", typed, service.Interrupted)
	}
}
