// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

const publicOrganizationID = "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9iZjczMmM4NS02OGNhLTQ4NjctOTRlNC05MzcyODZhZDJmZDQ"

func TestIdentityReadHasOnlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeClaimed("acme.test")
	want := map[string]any{
		"schemas":     []any{"urn:cisco:codev:identity:organization:core:1.0"},
		"id":          organizationID,
		"displayName": "Acme, Inc.",
		"meta":        map[string]any{"created": "2026-01-01T12:00:00.000Z", "lastModified": "2026-01-01T12:00:00.000Z", "version": `W/"4"`},
	}
	if diff := cmp.Diff(want, w.get(identity).fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestIdentityPatchChangesNameAndLanguageAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Clock.Advance(time.Hour)
	a := w.request(http.MethodPatch, identity, "application/json", `{"schemas":["urn:cisco:codev:identity:organization:core:1.0"],
		"displayName":"Acme_New, Inc.","preferredLanguage":"en_US","enforceVerifiedDomains":true}`)
	want := map[string]any{
		"schemas":           []any{"urn:cisco:codev:identity:organization:core:1.0"},
		"id":                organizationID,
		"displayName":       "Acme_New, Inc.",
		"preferredLanguage": "en_US",
		"meta":              map[string]any{"created": "2026-01-01T12:00:00.000Z", "lastModified": "2026-01-01T13:00:00.000Z", "version": `W/"2"`},
	}
	if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 200 {
		t.Errorf("status %d (-want +got):\n%s", a.status, diff)
	}
	if w.Snapshot().Organization.EnforceVerifiedDomains {
		t.Error("the public API set enforceVerifiedDomains")
	}
	for _, body := range []string{`{"displayName":"x"}`, `{"schemas":["urn:cisco:codev:identity:organization:core:1.0"]}`} {
		if got := w.request(http.MethodPatch, identity, "application/json", body).status; got != 400 {
			t.Errorf("PATCH %s: %d, want 400", body, got)
		}
	}
}

func TestPublicOrganizationIsFoundByItsBase64ID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := map[string]any{"id": publicOrganizationID, "displayName": "Acme, Inc.", "created": "2026-01-01T12:00:00+00:00"}
	if diff := cmp.Diff(map[string]any{"items": []any{want}}, w.get("/v1/organizations").fields); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, w.get("/v1/organizations/"+publicOrganizationID).fields); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	if got := w.get("/v1/organizations/" + organizationID).status; got != 404 {
		t.Errorf("read by UUID: %d, want 404", got)
	}
}

func TestMeIsTheAdministratorAndFailsForAServiceApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *webexsim.Config) { c.AdminEmail = "root@corp.test" })
	a := w.get("/v1/people/me")
	want := map[string]any{
		"id":          "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9yb290QGNvcnAudGVzdA",
		"emails":      []any{"root@corp.test"},
		"displayName": "Administrator",
		"orgId":       publicOrganizationID,
		"roles":       []any{"Y2lzY29zcGFyazovL3VzL1JPTEUvaWRfZnVsbF9hZG1pbg"},
		"type":        "person",
	}
	if diff := cmp.Diff(want, a.fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.token = w.IssueAccessToken(webexsim.TokenSpec{NotAdmin: true})
	if diff := cmp.Diff([]any{}, w.get("/v1/people/me").fields["roles"]); diff != "" {
		t.Errorf("roles of someone else (-want +got):\n%s", diff)
	}
	w.token = w.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
	if got := w.get("/v1/people/me").status; got != 404 {
		t.Errorf("service app: %d, want 404", got)
	}
}
