// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"net/http"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func (w *world) putSuffix(name, mode string) answer {
	w.T.Helper()
	return w.call(http.MethodPut, domains+"/"+name+"/verifyDomain", `{"mode":"`+mode+`"}`)
}

func verifyStories() []switchStory {
	return []switchStory{
		{
			Name: zohosim.SwitchVerifyURL,
			Tell: func(w *world) string {
				w.publish(w.add("acme.test"))
				w.publish(w.add("beta.test"))
				bare, suffix := w.put("acme.test", byTXT), w.putSuffix("beta.test", byTXT)
				return switchtest.Line(bare.status, bare.data, suffix.status, suffix.data, w.put("acme.test", "enableMailHosting").status)
			},
			Want: map[string]string{
				"both":   "200 map[status:true] 200 map[status:true] 200",
				"bare":   "200 map[status:true] 404 map[errorCode:URL_RULE_NOT_CONFIGURED] 200",
				"suffix": "404 map[errorCode:URL_RULE_NOT_CONFIGURED] 200 map[status:true] 400",
			},
		},
		{
			Name: zohosim.SwitchVerifyOfVerified,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				a := w.put("acme.test", byHTML)
				return switchtest.Line(a.status, a.code, a.data)
			},
			Want: map[string]string{
				"400": "400 400 map[error:DOMAIN_ALREADY_VERIFIED moreInfo:Domain acme.test is already verified.]",
				"200": "200 200 map[status:true]",
			},
		},
		{
			Name: zohosim.SwitchMismatchCode,
			Tell: func(w *world) string {
				d := w.add("acme.test")
				seen := []any{}
				look := func() {
					for _, mode := range []string{byTXT, byCNAME, byHTML} {
						seen = append(seen, w.put("acme.test", mode).data["error"])
					}
				}
				look()
				d.TXTRecord, d.CNAMETarget, d.FileContent = "zoho-verification=zb00000000.zmverify.zoho.com", "business.zoho.com", "zb"
				w.publish(d)
				look()
				return switchtest.Line(seen...)
			},
			Want: map[string]string{
				"like_missing": "TXT_RECORD_HOST_UNKNOWN CNAME_HOST_UNKNOWN HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC " +
					"TXT_RECORD_HOST_UNKNOWN CNAME_HOST_UNKNOWN HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC",
				"own_code": "TXT_RECORD_HOST_UNKNOWN CNAME_HOST_UNKNOWN HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC " +
					"TXT_RECORD_VALUE_MISMATCH CNAME_VALUE_MISMATCH HTML_VCODE_MISMATCH",
			},
		},
		{
			Name: zohosim.SwitchFoundRecords,
			Tell: func(w *world) string {
				d := w.add("acme.test")
				w.See(func() {
					w.Records["acme.test"] = []string{"v=spf1 -all"}
					w.Aliases[d.CNAMEName] = "business.zoho.com"
				})
				return switchtest.Line(w.put("acme.test", byTXT).data["txtRecord"], w.put("acme.test", byCNAME).data["cnameRecord"])
			},
			Want: map[string]string{
				"strings": "[v=spf1 -all] [business.zoho.com]",
				"objects": "[map[value:v=spf1 -all]] [map[value:business.zoho.com]]",
				"nothing": "[] []",
			},
		},
		{
			Name: zohosim.SwitchRecordSuffix,
			Tell: func(w *world) string {
				seen := []any{}
				for mode, name := range map[string]string{byTXT: "acme.test", byCNAME: "acme.test"} {
					d := w.add(name)
					d.TXTRecord, d.CNAMETarget = "zoho-verification="+d.CNAMEName[:10]+".zmverify.zoho.eu", "zmverify.zoho.eu"
					w.publish(d)
					seen = append(seen, w.put(name, mode).data["status"])
					w.delete(name)
				}
				return switchtest.Line(seen...)
			},
			Want: map[string]string{"checked": "false false", "ignored": "true true"},
		},
		{
			Name: zohosim.SwitchFileScheme,
			Tell: func(w *world) string {
				w.add("acme.test")
				w.put("acme.test", byHTML)
				return switchtest.Line(slices.Clone(w.Fetched))
			},
			Want: map[string]string{
				"http_first":  "[http://acme.test/zohoverify/verifyforzoho.html https://acme.test/zohoverify/verifyforzoho.html]",
				"https_first": "[https://acme.test/zohoverify/verifyforzoho.html http://acme.test/zohoverify/verifyforzoho.html]",
			},
		},
		{
			Name: zohosim.SwitchFileRedirect,
			Tell: func(w *world) string {
				d := w.add("acme.test")
				w.See(func() {
					w.Pages[d.FileURL] = switchtest.Page{Status: 301, Location: "//www.acme.test/verifyforzoho.html"}
					w.Pages["http://www.acme.test/verifyforzoho.html"] = switchtest.Page{Status: 200, Content: d.FileContent}
				})
				return switchtest.Line(w.put("acme.test", byHTML).data["status"])
			},
			Want: map[string]string{"followed": "true", "not_followed": "false"},
		},
		{
			Name: zohosim.SwitchFileSpace,
			Tell: func(w *world) string {
				d := w.add("acme.test")
				code := d.FileContent
				d.FileContent = code + "\r\n"
				w.publish(d)
				edited := w.put("acme.test", byHTML).data["status"]
				d.FileContent = code
				w.publish(d)
				return switchtest.Line(edited, w.put("acme.test", byHTML).status)
			},
			Want: map[string]string{"ignored": "true 400", "counts": "false 200"},
		},
	}
}
