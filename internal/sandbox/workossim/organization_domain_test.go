// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestNewDomainHasExactlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.tryAdd("acme.test")
	id, token, prefix := shown(a.fields, "id"), shown(a.fields, "verification_token"), shown(a.fields, "verification_prefix")
	for value, shape := range map[string]string{
		id:                           `^org_domain_[0-7][0-9A-HJKMNP-TV-Z]{25}$`,
		token:                        `^[A-Za-z0-9]{25}$`,
		prefix:                       `^sandbox-domain-verification-` + strings.ToLower(id[len(id)-6:]) + `$`,
		a.header.Get("X-Request-Id"): `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$`,
		a.header.Get("Content-Type"): `^application/json; charset=utf-8$`,
	} {
		if !regexp.MustCompile(shape).MatchString(value) {
			t.Errorf("%q does not look like %s", value, shape)
		}
	}
	want := map[string]any{
		"object": "organization_domain", "id": id, "organization_id": organizationID, "domain": "acme.test", "state": "pending",
		"verification_prefix": prefix, "verification_token": token, "verification_strategy": "dns",
		"created_at": "2026-01-01T12:00:00.000Z", "updated_at": "2026-01-01T12:00:00.000Z",
	}
	if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 201 {
		t.Errorf("create: %d (-want +got):\n%s", a.status, diff)
	}
	if diff := cmp.Diff(want, w.get(domains+"/"+id).fields); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	embedded := w.get(organization).fields["domains"]
	if diff := cmp.Diff([]any{want}, embedded); diff != "" {
		t.Errorf("embedded in the organization (-want +got):\n%s", diff)
	}
}

func TestDocumentedErrorsHaveTheirExactBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	verified := w.makeVerified("beta.test")
	const missing = domains + "/org_domain_01HKN0SUCH0000000000000000"
	const notFound = `{"message":"Organization Domain not found: 'org_domain_01HKN0SUCH0000000000000000'."}`
	w.set(workossim.SwitchErrorBody, "error_description") // of the others only
	for name, c := range map[string]struct {
		got    answer
		status int
		body   string
	}{
		"duplicate":    {w.tryAdd("acme.test"), 409, `{"code":"domain_already_exists","message":"Domain already exists for this organization."}`},
		"verified":     {w.verify(verified), 400, `{"code":"domain_already_verified","message":"Domain is already verified."}`},
		"read":         {w.get(missing), 404, notFound},
		"verify":       {w.verify(missing), 404, notFound},
		"delete":       {w.delete(missing), 404, notFound},
		"organization": {w.get("/organizations/org_none"), 404, `{"message":"Organization not found: 'org_none'."}`},
	} {
		if c.got.status != c.status || c.got.text != c.body {
			t.Errorf("%s: %d %s, want %d %s", name, c.got.status, c.got.text, c.status, c.body)
		}
	}
}

func TestVerifyAnswers201PendingAndTakesAnEmptyBody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.makePending("acme.test")
	for _, body := range []string{"", "{}"} {
		if a := w.post(path+"/verify", body); a.status != 201 || a.fields["state"] != "pending" {
			t.Errorf("verify with body %q: %d %s, want 201 and pending", body, a.status, a.text)
		}
	}
	w.Clock.Advance(time.Minute)
	verified := w.get(path).fields
	if verified["state"] != "verified" || verified["verification_token"] == nil || verified["updated_at"] != "2026-01-01T12:01:00.000Z" {
		t.Errorf("a minute later: %v, want verified, still with its token, updated then", verified)
	}
}

func TestDeletedDomainIsGoneAndCanBeAddedAnewWithAnotherRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	before := w.domain("acme.test")
	a := w.delete(path)
	if a.status != 204 || a.text != "" || a.header.Get("Content-Type") != "" {
		t.Errorf("delete: %d %q, want 204 without a body", a.status, a.text)
	}
	w.add("acme.test")
	after := w.domain("acme.test")
	if got := w.get(path).status; got != 404 || before.Token == after.Token || before.Prefix == after.Prefix || before.ID == after.ID {
		t.Errorf("after deletion and creation: %d, %+v then %+v, want 404 and all new", got, before, after)
	}
}

func TestCreateTakesAFormAndRefusesWhatIsIncomplete(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := "organization_id=" + organizationID + "&domain=acme.test"
	for _, c := range []struct {
		kind, body string
		status     int
		says       string
	}{
		{"application/x-www-form-urlencoded", form, 201, "acme.test"},
		{"application/json", ``, 422, `"code":"required"`},
		{"application/json", `{}`, 422, `"field":"organization_id"`},
		{"application/json", `{"organization_id":"` + organizationID + `"}`, 422, `"field":"domain"`},
		{"application/json", `{"organization_id":"` + organizationID + `","domain":null}`, 422, `"field":"domain"`},
		{"application/json", `{"organization_id":"` + organizationID + `","domain":7}`, 422, "wrong type"},
		{"application/json", `[]`, 400, "no JSON object"},
		{"application/json", `{"organization_id"`, 400, "no JSON object"},
		{"application/x-www-form-urlencoded", "%zz", 400, "no form"},
		{"text/plain", form, 422, "organization_id is required"},
	} {
		if a := w.request(http.MethodPost, domains, c.kind, c.body); a.status != c.status || !strings.Contains(a.text, c.says) {
			t.Errorf("%s %q: %d %s, want %d with %s", c.kind, c.body, a.status, a.text, c.status, c.says)
		}
	}
}

func TestWhatIsNotDescribedDoesNotExist(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	for _, c := range [][2]string{
		{"GET", domains},
		{"PUT", path},
		{"PATCH", path},
		{"GET", path + "/verify"},
		{"POST", "/organization-domains"},
		{"GET", "/"},
		{"POST", "/portal/revoke_link"},
	} {
		a := w.request(c[0], c[1], "", "")
		if want := fmt.Sprintf(`{"message":"Cannot %s %s"}`, c[0], c[1]); a.status != 404 || a.text != want {
			t.Errorf("%s %s: %d %s, want 404 %s", c[0], c[1], a.status, a.text, want)
		}
	}
}

// By the OpenAPI description: OrganizationDto, UpdateOrganizationDto, GenerateLinkDto
// and CreateOrganizationDomainDto.
func TestFieldsAndTypesThatTheDescriptionDoesNotHaveAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.Credentials().OrganizationID
	before := w.get("/organizations/" + own)
	for body, status := range map[string]int{
		`{"name":"B","stripe_customer_id":"cus_1"}`:               422,
		`{"name":"B","unknown":1}`:                                422,
		`{"name":null}`:                                           422,
		`{"name":"B","allow_profiles_outside_organization":null}`: 422,
		`{"name":"B","domains":null}`:                             422,
		`{"name":"B","domain_data":null}`:                         422,
		`{"name":"B","domain_data":[{"domain":"a.test","state":"pending","strategy":"x"}]}`: 422,
		`{"name":"B","metadata":{"tier":null}}`:                                             400,
		`{"name":"B","metadata":null,"external_id":null}`:                                   201,
	} {
		if got := w.post("/organizations", body); got.status != status {
			t.Errorf("POST %s: %d, want %d", body, got.status, status)
		}
	}
	for body, status := range map[string]int{
		`{"name":null}`: 422, `{"stripe_customer_id":null}`: 422, `{"unknown":1}`: 422, `{"domain_data":null}`: 422,
		`{"stripe_customer_id":"cus_1","metadata":{"tier":null},"external_id":null}`: 200,
	} {
		if got := w.put("/organizations/"+own, body); got.status != status {
			t.Errorf("PUT %s: %d, want %d", body, got.status, status)
		}
	}
	for body, status := range map[string]int{
		`{"organization":"` + own + `","unknown":1}`:                           422,
		`{"organization":"` + own + `","return_url":null}`:                     422,
		`{"organization":"` + own + `","intent":null}`:                         422,
		`{"organization":"` + own + `","intent_options":{},"admin_emails":[]}`: 201,
	} {
		if got := w.post("/portal/generate_link", body); got.status != status {
			t.Errorf("portal %s: %d, want %d", body, got.status, status)
		}
	}
	if got := w.post("/organization_domains", `{"organization_id":"`+own+`","domain":null}`); got.status != 422 {
		t.Errorf("a domain of null: %d", got.status)
	}
	if after := w.get("/organizations/" + own); shown(after.fields, "name") != shown(before.fields, "name") {
		t.Errorf("the name is %s now", shown(after.fields, "name"))
	}
}
