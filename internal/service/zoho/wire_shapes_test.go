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
)

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
		test       func(t *testing.T, w *world, id service.DomainID)
	}{
		{
			[]int{400, 500, 409},
			"DOMAIN_IN_ANOTHER_ORGANIZATION", "Domain %s is already associated with another organization.", false, "POST ",
			func(t *testing.T, w *world, id service.DomainID) {
				_, err := w.adapter(t).Add(t.Context(), id)
				wantError(t, err, service.HeldElsewhere, "another Zoho organization", "Waiting does not help")
			},
		},
		{
			[]int{400, 500, 403},
			"DOMAIN_LIMIT_EXCEEDED", "You can add at most 30 domains.", false, "POST ",
			func(t *testing.T, w *world, id service.DomainID) {
				for n := range 30 {
					must(t, w.AddDomain(zohosim.DomainSpec{Domain: w.ID(n + 1).Domain}))
				}
				_, err := w.adapter(t).Add(t.Context(), id)
				wantError(t, err, service.Blocked, "30 domains", "Remove a domain")
			},
		},
		{
			[]int{400, 500, 409},
			"DOMAIN_IN_USE", "You cannot delete the domain %s as 3 users still use it.", false, "DELETE ",
			func(t *testing.T, w *world, id service.DomainID) {
				must(t, w.AddDomain(zohosim.DomainSpec{Domain: id.Domain, Verified: true, Users: 3}))
				wantError(t, release(t, w.adapter(t), id), service.Blocked, "admin console")
				w.wantState(t, id, service.StateVerified)
			},
		},
		{
			[]int{400},
			"RMV_HOSTING_BEFORE_DLT_DOMAIN", "Mail hosting of %s must be disabled before it is deleted.", true, "DELETE ",
			func(t *testing.T, w *world, id service.DomainID) {
				must(t, w.AddDomain(zohosim.DomainSpec{Domain: id.Domain, Verified: true, Hosting: true}))
				must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting}))
				w.wantState(t, id, service.StateAbsent)
			},
		},
		{
			[]int{400},
			"DOMAIN_ALREADY_VERIFIED", "Domain %s is already verified.", true, "PUT ",
			func(t *testing.T, w *world, id service.DomainID) {
				must(t, w.AddDomain(zohosim.DomainSpec{Domain: id.Domain, Verified: true}))
				adapter := w.adapter(t)
				found, err := w.verify(t, adapter, id, read(t, adapter, id).Token(w.method))
				if err != nil || !found.State.Verified() {
					t.Errorf("verify: %+v, %v", found, err)
				}
			},
		},
		{
			[]int{404, 400, 500},
			"DOMAIN_NOT_FOUND", "Domain %s does not exist in your organization.", false, "PUT ",
			func(t *testing.T, w *world, id service.DomainID) {
				adapter := w.adapter(t)
				token := w.makePending(t, adapter, id)
				w.drift(t, "remove", id)
				_, err := w.verify(t, adapter, id, token)
				wantError(t, err, service.Blocked, "does not have the domain")
			},
		},
	} {
		id := newWorld(t).ID(0)
		for _, status := range c.statuses {
			for name, fault := range shapes(status, c.code, strings.ReplaceAll(c.text, "%s", id.Domain), c.isSeen) {
				t.Run(name, func(t *testing.T) {
					w := newWorld(t)
					fault.Match = c.match
					w.fault(t, fault)
					c.test(t, w, id)
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
				w.fault(t, simhttp.Fault{Match: "POST ", Kind: "status:" + status, Body: `{"status":{` + envelope + `},"data":{` + field +
					`"domainName":"` + w.ID(0).Domain + `","verificationStatus":false,"CNAMEVerificationCode":"zb12345678","HTMLVerificationCode":"12345678"}}`})
				added, err := w.adapter(t).Add(t.Context(), w.ID(0))
				if diff := cmp.Diff(want, added.Tokens); err != nil || diff != "" || added.State != service.StatePending {
					t.Errorf("%s, %s %s: %+v, %v (-want +got):\n%s", status, envelope, field, added, err, diff)
				}
			}
		}
	}
}

func TestDomainWithoutAnIDIsRead(t *testing.T) {
	t.Parallel()
	without := strings.Replace(object(`1`, `true`), `"domainId":1,`, "", 1)
	s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[` + without + `]}`)})
	if got := read(t, s.adapter, s.id); got.State != service.StateVerified || strings.Contains(without, "domainId") {
		t.Errorf("%s: reads %+v", without, got)
	}
}

func TestDeletionIsASuccessWithAndWithoutAnEnvelope(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"status":{"code":200,"description":"success"}}`, " "} { // a fault has no body of no character
		w := newWorld(t)
		must(t, w.AddDomain(zohosim.DomainSpec{Domain: w.ID(0).Domain}))
		w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status_after:200", Body: body})
		must(t, release(t, w.adapter(t), w.ID(0)))
		w.wantCount(t, "DELETE ", 1)
	}
}
