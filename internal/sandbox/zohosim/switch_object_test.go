// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// shape tells where lists of domains stand and how many there are, in place of domains.
func shape(a answer) string {
	object := regexp.MustCompile(`\{[^{}]*"domainName"[^{}]*\}`)
	_, data, _ := strings.Cut(object.ReplaceAllString(a.text, "D"), `"success"}`)
	return strings.TrimSuffix(strings.TrimPrefix(data, ","), "}")
}

func objectStories() []switchStory {
	return []switchStory{
		{
			Name: zohosim.SwitchListShape,
			Tell: func(w *world) string {
				w.add("acme.test")
				one := shape(w.list())
				w.add("beta.test")
				return switchtest.Line(one, shape(w.list()))
			},
			Want: map[string]string{
				"domainVO":               `"data":{"domainVO":[D]} "data":{"domainVO":[D,D]}`,
				"domainVO_single_object": `"data":{"domainVO":D} "data":{"domainVO":[D,D]}`,
				"data_array":             `"data":[D] "data":[D,D]`,
				"data_single_object":     `"data":D "data":[D,D]`,
				"domainVOS":              `"data":{"domainVOS":[D]} "data":{"domainVOS":[D,D]}`,
			},
		},
		{
			Name: zohosim.SwitchEmptyList,
			Tell: func(w *world) string { return shape(w.list()) },
			Want: map[string]string{
				"empty_list": `"data":{"domainVO":[]}`, "empty_data": `"data":{}`, "no_data": "", "null": `"data":{"domainVO":null}`,
			},
		},
		{
			Name: zohosim.SwitchDomainID,
			Tell: func(w *world) string {
				w.add("acme.test")
				return regexp.MustCompile(`"domainId":"?[0-9]+"?`).FindString(w.get("acme.test").text)
			},
			Want: map[string]string{
				"string": `"domainId":"1086100001000001"`, "number": `"domainId":1086100001000001`,
				"large_number": `"domainId":8000000000000000002`, "absent": "",
			},
		},
		{
			Name: zohosim.SwitchVerificationStatus,
			Tell: func(w *world) string {
				a := w.tryAdd("acme.test")
				w.makeVerified("beta.test")
				_, quoted := w.get("beta.test").data["verificationStatus"].(string)
				return switchtest.Line(a.data["verificationStatus"], w.get("beta.test").data["verificationStatus"], quoted)
			},
			Want: map[string]string{"boolean": "false true false", "string": "false true true"},
		},
		{
			Name: zohosim.SwitchCodesOfVerified,
			Tell: func(w *world) string {
				w.add("beta.test")
				w.makeVerified("acme.test")
				seen := []any{}
				for _, name := range []string{"acme.test", "beta.test"} {
					for _, field := range []string{"CNAMEVerificationCode", "HTMLVerificationCode"} {
						value, there := w.get(name).data[field]
						seen = append(seen, there, value != nil)
					}
				}
				return switchtest.Line(seen...)
			},
			Want: map[string]string{
				"present": "true true true true true true true true",
				"null":    "true false true false true true true true",
				"absent":  "false false false false true true true true",
			},
		},
		{
			Name: zohosim.SwitchHTMLCode,
			Tell: func(w *world) string {
				data := w.tryAdd("acme.test").data
				html, cname := data["HTMLVerificationCode"].(string), data["CNAMEVerificationCode"].(string)
				return switchtest.Line(len(html), len(cname), cname == "zb"+html)
			},
			Want: map[string]string{"same_digits": "8 10 true", "13_digits": "13 10 false"},
		},
		{
			Name: zohosim.SwitchTXTField,
			Tell: func(w *world) string {
				value := w.tryAdd("acme.test").data["TXTVerificationCode"]
				return switchtest.Line(value != nil, value == w.domain("acme.test").TXTRecord)
			},
			Want: map[string]string{"absent": "false false", "present": "true true"},
		},
		{
			Name: zohosim.SwitchExpiredField,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				before := w.get("acme.test").data["isExpired"]
				w.must(w.Drift("unverify", "acme.test"))
				return switchtest.Line(before, w.get("acme.test").data["isExpired"])
			},
			Want: map[string]string{"absent": "<nil> <nil>", "present": "false true"},
		},
	}
}
