// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// endsWithin is what the contract allows after the end of the context.
const endsWithin = time.Second

func cancellation(t *testing.T, start func(*testing.T) *World) {
	for _, step := range start(t).steps() {
		for _, kind := range []string{"hang", "hang_after"} {
			for _, warm := range []bool{false, true} {
				if step.step == StepRead && (warm || kind == "hang_after") {
					continue // answered from the inventory, or handled without effect
				}
				t.Run(fmt.Sprintf("%s, %s, inventory filled %t", step, kind, warm), func(t *testing.T) {
					t.Parallel()
					p := start(t).Player().Bring(step.before).Anew()
					if warm {
						p.Read()
					}
					p.ForgetRequests()
					p.Fault(Always("", kind))
					p.interrupted(step)
					p.Heal()
					p = p.Anew()
					if err := step.do(p); err != nil && service.ClassOf(err) != service.AlreadyExists && !p.cannotTell(step.step, err) {
						t.Errorf("the next run: %v, want success", err)
					}
					p.WantState(step.after)
				})
			}
		}
	}
}

// interrupted takes a step under a context that ends when a request hangs. What is
// answered from the inventory succeeds.
func (p *Player) interrupted(step action) {
	p.T.Helper()
	under, ended := p.UntilHanging(), make(chan time.Time, 1)
	context.AfterFunc(under.ctx, func() { ended <- time.Now() })
	err := step.do(under)
	if err == nil && len(p.Requests()) == 0 {
		return
	}
	if under.ctx.Err() == nil {
		p.T.Fatalf("it returned %v, want an interruption", err)
	}
	if took := time.Since(<-ended); took > endsWithin {
		p.T.Errorf("it took %s to end", took)
	}
	typed := p.WantError(err, service.Interrupted, "Run Terraform again")
	if !errors.Is(err, context.DeadlineExceeded) {
		p.T.Errorf("got %+v, want the context's cause", typed)
	}
	if isOpen := p.Writes() > 0; isOpen != strings.Contains(typed.Reason, "may or may not have been applied") {
		p.T.Errorf("the request was sent: %t, and the reason is %q", isOpen, typed.Reason)
	}
	if p.Writes() > 0 && (step.step == StepAdd || step.step == StepClaim) {
		p.WantError(err, service.Interrupted, "terraform import ADDRESS "+p.ID.String())
	}
}

// The response is lost, and before anything shows the outcome the run ends.
func lostAndInterrupted(t *testing.T, start func(*testing.T) *World) {
	for _, then := range []string{"the reading hangs", "the repetition hangs"} {
		t.Run(then, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			add, isReading := w.Calls[StepAdd], then == "the reading hangs"
			switch {
			case w.RegistersNothing:
				return // it makes no request
			case isReading && !w.TellsTokens:
				return // it asks for the token once more
			}
			p := w.Player()
			p.Read()
			if isReading {
				w.Fault(Always(add, "drop_after"), Always(w.Calls[StepRead], "hang"))
			} else {
				w.Fault(Once(add, "drop"), Always(add, "hang_after"))
			}
			w.WantError(p.UntilHanging().Add(), service.Interrupted, "may or may not have been applied", "terraform import ADDRESS "+p.ID.String())
			p.WantState(service.StatePending)
			w.Heal()
			if w.TellsTokens {
				p.WantRead(service.StatePending) // in the same process
			}
		})
	}
}

func interruptedReading(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	read := w.Calls[StepRead]
	w.Fault(Once(read, "status:503", w.errorBody("Down for a moment.")), Always(read, "hang"))
	typed := w.WantError(w.Player().UntilHanging().TryRead(), service.Interrupted, "timeout expired", "Down for a moment.")
	if typed.Response.Status != 503 {
		t.Errorf("response %+v, want the 503", typed.Response)
	}
}
