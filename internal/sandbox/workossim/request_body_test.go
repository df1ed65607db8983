// SPDX-License-Identifier: MPL-2.0

package workossim_test

import "testing"

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
