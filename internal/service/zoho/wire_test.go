// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
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
			`{"status":{"code":500,"description":"Internal Error"}}`, `{"status":{"code":408,"description":"Request Timeout"}}`, listing(`{}`), listing(`null`),
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

// The shapes of wire/zoho.md 8 that the simulator does not have, in italics there.

// shapes are those of one refusal: each place of its code and text with each agreement of
// the two statuses. A code that was seen is quoted where only one text fits.
func shapes(status int, code, text string, isSeen bool) map[string]simhttp.Fault {
	asSeen, sentence := map[string]string{"moreInfo": text}, text
	if isSeen {
		asSeen["error"], sentence = code, code+": "+text
	}
	faults := map[string]simhttp.Fault{}
	for place, data := range map[string]map[string]string{
		"as seen": asSeen, "data.errorCode": {"errorCode": code}, "data.moreInfo": {"moreInfo": sentence},
		"data.error": {"error": code, "message": text}, "status.description": nil,
	} {
		for agreement, statuses := range map[string][2]int{"agree": {status, status}, "HTTP 200": {200, status}, "envelope 200": {status, 200}} {
			description := map[int]string{200: "success", 400: "Invalid Input", 500: "Internal Error"}[statuses[1]]
			if place == "status.description" {
				description = sentence
			} else if description == "" {
				description = http.StatusText(statuses[1])
			}
			body := map[string]any{"status": map[string]any{"code": statuses[1], "description": description}}
			if data != nil {
				body["data"] = data
			}
			encoded, _ := json.Marshal(body)
			faults[fmt.Sprintf("%s %d, %s, %s", code, status, place, agreement)] = simhttp.Fault{
				Kind: fmt.Sprintf("status:%d", statuses[0]), Body: string(encoded), Times: 1,
			}
		}
	}
	return faults
}

func TestRefusalIsUnderstoodInWhateverPlaceAndStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		statuses   []int
		code, text string
		isSeen     bool
		match      string
		test       func(w *world, p *servicetest.Player)
	}{
		{
			[]int{400, 500, 409},
			"DOMAIN_IN_ANOTHER_ORGANIZATION", "Domain d0.corp.test is already associated with another organization.", false, addRequest,
			func(w *world, p *servicetest.Player) {
				w.WantError(p.Add(), service.HeldElsewhere, "another Zoho organization", "Waiting does not help")
			},
		},
		{
			[]int{400, 500, 403},
			"DOMAIN_LIMIT_EXCEEDED", "You can add at most 30 domains.", false, addRequest,
			func(w *world, _ *servicetest.Player) {
				w.fill()
				w.WantError(w.Player("last."+zone).Add(), service.Blocked, "30 domains", "Remove a domain")
			},
		},
		{
			[]int{400, 500, 409},
			"DOMAIN_IN_USE", "You cannot delete the domain d0.corp.test as 3 users still use it.", false, deleteRequest,
			func(w *world, p *servicetest.Player) {
				w.Must(w.AddDomain(zohosim.DomainSpec{Domain: p.ID.Domain, Verified: true, Users: 3}))
				w.WantError(p.Release(), service.Blocked, "admin console")
				p.WantState(service.StateVerified)
			},
		},
		{
			[]int{400},
			"RMV_HOSTING_BEFORE_DLT_DOMAIN", "Mail hosting of d0.corp.test must be disabled before it is deleted.", true, deleteRequest,
			func(w *world, p *servicetest.Player) {
				w.Must(w.AddDomain(zohosim.DomainSpec{Domain: p.ID.Domain, Verified: true, Hosting: true}))
				w.Must(releaseWithMail(p))
				p.WantState(service.StateAbsent)
			},
		},
		{
			[]int{400},
			"DOMAIN_ALREADY_VERIFIED", "Domain d0.corp.test is already verified.", true, putRequest,
			func(w *world, p *servicetest.Player) {
				w.Must(w.AddDomain(zohosim.DomainSpec{Domain: p.ID.Domain, Verified: true}))
				p.Token = p.Read().Token(p.Method)
				if err := p.Verify(); err != nil || !p.Got.State.Verified() {
					w.T.Errorf("verify: %+v, %v", p.Got, err)
				}
			},
		},
		{
			[]int{404, 400, 500},
			"DOMAIN_NOT_FOUND", "Domain d0.corp.test does not exist in your organization.", false, putRequest,
			func(w *world, p *servicetest.Player) {
				p.Bring(service.StatePending)
				w.OutOfBand("remove", p.ID.Domain)
				w.WantError(p.Verify(), service.Blocked, "does not have the domain")
			},
		},
	} {
		for _, status := range c.statuses {
			for name, fault := range shapes(status, c.code, c.text, c.isSeen) {
				t.Run(name, func(t *testing.T) {
					w := newWorld(t)
					fault.Match = c.match
					w.Fault(fault)
					c.test(w, w.Player())
				})
			}
		}
	}
}

func TestAddedDomainIsReadInWhateverStatusAndWithFurtherFields(t *testing.T) {
	t.Parallel()
	want := map[service.Method]string{service.MethodDNSTXT: "zb12345678", service.MethodDNSCNAME: "zb12345678", service.MethodHTTPFile: "12345678"}
	for _, status := range []string{"200", "201"} {
		for _, envelope := range []string{`"code":201,"description":"Created"`, `"code":200,"description":"success"`} {
			for _, field := range []string{"", `"TXTVerificationCode":"zoho-verification=zb12345678.zmverify.zoho.com",`} {
				w := newWorld(t)
				w.Fault(servicetest.Always(addRequest, "status:"+status, `{"status":{`+envelope+`},"data":{`+field+
					`"domainName":"d0.corp.test","verificationStatus":false,"CNAMEVerificationCode":"zb12345678","HTMLVerificationCode":"12345678"}}`))
				p := w.Player()
				w.Must(p.Add())
				w.WantEqual(status+", "+envelope+" "+field, want, p.Got.Tokens)
				if p.Got.State != service.StatePending {
					t.Errorf("%s, %s %s: %+v", status, envelope, field, p.Got)
				}
			}
		}
	}
}

func TestDomainWithoutAnIDIsRead(t *testing.T) {
	t.Parallel()
	without := strings.Replace(object(`1`, `true`), `"domainId":1,`, "", 1)
	p := scripted(t, map[string]string{listRead: listingOf(without)})
	if p.WantRead(service.StateVerified); strings.Contains(without, "domainId") {
		t.Errorf("%s has an ID", without)
	}
}

func TestDeletionIsASuccessWithAndWithoutAnEnvelope(t *testing.T) {
	t.Parallel()
	for _, body := range []string{success, " "} { // a fault has no body of no character
		w := newWorld(t)
		w.Must(w.AddDomain(zohosim.DomainSpec{Domain: servicetest.Domain(0)}))
		w.Fault(servicetest.Always(deleteRequest, "status_after:200", body))
		w.Must(w.Player().Release())
		w.WantCount(deleteRequest, 1)
	}
}
