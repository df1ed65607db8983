// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const (
	ownerRead    = "/people/me"
	otherDomain  = "life." + zone
	formerDomain = "former." + zone
)

// byKnowledge plays a story in each way in which the administrators' domain is known.
func byKnowledge(t *testing.T, modes []mode, story func(w *world)) {
	t.Helper()
	for _, setting := range []string{"", "Acme.TEST."} {
		t.Run("admin_domain="+setting, func(t *testing.T) {
			t.Parallel()
			in(t, modes, func(_ *testing.T, w *world) {
				w.Values["admin_domain"] = setting
				story(w)
			})
		})
	}
}

// outdated is a world whose admin_domain names a domain that the owner of the token
// has no address in.
func outdated(w *world) *world {
	w.Values["admin_domain"] = formerDomain
	return w
}

// serviceApp configures a token that has no owner.
func (w *world) serviceApp() {
	w.Values["access_token"] = w.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
}

// verified brings domains to it, each in a process of its own.
func (w *world) verified(domains ...string) {
	w.T.Helper()
	for _, domain := range domains {
		w.Player(domain).Bring(service.StateVerified)
	}
}

type guard func(p *servicetest.Player, domain string) (notice string, err error)

// wantPass wants a guard to let pass without a word.
func wantPass(p *servicetest.Player, ask guard, domain string) {
	p.T.Helper()
	if notice, err := ask(p, domain); notice != "" || err != nil {
		p.T.Errorf("%s: %q, %v; want it to pass", domain, notice, err)
	}
}

// wantBlocked wants a guard to block, with a time to ask again or without.
func wantBlocked(p *servicetest.Player, ask guard, domain string, retry bool, words ...string) service.Error {
	p.T.Helper()
	notice, err := ask(p, domain)
	typed := p.WantError(err, service.Blocked, words...)
	if (typed.RetryAfter > 0) != retry || notice != "" {
		p.T.Errorf("notice %q, error %+v; want no notice, and a time to ask again: %t", notice, typed, retry)
	}
	return typed
}

func wantOneNotice(p *servicetest.Player, words string, ask guard, first, second string) {
	p.T.Helper()
	if notice, err := ask(p, first); err != nil || !strings.Contains(notice, words) {
		p.T.Errorf("first: %q, %v; want a notice with %q", notice, err, words)
	}
	wantPass(p, ask, second)
}

func (w *world) wantNotLockedOut() {
	w.T.Helper()
	if w.Snapshot().LockedOut {
		w.T.Error("the administrator is locked out")
	}
}

func TestVerifyingBeforeTheAdministratorsDomainIsBlockedWhereItShows(t *testing.T) {
	t.Parallel()
	byKnowledge(t, readable(), func(w *world) {
		p := w.Player(adminDomain)
		wantBlocked(p, guardVerify, otherDomain, false, adminDomain, "depends_on", "No request was made")
		p.Bring(service.StateVerified)
		wantPass(p, guardVerify, otherDomain)
		wantPass(p.Anew(), guardVerify, otherDomain)
	})
}

func TestBlockedVerificationWaitsWhileTheAdministratorsDomainIsUnderWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	admin := w.Player(adminDomain).Bring(service.StatePending)
	wantPass(admin, guardVerify, adminDomain)
	wantBlocked(admin, guardVerify, otherDomain, true)
	w.Must(w.HoldElsewhere(adminDomain, true))
	w.WantError(admin.Verify(), service.HeldElsewhere)
	wantBlocked(admin, guardVerify, otherDomain, false) // after a terminal failure
}

func TestReleasingTheAdministratorsDomainFirstIsBlockedWhereItShows(t *testing.T) {
	t.Parallel()
	byKnowledge(t, readable(), func(w *world) {
		w.verified(adminDomain, otherDomain)
		p := w.Player(otherDomain)
		wantBlocked(p, guardRelease, adminDomain, false, otherDomain, "Release the others first")
		wantPass(p, guardRelease, otherDomain)
		w.Must(p.Release())
		wantPass(p, guardRelease, adminDomain)
	})
}

func TestVerifyGuardGivesOneNoticeWhereTheStateCannotBeRead(t *testing.T) {
	t.Parallel()
	byKnowledge(t, []mode{unreadable}, func(w *world) {
		wantOneNotice(w.Player(), "whether the administrators' own domain acme.test is verified", guardVerify, servicetest.Domain(0), servicetest.Domain(1))
		w.WantCount("POST ", 0)
	})
}

func TestGuardGivesOneNoticeWhereTheAdministratorsDomainIsUnknown(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		w.serviceApp()
		p := w.Player()
		for _, ask := range []guard{guardVerify, guardRelease} {
			wantOneNotice(p, "Set admin_domain", ask, servicetest.Domain(0), servicetest.Domain(1))
		}
		w.WantCount(ownerRead, 1)
	})
}

// The accident itself, and that heeding the guard prevents it.
func TestHeedingTheGuardKeepsTheAdministratorIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.SetEnforcement(true)
	admin := w.Player(adminDomain)
	wantBlocked(admin, guardVerify, otherDomain, false)
	admin.Bring(service.StateVerified)
	other := admin.For(otherDomain).Bring(service.StateVerified)
	wantBlocked(admin, guardRelease, adminDomain, false)
	w.Must(other.Release())
	w.Must(admin.Release())
	w.wantNotLockedOut()

	careless := newWorld(t, listsReading)
	careless.SetEnforcement(true)
	_ = careless.life().Bring(service.StatePending).Verify()
	if !careless.Snapshot().LockedOut {
		t.Error("the sandbox does not lock out: this test shows nothing")
	}
}

func TestWaitingForTheOwnersAddressObeysCancellation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	late := w.HoldBack(ownerRead, "")
	p := w.Player()
	wait := servicetest.InBackground(func() error {
		_, err := guardVerify(p, servicetest.Domain(0))
		return err
	})
	<-late.Answered
	_, err := p.Service.(service.LockoutGuard).GuardVerify(servicetest.Brief(t), w.ID(servicetest.Domain(1)))
	w.WantError(err, service.Interrupted, "timeout")
	late.Release()
	w.Must(wait())
}

// Invariant 17: admin_domain adds to the owner's domain and replaces nothing.
func TestOutdatedAdminDomainDoesNotSwitchTheGuardOff(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		p := outdated(w).Player()
		w.SetEnforcement(true)
		for _, domain := range []string{formerDomain, otherDomain} {
			wantBlocked(p, guardVerify, domain, false, adminDomain, formerDomain, "admin_domain", "No request was made")
		}
		w.WantCount(ownerRead, 1)
		w.WantCount(verifyRequest, 0)
	})
}

func TestBothAdministratorsDomainsAreVerifiedBeforeOthers(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		p := outdated(w).Player(adminDomain)
		w.SetEnforcement(true)
		p.Bring(service.StateVerified)
		wantBlocked(p, guardVerify, otherDomain, false, formerDomain)
		wantPass(p, guardVerify, formerDomain)
		p.For(formerDomain).Bring(service.StateVerified)
		wantPass(p, guardVerify, otherDomain)
		w.wantNotLockedOut()
	})
}

func TestAdminDomainAloneGuardsWithAWarningWhereTheOwnerCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 404, 500} {
		w := newWorld(t, listsReading)
		w.Values["admin_domain"] = adminDomain
		w.Fault(servicetest.Always(ownerRead, fmt.Sprintf("status:%d", status)))
		p := w.Player()
		wantOneNotice(p, "admin_domain (acme.test) alone is guarded", guardVerify, adminDomain, adminDomain)
		wantBlocked(p, guardVerify, otherDomain, true, adminDomain)
	}
}

// Fail closed: the first verified domain makes the enforcement effective.
func TestFirstVerificationStopsWhereEnforcementIsOnAndTheOwnerCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"", formerDomain} {
		for _, status := range []int{403, 404, 500} {
			for _, read := range []string{"present", "enforcement_only"} {
				w := newWorld(t, unreadable)
				w.Set(webexsim.SwitchOrganizationReadDomains, read)
				w.Values["admin_domain"] = setting
				w.SetEnforcement(true)
				w.Fault(servicetest.Always(ownerRead, fmt.Sprintf("status:%d", status)))
				wantBlocked(w.Player(), guardVerify, formerDomain, false, "GET /people/me does not answer", "locks them out", "Control Hub")
			}
		}
	}
}

func TestFurtherVerificationsPassWhereEnforcementIsEffectiveAlready(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.verified(adminDomain)
	w.SetEnforcement(true)
	w.Values["admin_domain"] = adminDomain
	w.serviceApp()
	_, err := guardVerify(w.Player(), otherDomain)
	w.Must(err)
}

func TestReleaseStopsWhereTheOwnerCouldNotBeReadAndEnforcementIsOn(t *testing.T) {
	t.Parallel()
	w := outdated(newWorld(t, listsReading))
	w.verified(adminDomain, formerDomain)
	w.SetEnforcement(true)
	for _, fault := range []simhttp.Fault{servicetest.Always(ownerRead, "status:503"), servicetest.Always(ownerRead, "status:403", servicetest.ProxyPage)} {
		w.Heal()
		w.Fault(fault)
		_, err := guardRelease(w.Player(), adminDomain)
		w.WantError(err, service.Blocked, "locks them out", "Run Terraform again")
	}
}

// Cisco's description does not promise the organization of a person. Only the owner of another
// one is not concerned.
func TestOwnerWhoseOrganizationIsNotShownIsNotTakenForAPartner(t *testing.T) {
	t.Parallel()
	for _, person := range []string{`{}`, `{"emails":["admin@acme.test"]}`, `{"emails":["admin@acme.test"],"orgId":null}`, `{"emails":["admin@acme.test"],"orgId":"acme"}`} {
		w := outdated(newWorld(t, unreadable))
		w.verified(adminDomain, formerDomain)
		w.Fault(servicetest.Always(ownerRead, "status:200", person))
		wantOneNotice(w.Player(), "alone is guarded", guardRelease, adminDomain, otherDomain)
		w.Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only")
		w.SetEnforcement(true)
		_, err := guardRelease(w.Player(), adminDomain)
		w.WantError(err, service.Blocked, "does not show the organization", "locks them out")
	}
}

func TestOwnersDomainIsReleasedAfterThatOfAdminDomain(t *testing.T) {
	t.Parallel()
	w := outdated(newWorld(t, listsReading))
	w.verified(adminDomain, formerDomain)
	w.SetEnforcement(true)
	p := w.Player()
	wantBlocked(p, guardRelease, adminDomain, false, formerDomain)
	for _, domain := range []string{formerDomain, adminDomain} {
		wantPass(p, guardRelease, domain)
		w.Must(p.For(domain).Release())
	}
	w.wantNotLockedOut()
}

// A partner's token: admin_domain is the only word on the organization's own
// administrators.
func TestPartnersTokenNeedsAdminDomainWhereEnforcementIsOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.SetEnforcement(true)
	w.Fault(servicetest.Always(ownerRead, "status:200", `{"emails":["root@partner.test"],"orgId":"11111111-2222-3333-4444-555555555555"}`))
	wantBlocked(w.Player(), guardVerify, otherDomain, false, "another organization", "Set admin_domain")
	w.Values["admin_domain"] = adminDomain
	p := w.Player()
	wantPass(p, guardVerify, adminDomain)
	wantBlocked(p, guardVerify, otherDomain, true, adminDomain)
}

// What the warning advises has to help: the setting is there already.
func TestWarningWithAdminDomainSetDoesNotAdviseToSetIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.Values["admin_domain"] = adminDomain
	notice, err := guardVerify(w.Player(), otherDomain)
	if err != nil || strings.Contains(notice, "admin_domain") || !strings.Contains(notice, "drift_probe_domain") {
		t.Errorf("got %q, %v; want drift_probe_domain named, and admin_domain not", notice, err)
	}
}

// Instances of one for_each cannot depend on each other.
func TestAdviceOnDependsOnLeavesInstancesOfOneForEachOut(t *testing.T) {
	t.Parallel()
	const instances = "separate resources, and not instances of one for_each, depends_on"
	w := newWorld(t, listsReading)
	wantBlocked(w.Player(), guardVerify, otherDomain, false, "-parallelism=1 that takes a second apply", instances)
	w.verified(adminDomain, otherDomain)
	wantBlocked(w.Player(), guardRelease, adminDomain, false, "-parallelism=1 that takes a second destroy", instances)
}

func TestOwnersDomainIsVerifiedBesideTheReleaseOfTheFormerOne(t *testing.T) {
	t.Parallel()
	for _, first := range []bool{false, true} {
		w := outdated(newWorld(t, listsReading))
		w.verified(formerDomain)
		p := w.Player()
		if first {
			wantPass(p, guardVerify, adminDomain)
		}
		wantPass(p, guardRelease, formerDomain)
		wantPass(p, guardVerify, adminDomain)
	}
}

// Only a text about transient users is explained, and as no more than probable.
func TestLockedOutAdministratorIsDeniedWhateverTheResponse(t *testing.T) {
	t.Parallel()
	for setting, words := range map[string]string{"403_transient": "probably locked out", "403": "id_full_admin", "401": "wrong or expired"} {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchLockedOut, setting)
		w.verified(otherDomain)
		w.SetEnforcement(true)
		_, verifyErr := guardVerify(w.Player(), formerDomain)
		_, releaseErr := guardRelease(w.Player(), otherDomain)
		for _, err := range []error{w.Player().TryRead(), verifyErr, releaseErr} {
			w.WantError(err, service.Denied, words)
		}
	}
}
