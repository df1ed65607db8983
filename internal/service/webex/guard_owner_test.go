// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

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
				wantError(t, err, service.Blocked, "GET /people/me does not answer", "locks the owner out", "Control Hub")
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
	wantError(t, err, service.Blocked, "locks the owner out", "Run Terraform again")
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

func releaseAll(t *testing.T, adapter *webex.Adapter, ids ...service.DomainID) {
	t.Helper()
	for _, id := range ids {
		must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
	}
}
