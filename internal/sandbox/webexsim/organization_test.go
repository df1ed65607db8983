// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
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
	if diff := cmp.Diff(want, w.Get(identity).Fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMeIsTheAdministratorAndFailsForAServiceApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *webexsim.Config) { c.AdminEmail = "root@corp.test" })
	a := w.Get("/v1/people/me")
	want := map[string]any{
		"id":          "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9yb290QGNvcnAudGVzdA",
		"emails":      []any{"root@corp.test"},
		"displayName": "Administrator",
		"orgId":       publicOrganizationID,
		"roles":       []any{"Y2lzY29zcGFyazovL3VzL1JPTEUvaWRfZnVsbF9hZG1pbg"},
		"type":        "person",
	}
	if diff := cmp.Diff(want, a.Fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.as(w.IssueAccessToken(webexsim.TokenSpec{NotAdmin: true}))
	if diff := cmp.Diff([]any{}, w.Get("/v1/people/me").Fields["roles"]); diff != "" {
		t.Errorf("roles of someone else (-want +got):\n%s", diff)
	}
	w.as(w.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true}))
	if got := w.Get("/v1/people/me").Status; got != 404 {
		t.Errorf("service app: %d, want 404", got)
	}
}

func TestAdministratorWithoutADomainIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := webexsim.New(webexsim.Config{World: simtest.NewOutside(t).World(), AdminEmail: "admin"}); err == nil {
		t.Error("accepted")
	}
}

func TestIdentifiersLeftOutAreMadeUp(t *testing.T) {
	t.Parallel()
	c := newWorld(t, func(c *webexsim.Config) { c.OrganizationID = "" }).Credentials()
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(c.OrganizationID) {
		t.Errorf("organization id %q is no version 4 UUID", c.OrganizationID)
	}
	for name, value := range map[string]string{
		"access token": c.AccessToken, "client id": c.ClientID, "client secret": c.ClientSecret, "refresh token": c.RefreshToken,
	} {
		if len(value) < 64 {
			t.Errorf("%s %q is shorter than real ones", name, value)
		}
	}
}
