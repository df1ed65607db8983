// SPDX-License-Identifier: MPL-2.0

package former

import (
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	manyDomains = 50
	// callsPerReading bounds what one reading of a whole organization costs.
	callsPerReading = 5
)

func readingChangesNothing(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	p.bring(t, service.StateVerified)
	refresh := p.anew(t).service
	calls, writes := p.world.Count(AnyStep), p.world.Writes()
	var readers sync.WaitGroup
	for n := range manyDomains {
		readers.Go(func() {
			if _, err := refresh.Read(t.Context(), p.world.ID(n)); err != nil {
				t.Errorf("reading %s: %v", p.world.ID(n), err)
			}
		})
	}
	readers.Wait()
	if got := p.world.Count(AnyStep) - calls; got > callsPerReading {
		t.Errorf("%d calls to read %d domains, want %d at most", got, manyDomains, callsPerReading)
	}
	if got := p.world.Writes() - writes; got != p.world.WritesPerReading() {
		t.Errorf("%d writes to read, want %d", got, p.world.WritesPerReading())
	}
	p.mustBe(t, service.StateVerified)
	for n := 1; n < manyDomains; n++ {
		if got := p.world.Truth(p.world.ID(n)); got != service.StateAbsent {
			t.Errorf("%s is %s after reading, want it untouched", p.world.ID(n), got)
		}
	}
}

func readingFollowsDrift(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	p.bring(t, service.StateVerified)
	p.wantRead(t, service.StateVerified)
	p.world.Remove(t, p.id)
	p.wantRead(t, service.StateAbsent, service.StateUnverified)
}

// wantRead reads in a new process and accepts "unknown" where the world says
// that its service cannot tell.
func (p *player) wantRead(t *testing.T, want ...service.State) {
	t.Helper()
	found := p.anew(t).service
	domain, err := found.Read(t.Context(), p.id)
	if err != nil {
		t.Fatal(err)
	}
	if domain.State == service.StateUnknown && !p.world.StateReadable() {
		return
	}
	for _, state := range want {
		if domain.State == state {
			return
		}
	}
	t.Errorf("%s reads %s, want one of %v", p.id, domain.State, want)
}
