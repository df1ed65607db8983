// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

const portal = "/portal/generate_link"

func organizationStories() []switchStory {
	return []switchStory{
		{
			Name: workossim.SwitchDomainInUse,
			Tell: func(w *world) string {
				w.add("acme.test")
				a := w.post("/organizations", `{"name":"Beta","domain_data":[{"domain":"acme.test","state":"pending"}]}`)
				return switchtest.Line(a.status, a.fields["message"])
			},
			Want: map[string]string{"allowed": "201 <nil>", "409": "409 An Organization with the domain acme.test already exists."},
		},
		{
			Name: workossim.SwitchDomainDataResent,
			Tell: func(w *world) string {
				path := w.add("acme.test")
				w.put(organization, `{"domain_data":[{"domain":"acme.test","state":"pending"}]}`)
				a := w.get(path)
				return switchtest.Line(a.status, a.fields["verification_strategy"], a.fields["verification_token"] != nil)
			},
			Want: map[string]string{"keeps_token": "200 dns true", "becomes_manual": "200 manual false"},
		},
		{
			Name: workossim.SwitchOrganizationDelete,
			Tell: func(w *world) string {
				a := w.delete(organization)
				return fmt.Sprintf("%d %q %q", a.status, a.header.Get("Content-Type"), a.text)
			},
			Want: map[string]string{"202": `202 "text/plain; charset=utf-8" "Accepted"`, "200": `200 "" ""`},
		},
		{
			Name: workossim.SwitchOrderNormal,
			Tell: func(w *world) string {
				w.AddOrganization(workossim.OrganizationSpec{Name: "Beta"})
				w.AddOrganization(workossim.OrganizationSpec{Name: "Gamma"})
				first := w.get("/organizations?order=normal&limit=1")
				metadata := first.fields["list_metadata"].(map[string]any)
				return switchtest.Line(names(first), metadata["before"] != nil, metadata["after"] != nil)
			},
			Want: map[string]string{"reversed_cursors": "[Gamma] true false", "like_desc": "[Gamma] false true"},
		},
		{
			Name: workossim.SwitchPortalUnknownOrganization,
			Tell: func(w *world) string {
				a := w.post(portal, `{"organization":"org_none"}`)
				return switchtest.Line(a.status, a.fields["message"])
			},
			Want: map[string]string{
				"404": "404 Organization not found: 'org_none'.",
				"400": "400 Could not find an organization with the id, org_none.",
			},
		},
		{
			Name: workossim.SwitchPortalInsecureURL,
			Tell: func(w *world) string {
				link := func(field, value string) int {
					return w.post(portal, fmt.Sprintf(`{"organization":%q,%q:%q}`, organizationID, field, value)).status
				}
				return switchtest.Line(link("return_url", "http://acme.test/"), link("success_url", "acme.test"), link("return_url", "https://acme.test/"))
			},
			Want: map[string]string{"422": "422 422 201", "400": "400 400 201"},
		},
		{
			Name: workossim.SwitchPortalDefaultReturnURL,
			Tell: func(w *world) string {
				return switchtest.Line(w.post(portal, `{"organization":"`+organizationID+`"}`).status)
			},
			Want: map[string]string{"configured": "201", "missing": "400"},
		},
		{
			Name: workossim.SwitchEventsParameter,
			Tell: func(w *world) string {
				a := w.get("/events")
				return switchtest.Line(a.status, a.fields["message"], a.fields["errors"])
			},
			Want: map[string]string{
				"required": "422 Validation failed. [map[code:required field:events]]",
				"optional": "200 <nil> <nil>",
			},
		},
		{
			Name: workossim.SwitchEventsWithoutRange,
			Tell: func(w *world) string {
				w.makeFailed("acme.test")
				w.Clock.Advance(month + time.Hour)
				return w.reasons()
			},
			Want: map[string]string{"last_30_days": "[]", "all_kept": "[domain_verification_period_expired]"},
		},
	}
}
