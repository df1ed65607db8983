// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	simtest.EachSettingShowsItsBehaviour(t, func(t *testing.T) *world { return newWorld(t) },
		simtest.Tell(zohosim.SwitchDuplicateDomain, func(w *world) string {
			w.add("acme.test")
			a := w.tryAdd("ACME.test")
			return simtest.Line(a.Status, a.code, a.data["moreInfo"])
		}, simtest.Each("400 500 409", "%s %s Domain acme.test already exists in your organization.")),
		simtest.Tell(zohosim.SwitchForeignDomain, func(w *world) string {
			w.add("lost.test")
			w.Must(w.HoldElsewhere("acme.test"))
			w.Must(w.HoldElsewhere("lost.test"))
			a := w.tryAdd("acme.test")
			return simtest.Line(a.Status, a.data["moreInfo"], w.put("lost.test", byTXT).Status)
		}, simtest.Each("400 500 409", "%s Domain acme.test is already associated with another organization. %s")),
		simtest.Tell(zohosim.SwitchDomainLimit, func(w *world) string {
			for i := range 30 {
				w.Must(w.AddDomain(zohosim.DomainSpec{Domain: fmt.Sprintf("d%d.test", i)}))
			}
			return simtest.Line(w.tryAdd("acme.test").Status, w.delete("d0.test").Status, w.tryAdd("acme.test").Status)
		}, simtest.Each("400 500 403", "%s 200 201")),
		simtest.Tell(zohosim.SwitchMalformedDomain, func(w *world) string {
			var seen []int
			for _, name := range []string{"", "acme", "a_b.test", "*.acme.test", "https://acme.test", "acme..test", "10.0.0.1", "a b.test"} {
				seen = append(seen, w.tryAdd(name).Status)
			}
			return simtest.Line(seen)
		}, simtest.Each("400 500", "[%s %s %s %s %s %s %s %s]")),
		simtest.Tell(zohosim.SwitchDomainSpelling, func(w *world) string {
			var seen []any
			for _, name := range []string{"Acme.test", "beta.test.", "bücher.test"} {
				a := w.tryAdd(name)
				seen = append(seen, a.Status, a.data["domainName"])
			}
			return simtest.Line(append(seen, w.get("acme.test").Status)...)
		}, map[string]string{
			"canonical": "201 acme.test 201 beta.test 201 xn--bcher-kva.test 200",
			"kept":      "201 Acme.test 201 beta.test. 201 bücher.test 200",
			"refused":   "400 <nil> 400 <nil> 400 <nil> 404",
		}),
		simtest.Tell(zohosim.SwitchUnknownDomain, func(w *world) string {
			var seen []any
			for _, a := range []answer{w.get("acme.test"), w.put("acme.test", byTXT), w.delete("acme.test")} {
				seen = append(seen, a.Status, a.code)
			}
			return simtest.Line(append(seen, w.get("acme.test").data["moreInfo"])...)
		}, map[string]string{
			"404":        "404 404 404 404 404 404 Domain acme.test does not exist in your organization.",
			"404_in_200": "200 404 200 404 200 404 Domain acme.test does not exist in your organization.",
			"400":        "400 400 400 400 400 400 Domain acme.test does not exist in your organization.",
			"500":        "500 500 500 500 500 500 Domain acme.test does not exist in your organization.",
		}),
		simtest.Tell(zohosim.SwitchDeleteOfPrimary, func(w *world) string {
			w.makeVerified("acme.test")
			w.makeVerified("beta.test")
			return simtest.Line(w.delete("acme.test").Status, w.delete("beta.test").Status)
		}, map[string]string{"allowed": "200 200", "400": "400 200"}),
		simtest.Tell(zohosim.SwitchDeleteInUse, func(w *world) string {
			w.Must(w.AddDomain(zohosim.DomainSpec{Domain: "acme.test", Verified: true, Users: 2}))
			a := w.delete("acme.test")
			return simtest.Line(a.Status, a.data["moreInfo"])
		}, simtest.Each("400 500 409", "%s You cannot delete the domain acme.test as 2 users still use it.")),
		simtest.Tell(zohosim.SwitchEmptyList, func(w *world) string {
			_, data, _ := strings.Cut(w.list().Text, `"description":"success"}`)
			return data
		}, map[string]string{
			"empty_list": `,"data":{"domainVO":[]}}`, "empty_data": `,"data":{}}`, "no_data": "}", "null": `,"data":{"domainVO":null}}`,
		}),
		simtest.Tell(zohosim.SwitchCodesOfVerified, func(w *world) string {
			w.add("beta.test")
			w.makeVerified("acme.test")
			seen := []any{}
			for _, name := range []string{"acme.test", "beta.test"} {
				for _, field := range []string{"CNAMEVerificationCode", "HTMLVerificationCode"} {
					value, there := w.get(name).data[field]
					seen = append(seen, there, value != nil)
				}
			}
			return simtest.Line(seen...)
		}, map[string]string{
			"present": "true true true true true true true true",
			"null":    "true false true false true true true true",
			"absent":  "false false false false true true true true",
		}),
		simtest.Tell(zohosim.SwitchHTMLCode, func(w *world) string {
			data := w.tryAdd("acme.test").data
			html, cname := data["HTMLVerificationCode"].(string), data["CNAMEVerificationCode"].(string)
			return simtest.Line(len(html), len(cname), cname == "zb"+html)
		}, map[string]string{"same_digits": "8 10 true", "13_digits": "13 10 false"}),
		simtest.Tell(zohosim.SwitchExpiredField, func(w *world) string {
			w.makeVerified("acme.test")
			before := w.get("acme.test").data["isExpired"]
			w.Must(w.Drift("unverify", "acme.test"))
			return simtest.Line(before, w.get("acme.test").data["isExpired"])
		}, map[string]string{"absent": "<nil> <nil>", "present": "false true"}),
		simtest.Tell(zohosim.SwitchVerifyURL, func(w *world) string {
			w.publish(w.add("acme.test"))
			w.publish(w.add("beta.test"))
			bare, suffix := w.put("acme.test", byTXT), w.putSuffix("beta.test", byTXT)
			return simtest.Line(bare.Status, bare.data, suffix.Status, suffix.data, w.put("acme.test", "enableMailHosting").Status)
		}, map[string]string{
			"both":   "200 map[status:true] 200 map[status:true] 200",
			"bare":   "200 map[status:true] 404 map[errorCode:URL_RULE_NOT_CONFIGURED] 200",
			"suffix": "404 map[errorCode:URL_RULE_NOT_CONFIGURED] 200 map[status:true] 400",
		}),
		simtest.Tell(zohosim.SwitchVerifyOfVerified, func(w *world) string {
			w.makeVerified("acme.test")
			a := w.put("acme.test", byHTML)
			return simtest.Line(a.Status, a.code, a.data)
		}, map[string]string{
			"400": "400 400 map[error:DOMAIN_ALREADY_VERIFIED moreInfo:Domain acme.test is already verified.]",
			"200": "200 200 map[status:true]",
		}),
		simtest.Tell(zohosim.SwitchMismatchCode, func(w *world) string {
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
			return simtest.Line(seen...)
		}, map[string]string{
			"like_missing": "TXT_RECORD_HOST_UNKNOWN CNAME_HOST_UNKNOWN HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC " +
				"TXT_RECORD_HOST_UNKNOWN CNAME_HOST_UNKNOWN HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC",
			"own_code": "TXT_RECORD_HOST_UNKNOWN CNAME_HOST_UNKNOWN HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC " +
				"TXT_RECORD_VALUE_MISMATCH CNAME_VALUE_MISMATCH HTML_VCODE_MISMATCH",
		}),
		simtest.Tell(zohosim.SwitchFoundRecords, func(w *world) string {
			d := w.add("acme.test")
			w.See(func() {
				w.Records["acme.test"] = []string{"v=spf1 -all"}
				w.Aliases[d.CNAMEName] = "business.zoho.com"
			})
			return simtest.Line(w.put("acme.test", byTXT).data["txtRecord"], w.put("acme.test", byCNAME).data["cnameRecord"])
		}, map[string]string{
			"strings": "[v=spf1 -all] [business.zoho.com]",
			"objects": "[map[value:v=spf1 -all]] [map[value:business.zoho.com]]",
			"nothing": "[] []",
		}),
		simtest.Tell(zohosim.SwitchMissingScope, func(w *world) string {
			w.authorize(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{zohosim.ScopeDomainsRead}}))
			a := w.tryAdd("acme.test")
			return simtest.Line(w.list().Status, a.Status, a.code, a.data)
		}, map[string]string{
			"401": "200 401 401 map[errorCode:INVALID_OAUTHSCOPE]", "400": "200 400 400 map[errorCode:INVALID_OAUTHSCOPE]",
			"403": "200 403 403 map[errorCode:INVALID_OAUTHSCOPE]", "404": "200 404 404 map[errorCode:INVALID_OAUTHSCOPE]",
			"url_rule": "200 404 404 map[errorCode:URL_RULE_NOT_CONFIGURED]",
		}),
		simtest.Tell(zohosim.SwitchNotAdministrator, func(w *world) string {
			w.authorize(w.IssueAccessToken(zohosim.TokenSpec{NotAdmin: true}))
			a := w.list()
			return simtest.Line(a.Status, a.code, a.description, a.list)
		}, simtest.Each("401 400 403", "%s %s Invalid Access <nil>")),
		simtest.Tell(zohosim.SwitchThrottleAnswer, func(w *world) string {
			w.Must(w.LimitRate(1, 90*time.Second))
			w.list()
			a := w.list()
			return simtest.Line(a.Status, a.Header.Get("Retry-After"), a.Text)
		}, map[string]string{
			"429_retry_after": `429 90 {"status":{"code":429,"description":"Too Many Requests"}}`,
			"429":             `429  {"status":{"code":429,"description":"Too Many Requests"}}`,
			"400_title":       "400  " + rollingThrottle,
			"200_error":       "200  " + rollingThrottle,
		}),
		simtest.Tell(zohosim.SwitchThrottleLock, func(w *world) string {
			w.Must(w.LimitRate(1, 2*time.Minute))
			w.list()
			seen := []any{w.list().Status}
			for range 3 {
				w.Clock.Advance(time.Minute)
				seen = append(seen, w.list().Status)
			}
			return simtest.Line(seen...)
		}, map[string]string{"fixed": "429 429 200 200", "prolonged_by_calls": "429 429 429 429"}),
		simtest.Tell(zohosim.SwitchTokenErrorStatus, func(w *world) string {
			g := w.refresh("refresh_token=1000.wrong")
			return simtest.Line(g.Status, g.Fields)
		}, simtest.Each("200 400", "%s map[error:invalid_code]")),
		simtest.Tell(zohosim.SwitchTokenLock, func(w *world) string {
			for range 10 {
				w.refresh()
			}
			seen := []any{}
			for range 3 {
				w.Clock.Advance(4 * time.Minute)
				seen = append(seen, w.refresh().Status)
			}
			w.Clock.Advance(9 * time.Minute)
			return simtest.Line(append(seen, w.refresh().Status)...)
		}, map[string]string{"rest_of_window": "400 400 200 200", "prolonged_by_tries": "400 400 400 400"}),
		simtest.Tell(zohosim.SwitchWrongClientSecret, func(w *world) string {
			return simtest.Line(w.refresh("client_secret=wrong").Fields["error"], w.refresh("client_id=wrong").Fields["error"])
		}, map[string]string{
			"invalid_client": "invalid_client invalid_client", "invalid_client_secret": "invalid_client_secret invalid_client",
		}),
		simtest.Tell(zohosim.SwitchForeignCredentials, func(w *world) string {
			w.Must(w.MoveCredentials("eu"))
			g := w.refresh()
			if token(g) != "" { // the token that was there before is refused, too
				w.authorize(token(g))
			}
			return simtest.Line(g.Fields["error"], g.Fields["api_domain"], w.list().data["errorCode"])
		}, map[string]string{
			"invalid_client": "invalid_client <nil> INVALID_OAUTHTOKEN",
			"foreign_token":  "<nil> https://www.zohoapis.eu INVALID_OAUTHTOKEN",
		}),
	)
}

func (w *world) putSuffix(name, mode string) answer {
	w.T.Helper()
	return w.call(http.MethodPut, domains+"/"+name+"/verifyDomain", `{"mode":"`+mode+`"}`)
}

const rollingThrottle = `{"error":{"details":[{"message":"You have exceeded the allowed number of requests. Please try again after 2 minutes."}],` +
	`"error_type":"OTHERS","instance":"/api/organization/70012345/domains","method":"GET","title":"URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"}}`
