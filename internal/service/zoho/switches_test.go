// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// everySetting runs test under each setting of each switch.
func everySetting(t *testing.T, test func(w *world)) {
	t.Helper()
	everySettingBy(t, service.MethodDNSTXT, test)
}

func everySettingBy(t *testing.T, method service.Method, test func(w *world)) {
	t.Helper()
	servicetest.EverySetting(t, func(t *testing.T) *world { return newWorld(t) }, func(w *world, setting servicetest.Setting) {
		w.Method = method
		if setting.Name == zohosim.SwitchDeleteOfPrimary && setting.Value == "400" {
			// The first verified domain is the primary one.
			w.Must(w.AddDomain(zohosim.DomainSpec{Domain: "primary." + zone, Verified: true}))
		}
		test(w)
	})
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, method := range service.Methods() {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			everySettingBy(t, method, func(w *world) { w.WholeLife(nil) })
		})
	}
}

// Under every setting a token that was shown in this process stays known.
func TestEverySettingKeepsTheTokenOfADomainThatGotVerified(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world) {
		p := w.brought(service.StateVerified)
		w.Must(p.Explain())
		w.WantEqual("token", p.Token, p.Read().Token(p.Method))
	})
}

func TestEverySettingNoticesDomainsThatAreGoneOrWereAddedAnew(t *testing.T) {
	t.Parallel()
	const gone = "does not have the domain"
	everySetting(t, func(w *world) {
		p := w.brought(service.StatePending)
		w.OutOfBand("rotate", p.ID.Domain)
		w.WantError(p.Explain(), service.Rotated, "terraform plan")
		w.WantError(p.Verify(), service.Rotated, "terraform plan")
		w.OutOfBand("remove", p.ID.Domain)
		p.Token = p.Read().Token(p.Method)
		w.WantError(p.Verify(), service.Blocked, gone, "terraform plan")
		w.WantError(p.Explain(), service.Blocked, gone)
		w.WantError(p.Challenge(), service.Blocked, gone)
	})
}

func TestEverySettingShowsAnExpiredRegistrationAsDrift(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world) {
		p := w.brought(service.StateVerified).Anew()
		w.OutOfBand("unverify", p.ID.Domain)
		explained := w.Switches().Value(zohosim.SwitchExpiredField) == "present"
		if got := p.Read(); got.State != service.StatePending || explained != strings.Contains(got.Reason, "90 days") {
			w.T.Errorf("reads %+v, want it pending, with the reason where Zoho tells it", got)
		}
		if err := p.Verify(); err != nil || !p.Got.State.Verified() {
			w.T.Errorf("verify again: %+v, %v", p.Got, err)
		}
	})
}

func TestEverySettingRefusesADomainThatAnotherOrganizationHas(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world) {
		p := w.Player()
		w.Must(w.HoldElsewhere(p.ID.Domain))
		w.WantError(p.Add(), service.HeldElsewhere, "another Zoho organization", "Waiting does not help")
		w.WantCount(addRequest, 1)
	})
}

// fill gives the organization as many domains as it may have.
func (w *world) fill() {
	w.T.Helper()
	for n := range 30 - len(w.Snapshot().Domains) {
		w.Must(w.AddDomain(zohosim.DomainSpec{Domain: servicetest.Domain(n)}))
	}
}

func TestEverySettingSaysThatTheThirtyFirstDomainIsOneTooMany(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world) {
		w.fill()
		w.WantError(w.Player("last."+zone).Add(), service.Blocked, "30 domains", "Remove a domain")
		w.WantCount(addRequest, 1)
	})
}

// everyPair runs test under each pair of settings of the switches that say how
// a refusal looks.
func everyPair(t *testing.T, test func(w *world)) {
	t.Helper()
	var settings []servicetest.Setting
	for _, sw := range newWorld(t).Switches().List() {
		switch sw.Name {
		case zohosim.SwitchForeignDomain, zohosim.SwitchDomainLimit, zohosim.SwitchUnknownDomain, zohosim.SwitchDuplicateDomain, zohosim.SwitchEmptyList:
			for _, value := range sw.Allowed[1:] {
				settings = append(settings, servicetest.Setting{Name: sw.Name, Value: value})
			}
		}
	}
	for i, one := range settings {
		for _, other := range settings[i+1:] {
			if one.Name == other.Name {
				continue
			}
			t.Run(one.Name+"="+one.Value+", "+other.Name+"="+other.Value, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.Set(one.Name, one.Value)
				w.Set(other.Name, other.Value)
				test(w)
			})
		}
	}
}

func TestEveryPairOfSettingsTellsWhyADomainIsRefusedAndThatOneIsGone(t *testing.T) {
	t.Parallel()
	everyPair(t, func(w *world) {
		held := w.Player("held." + zone)
		w.Must(w.HoldElsewhere(held.ID.Domain))
		w.WantError(held.Add(), service.HeldElsewhere, "another Zoho organization")

		p := w.brought(service.StatePending) // the only one
		w.OutOfBand("remove", p.ID.Domain)
		w.WantError(p.Verify(), service.Blocked, "does not have the domain")
		p = p.Anew()
		p.WantRead(service.StateAbsent)
		w.Must(p.Release())

		w.ForgetRequests()
		w.fill()
		w.WantError(w.Player("last."+zone).Add(), service.Blocked, "30 domains")
		w.WantCount("POST ", 1)
	})
}
