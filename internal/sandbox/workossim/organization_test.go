// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// held is what an organization has, as name=state/strategy.
func held(a answer) []string {
	list := []string{}
	for _, d := range a.fields["domains"].([]any) {
		fields := d.(map[string]any)
		list = append(list, fmt.Sprintf("%s=%s/%s", fields["domain"], fields["state"], shown(fields, "verification_strategy")))
	}
	return list
}

func TestNewOrganizationHasExactlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.post("/organizations", `{"name":"Beta","external_id":"ext_1","metadata":{"tier":"gold"}}`)
	want := map[string]any{
		"object": "organization", "id": a.fields["id"], "name": "Beta", "domains": []any{}, "external_id": "ext_1",
		"metadata": map[string]any{"tier": "gold"}, "allow_profiles_outside_organization": false,
		"created_at": "2026-01-01T12:00:00.000Z", "updated_at": "2026-01-01T12:00:00.000Z",
	}
	if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 201 {
		t.Errorf("create: %d (-want +got):\n%s", a.status, diff)
	}
	for _, path := range []string{"/organizations/external_id/ext_1", "/organizations/" + shown(a.fields, "id")} {
		if diff := cmp.Diff(want, w.get(path).fields); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if got := w.get("/organizations/external_id/ext_2").status; got != 404 {
		t.Errorf("unknown external id: %d, want 404", got)
	}
	if null := w.get(organization); shown(null.fields, "external_id") != "null" {
		t.Errorf("organization without an external id: %s, want null", null.text)
	}
}

func TestDomainDataReplacesTheWholeSet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("kept.test")
	gone := w.add("gone.test")
	first := w.put(organization, `{"domain_data":[{"domain":"kept.test","state":"verified"},{"domain":"new.test","state":"pending"}]}`)
	if diff := cmp.Diff([]string{"kept.test=verified/manual", "new.test=pending/manual"}, held(first)); diff != "" {
		t.Errorf("after the first update (-want +got):\n%s", diff)
	}
	if got := w.get(gone).status; got != 404 {
		t.Errorf("the domain left out: %d, want 404", got)
	}
	if silent := w.put(organization, `{"name":"Acme"}`); len(held(silent)) != 2 || silent.fields["name"] != "Acme" {
		t.Errorf("update without domain_data: %s, want the same domains", silent.text)
	}
	if empty := w.put(organization, `{"domain_data":[]}`); len(held(empty)) != 0 {
		t.Errorf("update with an empty set: %s, want no domains", empty.text)
	}
}

func TestDeprecatedListMakesLegacyVerifiedDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.post("/organizations", `{"name":"Beta","domains":["old.test"]}`)
	if diff := cmp.Diff([]string{"old.test=legacy_verified/no-field"}, held(a)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	id := a.fields["domains"].([]any)[0].(map[string]any)["id"].(string)
	if got := w.verify(domains + "/" + id); got.status != 400 || got.fields["code"] != "domain_already_verified" {
		t.Errorf("verify: %d %s, want 400 domain_already_verified", got.status, got.text)
	}
}

func TestMetadataIsMergedAndNullDeletes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(organization, `{"metadata":{"a":"1","b":"2"},"stripe_customer_id":"cus_1","allow_profiles_outside_organization":true}`)
	a := w.put(organization, `{"metadata":{"a":null,"c":"3"},"external_id":null}`)
	if diff := cmp.Diff(map[string]any{"b": "2", "c": "3"}, a.fields["metadata"]); diff != "" || a.fields["stripe_customer_id"] != "cus_1" {
		t.Errorf("%s (-want +got):\n%s", a.text, diff)
	}
}

func TestBadOrganizationIsRefusedAsDocumentedAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("/organizations", `{"name":"Beta","external_id":"taken"}`)
	w.put("/organizations/"+w.AddOrganization(workossim.OrganizationSpec{Name: "Gamma"}), `{"stripe_customer_id":"cus_taken"}`)
	w.add("acme.test")
	before := w.get(organization).text
	long := strings.Repeat("x", 129)
	for _, c := range []struct {
		body   string
		status int
		code   string
	}{
		{`{"name":""}`, 422, ""},
		{`{"name":7}`, 422, ""},
		{`{"external_id":"taken"}`, 400, "external_id_already_used"},
		{`{"external_id":"` + long + `"}`, 422, ""},
		{`{"external_id":"ü"}`, 422, ""},
		{`{"external_id":""}`, 422, ""},
		{`{"stripe_customer_id":"cus_taken"}`, 400, "stripe_customer_id_already_used"},
		{`{"metadata":{"` + long + `":"x"}}`, 400, "invalid_metadata"},
		{`{"metadata":{"x":"` + strings.Repeat(long, 5) + `"}}`, 400, "invalid_metadata"},
		{`{"metadata":{"x":1}}`, 400, "invalid_metadata"},
		{`{"metadata":{` + strings.TrimSuffix(strings.Join(numbered(51), ","), ",") + `}}`, 400, "invalid_metadata"},
		{`{"domain_data":[{"domain":"b.test","state":"failed"}]}`, 422, ""},
		{`{"domain_data":[{"domain":"b.test"}]}`, 422, ""},
		{`{"domain_data":[{"domain":"no domain","state":"pending"}]}`, 422, ""},
		{`{"domain_data":{}}`, 422, ""},
		{`{"domains":["gmail.com"]}`, 422, ""},
		{`{"domains":"b.test"}`, 422, ""},
	} {
		want := []string{"code", "message"}
		if c.code == "" {
			want = []string{"message"}
		}
		a := w.put(organization, c.body)
		if got := slices.Sorted(maps.Keys(a.fields)); a.status != c.status || !slices.Equal(got, want) || c.code != "" && a.fields["code"] != c.code {
			t.Errorf("%s: %d %s, want %d %s with %v alone", c.body, a.status, a.text, c.status, c.code, want)
		}
	}
	if a := w.post("/organizations", `{}`); a.status != 422 || len(a.fields) != 1 {
		t.Errorf("create without a name: %d %s, want 422 with a message alone", a.status, a.text)
	}
	if diff := cmp.Diff(before, w.get(organization).text); diff != "" {
		t.Errorf("refused updates changed the organization (-before +after):\n%s", diff)
	}
}

// numbered makes n metadata members.
func numbered(n int) []string {
	var members []string
	for i := range n {
		members = append(members, fmt.Sprintf(`"k%d":"v"`, i))
	}
	return members
}

func TestDeletedOrganizationTakesItsDomainsAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	w.delete(organization)
	again := w.delete(organization)
	if got := switchtest.Line(w.get(path).status, w.get(organization).status, again.status, again.text, w.put(organization, `{}`).status); got !=
		`404 404 404 {"message":"Not Found"} 404` {
		t.Errorf("seen %s", got)
	}
}

func TestPortalLinkWorksForFiveMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.post(portal, `{"organization":"`+organizationID+`","intent":"domain_verification","return_url":"https://acme.test/back",
		"success_url":"https://acme.test/done","it_contact_emails":["it@acme.test"],"intent_options":{"sso":{}}}`)
	link, _ := a.fields["link"].(string)
	if a.status != 201 || len(a.fields) != 1 || !strings.HasPrefix(link, "https://setup.workos.com?token=") {
		t.Fatalf("%d %s, want 201 with a link alone", a.status, a.text)
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
		{`"organization":""`, 422},
	} {
		a := w.post(portal, fmt.Sprintf(`{"organization":%q,%s}`, organizationID, c.members))
		if a.status != c.status || len(a.fields) != 1 {
			t.Errorf("%s: %d %s, want %d and one field", c.members, a.status, a.text, c.status)
		}
	}
}
