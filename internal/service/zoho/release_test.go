// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

// releaseWithMail releases the domain and gives its mail up with it.
func releaseWithMail(p *servicetest.Player) error {
	return p.With(zoho.OptionDisableMailHosting).Release()
}

// hosted makes a verified domain whose mail Zoho hosts.
func (w *world) hosted() *servicetest.Player {
	w.T.Helper()
	p := w.brought(service.StateVerified)
	w.Must(w.SetHosting(p.ID.Domain, true))
	return p
}

// hostedAndUsed is one that cannot be deleted because of its users either.
func (w *world) hostedAndUsed() *servicetest.Player {
	w.T.Helper()
	p := w.hosted()
	w.Must(w.SetUsers(p.ID.Domain, 2))
	return p
}

func (w *world) isHosted(p *servicetest.Player) bool {
	found, _ := w.Snapshot().Domain(p.ID.Domain)
	return found.Hosting
}

// wantHosting compares whether the mail is hosted, and what was asked for to change that.
func (w *world) wantHosting(p *servicetest.Player, hosted bool, modes ...string) {
	w.T.Helper()
	w.WantEqual("hosted", hosted, w.isHosted(p))
	got := slices.DeleteFunc(w.modes(), func(mode string) bool { return mode == "verifyDomainByTXT" })
	if !slices.Equal(modes, got) {
		w.T.Errorf("%v were sent, want %v", got, modes)
	}
}

// Refusals and responses of the requests that a release makes.
func hostingRefused() simhttp.Fault {
	return servicetest.Once(deleteRequest, "status:400", `{"status":{"code":400},"data":{"errorCode":"RMV_HOSTING_BEFORE_DLT_DOMAIN"}}`)
}

const (
	disabled = "disableMailHosting"
	enabled  = "enableMailHosting"
)

func TestEverySettingBlocksTheReleaseOfAHostedDomainAndNeverDisablesHostingUnasked(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world) {
		p := w.hosted()
		for range 2 {
			w.WantError(p.Release(), service.Blocked, "mail", "stops receiving", "disable_mail_hosting_on_release = true", "admin console")
		}
		w.wantHosting(p, true)
	})
}

func TestEverySettingReleasesAHostedDomainWhenAskedTo(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world) {
		p := w.hosted()
		w.Must(releaseWithMail(p))
		p.WantState(service.StateAbsent)
		w.WantCount(deleteRequest, 2)
	})
}

func TestHostingIsNotTouchedWhereItDoesNotStandInTheWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.brought(service.StateVerified)
	w.Must(releaseWithMail(p))
	w.wantHosting(p, false)
	w.WantCount(deleteRequest, 1)
}

// A name that sounds like hosting is no refusal because of hosting.
func TestDomainInUseWithHostingInItsNameKeepsItsHosting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player("myhosting." + zone).Bring(service.StateVerified)
	w.Must(w.SetUsers(p.ID.Domain, 1))
	w.WantError(releaseWithMail(p), service.Blocked, "users")
	w.wantHosting(p, false)
}

func TestHostingIsEnabledAgainWhenTheDomainCannotBeDeletedAnyway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.hostedAndUsed()
	w.WantError(releaseWithMail(p), service.Blocked, "2 users", "is enabled again")
	w.wantHosting(p, true, disabled, enabled)
}

func TestReleaseOfAHostedDomainThatFailsSaysHowItsMailStands(t *testing.T) {
	t.Parallel()
	ignored := servicetest.Once(putRequest, "status:200", success) // a success without effect
	for name, c := range map[string]struct {
		faults []simhttp.Fault
		class  service.Class
		words  []string
		hosted bool
	}{
		"hosting cannot be enabled again": {
			[]simhttp.Fault{
				hostingRefused(), ignored, servicetest.Once(deleteRequest, "status:400", `{"data":{"moreInfo":"Users exist."}}`), servicetest.Always(putRequest, "status:403"),
			}, service.Blocked, []string{"COULD NOT be enabled again", "Enable mail hosting", "Users exist."}, true,
		},
		"hosting is not enabled again although Zoho says so": {
			[]simhttp.Fault{hostingRefused(), servicetest.Once(putRequest, "status_after:200", success), ignored},
			service.Blocked,
			[]string{"COULD NOT be enabled again", "without mail hosting"},
			false,
		},
		"the deletion fails after hosting has ended": {
			[]simhttp.Fault{hostingRefused(), servicetest.Always(deleteRequest, "status:503")}, service.Transient, []string{"hosting of the domain is disabled now"}, false,
		},
		"the end of hosting is not known": {
			[]simhttp.Fault{servicetest.Always(putRequest, "drop_after"), servicetest.Always(domainRead, "status:503")}, service.Transient, []string{"hosting of the domain may be disabled now", "admin console"}, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.hostedAndUsed()
			w.Fault(c.faults...)
			w.WantError(releaseWithMail(p), c.class, c.words...)
			w.WantEqual("hosted", c.hosted, w.isHosted(p))
			w.Heal()
			w.Must(w.SetUsers(p.ID.Domain, 0))
			w.Clock.Advance(time.Minute)
			w.Must(releaseWithMail(p.Anew()))
			p.WantState(service.StateAbsent)
		})
	}
}

func TestInterruptedReleaseSaysThatHostingMayBeDisabled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.hosted()
	w.Fault(servicetest.Always(putRequest, "hang_after"))
	w.WantError(releaseWithMail(p.UntilHanging()), service.Interrupted, "hosting of the domain may be disabled now", "admin console")
}

func TestHostingThatZohoDoesNotEndLeavesTheDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.hosted()
	w.Fault(servicetest.Always(putRequest, "status:400", `{"status":{"code":400},"data":{"moreInfo":"Not now."}}`))
	w.WantError(releaseWithMail(p), service.Blocked, "Not now.", "refused to disable that")
	w.WantCount(deleteRequest, 1)
}

func TestLostAnswersOfHostingAndDeletionAreSettled(t *testing.T) {
	t.Parallel()
	for _, match := range []string{putRequest, deleteRequest} {
		for _, kind := range []string{"drop", "drop_after", "status_after:503", "garbage_after"} {
			w := newWorld(t)
			p := w.hosted()
			w.Fault(servicetest.Once(match, kind))
			w.Must(releaseWithMail(p))
			p.WantState(service.StateAbsent)
		}
	}
}

// How Zoho refuses to disable what is off is not known, so that the refusal of a second
// request would not show that the first one has done it.
func TestHostingThatALostRequestHasDisabledIsKnownToBeOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.hosted()
	w.Fault(
		servicetest.Once(putRequest, "status_after:503"),
		servicetest.Always(putRequest, "status:400", `{"status":{"code":400},"data":{"errorCode":"HOSTING_NOT_ENABLED"}}`),
	)
	w.Must(releaseWithMail(p))
	p.WantState(service.StateAbsent)
}

// Whoever reads the error has to know that mailboxes may receive nothing.
func TestHostingThatMayBeDisabledIsToldWhateverFailsNext(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		next  simhttp.Fault
		class service.Class
	}{
		"the domain cannot be read":          {servicetest.Always(domainRead, "status:503"), service.Transient},
		"reading is rate limited":            {servicetest.Once(domainRead, "status:429", throttledFor5Minutes), service.Throttled},
		"the second request is rate limited": {servicetest.Once(putRequest, "status:429", throttledFor5Minutes), service.Throttled},
		"the second request is denied":       {servicetest.Once(putRequest, "status:403"), service.Denied},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.hosted()
			w.Fault(servicetest.Once(putRequest, "drop"), c.next)
			w.WantError(releaseWithMail(p), c.class, "hosting of the domain may be disabled now", "admin console")
			w.WantCount(deleteRequest, 1)
		})
	}
}

// That Zoho refuses the deletion by itself is not documented.
func TestDomainThatIsShownWithMailHostingIsNotEvenTriedToBeDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.hosted().Anew()
	w.WantError(p.Release(), service.Blocked, "hosts the mail", "disable_mail_hosting_on_release")
	w.WantCount(deleteRequest, 0)
	w.wantHosting(p, true)
}

func TestHostingOrDomainThatIsGoneSinceTheListWasReadDoesNotBlock(t *testing.T) {
	t.Parallel()
	for _, isGone := range []bool{false, true} {
		w := newWorld(t)
		p := w.hosted().Anew()
		p.Read()
		if isGone {
			w.OutOfBand("remove", p.ID.Domain)
		} else {
			w.Must(w.SetHosting(p.ID.Domain, false))
		}
		w.Must(p.Release())
		p.WantState(service.StateAbsent)
	}
}

// The refusal does not say which subdomains, and Zoho shows them.
func TestParentOfSubdomainsIsKeptAndTheErrorNamesThem(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "500"} {
		w := newWorld(t)
		w.Set(zohosim.SwitchDeleteInUse, setting)
		parent := w.Player(zone)
		child := parent.For("www." + zone)
		w.Must(parent.Add())
		w.Must(child.Add())
		w.WantError(parent.Release(), service.Blocked, "subdomains of it, which are www.corp.test", "Release the subdomains first", "depends_on")
		parent.WantState(service.StatePending)
		w.WantCount(deleteRequest, 1)
		w.Must(child.Release())
		w.Must(parent.Release())
		parent.WantState(service.StateAbsent)
	}
}

// The caller waits for the lock and releases again, and then the deletion is
// refused without a word about hosting, which is off by now.
func TestHostingIsEnabledAgainAlsoWhenALockCameInBetween(t *testing.T) {
	t.Parallel()
	for locked, c := range map[string]struct {
		faults []simhttp.Fault
		modes  []string
	}{
		"deleting": {[]simhttp.Fault{servicetest.Once(deleteRequest, "status:429", throttledFor5Minutes)}, []string{disabled, enabled}},
		"enabling": {
			[]simhttp.Fault{servicetest.Once(putRequest, "status_after:200", success), servicetest.Once(putRequest, "status:429", throttledFor5Minutes)},
			[]string{disabled, enabled, enabled},
		},
	} {
		t.Run(locked, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.hostedAndUsed()
			w.Fault(hostingRefused())
			w.Fault(c.faults...)
			typed := w.WantError(releaseWithMail(p), service.Throttled, "ail hosting", "admin console")
			w.Clock.Advance(typed.RetryAfter + time.Second)
			w.WantError(releaseWithMail(p), service.Blocked, "2 users", "is enabled again")
			w.wantHosting(p, true, c.modes...)
		})
	}
}

func TestHostingThatHadBeenOffIsNotEnabled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.brought(service.StateVerified)
	w.Fault(
		servicetest.Always(deleteRequest, "status:400", `{"status":{"code":400},"data":{"errorCode":"RMV_HOSTING_BEFORE_DLT_DOMAIN"}}`),
		servicetest.Once(putRequest, "status:400", `{"status":{"code":400},"data":{"errorCode":"MAILHOSTING_ALREADY_DISABLED"}}`),
	)
	w.WantError(releaseWithMail(p), service.Blocked, "RMV_HOSTING")
	w.wantHosting(p, false, disabled)
}

// The words of a refusal can speak of hosting that is not this domain's, and Zoho confirms
// that what is off was disabled. Enabled in return, it would take mail that others receive.
func TestHostingOfAnotherDomainIsNoReasonToTouchThatOfThisOne(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"A subdomain with mail hosting uses it.", "hosting@d0.corp.test still uses it."} {
		w := newWorld(t)
		p := w.brought(service.StateVerified)
		w.Fault(servicetest.Always(deleteRequest, "status:400", `{"status":{"code":400},"data":{"moreInfo":"`+text+`"}}`))
		for _, process := range []*servicetest.Player{p, p.Anew()} {
			for _, release := range []func(*servicetest.Player) error{(*servicetest.Player).Release, releaseWithMail} {
				typed := w.WantError(release(process), service.Blocked, "still use it")
				if strings.Contains(typed.Error()+typed.Advice, "disable_mail_hosting_on_release") {
					t.Errorf("it advises to give up mail: %v", typed)
				}
			}
		}
		w.wantHosting(p, false)
	}
}

// Neither an envelope of success nor an empty body says that the domain is gone.
func TestDeletionThatIsAnsweredWithSuccessAndNotDoneIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, success} {
		w := newWorld(t)
		p := w.brought(service.StatePending)
		w.Fault(servicetest.Always(deleteRequest, "status:200", body))
		w.WantError(p.Release(), service.Transient, "still has the domain")
		w.WantCount(deleteRequest, 2)
		p.WantRead(service.StatePending)
		w.Heal()
		w.Must(p.Release())
		p.WantState(service.StateAbsent)
	}
}

func TestEverySettingBlocksTheReleaseOfADomainInUse(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world) {
		p := w.brought(service.StateVerified)
		w.Must(w.SetUsers(p.ID.Domain, 3))
		w.WantError(p.Release(), service.Blocked, "users", "still use it", "admin console")
		p.WantState(service.StateVerified)
	})
}
