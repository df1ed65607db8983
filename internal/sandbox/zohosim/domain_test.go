// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestAddedDomainHasSevenFieldsAndMoreWhenRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	added := w.tryAdd("acme.test").data
	code := strings.TrimPrefix(added["CNAMEVerificationCode"].(string), "zb")
	want := map[string]any{
		"domainName": "acme.test", "verificationStatus": false, "CNAMEVerificationCode": "zb" + code, "HTMLVerificationCode": code,
		"createdTime": 1767268800000.0, "isRegisteredByZoho": false, "primary": false,
	}
	if diff := cmp.Diff(want, added); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	maps.Copy(want, map[string]any{
		"domainId": "1086100001000001", "zoid": 70012345.0, "mailHostingEnabled": false, "isDomainAlias": false, "spfstatus": false,
		"dkimstatus": false, "subDomainStripping": 0.0, "mxstatus": "expired", "status": "enabled",
		"catchAllExcludeAddresses": []any{}, "dkimDetailList": []any{}, "URI": "/api/organization/70012345/domains/acme.test",
	})
	if diff := cmp.Diff(want, w.get("acme.test").data); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	w.Must(w.Drift("verify", "acme.test"))
	maps.Copy(want, map[string]any{"verificationStatus": true, "verifiedDate": 1767268800000.0, "primary": true})
	if diff := cmp.Diff(map[string]any{"domainVO": []any{want}}, w.list().data); diff != "" {
		t.Errorf("listed, verified (-want +got):\n%s", diff)
	}
}

func TestAddingAgainYieldsAnotherCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.add("acme.test")
	w.publish(first)
	w.delete("acme.test")
	second := w.add("acme.test")
	if verified := w.put("acme.test", byTXT).data["status"]; first.TXTRecord == second.TXTRecord || verified != false {
		t.Errorf("%s, then %s, verified %v by the old record", first.TXTRecord, second.TXTRecord, verified)
	}
}

func TestUnusableBodiesAndModesAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	for _, c := range [][3]string{
		{http.MethodPost, domains, `{"domainName":"acme.test",}`}, // the sample of the documentation page
		{http.MethodPost, domains, `{"domainName":7}`},
		{http.MethodPost, domains, ""},
		{http.MethodPut, domains + "/acme.test", `{"mode":"verifyDomainByCNAME"}`},
		{http.MethodPut, domains + "/acme.test", `{"mode":"setAsPrimaryDomain"}`},
		{http.MethodPut, domains + "/acme.test", ""},
		{http.MethodPut, domains + "/acme.test/verifyDomain", `{"mode":"enableMailHosting"}`},
	} {
		if a := w.call(c[0], c[1], c[2]); a.Status != 400 || a.code != 400 || a.data["moreInfo"] == nil {
			t.Errorf("%v: %d %s, want 400 with moreInfo", c, a.Status, a.Text)
		}
	}
}

func TestDeletionWaitsForHostingAndUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	w.Must(w.SetUsers("acme.test", 2))
	seen := []string{}
	try := func() {
		a := w.delete("acme.test")
		code, _ := a.data["error"].(string)
		text, _ := a.data["moreInfo"].(string)
		seen = append(seen, strings.TrimSpace(simtest.Line(a.Status, code, strings.Contains(text, "2 users still use it"))))
	}
	for _, mode := range []string{"enableMailHosting", "disableMailHosting"} {
		w.put("acme.test", mode)
		try()
	}
	w.Must(w.SetUsers("acme.test", 0))
	try()
	want := []string{"400 RMV_HOSTING_BEFORE_DLT_DOMAIN false", "400  true", "200  false"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHostingAndPrimaryNeedAVerifiedDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	w.makeVerified("beta.test")
	w.add("new.test")
	first := w.domain("acme.test").Primary
	seen := simtest.Line(first, w.put("new.test", "setPrimaryDomain").Status, w.put("beta.test", "setPrimaryDomain").Text,
		w.put("new.test", "enableMailHosting").Status, w.put("new.test", "disableMailHosting").Text,
		w.put("beta.test", "enableMailHosting").Status, w.put("beta.test", "enableMailHosting").data["error"],
		w.domain("acme.test").Primary, w.domain("beta.test").Primary, w.domain("beta.test").Hosting,
	)
	const done = `{"status":{"code":200,"description":"success"}}`
	if want := "true 400 " + done + " 400 " + done + " 200 MAILHOSTING_ALREADY_ENABLED false true true"; seen != want {
		t.Errorf("seen %s, want %s", seen, want)
	}
}

func TestEveryAnswerHasTheTimeOfTheSandbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Clock.Advance(time.Hour - time.Second)
	dates := []string{w.list().Header.Get("Date"), w.get("acme.test").Header.Get("Date")}
	if dates = slices.Compact(dates); len(dates) != 1 || dates[0] != "Thu, 01 Jan 2026 12:59:59 GMT" {
		t.Errorf("dates %v", dates)
	}
}

// Every documented sample says what its body is.
func TestBodyThatIsNotDeclaredAsJSONIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, contentType := range []string{"", "text/plain", "application/x-www-form-urlencoded"} {
		r := w.Do(http.MethodPost, domains, contentType, `{"domainName":"acme.test"}`)
		if r.Status != 400 || !strings.Contains(r.Text, `"code":400`) {
			t.Errorf("%q: %d %s, want 400", contentType, r.Status, r.Text)
		}
	}
	if got := w.Snapshot().Domains; len(got) != 0 {
		t.Errorf("refused requests left %v", got)
	}
}

// wire/zoho.md 1.7.
func TestUsersAndSubdomainsKeepADomainUnlessItHasExpired(t *testing.T) {
	t.Parallel()
	for _, spec := range []zohosim.DomainSpec{{Domain: "acme.test", Users: 1}, {Domain: "mail.acme.test"}} {
		for expired, status := range map[bool]int{false: 400, true: 200} {
			w := newWorld(t)
			w.makeVerified("acme.test")
			w.Must(w.SetUsers("acme.test", spec.Users))
			if spec.Domain != "acme.test" {
				w.makeVerified(spec.Domain)
			}
			if expired {
				w.Must(w.Drift("unverify", "acme.test"))
			}
			w.Want(fmt.Sprintf("beside %+v, expired %t", spec, expired), w.delete("acme.test").Response, status)
			if _, there := w.Snapshot().Domain("acme.test"); there == expired {
				t.Errorf("beside %+v, expired %t: still there %t", spec, expired, there)
			}
		}
	}
}

// wire/zoho.md 1.5: public clients read the code in error and the text in moreInfo.
func TestCodesOfHostingAreWhereClientsReadThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.AddDomain(zohosim.DomainSpec{Domain: "acme.test", Verified: true}))
	w.Must(w.SetHosting("acme.test", true))
	for want, got := range map[string]answer{
		"RMV_HOSTING_BEFORE_DLT_DOMAIN": w.delete("acme.test"), "MAILHOSTING_ALREADY_ENABLED": w.put("acme.test", "enableMailHosting"),
	} {
		if text, _ := got.data["moreInfo"].(string); got.Status != 400 || got.data["error"] != want || !strings.HasPrefix(text, "Mail hosting") {
			t.Errorf("%d %s, want %s in error and a text in moreInfo", got.Status, got.Text, want)
		}
	}
}
