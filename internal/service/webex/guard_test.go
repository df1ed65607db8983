// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// The ways in which the administrators' domain is known.
func adminKnowledge() map[string]func(*world) {
	return map[string]func(*world){
		"configured":     func(w *world) { w.values["admin_domain"] = "Acme.TEST." },
		"from people/me": func(*world) {},
	}
}

func TestVerifyingBeforeTheAdministratorsDomainIsBlockedWhereItShows(t *testing.T) {
	t.Parallel()
	for name, know := range adminKnowledge() {
		for _, reading := range []mode{probing, listsReading} {
			w := newWorld(t, reading)
			know(w)
			adapter, other := w.adapter(t), w.id("life."+zone)
			notice, err := adapter.GuardVerify(t.Context(), other)
			wantError(t, err, service.Blocked, adminDomain, "depends_on", "No request was made")
			if typed := new(service.Error); !errors.As(err, &typed) || typed.RetryAfter != 0 || notice != "" {
				t.Errorf("%s: notice %q, error %+v; want neither a notice nor a time", name, notice, err)
			}
			w.makeVerified(t, adapter, w.id(adminDomain))
			for _, process := range []*webex.Adapter{adapter, w.adapter(t)} {
				if notice, err := process.GuardVerify(t.Context(), other); notice != "" || err != nil {
					t.Errorf("%s, %s, afterwards: %q, %v", name, reading, notice, err)
				}
			}
		}
	}
}

func TestBlockedVerificationWaitsWhileTheAdministratorsDomainIsUnderWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	adapter, admin := w.adapter(t), w.id(adminDomain)
	w.makePending(t, adapter, admin)
	if notice, err := adapter.GuardVerify(t.Context(), admin); notice != "" || err != nil {
		t.Errorf("the administrators' own domain: %q, %v", notice, err)
	}
	_, err := adapter.GuardVerify(t.Context(), w.id("life."+zone))
	if typed := new(service.Error); !errors.As(err, &typed) || typed.Class != service.Blocked || typed.RetryAfter == 0 {
		t.Errorf("got %+v, want %s with a time to ask again", err, service.Blocked)
	}
	must(t, w.Webex.HoldElsewhere(adminDomain, true))
	wantError(t, verify(t, adapter, admin, "any"), service.HeldElsewhere)
	_, err = adapter.GuardVerify(t.Context(), w.id("life."+zone))
	if typed := new(service.Error); !errors.As(err, &typed) || typed.RetryAfter != 0 {
		t.Errorf("got %+v after a terminal failure, want no time to ask again", err)
	}
}

func TestReleasingTheAdministratorsDomainFirstIsBlockedWhereItShows(t *testing.T) {
	t.Parallel()
	for name, know := range adminKnowledge() {
		for _, reading := range []mode{probing, listsReading} {
			w := newWorld(t, reading)
			know(w)
			admin, other := w.id(adminDomain), w.id("life."+zone)
			w.makeVerified(t, w.adapter(t), admin)
			w.makeVerified(t, w.adapter(t), other)
			adapter := w.adapter(t)
			_, err := adapter.GuardRelease(t.Context(), admin)
			wantError(t, err, service.Blocked, other.Domain, "Release the others first")
			if notice, err := adapter.GuardRelease(t.Context(), other); notice != "" || err != nil {
				t.Errorf("%s, %s, another domain: %q, %v", name, reading, notice, err)
			}
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: other}))
			if notice, err := adapter.GuardRelease(t.Context(), admin); notice != "" || err != nil {
				t.Errorf("%s, %s, the last one: %q, %v", name, reading, notice, err)
			}
		}
	}
}

func TestVerifyGuardGivesOneNoticeWhereTheStateCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, know := range adminKnowledge() {
		w := newWorld(t, unreadable)
		know(w)
		adapter := w.adapter(t)
		wantOneNotice(t, "whether the administrators' own domain acme.test is verified", adapter.GuardVerify, w.ID(0), w.ID(1))
		if w.Writes() != 0 {
			t.Errorf("%d writes, want none", w.Writes())
		}
	}
}

func TestGuardGivesOneNoticeWhereTheAdministratorsDomainIsUnknown(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		w.values["access_token"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
		adapter := w.adapter(t)
		wantOneNotice(t, "Set admin_domain", adapter.GuardVerify, w.ID(0), w.ID(1))
		wantOneNotice(t, "Set admin_domain", adapter.GuardRelease, w.ID(0), w.ID(1))
		if n := w.count("/people/me"); n != 1 {
			t.Errorf("%d requests for the owner, want one", n)
		}
	}
}

type guard func(context.Context, service.DomainID) (string, error)

func wantOneNotice(t *testing.T, words string, ask guard, first, second service.DomainID) {
	t.Helper()
	notice, err := ask(t.Context(), first)
	if err != nil || !strings.Contains(notice, words) {
		t.Errorf("first: %q, %v; want a notice with %q", notice, err, words)
	}
	if notice, err := ask(t.Context(), second); err != nil || notice != "" {
		t.Errorf("second: %q, %v; want nothing", notice, err)
	}
}

// The accident itself, and that heeding the guard prevents it.
func TestHeedingTheGuardKeepsTheAdministratorIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.Webex.SetEnforcement(true)
	adapter, admin, other := w.adapter(t), w.id(adminDomain), w.id("life."+zone)
	_, err := adapter.GuardVerify(t.Context(), other)
	wantError(t, err, service.Blocked)
	w.makeVerified(t, adapter, admin)
	w.makeVerified(t, adapter, other)
	_, err = adapter.GuardRelease(t.Context(), admin)
	wantError(t, err, service.Blocked)
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: other}))
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: admin}))
	if w.Webex.Snapshot().LockedOut {
		t.Error("the administrator is locked out")
	}

	careless := newWorld(t, listsReading)
	careless.Webex.SetEnforcement(true)
	id := careless.id("life." + zone)
	token := careless.makePending(t, careless.adapter(t), id)
	_ = verify(t, careless.adapter(t), id, token)
	if !careless.Webex.Snapshot().LockedOut {
		t.Error("the sandbox does not lock out: this test shows nothing")
	}
}

func TestWaitingForTheOwnersAddressObeysCancellation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	late := &heldBack{action: "/people/me", anyBody: true, answered: make(chan struct{}), released: make(chan struct{})}
	adapter := w.adapterVia(t, late)
	done := make(chan error, 1)
	go func() {
		_, err := adapter.GuardVerify(t.Context(), w.ID(0))
		done <- err
	}()
	<-late.answered
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := adapter.GuardVerify(ctx, w.ID(1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second: %v, want the context's cause", err)
	}
	close(late.released)
	must(t, <-done)
}

const formerDomain = "former." + zone

// outdated is a world whose admin_domain names a domain that the owner of the
// token has no address in.
func outdated(t *testing.T, reading mode) *world {
	t.Helper()
	w := newWorld(t, reading)
	w.values["admin_domain"] = formerDomain
	return w
}

// Invariant 17: admin_domain adds to the owner's domain and replaces nothing.
func TestOutdatedAdminDomainDoesNotSwitchTheGuardOff(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := outdated(t, reading)
			w.Webex.SetEnforcement(true)
			adapter := w.adapter(t)
			for _, domain := range []string{formerDomain, "life." + zone} {
				_, err := adapter.GuardVerify(t.Context(), w.id(domain))
				wantError(t, err, service.Blocked, adminDomain, formerDomain, "admin_domain", "No request was made")
			}
			if n := w.count("/people/me"); n != 1 {
				t.Errorf("%d requests for the owner, want one", n)
			}
			if n := w.count("/verifyDomain"); n != 0 {
				t.Errorf("%d verify calls, want none", n)
			}
		})
	}
}

func TestBothAdministratorsDomainsAreVerifiedBeforeOthers(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := outdated(t, reading)
			w.Webex.SetEnforcement(true)
			adapter := w.adapter(t)
			w.makeVerified(t, adapter, w.id(adminDomain))
			_, err := adapter.GuardVerify(t.Context(), w.id("life."+zone))
			wantError(t, err, service.Blocked, formerDomain)
			if notice, err := adapter.GuardVerify(t.Context(), w.id(formerDomain)); notice != "" || err != nil {
				t.Errorf("the setting's: %q, %v", notice, err)
			}
			w.makeVerified(t, adapter, w.id(formerDomain))
			if notice, err := adapter.GuardVerify(t.Context(), w.id("life."+zone)); notice != "" || err != nil {
				t.Errorf("another: %q, %v", notice, err)
			}
			if w.Webex.Snapshot().LockedOut {
				t.Error("the administrator is locked out")
			}
		})
	}
}

func TestAdminDomainAloneGuardsWithAWarningWhereTheOwnerCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 404, 500} {
		w := newWorld(t, listsReading)
		w.values["admin_domain"] = adminDomain
		w.fault(t, simhttp.Fault{Match: "/people/me", Kind: fmt.Sprintf("status:%d", status)})
		adapter := w.adapter(t)
		wantOneNotice(t, "admin_domain (acme.test) alone is guarded", adapter.GuardVerify, w.id(adminDomain), w.id(adminDomain))
		_, err := adapter.GuardVerify(t.Context(), w.id("life."+zone))
		wantError(t, err, service.Blocked, adminDomain)
	}
}

// Fail closed: the first verified domain makes the enforcement effective.
func TestFirstVerificationStopsWhereEnforcementIsOnAndTheOwnerCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"", formerDomain} {
		for _, status := range []int{403, 404, 500} {
			for _, read := range []string{"present", "enforcement_only"} {
				w := newWorld(t, unreadable)
				w.set(t, webexsim.SwitchOrganizationReadDomains, read)
				w.values["admin_domain"] = setting
				w.Webex.SetEnforcement(true)
				w.fault(t, simhttp.Fault{Match: "/people/me", Kind: fmt.Sprintf("status:%d", status)})
				_, err := w.adapter(t).GuardVerify(t.Context(), w.id(formerDomain))
				wantError(t, err, service.Blocked, "GET /people/me does not answer", "locks them out", "Control Hub")
			}
		}
	}
}

func TestFurtherVerificationsPassWhereEnforcementIsEffectiveAlready(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.makeVerified(t, w.adapter(t), w.id(adminDomain))
	w.Webex.SetEnforcement(true)
	w.values["admin_domain"] = adminDomain
	w.values["access_token"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
	if _, err := w.adapter(t).GuardVerify(t.Context(), w.id("life."+zone)); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestReleaseStopsWhereTheOwnerCouldNotBeReadAndEnforcementIsOn(t *testing.T) {
	t.Parallel()
	w := outdated(t, listsReading)
	w.makeVerified(t, w.adapter(t), w.id(adminDomain))
	w.makeVerified(t, w.adapter(t), w.id(formerDomain))
	w.Webex.SetEnforcement(true)
	w.fault(t, simhttp.Fault{Match: "/people/me", Kind: "status:503"})
	_, err := w.adapter(t).GuardRelease(t.Context(), w.id(adminDomain))
	wantError(t, err, service.Blocked, "locks them out", "Run Terraform again")
}

func TestOwnersDomainIsReleasedAfterThatOfAdminDomain(t *testing.T) {
	t.Parallel()
	w := outdated(t, listsReading)
	w.makeVerified(t, w.adapter(t), w.id(adminDomain))
	w.makeVerified(t, w.adapter(t), w.id(formerDomain))
	w.Webex.SetEnforcement(true)
	adapter := w.adapter(t)
	_, err := adapter.GuardRelease(t.Context(), w.id(adminDomain))
	wantError(t, err, service.Blocked, formerDomain)
	for _, domain := range []string{formerDomain, adminDomain} {
		if notice, err := adapter.GuardRelease(t.Context(), w.id(domain)); notice != "" || err != nil {
			t.Errorf("%s: %q, %v", domain, notice, err)
		}
		must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: w.id(domain)}))
	}
	if w.Webex.Snapshot().LockedOut {
		t.Error("the administrator is locked out")
	}
}

// A partner's token: admin_domain is the only word on the organization's own
// administrators.
func TestPartnersTokenNeedsAdminDomainWhereEnforcementIsOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.Webex.SetEnforcement(true)
	w.fault(t, simhttp.Fault{
		Match: "/people/me", Kind: "status:200",
		Body: `{"emails":["root@partner.test"],"orgId":"11111111-2222-3333-4444-555555555555"}`,
	})
	_, err := w.adapter(t).GuardVerify(t.Context(), w.ID(0))
	wantError(t, err, service.Blocked, "another organization", "Set admin_domain")
	w.values["admin_domain"] = adminDomain
	adapter := w.adapter(t)
	if notice, err := adapter.GuardVerify(t.Context(), w.id(adminDomain)); notice != "" || err != nil {
		t.Errorf("the setting's: %q, %v", notice, err)
	}
	_, err = adapter.GuardVerify(t.Context(), w.ID(0))
	wantError(t, err, service.Blocked, adminDomain)
}

// What the warning advises has to help: the setting is there already.
func TestWarningWithAdminDomainSetDoesNotAdviseToSetIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.values["admin_domain"] = adminDomain
	notice, err := w.adapter(t).GuardVerify(t.Context(), w.ID(0))
	if err != nil || strings.Contains(notice, "admin_domain") || !strings.Contains(notice, "drift_probe_domain") {
		t.Errorf("got %q, %v; want drift_probe_domain named, and admin_domain not", notice, err)
	}
}

// Instances of one for_each cannot depend on each other.
func TestAdviceOnDependsOnLeavesInstancesOfOneForEachOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	_, err := w.adapter(t).GuardVerify(t.Context(), w.ID(0))
	wantError(t, err, service.Blocked, "-parallelism=1 that takes a second apply", "separate resources, and not instances of one for_each, depends_on")
	w.makeVerified(t, w.adapter(t), w.id(adminDomain))
	w.makeVerified(t, w.adapter(t), w.ID(0))
	_, err = w.adapter(t).GuardRelease(t.Context(), w.id(adminDomain))
	wantError(t, err, service.Blocked, "-parallelism=1 that takes a second destroy", "separate resources, and not instances of one for_each, depends_on")
}

func TestOwnersDomainIsVerifiedBesideTheReleaseOfTheFormerOne(t *testing.T) {
	t.Parallel()
	w := outdated(t, listsReading)
	w.makeVerified(t, w.adapter(t), w.id(formerDomain))
	adapter := w.adapter(t)
	for name, step := range map[string]func() (string, error){
		"the release of the former domain": func() (string, error) { return adapter.GuardRelease(t.Context(), w.id(formerDomain)) },
		"the verification of the owner's":  func() (string, error) { return adapter.GuardVerify(t.Context(), w.id(adminDomain)) },
	} {
		if notice, err := step(); notice != "" || err != nil {
			t.Errorf("%s: %q, %v", name, notice, err)
		}
	}
}
