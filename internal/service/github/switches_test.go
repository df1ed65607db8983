// SPDX-License-Identifier: MPL-2.0

package github_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/github"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func everySetting(t *testing.T, test func(w *world, setting servicetest.Setting)) {
	t.Helper()
	t.Parallel()
	servicetest.EverySetting(t, newWorld, test)
}

// lifetime is that of a token.
const lifetime = 7 * 24 * time.Hour

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	everySetting(t, func(w *world, _ servicetest.Setting) { w.WholeLife(nil) })
}

func TestEverySettingPassesTheWholeLifecycleOfAnEnterprise(t *testing.T) {
	everySetting(t, func(w *world, _ servicetest.Setting) {
		w.Organization = "enterprise:acme-group"
		w.WholeLife(nil)
	})
}

func TestEverySettingRenewsAnExpiredTokenOnceAndNeverInAReading(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		old := w.Player().Bring(service.StatePending)
		w.Clock.Advance(lifetime)
		p := old.Anew()
		w.ForgetRequests()
		found := p.Read()
		rotatedByReading := setting.Value == "rotated_on_read"
		if found.State != service.StatePending || found.TokenExpired(p.Method, w.Clock.Now()) == rotatedByReading {
			t.Errorf("reads %+v", found)
		}
		w.WantCount(renewRequest, 0)
		w.Must(p.Renew())
		if want := map[bool]int{true: 0, false: 1}[rotatedByReading]; w.Count(renewRequest) != want || p.Token == old.Token {
			t.Errorf("%d renewals to %q, it was %q", w.Count(renewRequest), p.Token, old.Token)
		}
		w.Unpublish()
		p.Show()
		w.Must(p.Anew().Wait())
		p.WantState(service.StateVerified)
	})
}

func TestEverySettingSaysThatATokenHasExpiredOrVerifiesByIt(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		p := w.Player().Bring(service.StatePending)
		w.Clock.Advance(lifetime)
		p = p.Anew()
		err := p.Verify()
		switch setting.Value {
		case "accepted":
			w.Must(err)
		case "rotated_on_read":
			w.WantError(err, service.Rotated, "terraform plan")
		default:
			w.WantError(err, service.Expired, "terraform plan", "seven days")
		}
	})
}

func TestEverySettingNoticesWhatOtherOwnersDo(t *testing.T) {
	everySetting(t, func(w *world, _ servicetest.Setting) {
		p := w.Player().Bring(service.StatePending)
		w.OutOfBand("rotate", p.ID.Domain)
		w.WantError(p.Anew().Verify(), service.Rotated, "terraform plan")
		w.OutOfBand("readd", p.ID.Domain)
		w.WantError(p.Anew().Verify(), service.Rotated)
		w.OutOfBand("remove", p.ID.Domain)
		w.WantError(p.Anew().Verify(), service.Blocked, "does not have the domain")
		_, err := p.Anew().Challenged()
		w.WantError(err, service.Blocked)
		w.WantError(p.Anew().Renew(), service.Blocked)
		w.Must(p.Anew().Release())
		// The same process finds out by what GitHub answers.
		same := w.Player().For(servicetest.Domain(1)).Bring(service.StatePending)
		w.OutOfBand("verify", same.ID.Domain)
		w.Must(same.Verify())
		w.OutOfBand("remove", same.ID.Domain)
		w.Must(same.Release())
	})
}

func TestEverySettingSaysNotYetWithWhatGitHubHasFound(t *testing.T) {
	everySetting(t, func(w *world, _ servicetest.Setting) {
		p := w.Player().Bring(service.StatePending)
		name := p.Publication().Record.Name
		w.Unpublish()
		p.WantError(p.Verify(), service.NotYet, "neither")
		w.TXT(name, "v=spf1 -all")
		p.WantError(p.Verify(), service.NotYet, "expected name")
	})
}

func TestEverySettingBlocksTheReleaseOfADomainThatAPolicyNeeds(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		p := w.Player().Bring(service.StateVerified)
		policy := true
		w.Must(w.ChangeOwner(githubsim.OwnerChange{Policy: &policy}))
		p = p.Anew()
		w.WantError(p.Release(), service.Blocked, "policy", string(github.OptionSkipPolicyGuard))
		w.WantCount(releaseRequest, 0)
		p.WantState(service.StateVerified)
		err := p.With(github.OptionSkipPolicyGuard).Release()
		if setting.Name == githubsim.SwitchDeleteRequired && setting.Value == "error" {
			w.WantError(err, service.Blocked, "refused to delete", "policy")
			return
		}
		w.Must(err)
		p.WantState(service.StateAbsent)
	})
}

func TestEverySettingBlocksTheReleaseOfADomainThatAPolicyNeedsOnceOthersAreReleased(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		first := w.Player().Bring(service.StateVerified)
		second := first.For(servicetest.Domain(1)).Bring(service.StateVerified)
		policy := true
		w.Must(w.ChangeOwner(githubsim.OwnerChange{Policy: &policy}))
		process := first.Anew()
		releases := []func() error{
			servicetest.InBackground(process.Release),
			servicetest.InBackground(process.For(second.ID.Domain).Release),
		}
		released := 0
		for _, wait := range releases {
			if err := wait(); err == nil {
				released++
			} else {
				w.WantError(err, service.Blocked, "policy", string(github.OptionSkipPolicyGuard))
			}
		}
		if want := map[bool]int{true: 1, false: 0}[setting.Value == "last"]; released != want {
			t.Errorf("%d domains were released, want %d", released, want)
		}
		w.WantCount(releaseRequest, released)
	})
}

func TestEverySettingLeavesTheDomainsOfOthersAlone(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		domain := servicetest.Domain(0)
		w.Must(w.AddDomain(githubsim.DomainSpec{Domain: domain, Owner: githubsim.ForEnterprise, Verified: true}))
		w.Must(w.AddDomain(githubsim.DomainSpec{Domain: domain, Owner: githubsim.ForOther, Verified: true}))
		p := w.Player()
		p.WantRead(service.StateAbsent)
		w.Must(p.Release())
		w.WantCount(releaseRequest, 0)
		err := p.Add()
		if setting.Name == githubsim.SwitchHeldElsewhere && setting.Value == "error" {
			w.WantError(err, service.Rejected, "another account")
			return
		}
		w.Must(err)
		w.Must(p.Show().Wait())
		w.Must(p.Anew().Release())
		if got := len(w.Snapshot().Domains); got != 2 {
			t.Errorf("%d domains are left, want those of the two others", got)
		}
	})
}
