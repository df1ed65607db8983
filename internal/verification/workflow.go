// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

// Level is the importance of a log line.
type Level int

const (
	Debug Level = iota
	Info
	Warn
)

// Dependencies is what a Workflow takes from its process. Clock is required.
type Dependencies struct {
	Clock poll.Clock
	// DNS checks records; nil: they count as published.
	DNS *dnscheck.Client
	// Files checks files; nil: they count as published.
	Files *filecheck.Client
	// Prefixes are those of TXT values, to recognize a value of another service.
	Prefixes txtrecord.Prefixes
	// Random spreads the pauses of waits that began together; nil: they are not spread.
	Random io.Reader
	// Progress, if not nil, gets each change of what a domain waits for, from several
	// goroutines. What it does takes no time worth speaking of.
	Progress func(context.Context, Event)
	// Log, if not nil, gets text of foreign origin unescaped.
	Log func(ctx context.Context, level Level, message string, fields map[string]any)
}

// Workflow makes the verifications of one run. Its methods may be called at the
// same time.
type Workflow struct {
	deps Dependencies

	mu sync.Mutex
	// tried are the domains that this run has tried to verify by a token that it
	// knows from the DNS alone.
	tried map[service.DomainID]bool
	// firsts are the domains that others wait for.
	firsts map[service.DomainID]*firstWait

	// fileWaits counts the waits for a file.
	fileWaits atomic.Int64

	// refreshed are the challenges that refreshes have asked for, by ID and method.
	refreshes service.KeyedMutex
	refreshed sync.Map
}

// New returns a Workflow.
func New(deps Dependencies) *Workflow { return &Workflow{deps: deps} }

func (d *Dependencies) log(ctx context.Context, level Level, message string, fields map[string]any) {
	if d.Log != nil {
		d.Log(ctx, level, message, fields)
	}
}

// fifth is up to a fifth of a pause, at random, so that many waits that began together do
// not send their requests together for ever.
func (d *Dependencies) fifth(pause time.Duration) time.Duration {
	var chance [1]byte
	if d.Random == nil {
		return 0
	}
	if _, err := io.ReadFull(d.Random, chance[:]); err != nil {
		return 0
	}
	return pause * time.Duration(chance[0]) / 1280
}

// isFirstTry reports whether the run makes its first attempt at the domain with
// a token that it knows from the DNS alone.
func (w *Workflow) isFirstTry(id service.DomainID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.tried[id] {
		return false
	}
	if w.tried == nil {
		w.tried = map[service.DomainID]bool{}
	}
	w.tried[id] = true
	return true
}
