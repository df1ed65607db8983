// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const manyDomains = 50

func readingChangesNothing(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	p := w.Player().Bring(service.StateVerified)
	w.ForgetRequests()
	p.Anew().readMany()
	calls := 1 + w.WritesPerReading
	if w.ConfirmsAbsence {
		calls += manyDomains - 1
	}
	w.WantCount("", calls)
	if got := w.Writes(); got != w.WritesPerReading {
		t.Errorf("%d writes to read, want %d", got, w.WritesPerReading)
	}
	p.WantState(service.StateVerified)
	for n := 1; n < manyDomains; n++ {
		p.For(Domain(n)).WantState(service.StateAbsent)
	}
}

// readMany reads fifty domains at once in one process.
func (p *Player) readMany() {
	var readers sync.WaitGroup
	for n := range manyDomains {
		readers.Go(func() {
			if err := p.For(Domain(n)).TryRead(); err != nil {
				p.T.Errorf("reading %s: %v", Domain(n), err)
			}
		})
	}
	readers.Wait()
}

func readingFollowsDrift(t *testing.T, start func(*testing.T) *World) {
	p := start(t).Player().Bring(service.StateVerified)
	p.wantReadAnew(service.StateVerified)
	p.OutOfBand("remove", p.ID.Domain)
	p.wantReadAnew(service.StateAbsent, service.StateUnverified)
}

// wantReadAnew reads in a new process and accepts "unknown" where the service cannot
// tell.
func (p *Player) wantReadAnew(want ...service.State) {
	p.T.Helper()
	if p.Unreadable {
		want = append(want, service.StateUnknown)
	}
	if got := p.Anew().Read().State; !slices.Contains(want, got) {
		p.T.Errorf("%s reads %s, want one of %v", p.ID, got, want)
	}
}

// Who waits together shares one reading; nobody may write into its error.
func errorsAreNotShared(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	w.Fault(Always(w.Calls[StepRead], "status:403"))
	p := w.Player()
	errs := make(chan error, atOnce)
	for range cap(errs) {
		go func() { errs <- p.For(p.ID.Domain).TryRead() }()
	}
	seen := map[*service.Error]bool{}
	for range cap(errs) {
		typed, ok := errors.AsType[*service.Error](<-errs)
		if !ok || seen[typed] {
			t.Fatalf("%v is shared", typed)
		}
		seen[typed] = true
		typed.Advice = "changed"
	}
}
