// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func (w *world) issue(spec workossim.KeySpec) string {
	w.T.Helper()
	key, err := w.IssueAPIKey(spec)
	w.Must(err)
	return key
}

func TestUnknownOrRevokedKeyIsUnauthorized(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	revoked := w.issue(workossim.KeySpec{})
	w.Must(w.RevokeAPIKey(revoked))
	for _, key := range []string{"", "sk_wrong", revoked} {
		w.as(key)
		if a := w.Get(organization); a.Status != 401 || a.Text != `{"message":"Unauthorized"}` {
			t.Errorf("key %q: %d %s, want 401", key, a.Status, a.Text)
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
	w.as(w.issue(workossim.KeySpec{Environment: "staging"}))
	staging := w.AddOrganization(workossim.OrganizationSpec{Environment: "staging", Name: "Acme, Inc."})
	seen := simtest.Line(w.Get(organization).Status, w.Get(path).Status, w.tryAdd("beta.test").Status, len(names(w.Get("/organizations"))),
		len(w.Get("/events?events=organization_domain.created").Fields["data"].([]any)), w.tryAddTo(staging, "acme.test").Status)
	if want := "404 404 404 1 0 201"; seen != want {
		t.Errorf("seen %s, want %s", seen, want)
	}
}

func TestMissingPermissionIsForbiddenByOperation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	calls := map[string]func() simtest.Response{
		workossim.PermissionDomainsRead:       func() simtest.Response { return w.Get(path) },
		workossim.PermissionDomainsWrite:      func() simtest.Response { return w.verify(path) },
		workossim.PermissionOrganizationsRead: func() simtest.Response { return w.Get(organization) },
		workossim.PermissionPortal:            func() simtest.Response { return w.Post(portal, `{"organization":"`+organizationID+`"}`) },
		workossim.PermissionEvents:            func() simtest.Response { return w.Get(failures) },
	}
	if len(calls) != len(workossim.AllPermissions()) {
		t.Errorf("%d permissions have a call, there are %v", len(calls), workossim.AllPermissions())
	}
	for granted := range calls {
		w.as(w.issue(workossim.KeySpec{Permissions: []string{granted}}))
		for needed, call := range calls {
			if a := call(); (a.Status == 403) == (needed == granted) {
				t.Errorf("with %s, a call that needs %s: %d %s", granted, needed, a.Status, a.Text)
			}
		}
	}
	if _, err := w.IssueAPIKey(workossim.KeySpec{Permissions: []string{"everything"}}); err == nil {
		t.Error("an unknown permission was granted")
	}
}

func TestRateIsLimitedPerKeyAndRecoversAfterAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.LimitRate(3))
	first, second := w.Credentials().APIKey, w.issue(workossim.KeySpec{})
	seen := []any{}
	for _, key := range []string{first, first, first, first, second} {
		w.as(key)
		seen = append(seen, w.Get(organization).Status)
	}
	w.Clock.Advance(time.Minute)
	w.as(first)
	seen = append(seen, w.Get(organization).Status)
	if got := simtest.Line(seen...); got != "200 200 200 429 200 200" {
		t.Errorf("seen %s, want 429 for the fourth call of one key alone", got)
	}
	if err := w.LimitRate(0); err == nil {
		t.Error("a limit of no request at all was accepted")
	}
}

func TestIdempotencyKeyLastsADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Header.Set("Idempotency-Key", "0a3f")
	w.tryAdd("acme.test")
	other := w.tryAdd("beta.test")
	w.Clock.Advance(24 * time.Hour)
	if tomorrow := w.tryAdd("beta.test").Status; other.Status != 400 || len(other.Fields) != 1 || tomorrow != 201 {
		t.Errorf("%d %s, tomorrow %d, want 400 with a message alone, and 201", other.Status, other.Text, tomorrow)
	}
}

func TestRefusedRequestLeavesItsIdempotencyKeyFree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Header.Set("Idempotency-Key", "0a3f")
	if first, second := w.tryAdd("no domain").Status, w.tryAdd("acme.test").Status; first != 422 || second != 201 {
		t.Errorf("%d, then %d with the same key, want 422 and 201", first, second)
	}
}
