// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestEveryTypeOfEveryFieldIsRead(t *testing.T) {
	t.Parallel()
	tokens := map[service.Method]string{service.MethodDNSTXT: "zb12345678", service.MethodDNSCNAME: "zb12345678", service.MethodHTTPFile: "12345678"}
	states := map[string]service.State{
		`true`: service.StateVerified, `"true"`: service.StateVerified, `"verified"`: service.StateVerified, `"VERIFIED"`: service.StateVerified,
		`false`: service.StatePending, `"false"`: service.StatePending, `"unverified"`: service.StatePending,
		// What is not shown is not "not verified" (invariant 4).
		`null`: service.StateUnknown, `""`: service.StateUnknown, `{}`: service.StateUnknown, `[]`: service.StateUnknown,
	}
	w := newWorld(t)
	for _, id := range []string{`"1"`, `1`, `9007199254740993`, `123456789012345678901234567890`, `null`, `{"x":1}`, `[1]`, `true`} {
		for status, state := range states {
			shown := object(id, status)
			got := script(w.World, map[string]string{listRead: listingOf(shown), domainRead: listing(shown)}).Read()
			if state == service.StateUnknown && got.Reason == "" {
				t.Errorf("verificationStatus %s: the reading does not say why it is unknown", status)
			}
			got.Reason = ""
			want := service.Domain{State: state, RemoteID: "d0.corp.test", HostsMail: true, Tokens: tokens}
			w.WantEqual("domainId "+id+", verificationStatus "+status, want, got)
		}
	}
}

func TestEveryShapeOfTheListIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, other := object(`"1"`, "true"), `{"domainName":"other.test"}`
	for _, data := range []string{
		`{"domainVO":[` + one + `,` + other + `],"superAdmin":{},"admin":[],"users":[]}`,
		`{"domainVO":` + one + `}`, `{"domainVOS":[` + one + `]}`, `{"domainVOS":` + one + `}`,
		`[` + one + `]`, one,
	} {
		p := script(w.World, map[string]string{listRead: listing(data)})
		p.WantRead(service.StateVerified)
		p.For("absent.test").WantRead(service.StateAbsent)
		w.WantCount("", 1) // the list alone
	}
}

// An empty answer may be an empty organization or something odd: the one domain
// is asked for before it is called absent.
func TestListOfAnUnknownShapeNeverMakesADomainAbsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ready(w.Values["access_token"])
	for _, list := range []string{
		listing(`{}`), listing(`null`), listing(`{"domainVO":null}`), listing(`"none"`), listing(`[{"name":"d0.corp.test"}]`), listing(`{"domainVO":[1]}`),
		success, `{}`,
	} {
		script(w.World, map[string]string{listRead: list, domainRead: listing(object(`1`, `true`))}).WantRead(service.StateVerified)
		gone := script(w.World, map[string]string{listRead: list})
		for range 2 {
			gone.WantRead(service.StateAbsent)
		}
		w.WantCount("", 2) // the list and one look
		listed, err := domainsOf(gone)
		if err != nil || listed.Complete || len(listed.Domains) != 0 || listed.Notice == "" {
			t.Errorf("%s: lists %+v, %v; want it incomplete, with a notice", list, listed, err)
		}
		for _, answer := range []string{
			`{"status":{"code":401,"description":"Invalid Access"}}`, `{"status":{"code":403}}`, `{"status":{"code":404},"data":{"errorCode":"URL_RULE_NOT_CONFIGURED"}}`,
			`{"status":{"code":500,"description":"Internal Error"}}`, listing(`{}`), listing(`null`),
		} {
			odd := script(w.World, map[string]string{listRead: list, domainRead: answer})
			if err := odd.TryRead(); err == nil {
				t.Errorf("%s and %s: reads %+v, want an error", list, answer, odd.Got)
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
		` `: service.Transient,
	} {
		p := scripted(t, map[string]string{listRead: body})
		p.WantError(p.TryRead(), class)
	}
}

func TestPersonalDataOfTheAdministratorNeverShows(t *testing.T) {
	t.Parallel()
	p := scripted(t, map[string]string{listRead: listing(`{"domainVO":[` + object(`1`, `true`) + `],"superAdmin":{"emailAddress":"jane@acme.test"}}`)})
	snapshot, err := domainsOf(p)
	p.Must(err)
	if shown := cmp.Diff(service.Snapshot{}, snapshot); strings.Contains(shown, "jane") || strings.Contains(shown, "Doe") {
		t.Errorf("the snapshot holds personal data:\n%s", shown)
	}
}

func TestWordsOfZohoAreJoinedAsSentencesAndShownWithControlCharactersEscaped(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]service.Response{
		`{"status":{"code":400,"description":"Invalid Input"},"data":{"moreInfo":"No such name.","message":"Try again"}}`: {Message: "No such name. Try again; Invalid Input"},
		`{"status":{"code":400,"description":"\u001b[2J"},"data":{"errorCode":"A\u0007_B","moreInfo":"\u202eno"}}`:        {Message: `A\u{0007}_B; \u{202E}no; \u{001B}[2J`},
	} {
		w := newWorld(t)
		w.Fault(servicetest.Always(listRead, "status:400", body))
		want.Status = 400
		w.WantEqual(body, want, w.WantError(w.Player().TryRead(), service.Rejected).Response)
	}
}
