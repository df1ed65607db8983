// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// sample is the object of Zoho's own page, shortened, personal data included.
const sample = `{"domainName":"Acme.TEST","domainId":%ID%,"zoid":60012345,"verificationStatus":%STATUS%,"verifiedBy":9007199254740995,` +
	`"verifiedByAddress":"jane@acme.test","firstName":"Jane","lastName":"Doe","CNAMEVerificationCode":"zb12345678","HTMLVerificationCode":"12345678",` +
	`"mxstatus":"expired","spfstatus":false,"subDomainStripping":0,"dkimDetailList":[{"dkimId":"1"}],"mailHostingEnabled":true,"status":"enabled","URI":"https://mail.zoho.com/x"}`

func object(id, status string) string {
	return strings.NewReplacer("%ID%", id, "%STATUS%", status).Replace(sample)
}

func listing(data string) string {
	return `{"status":{"code":200,"description":"success"},"data":` + data + `}`
}

func TestEveryTypeOfEveryFieldIsRead(t *testing.T) {
	t.Parallel()
	want := map[service.Method]string{service.MethodDNSTXT: "zb12345678", service.MethodDNSCNAME: "zb12345678", service.MethodHTTPFile: "12345678"}
	for _, id := range []string{`"1"`, `1`, `9007199254740993`, `123456789012345678901234567890`, `null`, `{"x":1}`, `[1]`, `true`} {
		for status, state := range map[string]service.State{
			`true`: service.StateVerified, `"true"`: service.StateVerified, `"verified"`: service.StateVerified, `"VERIFIED"`: service.StateVerified,
			`false`: service.StatePending, `"false"`: service.StatePending, `"unverified"`: service.StatePending,
			// What is not shown is not "not verified".
			`null`: service.StateUnknown, `""`: service.StateUnknown,
		} {
			s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[` + object(id, status) + `]}`)})
			got := read(t, s.adapter, s.id)
			if state == service.StateUnknown && got.Reason == "" {
				t.Errorf("verificationStatus %s: the reading does not say why it is unknown", status)
			}
			got.Reason = ""
			if diff := cmp.Diff(service.Domain{State: state, RemoteID: "acme.test", HostsMail: true, Tokens: want}, got); diff != "" {
				t.Errorf("domainId %s, verificationStatus %s (-want +got):\n%s", id, status, diff)
			}
		}
	}
}

func TestEveryShapeOfTheListIsRead(t *testing.T) {
	t.Parallel()
	one, other := object(`"1"`, "true"), `{"domainName":"other.test"}`
	for _, data := range []string{
		`{"domainVO":[` + one + `,` + other + `],"superAdmin":{},"admin":[],"users":[]}`,
		`{"domainVO":` + one + `}`, `{"domainVOS":[` + one + `]}`, `{"domainVOS":` + one + `}`,
		`[` + one + `]`, one,
	} {
		s := newScripted(t, map[string]string{scriptedList: listing(data)})
		if got := read(t, s.adapter, s.id); got.State != service.StateVerified {
			t.Errorf("%s: reads %+v", data, got)
		}
		absent := s.id
		absent.Domain = "absent.test"
		if got := read(t, s.adapter, absent); got.State != service.StateAbsent {
			t.Errorf("%s: a domain that is not listed reads %+v", data, got)
		}
		if len(s.requests) != 1 {
			t.Errorf("%s: %v, want the list alone", data, s.requests)
		}
	}
}

// An empty answer may be an empty organization or something odd: the one domain
// is asked for before it is called absent.
func TestListOfAnUnknownShapeNeverMakesADomainAbsent(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		listing(`{}`), listing(`null`), listing(`{"domainVO":null}`), listing(`"none"`), listing(`[{"name":"acme.test"}]`), listing(`{"domainVO":[1]}`),
		`{"status":{"code":200,"description":"success"}}`, `{}`,
	} {
		there := newScripted(t, map[string]string{scriptedList: body, scriptedGet: listing(object(`1`, `true`))})
		if got := read(t, there.adapter, there.id); got.State != service.StateVerified {
			t.Errorf("%s: reads %+v, want what the domain itself answers", body, got)
		}
		gone := newScripted(t, map[string]string{scriptedList: body})
		for range 2 {
			if got := read(t, gone.adapter, gone.id); got.State != service.StateAbsent {
				t.Errorf("%s: reads %+v, want it absent", body, got)
			}
		}
		if len(gone.requests) != 2 {
			t.Errorf("%s: %v, want the list and one look", body, gone.requests)
		}
		listed, err := gone.adapter.Domains(t.Context(), "60012345")
		if err != nil || listed.Complete || len(listed.Domains) != 0 || listed.Notice == "" {
			t.Errorf("%s: lists %+v, %v; want it incomplete, with a notice", body, listed, err)
		}
		for _, answer := range []string{
			`{"status":{"code":401,"description":"Invalid Access"}}`, `{"status":{"code":403}}`, `{"status":{"code":404},"data":{"errorCode":"URL_RULE_NOT_CONFIGURED"}}`,
			`{"status":{"code":500,"description":"Internal Error"}}`, listing(`{}`), listing(`null`),
		} {
			odd := newScripted(t, map[string]string{scriptedList: body, scriptedGet: answer})
			if got, err := odd.adapter.Read(t.Context(), odd.id); err == nil {
				t.Errorf("%s and %s: reads %+v, want an error", body, answer, got)
			}
		}
	}
}

func TestFailureOfTheListIsAnErrorInWhateverStatusItHides(t *testing.T) {
	t.Parallel()
	for body, class := range map[string]service.Class{
		`{"status":{"code":401,"description":"Invalid Access"}}`:                             service.Denied,
		`{"status":{"code":"403","description":"Forbidden"}}`:                                service.Denied,
		`{"status":{"code":500,"description":"Internal Error"},"data":{"domainVO":[]}}`:      service.Transient,
		`{"status":{"code":200},"error":{"title":"URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"}}`:   service.Throttled,
		`{"status":{"code":200},"error":"REQUEST_LIMIT_EXCEEDED, try again after 2 hours"}`:  service.Throttled,
		`{"error":"request_limit_exceeded"}`:                                                 service.Throttled,
		`{"data":{"errorCode":"INVALID_OAUTHSCOPE"},"status":{"code":200,"description":""}}`: service.Denied,
		`<!DOCTYPE html><html><title>Sign in</title></html>`:                                 service.Transient,
		``: service.Transient,
	} {
		s := newScripted(t, map[string]string{scriptedList: body})
		_, err := s.adapter.Read(t.Context(), s.id)
		if got := service.ClassOf(err); got != class {
			t.Errorf("%s: %v, want the class %s", body, err, class)
		}
	}
}

func TestPersonalDataOfTheAdministratorNeverShows(t *testing.T) {
	t.Parallel()
	s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[` + object(`1`, `true`) + `],"superAdmin":{"emailAddress":"jane@acme.test"}}`)})
	snapshot, err := s.adapter.Domains(t.Context(), "60012345")
	must(t, err)
	if shown := cmp.Diff(service.Snapshot{}, snapshot); strings.Contains(shown, "jane") || strings.Contains(shown, "Doe") {
		t.Errorf("the snapshot holds personal data:\n%s", shown)
	}
}

func TestSentencesOfZohoAreJoinedAsSentences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ID(0)
	w.fault(t, simhttp.Fault{Match: "POST /api", Kind: "status:400", Body: `{"status":{"code":400,"description":"Invalid Input"},"data":{"moreInfo":"No such name.","message":"Try again"}}`})
	_, err := w.adapter(t).Add(t.Context(), id)
	if said := typedOf(err).Response.Message; said != "No such name. Try again; Invalid Input" {
		t.Errorf("Zoho says %q", said)
	}
}
