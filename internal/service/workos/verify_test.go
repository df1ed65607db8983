// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestVerifyIsSentOnceHoweverOftenTheWaitTries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.unseen()
	w.ForgetRequests()
	for range 5 {
		if err := p.Verify(); err != nil || p.Got.State != service.StatePending || p.Got.Reason == "" {
			t.Fatalf("got %+v, %v; want it pending with a reason", p.Got, err)
		}
		w.poll()
	}
	w.WantCount(verifyRequest, 1)
	w.WantCount(domainRead, 4)
	w.WantCount(organizationRead, 0)
}

func TestVerifiedInTheBackgroundIsSuccessWithoutWaiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StatePending)
	w.poll()
	p.WantState(service.StateVerified)
	// The inventory of this process still has it pending.
	if err := p.Verify(); err != nil || p.Got.State != service.StateVerified {
		t.Errorf("got %+v, %v; want it verified", p.Got, err)
	}
	p.WantRead(service.StateVerified)
}

// WorkOS calls the state optional. Without it, only the refusal to begin once
// more shows that the domain is verified.
func TestDomainWhoseStateIsNeverShownIsVerifiedByTheRefusalToBegin(t *testing.T) {
	t.Parallel()
	for _, hidden := range []string{`"state":null,`, ``} {
		p := scripted(t, hidden)
		p.Must(p.Wait())
		p.WantCount(verifyRequest, 2) // one more after ten readings
	}
}

// However long that takes: ten readings stand between two verify calls.
func TestDomainWhoseStateIsNeverShownCostsOneVerifyCallForTenReadings(t *testing.T) {
	t.Parallel()
	p := scripted(t, ``, servicetest.Always(verifyRequest, "status:201", domainOf(``)))
	for range 40 {
		p.Must(p.Verify())
	}
	p.WantCount(verifyRequest, 4)
}

func TestVerifyWhoseResponseIsLostIsRepeatedWithTheSameKeyAfterAReading(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"drop", "drop_after", "status:503", "status_after:503", "garbage_after"} {
		w := newWorld(t)
		p := w.Player().Bring(service.StatePending)
		w.Fault(servicetest.Once(verifyRequest, fault))
		w.Must(p.Verify())
		w.WantCount(domainRead, 1)
		w.WantCount(verifyRequest, 2)
		w.wantSameKey(verifyRequest, 2)
	}
}

func TestDomainThatVanishesDuringTheWaitEndsIt(t *testing.T) {
	t.Parallel()
	for _, begun := range []bool{false, true} {
		for _, kind := range []string{"remove", "move"} {
			w := newWorld(t)
			p := w.Player().Bring(service.StatePending)
			if begun {
				w.Must(p.Verify())
			}
			w.OutOfBand(kind, p.ID.Domain)
			w.WantError(p.Verify(), service.Blocked, "does not have the domain", "terraform plan")
		}
	}
}

func TestTokenOrPrefixRotatedDuringTheWaitEndsItAndTheInventoryShowsTheNewOne(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"rotate", "rotate_token"} {
		w := newWorld(t)
		p := w.unseen()
		w.Must(p.Verify())
		w.OutOfBand(kind, p.ID.Domain)
		w.WantError(p.Wait(), service.Rotated, "terraform plan")
		for _, process := range []*servicetest.Player{p, p.Anew()} {
			process.Token = process.Read().Token(p.Method)
			w.wantTruth(process, kind)
			w.WantEqual("record", w.truth(p).Record, process.Publication().Record.Value)
		}
	}
}

// Invariant 2: what the domain needs by now is not published, and the call would have WorkOS look
// for it. A failed one would lose its new token as well.
func TestTokenRotatedBeforeTheFirstVerifyCallEndsTheWaitWithoutOne(t *testing.T) {
	t.Parallel()
	for _, kinds := range [][]string{{"rotate"}, {"rotate_token"}, {"fail", "rotate"}} {
		w := newWorld(t)
		p := w.unseen()
		for _, kind := range kinds {
			w.OutOfBand(kind, p.ID.Domain)
		}
		w.Clock.Advance(time.Minute)
		w.WantError(p.Verify(), service.Rotated, "terraform plan")
		w.WantCount(verifyRequest, 0)
	}
}

func TestManualDomainIsVerifiedOrGetsAClearError(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]service.Class{"issues_token": service.Rotated, "stays_manual": "", "422": service.Rejected} {
		w := newWorld(t)
		w.Set(workossim.SwitchVerifyOfManual, setting)
		p := w.Player()
		_, err := w.AddDomain(workossim.DomainSpec{Domain: p.ID.Domain, Manual: true})
		w.Must(err)
		w.WantError(p.Challenge(), service.Blocked, "declared by hand", "-replace")
		p = p.Anew()
		p.Token = "any"
		w.WantError(p.Verify(), want)
		if want == "" && p.Got.Reason == "" {
			t.Errorf("%s: %+v, want a reason", setting, p.Got)
		}
	}
}

func TestVerifiedManualAndLegacyDomainsNeedNoToken(t *testing.T) {
	t.Parallel()
	for _, state := range []string{workossim.StateVerified, workossim.StateLegacyVerified} {
		w := newWorld(t)
		p := w.Player()
		_, err := w.AddDomain(workossim.DomainSpec{Domain: p.ID.Domain, State: state, Manual: true})
		w.Must(err)
		if got := p.Read(); got.State != service.StateVerified || got.Token(p.Method) != "" {
			t.Errorf("%s reads %+v, want it verified without a token", state, got)
		}
		w.WantError(p.Challenge(), service.AlreadyVerified)
		p.Token = "any"
		w.Must(p.Wait())
	}
}

// hundredPending are pending domains of one process.
func (w *world) hundredPending() []*servicetest.Player {
	process := w.Player()
	players := make([]*servicetest.Player, 100)
	for n := range players {
		players[n] = process.For(servicetest.Domain(n)).Bring(service.StatePending)
	}
	return players
}

func TestDomainsThatWorkOSHasVerifiedByItselfAreFoundByOneReadAndWithoutAVerifyCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	players := w.hundredPending()
	w.poll()
	w.ForgetRequests()
	for _, p := range players {
		if err := p.Verify(); err != nil || !p.Got.State.Verified() {
			t.Fatalf("%s: %+v, %v", p.ID, p.Got, err)
		}
	}
	w.WantCount("", 1)
}

func TestManyWaitsShareTheReadingsOfTheOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	players := w.hundredPending()
	w.Unpublish()
	for _, p := range players {
		p.Must(p.Verify())
	}
	// The reading before the verify calls, which is no older than others may be, shows nothing.
	for _, pause := range []time.Duration{time.Second, 11 * time.Second, 11 * time.Minute} {
		w.Clock.Advance(pause)
		w.ForgetRequests()
		for _, p := range players {
			if err := p.Verify(); err != nil || p.Got.State != service.StatePending {
				t.Fatalf("%s: %+v, %v", p.ID, p.Got, err)
			}
		}
		w.WantCount("", 1)
	}
}
