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

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// held is what an organization has, as name=state/strategy/token.
func held(a simtest.Response) []string {
	list := []string{}
	domains, _ := a.Fields["domains"].([]any)
	for _, d := range domains {
		fields := d.(map[string]any)
		list = append(list, fmt.Sprintf("%s=%s/%s/%s", fields["domain"], fields["state"], shown(fields, "verification_strategy"),
			shown(fields, "verification_token")))
	}
	return list
}

func TestNewOrganizationHasExactlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.Post("/organizations", `{"name":"Beta","external_id":"ext_1","metadata":{"tier":"gold"}}`)
	want := map[string]any{
		"object": "organization", "id": a.Fields["id"], "name": "Beta", "domains": []any{}, "external_id": "ext_1",
		"metadata": map[string]any{"tier": "gold"}, "allow_profiles_outside_organization": false,
		"created_at": "2026-01-01T12:00:00.000Z", "updated_at": "2026-01-01T12:00:00.000Z",
	}
	w.WantFields("create", a, 201, want)
	for _, path := range []string{"/organizations/external_id/ext_1", "/organizations/" + shown(a.Fields, "id")} {
		w.WantFields(path, w.Get(path), 200, want)
	}
}

func TestDomainDataReplacesTheWholeSet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("kept.test")
	gone := w.add("gone.test")
	first := w.put(organization, `{"domain_data":[{"domain":"kept.test","state":"verified"},{"domain":"new.test","state":"pending"}]}`)
	if diff := cmp.Diff([]string{"kept.test=verified/manual/null", "new.test=pending/manual/no-field"}, held(first)); diff != "" {
		t.Errorf("after the first update (-want +got):\n%s", diff)
	}
	w.Want("the domain left out", w.Get(gone), 404)
	w.Clock.Advance(time.Minute)
	if silent := w.put(organization, `{"name":"Acme"}`); len(held(silent)) != 2 || silent.Fields["name"] != "Acme" ||
		silent.Fields["updated_at"] != "2026-01-01T12:01:00.000Z" {
		t.Errorf("update without domain_data: %s, want the same domains", silent.Text)
	}
	if empty := w.put(organization, `{"domain_data":[]}`); len(held(empty)) != 0 {
		t.Errorf("update with an empty set: %s, want no domains", empty.Text)
	}
	want := []string{"created", "created", "deleted", "updated", "created", "deleted", "deleted"}
	if diff := cmp.Diff(want, w.events()); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestDeprecatedListMakesLegacyVerifiedDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.Post("/organizations", `{"name":"Beta","domains":["old.test"]}`)
	if diff := cmp.Diff([]string{"old.test=legacy_verified/no-field/null"}, held(a)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	id := a.Fields["domains"].([]any)[0].(map[string]any)["id"].(string)
	if got := w.verify(domains + "/" + id); got.Status != 400 || got.Fields["code"] != "domain_already_verified" {
		t.Errorf("verify: %d %s, want 400 domain_already_verified", got.Status, got.Text)
	}
}

func TestMetadataIsMergedAndNullDeletes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(organization, `{"metadata":{"a":"1","b":"2"},"external_id":"ext_1","stripe_customer_id":"cus_1","allow_profiles_outside_organization":true}`)
	a := w.put(organization, `{"metadata":{"a":null,"c":"3"},"external_id":null}`)
	got := simtest.Line(a.Fields["metadata"], shown(a.Fields, "external_id"), a.Fields["stripe_customer_id"], a.Fields["allow_profiles_outside_organization"])
	if want := "map[b:2 c:3] null cus_1 true"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if a := w.put(organization, `{"metadata":null}`); a.Status != 200 || len(a.Fields["metadata"].(map[string]any)) != 2 {
		t.Errorf("null for all metadata: %d %s, want it unchanged", a.Status, a.Text)
	}
}

// By the OpenAPI description: OrganizationDto, UpdateOrganizationDto and OrganizationDomainDataDto.
func TestBadOrganizationIsRefusedAsDocumentedAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Post("/organizations", `{"name":"Beta","external_id":"taken"}`)
	w.put("/organizations/"+w.AddOrganization(workossim.OrganizationSpec{Name: "Gamma"}), `{"stripe_customer_id":"cus_taken"}`)
	w.add("acme.test")
	before := w.Get("/organizations").Text
	long := strings.Repeat("x", 129)
	var numbered []string
	for i := range 51 {
		numbered = append(numbered, fmt.Sprintf(`"k%d":"v"`, i))
	}
	update := func(body string) simtest.Response { return w.put(organization, body) }
	create := func(body string) simtest.Response { return w.Post("/organizations", body) }
	for _, c := range []struct {
		send   func(string) simtest.Response
		body   string
		status int
		code   string
	}{
		{update, `{"name":""}`, 422, ""},
		{update, `{"name":7}`, 422, ""},
		{update, `{"name":null}`, 422, ""},
		{update, `{"unknown":1}`, 422, ""},
		{update, `{"stripe_customer_id":null}`, 422, ""},
		{update, `{"allow_profiles_outside_organization":null}`, 422, ""},
		{update, `{"allow_profiles_outside_organization":"yes"}`, 422, ""},
		{update, `{"external_id":"taken"}`, 400, "external_id_already_used"},
		{update, `{"external_id":"` + long + `"}`, 422, ""},
		{update, `{"external_id":"ü"}`, 422, ""},
		{update, `{"external_id":""}`, 422, ""},
		{update, `{"external_id":7}`, 422, ""},
		{update, `{"stripe_customer_id":"cus_taken"}`, 400, "stripe_customer_id_already_used"},
		{update, `{"metadata":{"` + long + `":"x"}}`, 400, "invalid_metadata"},
		{update, `{"metadata":{"x":"` + strings.Repeat(long, 5) + `"}}`, 400, "invalid_metadata"},
		{update, `{"metadata":{"x":1}}`, 400, "invalid_metadata"},
		{update, `{"metadata":{` + strings.Join(numbered, ",") + `}}`, 400, "invalid_metadata"},
		{update, `{"domain_data":[{"domain":"b.test","state":"failed"}]}`, 422, ""},
		{update, `{"domain_data":[{"domain":"b.test"}]}`, 422, ""},
		{update, `{"domain_data":[{"domain":"b.test","state":"pending","id":"x"}]}`, 422, ""},
		{update, `{"domain_data":[{"domain":"no domain","state":"pending"}]}`, 422, ""},
		{update, `{"domain_data":[null]}`, 422, ""},
		{update, `{"domain_data":{}}`, 422, ""},
		{update, `{"domain_data":null}`, 422, ""},
		{update, `{"domains":["gmail.com"]}`, 422, ""},
		{update, `{"domains":"b.test"}`, 422, ""},
		{create, `{}`, 422, ""},
		{create, `{"name":"x","stripe_customer_id":"cus_1"}`, 422, ""},
		{create, `{"name":"x","metadata":{"a":null}}`, 400, "invalid_metadata"},
	} {
		want := []string{"code", "message"}
		if c.code == "" {
			want = []string{"message"}
		}
		a := c.send(c.body)
		if got := slices.Sorted(maps.Keys(a.Fields)); a.Status != c.status || !slices.Equal(got, want) || c.code != "" && a.Fields["code"] != c.code {
			t.Errorf("%s: %d %s, want %d %s with %v alone", c.body, a.Status, a.Text, c.status, c.code, want)
		}
	}
	if diff := cmp.Diff(before, w.Get("/organizations").Text); diff != "" {
		t.Errorf("refused requests changed something (-before +after):\n%s", diff)
	}
}

func TestDeletedOrganizationTakesItsDomainsAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	w.Delete(organization)
	again := w.Delete(organization)
	seen := simtest.Line(w.Get(path).Status, w.Get(organization).Status, again.Status, again.Text, w.put(organization, `{}`).Status)
	if seen != `404 404 404 {"message":"Not Found"} 404` {
		t.Errorf("seen %s", seen)
	}
}

// wire/workos.md 5.
func TestDeletingOrganizationsHasARateLimitOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 50 {
		w.Want("delete", w.Delete("/organizations/org_none"), 404)
	}
	last := w.Delete("/organizations/org_none")
	if other := w.Get(organization); last.Status != 429 || last.Header.Get("Retry-After") != "60" || other.Status != 200 {
		t.Errorf("%d %q, a read %d, want 429 60 and 200", last.Status, last.Header.Get("Retry-After"), other.Status)
	}
	w.Clock.Advance(time.Minute)
	w.Want("a minute later", w.Delete("/organizations/org_none"), 404)
}

// wire/workos.md 5: recorded traffic proves it for the creation of organizations.
func TestIdempotencyKeyOfANewOrganizationCountsInEachSetting(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"honoured", "ignored"} {
		w := newWorld(t)
		w.Must(w.Switches().Set(workossim.SwitchIdempotency, setting))
		w.Header.Set("Idempotency-Key", "0a3f")
		first, second := w.Post("/organizations", `{"name":"Beta"}`), w.Post("/organizations", `{"name":"Beta"}`)
		other := w.Post("/organizations", `{"name":"Gamma"}`)
		if first.Status != 201 || first.Text != second.Text || other.Status != 400 {
			t.Errorf("%s: %d %s, then %s, then %d, want the same and 400", setting, first.Status, first.Text, second.Text, other.Status)
		}
	}
}
