// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func answerOf(err error) service.Response {
	var typed *service.Error
	if !errors.As(err, &typed) {
		return service.Response{}
	}
	return typed.Response
}

const scimKey = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

func TestEveryShapeOfErrorBodyIsUnderstood(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want service.Response
	}{
		"message and errors": {
			`{"message":"No.","errors":[{"description":"Because.","errorCode":400123}],"trackingId":"T1"}`,
			service.Response{Code: "400123", Message: "No.; Because.", RequestID: "T1"},
		},
		"message that repeats itself": {
			`{"message":"No.","errors":[{"description":"No."}],"trackingId":"T1"}`,
			service.Response{Message: "No.", RequestID: "T1"},
		},
		"code beside the message": {`{"message":"No.","errorCode":"E7"}`, service.Response{Code: "E7", Message: "No."}},
		"SCIM": {
			`{"schemas":["x"],"status":"409","detail":"No.","` + scimKey + `":{"trackingId":"T2","errorCode":"409001","details":["Because."]}}`,
			service.Response{Code: "409001", Message: "No.; Because.", RequestID: "T2"},
		},
		"Control Hub": {
			`{"error":{"key":"400","message":[{"description":"No.","code":"400091"}],"trackingId":"T3"}}`,
			service.Response{Code: "400091", Message: "No.", RequestID: "T3"},
		},
		"errorMessage":   {`{"errorMessage":"No."}`, service.Response{Message: "No."}},
		"error as text":  {`{"error":"invalid_request"}`, service.Response{Message: "invalid_request"}},
		"list of texts":  {`{"errors":["No.","Because."]}`, service.Response{Message: "No.; Because."}},
		"other types":    {`{"message":7,"errors":{"a":1},"error":[],"trackingId":null}`, service.Response{}},
		"a JSON list":    {`["No."]`, service.Response{Message: `["No."]`}},
		"plain text":     {"No.\n", service.Response{Message: "No."}},
		"lines of HTML":  {"<html>\n  <p>No.</p>\n</html>", service.Response{Message: "<html> <p>No.</p> </html>"}},
		"a long message": {strings.Repeat("ä", 600), service.Response{Message: strings.Repeat("ä", 500) + "…"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, unreadable)
			w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:400", Body: c.body})
			_, err := w.adapter(t).Add(t.Context(), w.ID(0))
			c.want.Status = 400
			if diff := cmp.Diff(c.want, answerOf(err)); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSecretThatAnAnswerSpellsOtherwiseDoesNotShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.values["access_token"] = "a/token/with/slashes"
	spelled := strings.ReplaceAll(w.values["access_token"], "/", `\/`)
	w.fault(t, simhttp.Fault{Kind: "status:401", Body: `{"message":"bad ` + spelled + `","errorCode":"` + spelled + `","trackingId":"` + spelled + `"}`})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	want := service.Response{Status: 401, Message: "bad [redacted]", Code: "[redacted]", RequestID: "[redacted]"}
	if diff := cmp.Diff(want, answerOf(err)); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}

func (w *world) answerOrganizationRead(t *testing.T, id, fields string) {
	t.Helper()
	w.fault(t, simhttp.Fault{
		Match: "GET /v1/identity/organizations/", Kind: "status:200",
		Body: fmt.Sprintf(`{"id":%q,"displayName":"Acme"%s}`, id, fields),
	})
}

// Only a list that is there is a list (invariants 4 and 17).
func TestOrganizationReadWithoutListsIsNotAnEmptyInventory(t *testing.T) {
	t.Parallel()
	for _, fields := range []string{"", `,"domains":[]`, `,"pendingDomains":[]`, `,"verifiedDomains":[]`} {
		w := newWorld(t, unreadable)
		w.makeVerified(t, w.adapter(t), w.ID(0))
		w.answerOrganizationRead(t, w.Webex.Credentials().OrganizationID, `,"enforceVerifiedDomains":true`+fields)
		adapter := w.adapter(t)
		if got := read(t, adapter, w.ID(0)).State; got != service.StateUnknown {
			t.Errorf("%q: it reads %s, want %s", fields, got, service.StateUnknown)
		}
		_, err := adapter.GuardRelease(t.Context(), w.id(adminDomain))
		wantError(t, err, service.Blocked, "drift_probe_domain", "locks the administrators out")
	}
}

func TestOrganizationReadWithoutThePendingListNeverShowsADomainAbsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.answerOrganizationRead(t, w.Webex.Credentials().OrganizationID, `,"domains":[],"verifiedDomains":[]`)
	if got := read(t, w.adapter(t), w.ID(0)).State; got != service.StateUnverified {
		t.Errorf("it reads %s, want %s", got, service.StateUnverified)
	}
}

func TestReadOfAnotherOrganizationIsRefused(t *testing.T) {
	t.Parallel()
	const other = "11111111-2222-3333-4444-555555555555"
	for _, answered := range []string{other, ""} {
		w := newWorld(t, unreadable)
		w.answerOrganizationRead(t, answered, "")
		_, err := w.adapter(t).Read(t.Context(), w.ID(0))
		wantError(t, err, service.Transient, w.Webex.Credentials().OrganizationID, strconv.Quote(answered))
	}
}

func TestTokenAnswerForAnotherDomainIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:200", Body: `{"domain":"evil.test","token":"abc"}`})
	_, err := w.adapter(t).Challenge(t.Context(), w.ID(0), service.MethodDNSTXT)
	wantError(t, err, service.Transient, `"evil.test"`, `"d0.corp.test"`)
}

func TestTokenThatCannotBePublishedIsRefused(t *testing.T) {
	t.Parallel()
	for _, token := range []string{" ", `a" "v=spf1 +all`, "a\nb", "a\x00b", "${x}", "a;b", "a`b", "a'b", `a\b`, "é", strings.Repeat("a", 513)} {
		w := newWorld(t, unreadable)
		body := fmt.Sprintf(`{"domain":"d0.corp.test","token":%s}`, jsonText(token))
		w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:200", Body: body})
		_, err := w.adapter(t).Challenge(t.Context(), w.ID(0), service.MethodDNSTXT)
		wantError(t, err, service.Transient, "cannot be published")
	}
}

// Invariant 19: we never invalidate what is published.
func TestVerifyingNeverAsksForATokenThatMayReplaceThePublishedOne(t *testing.T) {
	t.Parallel()
	for _, refusal := range []string{"400", "409"} {
		for _, reading := range modes() {
			w := newWorld(t, reading)
			w.set(t, webexsim.SwitchTokenRepeat, "new")
			w.set(t, webexsim.SwitchVerifyMissingRecord, refusal)
			id := w.ID(0)
			challenge, err := w.adapter(t).Challenge(t.Context(), id, service.MethodDNSTXT)
			must(t, err)
			// A new process has seen nothing of how tokens behave.
			adapter := w.adapter(t)
			_, err = adapter.Read(t.Context(), id)
			must(t, err)
			before := len(w.bodies("getDomainVerificationToken"))
			for range 2 {
				_, err := adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: challenge.Token})
				wantError(t, err, service.NotYet)
				err = adapter.Explain(t.Context(), id, service.MethodDNSTXT, challenge.Token)
				if refusal == "409" {
					wantError(t, err, service.HeldElsewhere, "does not tell which")
				} else {
					must(t, err)
				}
			}
			for _, body := range w.bodies("getDomainVerificationToken")[before:] {
				if strings.Contains(body, `"`+id.Domain+`"`) {
					t.Errorf("%s, %s: a token was requested", refusal, reading)
				}
			}
			w.Publish(t, challenge.Publication)
			_, err = adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: challenge.Token})
			must(t, err)
		}
	}
}

// Only a text about transient users is explained, and as no more than probable.
func TestLockedOutAdministratorIsDeniedWhateverTheResponse(t *testing.T) {
	t.Parallel()
	for setting, words := range map[string]string{"403_transient": "probably locked out", "403": "id_full_admin", "401": "wrong or expired"} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchLockedOut, setting)
		w.makeVerified(t, w.adapter(t), w.ID(0))
		w.Webex.SetEnforcement(true)
		_, readErr := w.adapter(t).Read(t.Context(), w.ID(0))
		_, verifyErr := w.adapter(t).GuardVerify(t.Context(), w.ID(1))
		_, releaseErr := w.adapter(t).GuardRelease(t.Context(), w.ID(0))
		for _, err := range []error{readErr, verifyErr, releaseErr} {
			wantError(t, err, service.Denied, words)
		}
	}
}

func jsonText(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func TestTokenForAnotherMethodIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.fault(t, simhttp.Fault{
		Match: "/getDomainVerificationToken", Kind: "status:200",
		Body: `{"domain":"d0.corp.test","token":"abc","verificationMethod":"EMAIL"}`,
	})
	_, err := w.adapter(t).Challenge(t.Context(), w.ID(0), service.MethodDNSTXT)
	wantError(t, err, service.Transient, `"EMAIL"`, "TXT record")
}

// An entry that names nothing may be any domain, which then would seem to be gone.
func TestListWithAnEntryWithoutANameIsNoList(t *testing.T) {
	t.Parallel()
	for _, entry := range []string{`null`, `""`} {
		w := newWorld(t, unreadable)
		w.answerOrganizationRead(t, w.Webex.Credentials().OrganizationID, `,"domains":[],"verifiedDomains":["a.test",`+entry+`],"pendingDomains":[]`)
		if got := read(t, w.adapter(t), w.ID(0)).State; got != service.StateUnknown {
			t.Errorf("%s: it reads %s, want %s", entry, got, service.StateUnknown)
		}

		w = newWorld(t, probing)
		w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "status:200", Body: `{"claimedDomains":[],"verifiedDomains":["a.test",` + entry + `]}`})
		if got := read(t, w.adapter(t), w.ID(0)); got.State != service.StateUnknown || got.Notice == "" {
			t.Errorf("%s in the answer to the probe: it reads %+v, want %s and a notice", entry, got, service.StateUnknown)
		}
	}
}

// Invariant 11: domains are compared in canonical form.
func TestDomainIsFoundInEverySpellingOfTheLists(t *testing.T) {
	t.Parallel()
	for _, spelled := range []string{"xn--kse-qla.corp.test", "käse.corp.test", "KÄSE.Corp.Test."} {
		w := newWorld(t, unreadable)
		w.answerOrganizationRead(t, w.Webex.Credentials().OrganizationID, `,"domains":[],"verifiedDomains":[`+jsonText(spelled)+`],"pendingDomains":[]`)
		if got := read(t, w.adapter(t), w.id("xn--kse-qla."+zone)).State; got != service.StateVerified {
			t.Errorf("%q: it reads %s, want %s", spelled, got, service.StateVerified)
		}
	}
}

func TestProbeAnsweredForAnotherDomainIsNotBelieved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:200", Body: `{"domain":"evil.test","token":"abc","verificationMethod":"DNS_TXT"}`})
	w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "status:200", Body: `{"claimedDomains":[],"verifiedDomains":[]}`})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	wantError(t, err, service.Transient, `"evil.test"`)
}

func TestNameOfTheOrganizationIsShownEscaped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	id := w.Webex.Credentials().OrganizationID
	w.fault(t, simhttp.Fault{Match: "GET /v1/identity/organizations/", Kind: "status:200", Body: `{"id":"` + id + `","displayName":"Ac\u001b[31mme"}`})
	found, err := w.adapter(t).Organization(t.Context(), id)
	if must(t, err); found.Name != `Ac\u{001B}[31mme` {
		t.Errorf("the name is %q", found.Name)
	}
}

// Who waits together shares one reading; nobody may write into its error.
func TestErrorOfASharedReadingIsNotShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.fault(t, simhttp.Fault{Match: "GET /v1/identity/organizations/", Kind: "status:403"})
	adapter := w.adapter(t)
	errs := make(chan error, 20)
	for range cap(errs) {
		go func() {
			_, err := adapter.Read(t.Context(), w.ID(0))
			errs <- err
		}()
	}
	seen := map[*service.Error]bool{}
	for range cap(errs) {
		typed, ok := errors.AsType[*service.Error](<-errs)
		if !ok || seen[typed] {
			t.Fatalf("%v is shared", typed)
		}
		seen[typed] = true
		typed.Advice = "changed"
	}
}

func TestEndOfTheContextWhileListingIsAnErrorOfTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	id := w.Webex.Credentials().OrganizationID
	_, err := w.adapter(t).Domains(ctx, id)
	wantError(t, err, service.Interrupted, "interrupted")
	_, err = w.adapter(t).Organization(ctx, id)
	wantError(t, err, service.Interrupted, "interrupted")
}
