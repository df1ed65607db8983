// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/entra"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func everySetting(t *testing.T, test func(w *world, setting servicetest.Setting)) {
	t.Helper()
	t.Parallel()
	servicetest.EverySetting(t, newWorld, test)
}

// gone releases the domain as the resource does: it looks until the domain is gone.
func gone(p *servicetest.Player) error {
	err := p.Release()
	for range 60 {
		if service.ClassOf(err) != service.UnderWay {
			break
		}
		p.Clock.Advance(30 * time.Minute)
		err = p.Release()
	}
	return err
}

// Each step is an apply of its own, right after the one before: the readings that lag are
// those of other processes.
func TestEverySettingPassesTheWholeLifecycle(t *testing.T) {
	everySetting(t, func(w *world, _ servicetest.Setting) {
		p := w.Player()
		w.Must(p.Add())
		w.Must(p.Challenge())
		p.Show()
		w.Must(p.Wait())
		p.WantState(service.StateVerified)
		p.WantRead(service.StateVerified)
		p.Anew().WantRead(service.StateVerified)
		p = p.Anew()
		w.Must(gone(p))
		p.WantState(service.StateAbsent)
		p.WantRead(service.StateAbsent)
		w.Must(p.Add())
	})
}

func TestEverySettingGivesASubdomainItsStateAndTokenOrNeither(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		root := w.Player().Bring(service.StateVerified)
		p := root.Anew().For("sub." + root.ID.Domain)
		w.Must(p.Add())
		if setting.Value == "needs_record" {
			w.Must(p.Challenge())
			w.Must(p.Show().Wait())
		}
		p.WantRead(service.StateVerified)
		if _, err := p.Challenged(); err != nil {
			w.WantError(err, service.AlreadyVerified, "no token")
		}
		// Both at once, as one for_each does.
		released := servicetest.InBackground(func() error { return gone(p) })
		w.Must(released())
		w.Must(gone(root))
	})
}

func TestEverySettingTellsAForeignTenantBeforeItVerifies(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		for role, tenant := range map[string]string{entrasim.Other: w.client.OtherTenantID, entrasim.Unmanaged: w.client.UnmanagedTenantID} {
			p := w.Player(role + ".test")
			w.have(p.ID.Domain, role, true)
			err := p.Add()
			if setting.Value == "domain_in_use" {
				w.WantError(err, service.HeldElsewhere, tenant, "active tenant")
				continue
			}
			w.Must(err)
			w.Must(p.Challenge())
			w.WantError(p.Show().Verify(), service.HeldElsewhere, tenant, string(entra.OptionTakeOver))
			w.WantError(p.Explain(), service.HeldElsewhere, tenant)
		}
		w.WantCount(verifyRequest, 0)
	})
}

func TestEverySettingTakesAnUnmanagedTenantOverWhenAllowed(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		p := w.Player("signup.test").With(entra.OptionTakeOver)
		w.have(p.ID.Domain, entrasim.Unmanaged, true)
		if setting.Value == "domain_in_use" {
			return
		}
		p = p.Bring(service.StatePending)
		if setting.Name == entrasim.SwitchForeignUnmanaged && setting.Value == "domain_in_use_400" {
			held := w.WantError(p.Wait(), service.HeldElsewhere, w.client.UnmanagedTenantID)
			if strings.Contains(held.Advice, string(entra.OptionTakeOver)) {
				t.Errorf("%q advises what is set already", held.Advice)
			}
			return
		}
		w.Must(p.Wait())
		p.WantState(service.StateVerified)
		w.WantCount(verifyRequest, 1)
	})
}

// Microsoft answers from copies, of which one may be behind the one that was read before.
func TestNewDomainThatIsNotShownForAWhileIsThereHoweverItWasAdded(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"status_after:503", "drop_after", "garbage_after", ""} {
		w := newWorld(t)
		p := w.Player()
		if kind != "" {
			w.Fault(servicetest.Once(addRequest, kind))
		}
		w.Must(p.Add())
		w.Must(p.Challenge())
		p.Show()
		w.Fault(servicetest.Once(readRequest, "status:404", refusal("Request_ResourceNotFound", "Resource does not exist.", "")))
		if err := p.Verify(); err != nil {
			t.Errorf("after %s: %v", kind, err)
		}
	}
}

// Invariant 6.
func TestVerificationWithoutResponseThatIsUnderWayIsNotBegunAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"status_after:503", "drop_after", "garbage_after"} {
		for name, begin := range map[string]func(*world) *servicetest.Player{
			"in the background": func(w *world) *servicetest.Player {
				w.Set(entrasim.SwitchVerifyIsAsync, "scheduled")
				return w.Player().Bring(service.StatePending)
			},
			"by a takeover": func(w *world) *servicetest.Player {
				p := w.Player("signup.test").With(entra.OptionTakeOver)
				w.have(p.ID.Domain, entrasim.Unmanaged, true)
				return p.Bring(service.StatePending)
			},
		} {
			t.Run(name+", "+kind, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				p := begin(w).Anew()
				w.Fault(servicetest.Once(verifyRequest, kind))
				w.Must(p.Verify())
				w.WantCount(verifyRequest, 1)
				w.Must(p.Wait())
				w.WantCount(verifyRequest, 1)
			})
		}
	}
}

func TestTakeoverThatHasFailedIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StatePending).Anew().With(entra.OptionTakeOver)
	failed := func(at string) string {
		return `{"id":"d0.corp.test","isVerified":false,"state":{"operation":"Verification","status":"Failed","lastActionDateTime":"` + at + `"}}`
	}
	// The read after the takeover shows the failure of the one before it.
	w.Fault(
		servicetest.Always(verifyRequest, "status:200", `{"id":"d0.corp.test","isVerified":false,"availabilityStatus":"EmailVerifiedDomainTakeoverScheduled"}`),
		simhttp.Fault{Match: readRequest, Kind: "status:200", Times: 2, Body: failed("2026-01-01T00:00:00Z")},
		servicetest.Always(readRequest, "status:200", failed("2026-01-02T00:00:00Z")),
	)
	w.Must(p.Verify())
	w.WantCount(verifyRequest, 1)
	w.Must(p.Verify())
	w.WantCount(verifyRequest, 2)
}

func TestEverySettingForcesAReleaseOnceAndLeavesAccountsEnabled(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		p := w.Player().Bring(service.StateVerified)
		use(p)
		blocked := w.WantError(p.Anew().Release(), service.Blocked, string(entra.OptionForceRelease))
		if blocked.BlockerCount != 12 || len(blocked.Blockers) != 10 {
			t.Errorf("blockers %+v of %d", blocked.Blockers, blocked.BlockerCount)
		}
		forced := p.Anew().With(entra.OptionForceRelease)
		err := gone(forced)
		if setting.Value == "failed" {
			w.WantError(err, service.Blocked, "failed", "1,000 objects")
			return
		}
		w.Must(err)
		w.WantSent(forceRequest, `{"disableUserAccounts":false}`)
		if own := w.Snapshot().Tenants[0]; own.Disabled != 0 || own.Renamed != 12 {
			t.Errorf("%+v", own)
		}
	})
}
