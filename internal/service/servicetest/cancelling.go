// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

const (
	patience = 50 * time.Millisecond
	// endsWithin is what the contract allows after the end of the context.
	endsWithin = time.Second
)

func cancellation(t *testing.T, start func(*testing.T) World) {
	for _, step := range steps(t, start(t)) {
		for _, warm := range []bool{false, true} {
			if warm && step.step == StepRead {
				continue // answered from the inventory, without a request
			}
			t.Run(fmt.Sprintf("%s of %s, inventory filled %t", step.step, step.before, warm), func(t *testing.T) {
				t.Parallel()
				p := newPlayer(t, start(t))
				p.bring(t, step.before)
				p = p.anew(t)
				if warm {
					p.must(t, "read", p.read)
				}
				p.world.Fail(t, AnyStep, FaultHang, 0, "")
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				begun := time.Now()
				err := step.do(p, ctx)
				if took := time.Since(begun); took > patience+endsWithin {
					t.Errorf("it took %s to end", took)
				}
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v, want the context's cause", err)
				}
			})
		}
	}
}
