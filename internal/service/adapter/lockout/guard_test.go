// SPDX-License-Identifier: MPL-2.0

package lockout_test

import (
	"context"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter/lockout"
)

// newGuard is the guard of an organization that shows the states of all its domains.
// The guard of Webex is told in package webex, with the words of its errors.
func newGuard(owner lockout.Owner, setting string, enforced *bool, states map[string]service.State) *lockout.Guard {
	organization := adapter.NewOrganization(&adapter.Vendor{Name: "acme", Company: "Acme"}, "one", func(context.Context) (service.Snapshot, error) {
		snapshot := service.Snapshot{Known: true, Complete: true, Domains: map[string]service.Domain{}}
		for domain, state := range states {
			snapshot.Domains[domain] = service.Domain{State: state}
		}
		return snapshot, nil
	})
	return lockout.New(organization, lockout.Config{
		Service: "acme", Company: "Acme", Console: "the console", AdminDomain: setting,
		Owner:    func(context.Context, string) (lockout.Owner, error) { return owner, nil },
		Enforced: func() *bool { return enforced },
		Token:    func(string) string { return "" },
	})
}

func TestAdministratorsDomainIsVerifiedFirstAndReleasedLast(t *testing.T) {
	t.Parallel()
	type states = map[string]service.State
	on := true
	known := lockout.Owner{Domain: "admin.test"}
	unknown := lockout.Owner{Unknown: "nobody says so"}
	for name, c := range map[string]struct {
		owner           lockout.Owner
		setting         string
		states          states
		verify, release service.Class
	}{
		"nothing is verified":            {known, "", states{}, service.Blocked, ""},
		"the administrators' own":        {lockout.Owner{Domain: "acme.test"}, "", states{}, "", ""},
		"theirs is verified":             {known, "", states{"admin.test": service.StateVerified}, "", ""},
		"the setting's is not":           {known, "set.test", states{"admin.test": service.StateVerified}, service.Blocked, ""},
		"their own beside another":       {lockout.Owner{Domain: "acme.test"}, "", states{"acme.test": service.StateVerified, "b.test": service.StateVerified}, "", service.Blocked},
		"their own is the last":          {lockout.Owner{Domain: "acme.test"}, "", states{"acme.test": service.StateVerified}, "", ""},
		"not known, nothing is verified": {unknown, "", states{}, service.Blocked, ""},
		"not known, others are verified": {unknown, "", states{"acme.test": service.StateVerified, "b.test": service.StateVerified}, "", service.Blocked},
	} {
		_, err := newGuard(c.owner, c.setting, &on, c.states).Verify(t.Context(), "acme.test")
		if got := service.ClassOf(err); got != c.verify {
			t.Errorf("%s: verify is %q, want %q: %v", name, got, c.verify, err)
		}
		_, err = newGuard(c.owner, c.setting, &on, c.states).Release(t.Context(), "acme.test")
		if got := service.ClassOf(err); got != c.release {
			t.Errorf("%s: release is %q, want %q: %v", name, got, c.release, err)
		}
	}
}

func TestReleaseOfTheAdministratorsDomainAndAnotherVerificationExcludeEachOther(t *testing.T) {
	t.Parallel()
	states := map[string]service.State{"admin.test": service.StateVerified}
	guard := newGuard(lockout.Owner{Domain: "admin.test"}, "", nil, states)
	must := func(_ string, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(guard.Verify(t.Context(), "b.test"))
	if _, err := guard.Release(t.Context(), "admin.test"); service.ClassOf(err) != service.Blocked {
		t.Errorf("the release passes beside a verification: %v", err)
	}
	guard.VerifyEnded("b.test")
	must(guard.Release(t.Context(), "admin.test"))
	if _, err := guard.Verify(t.Context(), "b.test"); service.ClassOf(err) != service.Blocked {
		t.Errorf("the verification passes beside the release: %v", err)
	}
	guard.ReleaseBegins("admin.test")()
	must(guard.Verify(t.Context(), "b.test"))
}
