// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const scimKey = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

func TestEveryShapeOfErrorBodyIsUnderstood(t *testing.T) {
	t.Parallel()
	servicetest.ErrorBodies(t, unread, map[string]service.Response{
		`{"message":"No.","errors":[{"description":"Because.","errorCode":400123}],"trackingId":"T1"}`: {Code: "400123", Message: "No.; Because.", RequestID: "T1"},
		`{"message":"No.","errors":[{"description":"No."}],"trackingId":"T1"}`:                         {Message: "No.", RequestID: "T1"},
		`{"message":"No.","errorCode":"E7"}`:                                                           {Code: "E7", Message: "No."},
		`{"schemas":["x"],"status":"409","detail":"No.","` + scimKey + `":{"trackingId":"T2","errorCode":"409001","details":["Because."]}}`: {
			Code: "409001", Message: "No.; Because.", RequestID: "T2",
		},
		`{"error":{"key":"400","message":[{"description":"No.","code":"400091"}],"trackingId":"T3"}}`: {Code: "400091", Message: "No.", RequestID: "T3"},
		`{"errorMessage":"No."}`:                                      {Message: "No."},
		`{"error":"invalid_request"}`:                                 {Message: "invalid_request"},
		`{"errors":["No.","Because."]}`:                               {Message: "No.; Because."},
		`{"message":7,"errors":{"a":1},"error":[],"trackingId":null}`: {},
	})
}

// errorBodies are the shapes of one refusal (wire/webex.md 4.3), of which the simulator
// has the first.
func errorBodies(status int, text string) map[string]string {
	return map[string]string{
		"message_errors": fmt.Sprintf(`{"errors":[{"description":%q}],"message":%q,"trackingId":"ROUTER_1"}`, text, text),
		"scim": fmt.Sprintf(`{"detail":%q,"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"%d",%q:{"details":[%q],"errorCode":"0","trackingId":"ROUTER_1"}}`,
			text, status, scimKey, text),
		"control_hub": fmt.Sprintf(`{"error":{"key":"%d","message":[{"description":%q}],"trackingId":"ROUTER_1"}}`, status, text),
		"plain_text":  text + "\n",
		"empty":       " ",
	}
}

// What a refusal means does not depend on the shape of its body.
func TestRefusalMeansTheSameInEveryShape(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line     string
		statuses []int
		text     string
		state    service.State
		do       func(*servicetest.Player) error
	}{
		{tokenRequest, []int{400, 409}, "Domain is already claimed.", service.StateAbsent, (*servicetest.Player).Add},
		{verifyRequest, []int{400, 404, 409}, "Domain can not be verified: the TXT record was not found.", service.StatePending, (*servicetest.Player).Verify},
		{claimRequest, []int{400, 409}, "Domain has 3 users outside the organization.", service.StateVerified, (*servicetest.Player).Claim},
		{releaseRequest, []int{400, 404}, "Domain can not be unverified: it is still claimed.", service.StateVerified, (*servicetest.Player).Release},
		{unclaimRequest, []int{400, 404}, "Domain is not claimed.", service.StateVerified, (*servicetest.Player).Unclaim},
	} {
		for _, reading := range modes() {
			for _, status := range c.statuses {
				t.Run(fmt.Sprintf("%s %d, %s", c.line, status, reading), func(t *testing.T) {
					t.Parallel()
					meaning := func(body string) (class service.Class, trackingID string) {
						w := newWorld(t, reading)
						p := w.Player("shape." + zone).Bring(c.state)
						w.Fault(servicetest.Always(c.line, fmt.Sprintf("status:%d", status), body))
						err := c.do(p)
						return service.ClassOf(err), w.WantError(err, service.ClassOf(err)).Response.RequestID
					}
					bodies := errorBodies(status, c.text)
					want, wantID := meaning(bodies["message_errors"])
					for shape, body := range bodies {
						got, id := meaning(body)
						if shape == "plain_text" || shape == "empty" {
							id += wantID // which they do not contain
						}
						if got != want || id != wantID {
							t.Errorf("%s: class %q, tracking ID %q; want %q and %q as in message_errors", shape, got, id, want, wantID)
						}
					}
				})
			}
		}
	}
}

// Cisco's description has 423 for what is temporarily unavailable.
func TestResourceThatIsLockedForAWhileIsTransient(t *testing.T) {
	t.Parallel()
	for _, retryAfter := range []int{0, 1, 300} {
		w := newWorld(t, unreadable)
		p := w.life().Bring(service.StatePending)
		w.Fault(simhttp.Fault{Match: verifyRequest, Kind: "status:423", RetryAfter: retryAfter})
		w.WantError(p.Verify(), service.Transient, "Run Terraform again")
		w.Heal()
		w.Must(p.Verify())
	}
}

// The word may be a part of the domain's name.
func TestRefusalThatNamesADomainIsNotTakenForALockout(t *testing.T) {
	t.Parallel()
	for text, isLockout := range map[string]bool{
		"You can not claim transient.corp.test.":           false,
		"You can not claim www.transient.corp.test.":       false,
		"transient-labs.test is not yours.":                false,
		"The user is transient.":                           true,
		"Denied for TRANSIENT users of transient.test.":    true,
		"The user has been marked as transient: see help.": true,
	} {
		w := newWorld(t, unreadable)
		w.Fault(servicetest.Always(tokenRequest, "status:403", `{"message":"`+text+`"}`))
		typed := w.WantError(w.life().Add(), service.Denied)
		if got := strings.Contains(typed.Reason, "locked out"); got != isLockout {
			t.Errorf("%s: %s", text, typed.Reason)
		}
	}
}

// read is a new process in a world whose organization read has these fields.
func (w *world) read(fields string) *servicetest.Player {
	w.T.Helper()
	w.Heal()
	organization := fmt.Sprintf(`{"id":%q,"displayName":"Ac\u001b[31mme"%s}`, w.Credentials().OrganizationID, fields)
	w.Fault(servicetest.Always(organizationRead, "status:200", organization))
	return w.Player()
}

// Only a list that is there is a list (invariants 4 and 17).
func TestOrganizationReadWithoutListsIsNotAnEmptyInventory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.Player().Bring(service.StateVerified)
	for _, fields := range []string{"", `,"domains":[]`, `,"pendingDomains":[]`, `,"verifiedDomains":[]`} {
		p := w.read(`,"enforceVerifiedDomains":true` + fields)
		p.WantRead(service.StateUnknown)
		wantBlocked(p, guardRelease, adminDomain, false, "drift_probe_domain", "locks the administrators out")
	}
}

func TestOrganizationReadWithoutThePendingListNeverShowsADomainAbsent(t *testing.T) {
	t.Parallel()
	newWorld(t, unreadable).read(`,"domains":[],"verifiedDomains":[]`).WantRead(service.StateUnverified)
}

// An entry that names nothing may be any domain, which then would seem to be gone.
func TestListWithAnEntryWithoutANameIsNoList(t *testing.T) {
	t.Parallel()
	for _, entry := range []string{`null`, `""`} {
		newWorld(t, unreadable).read(`,"domains":[],"verifiedDomains":["a.test",` + entry + `],"pendingDomains":[]`).WantRead(service.StateUnknown)
		w := newWorld(t, probing)
		w.Fault(servicetest.Always(releaseRequest, "status:200", `{"claimedDomains":[],"verifiedDomains":["a.test",`+entry+`]}`))
		wantUnknown(w.Player(), "Webex")
	}
}

// Invariant 11: domains are compared in canonical form.
func TestDomainIsFoundInEverySpellingOfTheLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	for _, spelled := range []string{"xn--kse-qla.corp.test", "käse.corp.test", "KÄSE.Corp.Test."} {
		w.read(`,"domains":[],"verifiedDomains":["` + spelled + `"],"pendingDomains":[]`).For("xn--kse-qla." + zone).WantRead(service.StateVerified)
	}
}

func TestNameOfTheOrganizationIsShownEscaped(t *testing.T) {
	t.Parallel()
	p := newWorld(t, unreadable).read("")
	found, err := p.Service.(service.OrganizationReader).Organization(t.Context(), p.ID.OrganizationID)
	if p.Must(err); found.Name != `Ac\u{001B}[31mme` {
		t.Errorf("the name is %q", found.Name)
	}
}

// Invariant 18: an answer about something else is an error that shows both.
func TestAnswerAboutAnotherDomainOrOrganizationIsRefused(t *testing.T) {
	t.Parallel()
	const other = "11111111-2222-3333-4444-555555555555"
	answers := func(match, body string) []simhttp.Fault {
		return []simhttp.Fault{servicetest.Always(match, "status:200", body)}
	}
	servicetest.Cases(t, unread, map[string]servicetest.Case{
		"another organization": {
			Faults: answers(organizationRead, `{"id":"`+other+`"}`), Do: (*servicetest.Player).TryRead, Class: service.Transient, Words: []string{strconv.Quote(other)},
		},
		"no organization": {Faults: answers(organizationRead, `{"id":""}`), Do: (*servicetest.Player).TryRead, Class: service.Transient, Words: []string{`""`}},
		"token of another domain": {
			Faults: answers(tokenRequest, `{"domain":"evil.test","token":"abc"}`), Do: (*servicetest.Player).Challenge,
			Class: service.Transient, Words: []string{`"evil.test"`, `"d0.corp.test"`},
		},
		"token of another method": {
			Faults: answers(tokenRequest, `{"domain":"d0.corp.test","token":"abc","verificationMethod":"EMAIL"}`), Do: (*servicetest.Player).Challenge,
			Class: service.Transient, Words: []string{`"EMAIL"`, "TXT record"},
		},
		"no token": {
			Faults: answers(tokenRequest, bodyOf("d0.corp.test")), Do: (*servicetest.Player).Challenge, Class: service.Transient, Words: []string{"does not contain a token"},
		},
	})
}

func TestTokenThatCannotBePublishedIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	for _, token := range servicetest.Unpublishable() {
		w.Heal()
		w.Fault(servicetest.Always(tokenRequest, "status:200", `{"domain":"d0.corp.test","token":"`+token+`"}`))
		w.WantError(w.Player().Challenge(), service.Transient, "cannot be published")
	}
}
