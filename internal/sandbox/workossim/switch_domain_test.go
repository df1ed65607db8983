// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func domainStories() []switchStory {
	return []switchStory{
		{
			Name: workossim.SwitchUnknownOrganization,
			Tell: func(w *world) string {
				return switchtest.Line(w.tryAddTo("org_01HKN0SUCH00000000000000000", "acme.test").status)
			},
			Want: map[string]string{"404": "404", "422": "422", "400": "400"},
		},
		{
			Name: workossim.SwitchMalformedDomain,
			Tell: func(w *world) string {
				var seen []int
				for _, name := range []string{"acme", "a_b.test", "*.acme.test", "https://acme.test", "acme..test", "10.0.0.1", "a b.test"} {
					seen = append(seen, w.tryAdd(name).status)
				}
				return switchtest.Line(seen)
			},
			Want: map[string]string{"422": "[422 422 422 422 422 422 422]", "400": "[400 400 400 400 400 400 400]"},
		},
		{
			Name: workossim.SwitchConsumerDomain,
			Tell: func(w *world) string {
				return switchtest.Line(w.tryAdd("gmail.com").status, w.tryAdd("Gmail.com").status)
			},
			Want: map[string]string{"422": "422 422", "400": "400 400"},
		},
		{
			Name: workossim.SwitchDomainSpelling,
			Tell: func(w *world) string {
				var seen []any
				for _, name := range []string{"Acme.test", "beta.test.", "bücher.test"} {
					a := w.tryAdd(name)
					seen = append(seen, a.status, a.fields["domain"])
				}
				return switchtest.Line(append(seen, w.tryAdd("acme.test").status)...)
			},
			Want: map[string]string{
				"canonical": "201 acme.test 201 beta.test 201 xn--bcher-kva.test 409",
				"kept":      "201 Acme.test 201 beta.test. 201 bücher.test 409",
				"refused":   "422 <nil> 422 <nil> 422 <nil> 201",
			},
		},
		{
			Name: workossim.SwitchUnknownFields,
			Tell: func(w *world) string {
				create := w.post(domains, `{"organization_id":"`+organizationID+`","domain":"acme.test","state":"verified"}`)
				verify := w.post(w.add("beta.test")+"/verify", `{"now":true}`)
				return switchtest.Line(create.status, create.fields["state"], verify.status)
			},
			Want: map[string]string{"422": "422 <nil> 422", "400": "400 <nil> 400", "ignored": "201 pending 201"},
		},
		{
			Name: workossim.SwitchDomainCap,
			Tell: func(w *world) string {
				for i := range 100 {
					w.addManual(fmt.Sprintf("d%d.test", i), workossim.StatePending)
				}
				return switchtest.Line(w.tryAdd("acme.test").status)
			},
			Want: map[string]string{"none": "201", "100": "422"},
		},
		{
			Name: workossim.SwitchVerifyOfManual,
			Tell: func(w *world) string {
				a := w.verify(w.addManual("acme.test", workossim.StatePending))
				return switchtest.Line(a.status, a.fields["verification_strategy"], a.fields["verification_token"] != nil)
			},
			Want: map[string]string{
				"issues_token": "201 dns true", "stays_manual": "201 manual false", "422": "422 <nil> false",
			},
		},
	}
}
