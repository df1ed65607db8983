// SPDX-License-Identifier: MPL-2.0

package lockout_test

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter/lockout"
)

// newGuard is the guard of an organization that shows the states of all its domains.
// The guard of Webex is told in package webex, with the words of its errors.
func newGuard(owner lockout.Owner, setting string, enforced *bool, states map[string]service.State) *lockout.Guard {
	return newGuardOf(owner, setting, enforced, service.Snapshot{Known: true, Complete: true}, states)
}

// newGuardOf is newGuard for an organization that shows less.
func newGuardOf(owner lockout.Owner, setting string, enforced *bool, snapshot service.Snapshot, states map[string]service.State) *lockout.Guard {
	organization := adapter.NewOrganization(&adapter.Vendor{Name: "acme", Company: "Acme"}, "one", func(context.Context) (service.Snapshot, error) {
		snapshot.Domains = map[string]service.Domain{}
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

// Invariant 17: the attempt at another domain is made without asking the guard again.
func TestNothingIsVerifiedForOthersThatTheGuardWouldStopByItself(t *testing.T) {
	t.Parallel()
	type states = map[string]service.State
	on, off := true, false
	known, unknown := lockout.Owner{Domain: "admin.test"}, lockout.Owner{Unknown: "nobody says so"}
	hidden, shown := service.Snapshot{}, service.Snapshot{Known: true, Complete: true}
	pending := states{"set.test": service.StatePending}
	for name, c := range map[string]struct {
		owner    lockout.Owner
		enforced *bool
		snapshot service.Snapshot
		states   states
		first    string
	}{
		"nothing shows whether the owner's is verified":       {known, nil, hidden, pending, "admin.test"},
		"nor that, and enforcement is on":                     {known, &on, hidden, pending, "admin.test"},
		"nor that, and enforcement is off":                    {known, &off, hidden, pending, "set.test"},
		"the owner's is verified":                             {known, &on, shown, states{"set.test": service.StatePending, "admin.test": service.StateVerified}, "set.test"},
		"the owner is not known, and enforcement is on":       {unknown, &on, shown, pending, ""},
		"the owner is not known, and nothing shows":           {unknown, &on, hidden, pending, ""},
		"the owner is not known, and enforcement is in force": {unknown, &on, shown, states{"set.test": service.StatePending, "c.test": service.StateVerified}, "set.test"},
	} {
		guard := newGuardOf(c.owner, "set.test", c.enforced, c.snapshot, c.states)
		_, err := guard.Verify(t.Context(), "b.test")
		blocked, ok := errors.AsType[*service.Error](err)
		if !ok || blocked.Class != service.Blocked {
			t.Errorf("%s: the guard does not stop another domain: %v", name, err)
			continue
		}
		first := ""
		if blocked.VerifyFirst != nil {
			first = blocked.VerifyFirst.ID.Domain
			if _, err := guard.Verify(t.Context(), first); err != nil {
				t.Errorf("%s: the guard stops %s by itself: %v", name, first, err)
			}
		}
		if first != c.first {
			t.Errorf("%s: %q is tried first, want %q", name, first, c.first)
		}
	}
}

func TestReleaseOfTheOwnersDomainStopsWhatIsVerifiedForOthers(t *testing.T) {
	t.Parallel()
	guard := newGuard(lockout.Owner{Domain: "admin.test"}, "set.test", nil, map[string]service.State{"set.test": service.StatePending, "admin.test": service.StateVerified})
	if _, err := guard.Release(t.Context(), "admin.test"); err != nil {
		t.Fatal(err)
	}
	_, err := guard.Verify(t.Context(), "b.test")
	if blocked, ok := errors.AsType[*service.Error](err); !ok || blocked.VerifyFirst != nil {
		t.Errorf("%+v, want a domain that waits and tries no other", err)
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

// A step that goes on without the owner may lock the owner out.
func TestOwnerIsAskedForAgainAfterTheServiceHasFailed(t *testing.T) {
	t.Parallel()
	failed := lockout.Owner{Unknown: "the service does not respond", Unanswered: true}
	for name, c := range map[string]struct {
		answers  []lockout.Owner
		requests int
		class    service.Class
	}{
		"it responds then":          {[]lockout.Owner{failed, {Domain: "admin.test"}}, 2, service.Blocked},
		"it does not":               {[]lockout.Owner{failed}, 3, ""},
		"it has no owner to name":   {[]lockout.Owner{{Unknown: "nobody says so"}}, 1, ""},
		"it has named one at first": {[]lockout.Owner{{Domain: "acme.test"}}, 1, service.Blocked},
	} {
		guard, requests := newGuard(lockout.Owner{}, "", nil, nil), 0
		guard.Owner = func(context.Context, string) (lockout.Owner, error) {
			requests++
			return c.answers[min(requests, len(c.answers))-1], nil
		}
		var err error
		for range 5 {
			_, err = guard.Verify(t.Context(), "b.test")
		}
		if service.ClassOf(err) != c.class || requests != c.requests {
			t.Errorf("%s: %d requests, want %d; %v, want the class %q", name, requests, c.requests, err, c.class)
		}
	}
}

// An action tries a domain once while a resource waits for its verification.
func TestVerificationThatStillWaitsKeepsTheAdministratorsDomainWhereAnotherOfItsDomainHasEnded(t *testing.T) {
	t.Parallel()
	guard := newGuard(lockout.Owner{Domain: "admin.test"}, "", nil, map[string]service.State{"admin.test": service.StateVerified})
	for range 2 {
		if _, err := guard.Verify(t.Context(), "b.test"); err != nil {
			t.Fatal(err)
		}
	}
	guard.VerifyEnded("b.test")
	if _, err := guard.Release(t.Context(), "admin.test"); service.ClassOf(err) != service.Blocked {
		t.Errorf("the release passes beside a verification: %v", err)
	}
	guard.VerifyEnded("b.test")
	if _, err := guard.Release(t.Context(), "admin.test"); err != nil {
		t.Error(err)
	}
}

// Whether a service counts the users of a subdomain among those of a verified domain is not
// known, and an administrator may have an address there.
func TestDomainAboveThatOfTheAdministratorsIsReleasedLastUnlessTheirsIsVerifiedItself(t *testing.T) {
	t.Parallel()
	type states = map[string]service.State
	off := false
	for name, c := range map[string]struct {
		owner, setting string
		enforced       *bool
		states         states
		want           service.Class
	}{
		"it alone is verified beside others": {"mail.acme.test", "", nil, states{"acme.test": service.StateVerified, "b.test": service.StateVerified}, service.Blocked},
		"that of the setting":                {"b.test", "mail.acme.test", nil, states{"acme.test": service.StateVerified, "b.test": service.StateVerified, "c.test": service.StateVerified}, service.Blocked},
		"and the owner's is left":            {"b.test", "mail.acme.test", nil, states{"acme.test": service.StateVerified, "b.test": service.StateVerified}, ""},
		"theirs is pending":                  {"mail.acme.test", "", nil, states{"acme.test": service.StateVerified, "b.test": service.StateVerified, "mail.acme.test": service.StatePending}, service.Blocked},
		"theirs is verified":                 {"mail.acme.test", "", nil, states{"acme.test": service.StateVerified, "b.test": service.StateVerified, "mail.acme.test": service.StateVerified}, ""},
		"it is the last":                     {"mail.acme.test", "", nil, states{"acme.test": service.StateVerified}, ""},
		"it is not verified":                 {"mail.acme.test", "", nil, states{"acme.test": service.StatePending, "b.test": service.StateVerified}, ""},
		"another one is not above theirs":    {"mailacme.test", "", nil, states{"acme.test": service.StateVerified, "b.test": service.StateVerified}, ""},
		"verified domains are not enforced":  {"mail.acme.test", "", &off, states{"acme.test": service.StateVerified, "b.test": service.StateVerified}, ""},
	} {
		_, err := newGuard(lockout.Owner{Domain: c.owner}, c.setting, c.enforced, c.states).Release(t.Context(), "acme.test")
		if got := service.ClassOf(err); got != c.want {
			t.Errorf("%s: release is %q, want %q: %v", name, got, c.want, err)
		}
	}
}

// Somebody else has verified another domain since the run has begun.
func TestReleaseOfTheAdministratorsDomainIsDecidedByAReadingOfTheLastMinute(t *testing.T) {
	t.Parallel()
	now, readings := time.Unix(0, 0), 0
	states := map[string]service.Domain{"admin.test": {State: service.StateVerified}}
	vendor := &adapter.Vendor{Name: "acme", Company: "Acme", Now: func() time.Time { return now }}
	organization := adapter.NewOrganization(vendor, "one", func(context.Context) (service.Snapshot, error) {
		readings++
		return service.Snapshot{Known: true, Complete: true, Domains: maps.Clone(states)}, nil
	})
	guard := lockout.New(organization, lockout.Config{
		Owner:    func(context.Context, string) (lockout.Owner, error) { return lockout.Owner{Domain: "admin.test"}, nil },
		Enforced: func() *bool { return nil }, Token: func(string) string { return "" },
	})
	release := func() error {
		_, err := guard.Release(t.Context(), "admin.test")
		return err
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	states["b.test"] = service.Domain{State: service.StateVerified}
	now = now.Add(time.Minute)
	if err := release(); err != nil || readings != 1 {
		t.Errorf("%v after %d readings", err, readings)
	}
	now = now.Add(time.Second)
	if err := release(); service.ClassOf(err) != service.Blocked || readings != 2 {
		t.Errorf("%v after %d readings, want it blocked by the second one", err, readings)
	}
}

// The response to the release of another domain has the lists that no reading shows.
func TestWhatResponsesHaveShownCountsWhereNothingCanBeRead(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	vendor := &adapter.Vendor{Name: "acme", Company: "Acme", Now: func() time.Time { return now }}
	organization := adapter.NewOrganization(vendor, "one", func(context.Context) (service.Snapshot, error) { return service.Snapshot{}, nil })
	guard := lockout.New(organization, lockout.Config{
		Owner:    func(context.Context, string) (lockout.Owner, error) { return lockout.Owner{Domain: "admin.test"}, nil },
		Enforced: func() *bool { return nil }, Token: func(string) string { return "" },
	})
	if _, err := guard.Release(t.Context(), "admin.test"); service.ClassOf(err) != service.Blocked {
		t.Errorf("got %v", err)
	}
	organization.Inventory.Update(func(snapshot *service.Snapshot) {
		snapshot.Known, snapshot.Domains = true, map[string]service.Domain{"admin.test": {State: service.StateVerified}}
	})
	now = now.Add(time.Hour)
	if _, err := guard.Release(t.Context(), "admin.test"); err != nil {
		t.Error(err)
	}
}
