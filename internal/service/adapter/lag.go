// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Lag is the patience with a service whose readings may be behind what this process has
// written: "not found" right after a domain was added, "not verified" right after it was
// verified. For a while such a reading counts for nothing; later it counts.
type Lag struct {
	vendor       *Vendor
	deps         service.Dependencies
	within, step time.Duration
}

// NewLag returns the patience with a vendor. within is how long a reading may be behind a
// write; the pauses between attempts are step, twice and three times as long, and so on.
func NewLag(vendor *Vendor, deps service.Dependencies, within, step time.Duration) *Lag {
	return &Lag{vendor: vendor, deps: Complete(deps), within: within, step: step}
}

// IsRecent reports whether readings may not show yet what was written then; the zero time
// stands for never.
func (l *Lag) IsRecent(written time.Time) bool {
	return !written.IsZero() && l.deps.Now().Sub(written) < l.within
}

// Patiently makes an attempt again as long as its result may be that of a reading which is
// behind, and returns what the last one has returned. awaited says in the log, at DEBUG,
// what is waited for. At the end of the context the error is that of the operation.
func (l *Lag) Patiently(ctx context.Context, operation, awaited string, attempt func() (lags bool, err error)) error {
	begun := l.deps.Now()
	for pause := l.step; ; pause += l.step {
		lags, err := attempt()
		if !lags || l.deps.Now().Add(pause).Sub(begun) > l.within {
			return err
		}
		l.deps.Log(ctx, "waiting until "+awaited, map[string]any{"seconds": pause.Seconds()})
		if err := l.deps.Sleep(ctx, pause); err != nil {
			return l.vendor.Failure(ctx, operation, err)
		}
	}
}
