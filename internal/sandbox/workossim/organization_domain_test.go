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

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestNewDomainHasExactlyTheDocumentedFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.tryAdd("acme.test")
	id, token, prefix := shown(a.Fields, "id"), shown(a.Fields, "verification_token"), shown(a.Fields, "verification_prefix")
	for value, shape := range map[string]string{
		id:                           `^org_domain_[0-7][0-9A-HJKMNP-TV-Z]{25}$`,
		token:                        `^[A-Za-z0-9]{25}$`,
		prefix:                       `^sandbox-domain-verification-` + strings.ToLower(id[len(id)-6:]) + `$`,
		a.Header.Get("X-Request-Id"): `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$`,
		a.Header.Get("Content-Type"): `^application/json; charset=utf-8$`,
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
	w.WantFields("create", a, 201, want)
	if diff := cmp.Diff(want, w.Get(domains+"/"+id).Fields); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	embedded := w.Get(organization).Fields["domains"]
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
	for name, c := range map[string]struct {
		got    simtest.Response
		status int
		body   string
	}{
		"duplicate":    {w.tryAdd("acme.test"), 409, `{"code":"domain_already_exists","message":"Domain already exists for this organization."}`},
		"verified":     {w.verify(verified), 400, `{"code":"domain_already_verified","message":"Domain is already verified."}`},
		"declared":     {w.verify(w.addManual("old.test", workossim.StateLegacyVerified)), 400, `{"code":"domain_already_verified","message":"Domain is already verified."}`},
		"read":         {w.Get(missing), 404, notFound},
		"verify":       {w.verify(missing), 404, notFound},
		"delete":       {w.Delete(missing), 404, notFound},
		"organization": {w.Get("/organizations/org_none"), 404, `{"message":"Organization not found: 'org_none'."}`},
	} {
		if c.got.Status != c.status || c.got.Text != c.body {
			t.Errorf("%s: %d %s, want %d %s", name, c.got.Status, c.got.Text, c.status, c.body)
		}
	}
}

func TestVerifyAnswers201PendingAndTakesAnEmptyBody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.makePending("acme.test")
	for _, body := range []string{"", "{}"} {
		if a := w.Post(path+"/verify", body); a.Status != 201 || a.Fields["state"] != "pending" {
			t.Errorf("verify with body %q: %d %s, want 201 and pending", body, a.Status, a.Text)
		}
	}
	w.Clock.Advance(time.Minute)
	verified := w.Get(path).Fields
	if verified["state"] != "verified" || verified["verification_token"] == nil || verified["updated_at"] != "2026-01-01T12:01:00.000Z" {
		t.Errorf("a minute later: %v, want verified, still with its token, updated then", verified)
	}
}

func TestDeletedDomainIsGoneAndCanBeAddedAnewWithAnotherRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	before := w.domain("acme.test")
	a := w.Delete(path)
	if a.Status != 204 || a.Text != "" || a.Header.Get("Content-Type") != "" {
		t.Errorf("delete: %d %q, want 204 without a body", a.Status, a.Text)
	}
	w.add("acme.test")
	after := w.domain("acme.test")
	if got := w.Get(path).Status; got != 404 || before.Token == after.Token || before.Prefix == after.Prefix || before.ID == after.ID {
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
		if a := w.Do(http.MethodPost, domains, c.kind, c.body); a.Status != c.status || !strings.Contains(a.Text, c.says) {
			t.Errorf("%s %q: %d %s, want %d with %s", c.kind, c.body, a.Status, a.Text, c.status, c.says)
		}
	}
}

func TestWhatIsNotDescribedDoesNotExist(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.add("acme.test")
	for _, c := range [][2]string{
		{"GET", domains},
		{"PATCH", organization},
		{"PUT", organization},
		{"DELETE", organization},
		{"PUT", path},
		{"PATCH", path},
		{"GET", path + "/verify"},
		{"POST", "/organization-domains"},
		{"GET", "/"},
		{"POST", "/portal/revoke_link"},
	} {
		a := w.Do(c[0], c[1], "", "")
		if want := fmt.Sprintf(`{"message":"Cannot %s %s"}`, c[0], c[1]); a.Status != 404 || a.Text != want {
			t.Errorf("%s %s: %d %s, want 404 %s", c[0], c[1], a.Status, a.Text, want)
		}
	}
}

// By the OpenAPI description: GenerateLinkDto and CreateOrganizationDomainDto.
func TestFieldsAndTypesThatTheDescriptionDoesNotHaveAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for body, status := range map[string]int{
		`"unknown":1`:                           422,
		`"return_url":null`:                     422,
		`"intent":null`:                         422,
		`"intent_options":{},"admin_emails":[]`: 201,
	} {
		if got := w.Post(portal, fmt.Sprintf(`{"organization":%q,%s}`, organizationID, body)); got.Status != status {
			t.Errorf("portal %s: %d, want %d", body, got.Status, status)
		}
	}
	unknown := w.Post(domains, `{"organization_id":"`+organizationID+`","domain":"acme.test","state":"verified"}`)
	if verify := w.Post(w.add("beta.test")+"/verify", `{"now":true}`); unknown.Status != 422 || verify.Status != 422 {
		t.Errorf("unknown fields: %d and %d, want 422", unknown.Status, verify.Status)
	}
}
