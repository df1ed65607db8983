// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestVerifyFormIsTheBareOneAndTheOtherIsRememberedForAllDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	verify := func(form string, domains ...int) {
		w.Set(zohosim.SwitchVerifyURL, form)
		for _, n := range domains {
			p.For(servicetest.Domain(n)).Bring(service.StateVerified)
		}
	}
	verify("bare", 0)
	w.WantCount("/verifyDomain", 0)
	verify("suffix", 1, 2, 3)
	w.WantCount(putRequest, 1+1+3)
	w.WantCount("/verifyDomain", 3)
	verify("bare", 4, 5, 6)
	w.WantCount(putRequest, 5+1+3)
	w.WantCount("/verifyDomain", 4)
}

func TestSecondVerifyWithinFifteenSecondsMakesNoCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.brought(service.StatePending)
	w.Unpublish()
	w.WantError(p.Verify(), service.NotYet, "TXT_RECORD_HOST_UNKNOWN")
	w.Clock.Advance(4 * time.Second)
	held := w.WantError(p.Verify(), service.NotYet, "TXT_RECORD_HOST_UNKNOWN", "4s ago", "in 11s")
	w.WantEqual("pause", 11*time.Second, held.RetryAfter)
	w.WantCount(putRequest, 1)
	p.For(servicetest.Domain(1)).Bring(service.StateVerified)
	w.Clock.Advance(11 * time.Second)
	w.WantError(p.Verify(), service.NotYet)
	w.WantCount(putRequest, 3)
}

// attempt is one that does not come too soon.
func attempt(p *servicetest.Player) error {
	p.Clock.Advance(zohosPatience)
	return p.Verify()
}

func TestWrongRecordIsToldApartFromAMissingOne(t *testing.T) {
	t.Parallel()
	for _, elements := range []string{"strings", "objects"} {
		for _, code := range []string{"like_missing", "own_code"} {
			w := newWorld(t)
			w.Set(zohosim.SwitchFoundRecords, elements)
			w.Set(zohosim.SwitchMismatchCode, code)
			p := w.brought(service.StatePending)
			for want, published := range map[string][]string{
				"Zoho found no TXT record there":   nil,
				`other values only: "v=spf1 -all"`: {"v=spf1 -all"},
				"the code of another registration": {"zoho-verification=zb00000000.zmverify.zoho.com"},
				"found the TXT record":             {"zoho-verification=" + p.Token + ".zmverify.zoho.eu"},
				`"e" and 2 more`:                   {"a", "b", "c", "d", "e", "f", "g"},
			} {
				w.TXT(p.ID.Domain, published...)
				w.WantError(attempt(p), service.NotYet, want)
			}
		}
	}
}

// Every sample shows the list of what was found empty: it may always be.
func TestWrongRecordThatZohoDoesNotShowIsNotCalledMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(zohosim.SwitchFoundRecords, "nothing")
	w.Set(zohosim.SwitchMismatchCode, "own_code")
	p := w.brought(service.StatePending)
	for published, want := range map[string]string{
		"zoho-verification=zb00000000.zmverify.zoho.com": "Zoho does not confirm the verification", "": "Zoho found no TXT record there",
	} {
		w.TXT(p.ID.Domain, published)
		w.WantEqual("reason", want, w.WantError(attempt(p), service.NotYet).Reason)
	}
}

func TestWrongAliasAndWrongFileAreToldApartFromMissingOnes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.brought(service.StatePending)
	serve := func(status int, content string) func() {
		return func() {
			w.Pages["http://d0.corp.test/zohoverify/verifyforzoho.html"] = simtest.Page{Status: status, Content: content}
		}
	}
	for _, story := range []struct {
		method  service.Method
		publish func()
		want    []string
	}{
		{service.MethodDNSCNAME, func() {}, []string{"Zoho found no CNAME record there", "CNAME_HOST_UNKNOWN"}},
		{service.MethodDNSCNAME, func() { w.Aliases[p.Token+".d0.corp.test"] = "business.zoho.com" }, []string{`other values only: "business.zoho.com"`}},
		{service.MethodHTTPFile, serve(503, ""), []string{"could not fetch the file", "503"}},
		{service.MethodHTTPFile, serve(200, "hello"), []string{"is not the verification code"}},
	} {
		p.Method, p.Token = story.method, p.Read().Token(story.method)
		w.See(story.publish)
		w.WantError(attempt(p), service.NotYet, story.want...)
	}
}

// Zoho quotes in its message what the site answered that it fetched the file
// from. A site that is too busy is no lock of Zoho's.
func TestWebSiteThatAnswersTooManyRequestsIsNoThrottleOfZohos(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Method = service.MethodHTTPFile
	p := w.brought(service.StatePending)
	for url := range w.Pages {
		w.See(func() { w.Pages[url] = simtest.Page{Status: 429} })
	}
	before := w.Clock.Now()
	w.WantError(p.Verify(), service.NotYet, "could not fetch the file", "429", "Too Many Requests")
	w.WantEqual("held back", before, w.Clock.Now())
	w.WantCount(putRequest, 1)
}

func TestEachMethodSendsItsOwnModeAndASuccessCostsNoFurtherCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	for n, method := range service.Methods() {
		w.Method = method
		p.For(servicetest.Domain(n)).Bring(service.StateVerified)
	}
	w.WantEqual("modes", []string{"verifyDomainByTXT", "verifyDomainByCName", "verifyDomainByHTML"}, w.modes())
	w.WantCount("GET ", 1)
}

func TestDomainThatIsVerifiedAlreadyIsASuccessWhereverTheCodeStands(t *testing.T) {
	t.Parallel()
	for body, status := range map[string]string{
		`{"status":{"code":400,"description":"Invalid Input"},"data":{"error":"DOMAIN_ALREADY_VERIFIED","moreInfo":"It is."}}`: "400",
		`{"status":{"code":400,"description":"DOMAIN_ALREADY_VERIFIED"}}`:                                                      "400",
		`{"status":{"code":400},"data":{"errorCode":"DOMAIN_ALREADY_VERIFIED"}}`:                                               "200",
		`{"status":{"code":200,"description":"success"},"data":{"status":false,"error":"DOMAIN_ALREADY_VERIFIED"}}`:            "200",
		`{"status":{"code":500},"data":{"moreInfo":"DOMAIN_ALREADY_VERIFIED: it is."}}`:                                        "500",
	} {
		w := newWorld(t)
		p := w.brought(service.StatePending)
		w.Fault(servicetest.Always(putRequest, "status:"+status, body))
		if err := p.Verify(); service.ClassOf(err) == "" {
			t.Errorf("%s was believed, although the domain is shown as not verified", body)
		}
		w.OutOfBand("verify", p.ID.Domain)
		if err := attempt(p); err != nil || !p.Got.State.Verified() {
			t.Errorf("%s: %+v, %v", body, p.Got, err)
		}
	}
}

func TestLostVerifyAnswerIsSettledByALookAndNotByAnotherCall(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"drop_after", "garbage_after", "status_after:503", "status_after:502"} {
		w := newWorld(t)
		p := w.brought(service.StatePending)
		w.Fault(servicetest.Once(putRequest, kind))
		if err := p.Verify(); err != nil || !p.Got.State.Verified() {
			t.Errorf("%s: %+v, %v", kind, p.Got, err)
		}
		w.WantCount(putRequest, 1)
		w.WantCount(domainRead, 1)
	}
}

func TestDomainThatAnotherOrganizationVerifiedMeanwhileIsHeldElsewhere(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"400", "500", "409"} {
		w := newWorld(t)
		w.Set(zohosim.SwitchForeignDomain, status)
		p := w.brought(service.StatePending)
		w.Must(w.HoldElsewhere(p.ID.Domain))
		w.WantError(p.Verify(), service.HeldElsewhere, "another Zoho organization")
	}
}

func TestEveryResponseToAVerificationIsUnderstood(t *testing.T) {
	t.Parallel()
	const spf = `other values only: "v=spf1 -all"`
	moreInfo := func(text string) string {
		return `{"status":{"code":400},"data":{"moreInfo":"` + text + `, my-txt.corp.test"}}`
	}
	for _, c := range []struct {
		status, body string
		class        service.Class
		words        string
	}{
		// An envelope of success without data.status has been taken for a verification.
		{"200", success, service.Transient, ""},
		{"200", listing(`{}`), service.Transient, ""},
		{"200", listing(`{"status":null}`), service.Transient, ""},
		{"200", listing(`[]`), service.Transient, ""},
		{"200", `{}`, service.Transient, ""},
		{"200", `[]`, service.Transient, ""},
		{"200", `null`, service.Transient, ""},
		// A failed check may be told by the status as well, and stays a failed check.
		{"400", `{"status":{"code":400},"data":{"status":false,"error":"TXT_VALUE_DIFFERS","txtRecord":["v=spf1 -all"]}}`, service.NotYet, spf},
		{"400", `{"status":{"code":400},"data":{"errorCode":"TXT_RECORD_HOST_UNKNOWN","txtRecord":[{"v":"v=spf1 -all"}]}}`, service.NotYet, spf},
		{"200", `{"status":{"code":400,"description":"TXT_RECORD_HOST_UNKNOWN"},"data":{"txtRecord":"v=spf1 -all"}}`, service.NotYet, spf},
		{"200", `{"status":{"code":200},"data":{"status":"false","message":"No.","txtRecord":[["v=spf1 -all"]]}}`, service.NotYet, spf},
		// The codes of a wrong value are not documented: a refusal that speaks of the
		// record may pass when somebody corrects it.
		{"400", moreInfo("The TXT record has another value"), service.NotYet, "The TXT record has another value"},
		{"400", moreInfo("CNAME mismatch"), service.NotYet, "CNAME mismatch"},
		{"400", moreInfo("The domain is verified by another organization"), service.HeldElsewhere, "by another organization"},
		{"400", moreInfo("The verification of this domain is switched off"), service.Rejected, "is switched off"},
		// An internal error is no refusal of the verification: the wait goes on.
		{"500", `{"status":{"code":500,"description":"Internal Error"},"data":{"errorCode":"INTERNAL_ERROR"}}`, service.Transient, "failed to handle"},
		// Nor is a timeout, whoever on the way reports it.
		{"408", `<html><title>408 Request Time-out</title></html>`, service.Transient, "failed to handle"},
	} {
		w := newWorld(t)
		p := w.Player("my-txt." + zone).Bring(service.StatePending)
		w.Fault(servicetest.Always(putRequest, "status:"+c.status, c.body))
		w.WantError(p.Verify(), c.class, c.words)
		if p.Got.State.Verified() {
			t.Errorf("%s: %+v", c.body, p.Got)
		}
	}
}
