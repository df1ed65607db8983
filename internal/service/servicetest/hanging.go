// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"context"
	"testing"
	"time"
)

// UntilHanging returns a context whose timeout expires as soon as the simulator
// holds a request back, however long it takes to get there.
func UntilHanging(t *testing.T, simulator interface{ Hanging() int }) context.Context {
	t.Helper()
	ctx, end := context.WithCancelCause(t.Context())
	until := func(hangs bool) {
		look := time.NewTicker(time.Millisecond)
		defer look.Stop()
		for (simulator.Hanging() > 0) != hangs && ctx.Err() == nil {
			select {
			case <-look.C:
			case <-ctx.Done():
			}
		}
	}
	until(false) // what an earlier context has ended
	go func() {
		until(true)
		end(context.DeadlineExceeded)
	}()
	return ctx
}
