// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func domainStories() []switchStory {
	return []switchStory{
		{
			Name: zohosim.SwitchAddStatus,
			Tell: func(w *world) string {
				a := w.tryAdd("acme.test")
				return switchtest.Line(a.status, a.code, a.description)
			},
			Want: map[string]string{"201": "201 201 Created", "200": "200 201 Created"},
		},
		{
			Name: zohosim.SwitchAddEnvelope,
			Tell: func(w *world) string {
				a := w.tryAdd("acme.test")
				return switchtest.Line(a.status, a.code, a.description)
			},
			Want: map[string]string{"201": "201 201 Created", "200": "201 200 success"},
		},
		{
			Name: zohosim.SwitchDuplicateDomain,
			Tell: func(w *world) string {
				w.add("acme.test")
				a := w.tryAdd("ACME.test")
				return switchtest.Line(a.status, a.code, a.data["moreInfo"])
			},
			Want: map[string]string{
				"400": "400 400 Domain acme.test already exists in your organization.",
				"500": "500 500 Domain acme.test already exists in your organization.",
				"409": "409 409 Domain acme.test already exists in your organization.",
			},
		},
		{
			Name: zohosim.SwitchForeignDomain,
			Tell: func(w *world) string {
				w.add("lost.test")
				w.must(w.HoldElsewhere("acme.test"))
				w.must(w.HoldElsewhere("lost.test"))
				a := w.tryAdd("acme.test")
				return switchtest.Line(a.status, a.data["moreInfo"], w.put("lost.test", byTXT).status)
			},
			Want: map[string]string{
				"400": "400 Domain acme.test is already associated with another organization. 400",
				"500": "500 Domain acme.test is already associated with another organization. 500",
				"409": "409 Domain acme.test is already associated with another organization. 409",
			},
		},
		{
			Name: zohosim.SwitchDomainLimit,
			Tell: func(w *world) string {
				for i := range 30 {
					w.must(w.AddDomain(zohosim.DomainSpec{Domain: fmt.Sprintf("d%d.test", i)}))
				}
				return switchtest.Line(w.tryAdd("acme.test").status, w.delete("d0.test").status, w.tryAdd("acme.test").status)
			},
			Want: map[string]string{"400": "400 200 201", "500": "500 200 201", "403": "403 200 201"},
		},
		{
			Name: zohosim.SwitchMalformedDomain,
			Tell: func(w *world) string {
				var seen []int
				for _, name := range []string{"", "acme", "a_b.test", "*.acme.test", "https://acme.test", "acme..test", "10.0.0.1", "a b.test"} {
					seen = append(seen, w.tryAdd(name).status)
				}
				return switchtest.Line(seen)
			},
			Want: map[string]string{"400": "[400 400 400 400 400 400 400 400]", "500": "[500 500 500 500 500 500 500 500]"},
		},
		{
			Name: zohosim.SwitchDomainSpelling,
			Tell: func(w *world) string {
				var seen []any
				for _, name := range []string{"Acme.test", "beta.test.", "bücher.test"} {
					a := w.tryAdd(name)
					seen = append(seen, a.status, a.data["domainName"])
				}
				return switchtest.Line(append(seen, w.get("acme.test").status)...)
			},
			Want: map[string]string{
				"canonical": "201 acme.test 201 beta.test 201 xn--bcher-kva.test 200",
				"kept":      "201 Acme.test 201 beta.test. 201 bücher.test 200",
				"refused":   "400 <nil> 400 <nil> 400 <nil> 404",
			},
		},
		{
			Name: zohosim.SwitchUnknownDomain,
			Tell: func(w *world) string {
				var seen []any
				for _, a := range []answer{w.get("acme.test"), w.put("acme.test", byTXT), w.delete("acme.test")} {
					seen = append(seen, a.status, a.code)
				}
				return switchtest.Line(append(seen, w.get("acme.test").data["moreInfo"])...)
			},
			Want: map[string]string{
				"404":        "404 404 404 404 404 404 Domain acme.test does not exist in your organization.",
				"404_in_200": "200 404 200 404 200 404 Domain acme.test does not exist in your organization.",
				"400":        "400 400 400 400 400 400 Domain acme.test does not exist in your organization.",
				"500":        "500 500 500 500 500 500 Domain acme.test does not exist in your organization.",
			},
		},
		{
			Name: zohosim.SwitchDeleteOfPrimary,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				w.makeVerified("beta.test")
				return switchtest.Line(w.delete("acme.test").status, w.delete("beta.test").status)
			},
			Want: map[string]string{"allowed": "200 200", "400": "400 200"},
		},
		{
			Name: zohosim.SwitchDeleteInUse,
			Tell: func(w *world) string {
				w.must(w.AddDomain(zohosim.DomainSpec{Domain: "acme.test", Verified: true, Users: 2}))
				a := w.delete("acme.test")
				return switchtest.Line(a.status, a.data["moreInfo"])
			},
			Want: map[string]string{
				"400": "400 You cannot delete the domain acme.test as 2 users still use it.",
				"500": "500 You cannot delete the domain acme.test as 2 users still use it.",
				"409": "409 You cannot delete the domain acme.test as 2 users still use it.",
			},
		},
		{
			Name: zohosim.SwitchDeleteAnswer,
			Tell: func(w *world) string {
				w.add("acme.test")
				a := w.delete("acme.test")
				return switchtest.Line(a.status, a.text, w.get("acme.test").status)
			},
			Want: map[string]string{"envelope": `200 {"status":{"code":200,"description":"success"}} 404`, "no_body": "200  404"},
		},
	}
}
