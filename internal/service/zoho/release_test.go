// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

// hosted makes a verified domain whose mail Zoho hosts.
func (w *world) hosted(t *testing.T) (*zoho.Adapter, service.DomainID) {
	t.Helper()
	adapter, id := w.adapter(t), w.ID(0)
	w.makeVerified(t, adapter, id)
	must(t, w.SetHosting(id.Domain, true))
	return adapter, id
}

func (w *world) hostingModes() []string {
	return slices.DeleteFunc(w.modes(), func(mode string) bool { return mode == "verifyDomainByTXT" })
}

func (w *world) isHosted(id service.DomainID) bool {
	found, _ := w.Snapshot().Domain(id.Domain)
	return found.Hosting
}

func TestEverySettingBlocksTheReleaseOfAHostedDomainAndNeverDisablesHostingUnasked(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		adapter, id := w.hosted(t)
		for range 2 {
			wantError(t, release(t, adapter, id), service.Blocked, "mail", "stops receiving", "disable_mail_hosting_on_release = true", "admin console")
		}
		for _, mode := range w.modes() {
			if contains(mode, "Hosting") {
				t.Errorf("%s was sent", mode)
			}
		}
		if !w.isHosted(id) {
			t.Error("the mail is not hosted any more")
		}
	})
}

func TestEverySettingReleasesAHostedDomainWhenAskedTo(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world) {
		adapter, id := w.hosted(t)
		must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting}))
		w.wantState(t, id, service.StateAbsent)
		w.wantCount(t, "DELETE ", 2)
	})
}

func TestHostingIsNotTouchedWhereItDoesNotStandInTheWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.makeVerified(t, adapter, id)
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting}))
	if modes := w.hostingModes(); len(modes) > 0 {
		t.Errorf("%v were sent", modes)
	}
	w.wantCount(t, "DELETE ", 1)
}

// A name that sounds like hosting is no refusal because of hosting.
func TestDomainInUseWithHostingInItsNameKeepsItsHosting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.id("myhosting."+zone)
	w.makeVerified(t, adapter, id)
	must(t, w.SetUsers(id.Domain, 1))
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Blocked, "users")
	if modes := w.hostingModes(); len(modes) > 0 {
		t.Errorf("%v were sent", modes)
	}
}

func TestHostingIsEnabledAgainWhenTheDomainCannotBeDeletedAnyway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	must(t, w.SetUsers(id.Domain, 2))
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Blocked, "2 users", "is enabled again")
	if diff := cmp.Diff([]string{"disableMailHosting", "enableMailHosting"}, w.hostingModes()); diff != "" || !w.isHosted(id) {
		t.Errorf("modes (-want +got):\n%s", diff)
	}
}

func TestHostingThatCannotBeEnabledAgainIsShouted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	must(t, w.SetUsers(id.Domain, 2))
	w.hostingRefused(t)
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:200", Times: 1, Body: `{"status":{"code":200,"description":"success"}}`})
	w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:400", Times: 1, Body: `{"data":{"moreInfo":"Users exist."}}`})
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:403"})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Blocked, "COULD NOT be enabled again", "Enable mail hosting", "Users exist.")
}

func TestHostingThatZohoDoesNotEndLeavesTheDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:400", Body: `{"status":{"code":400},"data":{"moreInfo":"Not now."}}`})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Blocked, "Not now.", "refused to disable that")
	w.wantCount(t, "DELETE ", 1)
}

func TestReleaseThatFailsAfterHostingEndedSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	w.hostingRefused(t)
	w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:503"})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Transient, "hosting of the domain is disabled now")
	w.Heal()
	must(t, release(t, w.adapter(t), id))
	w.wantState(t, id, service.StateAbsent)
}

func TestLostAnswersOfHostingAndDeletionAreSettled(t *testing.T) {
	t.Parallel()
	for _, match := range []string{"PUT ", "DELETE "} {
		for _, kind := range []string{"drop", "drop_after", "status_after:503", "garbage_after"} {
			w := newWorld(t)
			adapter, id := w.hosted(t)
			w.fault(t, simhttp.Fault{Match: match, Kind: kind, Times: 1})
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting}))
			w.wantState(t, id, service.StateAbsent)
		}
	}
}

// That Zoho refuses the deletion by itself is not documented.
func TestDomainThatIsShownWithMailHostingIsNotEvenTriedToBeDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, id := w.hosted(t)
	err := w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id})
	wantError(t, err, service.Blocked, "hosts the mail", "disable_mail_hosting_on_release")
	if n := w.count("DELETE "); n != 0 || !w.isHosted(id) || len(w.hostingModes()) != 0 {
		t.Errorf("%d deletions, modes %v, hosted %t; want nothing touched", n, w.hostingModes(), w.isHosted(id))
	}
}

func TestHostedDomainThatIsGoneSinceTheListWasReadIsReleased(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, id := w.hosted(t)
	adapter := w.adapter(t)
	read(t, adapter, id)
	w.Remove(t, id)
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
}

func TestMailHostingThatHasEndedSinceTheListWasReadDoesNotBlock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, id := w.hosted(t)
	adapter := w.adapter(t)
	read(t, adapter, id)
	must(t, w.SetHosting(id.Domain, false))
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
	if got := w.Truth(id); got != service.StateAbsent {
		t.Errorf("the domain is %s", got)
	}
}

// The refusal does not say which subdomains, and Zoho shows them.
func TestParentOfSubdomainsIsKeptAndTheErrorNamesThem(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "500"} {
		w := newWorld(t)
		w.set(t, zohosim.SwitchDeleteInUse, setting)
		adapter, parent, child := w.adapter(t), w.id("corp.test"), w.id("www.corp.test")
		for _, id := range []service.DomainID{parent, child} {
			if _, err := adapter.Add(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		err := release(t, adapter, parent)
		wantError(t, err, service.Blocked, "subdomains of it, which are www.corp.test", "Release the subdomains first", "depends_on")
		w.wantState(t, parent, service.StatePending)
		w.wantCount(t, "DELETE ", 1)

		must(t, release(t, adapter, child))
		must(t, release(t, adapter, parent))
		w.wantState(t, parent, service.StateAbsent)
	}
}

const throttledFor5Minutes = `{"status":{"code":429},"data":{"moreInfo":"try again after 5 minutes"}}`

// hostingRefused makes the next deletion fail as that of a hosted domain does.
func (w *world) hostingRefused(t *testing.T) {
	t.Helper()
	w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:400", Times: 1, Body: `{"status":{"code":400},"data":{"errorCode":"RMV_HOSTING_BEFORE_DLT_DOMAIN"}}`})
}

// The caller waits for the lock and releases again, and then the deletion is
// refused without a word about hosting, which is off by now.
func TestHostingIsEnabledAgainAlsoWhenALockCameInBetween(t *testing.T) {
	t.Parallel()
	for locked, modes := range map[string][]string{
		"deleting": {"disableMailHosting", "enableMailHosting"},
		"enabling": {"disableMailHosting", "enableMailHosting", "enableMailHosting"},
	} {
		w := newWorld(t)
		adapter, id := w.hosted(t)
		must(t, w.SetUsers(id.Domain, 2))
		request := service.ReleaseRequest{ID: id, Options: disableHosting}
		w.hostingRefused(t)
		if locked == "enabling" {
			w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status_after:200", Times: 1, Body: `{"status":{"code":200,"description":"success"}}`})
			w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:429", Times: 1, Body: throttledFor5Minutes})
		} else {
			w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:429", Times: 1, Body: throttledFor5Minutes})
		}
		err := adapter.Release(t.Context(), request)
		wantError(t, err, service.Throttled, "ail hosting", "admin console")
		w.clock.Advance(typedOf(err).RetryAfter + time.Second)
		wantError(t, adapter.Release(t.Context(), request), service.Blocked, "2 users", "is enabled again")
		if diff := cmp.Diff(modes, w.hostingModes()); diff != "" || !w.isHosted(id) {
			t.Errorf("%s: hosted %t, modes (-want +got):\n%s", locked, w.isHosted(id), diff)
		}
	}
}

// The words of a refusal can speak of hosting that is not this domain's.
func TestHostingThatHadBeenOffIsNotEnabled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.makeVerified(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:400", Body: `{"status":{"code":400},"data":{"moreInfo":"A subdomain with mail hosting uses it."}}`})
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:400", Times: 1, Body: `{"status":{"code":400},"data":{"errorCode":"MAILHOSTING_ALREADY_DISABLED"}}`})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Blocked, "A subdomain")
	if slices.Contains(w.modes(), "enableMailHosting") || w.isHosted(id) {
		t.Errorf("hosting was enabled: %v", w.modes())
	}
}

func TestHostingWhoseEndIsNotKnownIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "drop_after"})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Transient, "hosting of the domain may be disabled now", "admin console")
	w.Heal()
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "hang_after"})
	must(t, w.SetHosting(id.Domain, true))
	err = adapter.Release(servicetest.UntilHanging(t, w), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Interrupted, "hosting of the domain may be disabled now", "admin console")
}
