// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func (w *world) issue(spec workossim.KeySpec) string {
	w.T.Helper()
	key, err := w.IssueAPIKey(spec)
	if err != nil {
		w.T.Fatal(err)
	}
	return key
}

func TestUnknownOrRevokedKeyIsUnauthorized(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	revoked := w.issue(workossim.KeySpec{})
	if err := w.RevokeAPIKey(revoked); err != nil {
		t.Fatal(err)
	}
	for _, w.key = range []string{"", "sk_wrong", revoked} {
		if a := w.get(organization); a.status != 401 || a.text != `{"message":"Unauthorized"}` {
			t.Errorf("key %q: %d %s, want 401", w.key, a.status, a.text)
		}
	}
	if err := w.RevokeAPIKey(revoked); err == nil {
		t.Error("a key was revoked twice")
	}
}

func TestKeyOfAnotherEnvironmentFindsNothingOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	w.key = w.issue(workossim.KeySpec{Environment: "staging"})
	staging := w.AddOrganization(workossim.OrganizationSpec{Environment: "staging", Name: "Acme, Inc."})
	seen := switchtest.Line(w.get(organization).status, w.get(path).status, w.tryAdd("beta.test").status, len(names(w.get("/organizations"))),
		len(w.get("/events?events=organization_domain.created").fields["data"].([]any)), w.tryAddTo(staging, "acme.test").status)
	if want := "404 404 404 1 0 201"; seen != want {
		t.Errorf("seen %s, want %s", seen, want)
	}
}

func TestMissingPermissionIsForbiddenByOperation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	calls := map[string]func() answer{
		workossim.PermissionDomainsRead:        func() answer { return w.get(path) },
		workossim.PermissionDomainsWrite:       func() answer { return w.verify(path) },
		workossim.PermissionOrganizationsRead:  func() answer { return w.get(organization) },
		workossim.PermissionOrganizationsWrite: func() answer { return w.put(organization, `{}`) },
		workossim.PermissionPortal:             func() answer { return w.post(portal, `{"organization":"`+organizationID+`"}`) },
		workossim.PermissionEvents:             func() answer { return w.get(failures) },
	}
	if len(calls) != len(workossim.AllPermissions()) {
		t.Errorf("%d permissions have a call, there are %v", len(calls), workossim.AllPermissions())
	}
	for granted := range calls {
		w.key = w.issue(workossim.KeySpec{Permissions: []string{granted}})
		for needed, call := range calls {
			if a := call(); (a.status == 403) == (needed == granted) {
				t.Errorf("with %s, a call that needs %s: %d %s", granted, needed, a.status, a.text)
			}
		}
	}
	if _, err := w.IssueAPIKey(workossim.KeySpec{Permissions: []string{"everything"}}); err == nil {
		t.Error("an unknown permission was granted")
	}
}

func TestRateIsLimitedPerKeyAndRecoversAfterAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *workossim.Config) { c.RateLimit = 3 })
	first, second := w.key, w.issue(workossim.KeySpec{})
	seen := []any{}
	for _, w.key = range []string{first, first, first, first, second} {
		seen = append(seen, w.get(organization).status)
	}
	w.Clock.Advance(time.Minute)
	w.key = first
	seen = append(seen, w.get(organization).status)
	if got := switchtest.Line(seen...); got != "200 200 200 429 200 200" {
		t.Errorf("seen %s, want 429 for the fourth call of one key alone", got)
	}
	if err := w.LimitRate(0); err == nil {
		t.Error("a limit of no request at all was accepted")
	}
}

func TestDeletionsOfOrganizationsHaveALimitOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	counts := map[int]int{}
	for i := range 51 {
		counts[w.delete("/organizations/"+w.AddOrganization(workossim.OrganizationSpec{Name: fmt.Sprint(i)})).status]++
	}
	if got := switchtest.Line(counts, w.get(organization).status); got != "map[202:50 429:1] 200" {
		t.Errorf("seen %s, want fifty deletions and other calls free", got)
	}
}

func TestIdempotencyKeyOfAnOrganizationIsProvenAndLastsADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(workossim.SwitchIdempotency, "ignored")
	w.idempotencyKey = "0a3f"
	first, second := w.post("/organizations", `{"name":"Beta"}`), w.post("/organizations", `{"name":"Beta"}`)
	other := w.post("/organizations", `{"name":"Gamma"}`)
	w.Clock.Advance(24 * time.Hour)
	tomorrow := w.post("/organizations", `{"name":"Gamma"}`)
	if first.text != second.text || other.status != 400 || len(other.fields) != 1 || tomorrow.status != 201 {
		t.Errorf("%s, %s, %d %s, %d, want the same twice, 400 with a message alone, 201", first.text, second.text, other.status, other.text, tomorrow.status)
	}
}

func TestRefusedRequestLeavesItsIdempotencyKeyFree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.idempotencyKey = "0a3f"
	if first, second := w.tryAdd("no domain").status, w.tryAdd("acme.test").status; first != 422 || second != 201 {
		t.Errorf("%d, then %d with the same key, want 422 and 201", first, second)
	}
}
