// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestVerifyFormIsTheBareOneAndTheOtherIsRememberedForAllDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter := w.adapter(t)
	w.makeVerified(t, adapter, w.ID(0))
	w.wantCount(t, "/verifyDomain", 0)

	w.set(t, zohosim.SwitchVerifyURL, "suffix")
	for n := 1; n <= 3; n++ {
		w.makeVerified(t, adapter, w.ID(n))
	}
	w.wantCount(t, "PUT ", 1+1+3)
	w.wantCount(t, "/verifyDomain", 3)

	w.set(t, zohosim.SwitchVerifyURL, "bare")
	for n := 4; n <= 6; n++ {
		w.makeVerified(t, adapter, w.ID(n))
	}
	w.wantCount(t, "PUT ", 5+1+3)
	w.wantCount(t, "/verifyDomain", 4)
}

func TestVerifyThatIsRoutedUnderNeitherFormNamesTheScope(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:404", Body: `{"status":{"code":404},"data":{"errorCode":"URL_RULE_NOT_CONFIGURED"}}`})
	_, err := w.verify(t, adapter, id, token)
	wantError(t, err, service.Denied, "neither of the two", "ZohoMail.organization.domains.UPDATE", "base_url")
	w.wantCount(t, "PUT ", 2)
}

func TestSecondVerifyWithinFifteenSecondsMakesNoCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.txt[id.Domain] = nil
	_, first := w.verify(t, adapter, id, token)
	wantError(t, first, service.NotYet, "TXT_RECORD_HOST_UNKNOWN")
	w.clock.Advance(4 * time.Second)
	_, held := w.verify(t, adapter, id, token)
	wantError(t, held, service.NotYet, "TXT_RECORD_HOST_UNKNOWN", "4s ago", "in 11s")
	if pause := typedOf(held).RetryAfter; pause != 11*time.Second {
		t.Errorf("retry after %s", pause)
	}
	w.wantCount(t, "PUT ", 1)
	other := w.makePending(t, adapter, w.ID(1))
	_, err := w.verify(t, adapter, w.ID(1), other)
	must(t, err)
	w.clock.Advance(11 * time.Second)
	_, err = w.verify(t, adapter, id, token)
	wantError(t, err, service.NotYet)
	w.wantCount(t, "PUT ", 3)
}

func TestWrongRecordIsToldApartFromAMissingOne(t *testing.T) {
	t.Parallel()
	for _, elements := range []string{"strings", "objects"} {
		for _, code := range []string{"like_missing", "own_code"} {
			w := newWorld(t)
			w.set(t, zohosim.SwitchFoundRecords, elements)
			w.set(t, zohosim.SwitchMismatchCode, code)
			adapter, id := w.adapter(t), w.ID(0)
			token := w.makePending(t, adapter, id)
			for _, story := range []struct {
				published []string
				want      string
			}{
				{nil, "Zoho found no TXT record there"},
				{[]string{"v=spf1 -all"}, `other values only: "v=spf1 -all"`},
				{[]string{"zoho-verification=zb00000000.zmverify.zoho.com"}, "the code of another registration"},
				{[]string{"zoho-verification=" + token + ".zmverify.zoho.eu"}, "found the TXT record"},
				{[]string{"a", "b", "c", "d", "e", "f", "g"}, `"e" and 2 more`},
			} {
				w.txt[id.Domain] = story.published
				w.clock.Advance(zohosPatience)
				_, err := w.verify(t, adapter, id, token)
				wantError(t, err, service.NotYet, story.want)
			}
		}
	}
}

// Every sample shows the list of what was found empty: it may always be.
func TestWrongRecordThatZohoDoesNotShowIsNotCalledMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, zohosim.SwitchFoundRecords, "nothing")
	w.set(t, zohosim.SwitchMismatchCode, "own_code")
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	for published, want := range map[string]string{
		"zoho-verification=zb00000000.zmverify.zoho.com": "Zoho does not confirm the verification", "": "Zoho found no TXT record there",
	} {
		w.txt[id.Domain] = []string{published}
		w.clock.Advance(zohosPatience)
		_, err := w.verify(t, adapter, id, token)
		if reason := typedOf(err).Reason; service.ClassOf(err) != service.NotYet || reason != want {
			t.Errorf("%q: %q, want %q", published, reason, want)
		}
	}
}

func TestWrongAliasAndWrongFileAreToldApartFromMissingOnes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.makePending(t, adapter, id)
	for _, story := range []struct {
		method  service.Method
		publish func(token string)
		want    []string
	}{
		{service.MethodDNSCNAME, func(string) {}, []string{"Zoho found no CNAME record there", "CNAME_HOST_UNKNOWN"}},
		{service.MethodDNSCNAME, func(token string) { w.cname[token+"."+id.Domain] = "business.zoho.com" }, []string{`other values only: "business.zoho.com"`}},
		{service.MethodHTTPFile, func(string) {}, []string{"could not fetch the file", "503"}},
		{service.MethodHTTPFile, func(string) { w.files["http://"+id.Domain+"/zohoverify/verifyforzoho.html"] = "hello" }, []string{"is not the verification code"}},
	} {
		token := read(t, adapter, id).Token(story.method)
		story.publish(token)
		w.method = story.method
		w.clock.Advance(zohosPatience)
		_, err := w.verify(t, adapter, id, token)
		wantError(t, err, service.NotYet, story.want...)
	}
}

func TestEachMethodSendsItsOwnModeAndASuccessCostsNoFurtherCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter := w.adapter(t)
	for n, method := range service.Methods() {
		w.method = method
		w.makeVerified(t, adapter, w.ID(n))
	}
	want := []string{"verifyDomainByTXT", "verifyDomainByCName", "verifyDomainByHTML"}
	if diff := cmp.Diff(want, w.modes()); diff != "" {
		t.Errorf("modes (-want +got):\n%s", diff)
	}
	w.wantCount(t, "GET ", 1)
}

func TestDomainThatIsVerifiedAlreadyIsASuccessWhereverTheCodeStands(t *testing.T) {
	t.Parallel()
	for _, answer := range []struct{ status, body string }{
		{"400", `{"status":{"code":400,"description":"Invalid Input"},"data":{"error":"DOMAIN_ALREADY_VERIFIED","moreInfo":"It is."}}`},
		{"400", `{"status":{"code":400,"description":"DOMAIN_ALREADY_VERIFIED"}}`},
		{"200", `{"status":{"code":400},"data":{"errorCode":"DOMAIN_ALREADY_VERIFIED"}}`},
		{"200", `{"status":{"code":200,"description":"success"},"data":{"status":false,"error":"DOMAIN_ALREADY_VERIFIED"}}`},
		{"500", `{"status":{"code":500},"data":{"moreInfo":"DOMAIN_ALREADY_VERIFIED: it is."}}`},
	} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:" + answer.status, Body: answer.body})
		_, err := w.verify(t, adapter, id, token)
		if service.ClassOf(err) == "" {
			t.Errorf("%s was believed, although the domain is shown as not verified", answer.body)
		}
		w.drift(t, "verify", id)
		w.clock.Advance(zohosPatience)
		if found, err := w.verify(t, adapter, id, token); err != nil || !found.State.Verified() {
			t.Errorf("%s: %+v, %v", answer.body, found, err)
		}
	}
}

func TestLostVerifyAnswerIsSettledByALookAndNotByAnotherCall(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"drop_after", "garbage_after", "status_after:503", "status_after:502"} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "PUT ", Kind: kind, Times: 1})
		if found, err := w.verify(t, adapter, id, token); err != nil || !found.State.Verified() {
			t.Errorf("%s: %+v, %v", kind, found, err)
		}
		w.wantCount(t, "PUT ", 1)
		w.wantCount(t, "GET "+w.domains()+"/", 1)
	}
}

// An envelope of success without data.status has been taken for a verification.
func TestSuccessThatDoesNotSayVerifiedIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"status":{"code":200,"description":"success"}}`,
		`{"status":{"code":200,"description":"success"},"data":{}}`,
		`{"status":{"code":200,"description":"success"},"data":{"status":null}}`,
		`{"status":{"code":200,"description":"success"},"data":[]}`,
		`{}`, `[]`, `null`,
	} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:200", Body: body})
		if found, err := w.verify(t, adapter, id, token); service.ClassOf(err) != service.Transient || found.State.Verified() {
			t.Errorf("%s: %+v, %v", body, found, err)
		}
	}
}

func TestDomainThatAnotherOrganizationVerifiedMeanwhileIsHeldElsewhere(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"400", "500", "409"} {
		w := newWorld(t)
		w.set(t, zohosim.SwitchForeignDomain, status)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		must(t, w.HoldElsewhere(id.Domain))
		_, err := w.verify(t, adapter, id, token)
		wantError(t, err, service.HeldElsewhere, "another Zoho organization")
	}
}

// A failed check may be told by the status as well, and stays a failed check.
func TestFailedCheckThatComesAsARefusalIsRetryable(t *testing.T) {
	t.Parallel()
	for _, answer := range []struct{ status, body string }{
		{"400", `{"status":{"code":400},"data":{"status":false,"error":"TXT_VALUE_DIFFERS","txtRecord":["v=spf1 -all"]}}`},
		{"400", `{"status":{"code":400},"data":{"errorCode":"TXT_RECORD_HOST_UNKNOWN","txtRecord":[{"v":"v=spf1 -all"}]}}`},
		{"200", `{"status":{"code":400,"description":"TXT_RECORD_HOST_UNKNOWN"},"data":{"txtRecord":"v=spf1 -all"}}`},
		{"200", `{"status":{"code":200},"data":{"status":"false","message":"No.","txtRecord":[["v=spf1 -all"]]}}`},
	} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:" + answer.status, Body: answer.body})
		_, err := w.verify(t, adapter, id, token)
		wantError(t, err, service.NotYet, `other values only: "v=spf1 -all"`)
	}
}

// The codes of a wrong value are not documented: a refusal that speaks of the
// record may pass when somebody corrects it.
func TestRefusalThatSpeaksOfWhatIsPublishedIsWaitedOut(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]service.Class{
		"The TXT record has another value":                service.NotYet,
		"CNAME mismatch":                                  service.NotYet,
		"The domain is verified by another organization":  service.HeldElsewhere,
		"The verification of this domain is switched off": service.Rejected,
	} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.id("my-txt."+zone)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:400", Body: `{"status":{"code":400},"data":{"moreInfo":"` + said + `, my-txt.corp.test"}}`})
		_, err := w.verify(t, adapter, id, token)
		wantError(t, err, want, said)
	}
}
