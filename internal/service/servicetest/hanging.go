// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"context"
	"time"
)

// UntilHanging is the same process under a context whose timeout expires as soon as the
// simulator holds a request back, however long it takes to get there.
func (p *Player) UntilHanging() *Player {
	p.T.Helper()
	ctx, end := context.WithCancelCause(p.T.Context())
	until := func(hangs bool) {
		look := time.NewTicker(time.Millisecond)
		defer look.Stop()
		for (p.Hanging() > 0) != hangs && ctx.Err() == nil {
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
	return p.Under(ctx)
}
