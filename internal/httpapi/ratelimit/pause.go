// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"sync"
	"time"
)

const (
	unnamedPause    = time.Minute
	maxUnnamedPause = 10 * time.Minute
)

// pause is the time for which a service is sent no request.
type pause struct {
	mu    sync.Mutex
	until time.Time
	// unnamed is the last pause that had to be guessed, 0 after a success.
	unnamed time.Duration
}

func (p *pause) left(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.until.Sub(now), 0)
}

// extend never shortens a pause. A response that comes during one belongs to an
// attempt that was sent before it: ten requests under way that are rate limited
// together count once, not as ten in a row.
func (p *pause) extend(now time.Time, named time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case named > 0:
		if until := now.Add(named); until.After(p.until) {
			p.until = until
		}
	case !p.until.After(now):
		p.unnamed = min(max(2*p.unnamed, unnamedPause), maxUnnamedPause)
		p.until = now.Add(p.unnamed)
	}
	return p.until.Sub(now)
}

// forget leaves a pause that is under way, for the same reason.
func (p *pause) forget(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.until.After(now) {
		p.unnamed = 0
	}
}
