// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestOrganizationHasExactlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.AddOrganization(workossim.OrganizationSpec{Name: "Beta", ExternalID: "ext_1"})
	want := map[string]any{
		"object": "organization", "id": id, "name": "Beta", "domains": []any{}, "external_id": "ext_1",
		"metadata": map[string]any{}, "allow_profiles_outside_organization": false,
		"created_at": "2026-01-01T12:00:00.000Z", "updated_at": "2026-01-01T12:00:00.000Z",
	}
	for _, path := range []string{"/organizations/external_id/ext_1", "/organizations/" + id} {
		if diff := cmp.Diff(want, w.Get(path).Fields); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if got := w.Get("/organizations/external_id/ext_2").Status; got != 404 {
		t.Errorf("unknown external id: %d, want 404", got)
	}
	if null := w.Get(organization); shown(null.Fields, "external_id") != "null" {
		t.Errorf("organization without an external id: %s, want null", null.Text)
	}
}

func TestPortalLinkWorksForFiveMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.Post(portal, `{"organization":"`+organizationID+`","intent":"domain_verification","return_url":"https://acme.test/back",
		"success_url":"https://acme.test/done","it_contact_emails":["it@acme.test"],"intent_options":{"sso":{}}}`)
	link, _ := a.Fields["link"].(string)
	if a.Status != 201 || len(a.Fields) != 1 || !strings.HasPrefix(link, "https://setup.workos.com?token=") {
		t.Fatalf("%d %s, want 201 with a link alone", a.Status, a.Text)
	}
	w.Clock.Advance(5*time.Minute - time.Second)
	visit, err := w.OpenPortalLink(link)
	if diff := cmp.Diff(workossim.PortalVisit{OrganizationID: organizationID, Intent: "domain_verification"}, visit); diff != "" || err != nil {
		t.Errorf("a second before: %v (-want +got):\n%s", err, diff)
	}
	w.Clock.Advance(time.Second)
	if _, err := w.OpenPortalLink(link); err == nil || !strings.Contains(err.Error(), "expired at 2026-01-01T12:05:00.000Z") {
		t.Errorf("after five minutes: %v, want an error that it expired", err)
	}
	if _, err := w.OpenPortalLink(link + "x"); err == nil {
		t.Error("a link that nobody made was opened")
	}
}

func TestBadPortalLinkRequestIsRefusedWithAMessageAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contacts := func(n int) string { return strings.TrimSuffix(strings.Repeat(`"it@acme.test",`, n), ",") }
	for _, c := range []struct {
		members string
		status  int
	}{
		{`"it_contact_emails":[` + contacts(20) + `]`, 201},
		{`"it_contact_emails":[` + contacts(21) + `]`, 422},
		{`"it_contact_emails":["acme.test"]`, 422},
		{`"it_contact_emails":["IT <it@acme.test>"]`, 422},
		{`"it_contact_emails":"it@acme.test"`, 422},
		{`"intent":"claim"`, 422},
		{`"intent":7`, 422},
		{`"return_url":7`, 422},
		{`"return_url":"http://acme.test/"`, 422},
		{`"success_url":"acme.test"`, 422},
		{`"return_url":"https://acme.test/"`, 201},
		{`"organization":""`, 422},
	} {
		a := w.Post(portal, fmt.Sprintf(`{"organization":%q,%s}`, organizationID, c.members))
		if a.Status != c.status || len(a.Fields) != 1 {
			t.Errorf("%s: %d %s, want %d and one field", c.members, a.Status, a.Text, c.status)
		}
	}
}
