// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Lag is the patience with a service whose readings may be behind what this process has
// written: "not found" right after a domain was added, "not verified" right after it was
// verified. For a while after a write such a reading counts for nothing and is repeated;
// later, and where this process has written nothing, it counts. What was written is also
// to be put into the inventory, where readings are lists (Organization.SetDomain, WriteLog).
//
// Use one for all organizations of a service.
type Lag struct {
	// within is how long after a write a reading may be behind it.
	within time.Duration
	// pause is before the first repetition; each one after it is as much longer.
	pause   time.Duration
	deps    service.Dependencies
	written Table[string, time.Time]
}

// NewLag returns the patience of a service. within is how long after a write a reading
// may be behind it; the pauses are pause, twice and three times as long, and so on.
func NewLag(deps service.Dependencies, within, pause time.Duration) *Lag {
	return &Lag{within: within, pause: pause, deps: deps}
}

// Wrote notes that a write has succeeded. key says what was written to what, as in
// "add organization/acme.com".
func (l *Lag) Wrote(key string) { l.written.Set(key, l.deps.Now()) }

// Forget ends the patience with a write, as when it was undone.
func (l *Lag) Forget(key string) { l.written.Delete(key) }

// Await reads until a reading shows what was written. It returns false with the last
// reading when that has to be taken as it is: the time is over, or this process has not
// written it. An error of a reading ends it, and so does the end of the context, whose
// cause it returns then (Vendor.Failure knows it).
func (l *Lag) Await(ctx context.Context, key string, read func(context.Context) (isShown bool, err error)) (isShown bool, err error) {
	for pause := l.pause; ; pause += l.pause {
		isShown, err = read(ctx)
		if isShown || err != nil {
			return isShown, err
		}
		at, isWritten := l.written.Get(key)
		left := at.Add(l.within).Sub(l.deps.Now())
		if !isWritten || left <= 0 {
			return false, nil
		}
		pause = min(pause, left)
		if l.deps.Log != nil {
			l.deps.Log(ctx, "the service does not show a write of this run yet; reading again", map[string]any{
				"write": key, "pause_seconds": pause.Seconds(), "left_seconds": left.Seconds(),
			})
		}
		if err := l.deps.Sleep(ctx, pause); err != nil {
			return false, err
		}
	}
}
