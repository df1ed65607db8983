// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func enforced(c *webexsim.Config) { c.Enforcement = true } // the administrator is admin@acme.test

func TestVerifyingAnotherDomainFirstLocksTheAdministratorOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	w.makeVerified("other.test")
	for _, a := range []simtest.Response{w.Get(identity), w.Get("/v1/people/me"), w.unverify("other.test")} {
		if a.Status != 403 || !strings.Contains(a.Text, "acme.test") {
			t.Errorf("after the lockout: %d %s, want 403 naming the administrator's domain", a.Status, a.Text)
		}
	}
	w.LetAdministratorIn()
	if got := w.Get(identity).Status; got != 200 {
		t.Errorf("after help from outside: %d, want 200", got)
	}
}

func TestVerifyingTheAdministratorsDomainFirstIsSafe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	w.makeVerified("acme.test")
	w.makeVerified("other.test")
	if w.Snapshot().LockedOut {
		t.Error("the administrator is locked out")
	}
}

func TestOrderDoesNotMatterWithoutEnforcement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("other.test")
	if w.Snapshot().LockedOut {
		t.Fatal("the administrator is locked out without enforcement")
	}
	w.SetEnforcement(true)
	if !w.Snapshot().LockedOut {
		t.Error("switching enforcement on over a foreign verified domain did not lock the administrator out")
	}
	w.SetEnforcement(false)
	if w.Snapshot().LockedOut {
		t.Error("switching enforcement off did not let the administrator in")
	}
}

func TestRemovingTheAdministratorsDomainBeforeOthersLocksOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	w.makeVerified("acme.test")
	w.makeVerified("other.test")
	if got := w.unverify("acme.test").Status; got != 200 {
		t.Fatalf("unverify: %d, want the service to let it happen", got)
	}
	if !w.Snapshot().LockedOut {
		t.Error("the administrator is not locked out")
	}
}

func TestRemovingTheLastVerifiedDomainEndsEnforcementAndAPendingOneDoesNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, enforced)
	enforcing := func() bool { return w.Snapshot().Organization.EnforceVerifiedDomains }
	w.makePending("pending.test")
	w.unverify("pending.test", removePending)
	if !enforcing() {
		t.Error("removing a pending domain of an organization without verified ones ended enforcement")
	}
	w.makeVerified("acme.test")
	w.makePending("pending.test")
	w.unverify("pending.test", removePending)
	if !enforcing() {
		t.Error("removing a pending domain beside a verified one ended enforcement")
	}
	w.unverify("acme.test")
	if enforcing() || w.Snapshot().LockedOut {
		t.Errorf("after the last verified domain: enforcing %t, locked out %t, want neither", enforcing(), w.Snapshot().LockedOut)
	}
}
