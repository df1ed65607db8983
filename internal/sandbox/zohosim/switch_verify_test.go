// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"net/http"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func (w *world) putSuffix(name, mode string) answer {
	w.t.Helper()
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
				return told(bare.status, bare.data, suffix.status, suffix.data, w.put("acme.test", "enableMailHosting").status)
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
				return told(a.status, a.code, a.data)
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
				return told(seen...)
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
				w.see(func() {
					w.texts["acme.test"] = []string{"v=spf1 -all"}
					w.aliases[d.CNAMEName] = "business.zoho.com"
				})
				return told(w.put("acme.test", byTXT).data["txtRecord"], w.put("acme.test", byCNAME).data["cnameRecord"])
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
				return told(seen...)
			},
			Want: map[string]string{"checked": "false false", "ignored": "true true"},
		},
		{
			Name: zohosim.SwitchFileScheme,
			Tell: func(w *world) string {
				w.add("acme.test")
				w.put("acme.test", byHTML)
				return told(slices.Clone(w.fetched))
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
				w.see(func() {
					w.pages[d.FileURL] = page{status: 301, location: "//www.acme.test/verifyforzoho.html"}
					w.pages["http://www.acme.test/verifyforzoho.html"] = page{status: 200, content: d.FileContent}
				})
				return told(w.put("acme.test", byHTML).data["status"])
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
				return told(edited, w.put("acme.test", byHTML).status)
			},
			Want: map[string]string{"ignored": "true 400", "counts": "false 200"},
		},
	}
}
