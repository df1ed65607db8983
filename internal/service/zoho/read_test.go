// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestOrganizationHasItsNameByOneCallPerProcessAndItsDomainsFromTheInventory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makeVerified(t, adapter, id)
	w.wantCount(t, "GET ", 1)
	for range 3 {
		got, err := adapter.Organization(t.Context(), id.OrganizationID)
		want := service.Organization{ID: id.OrganizationID, Name: "Acme", Domains: map[string]service.Domain{
			id.Domain: {State: service.StateVerified, RemoteID: id.Domain, Tokens: map[service.Method]string{
				service.MethodDNSTXT: token, service.MethodDNSCNAME: token, service.MethodHTTPFile: token[2:],
			}},
		}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	w.wantCount(t, "GET ", 2)
}

func TestCapabilitiesLetVerifyingClaimAndPollNoFasterThanZohoBears(t *testing.T) {
	t.Parallel()
	got := newScripted(t, nil).adapter.Capabilities()
	if !got.VerifyClaims || len(got.MissingOptions) > 0 || got.PollInterval != zohosPatience || !cmp.Equal(got.Methods, service.Methods()) {
		t.Errorf("%+v", got)
	}
}

// Invariant 18: an answer about something else is an error that shows both.
func TestAnswerAboutAnotherDomainOrOrganizationIsNotUsed(t *testing.T) {
	t.Parallel()
	evil := strings.ReplaceAll(object(`1`, `false`), "Acme.TEST", "evil.test")
	foreign := strings.ReplaceAll(object(`1`, `false`), "60012345", "999")
	for name, c := range map[string]struct {
		answers map[string]string
		add     bool
		words   []string
	}{
		"domain that was added":     {map[string]string{scriptedList: listing(`{"domainVO":[]}`), "POST /domains": listing(evil)}, true, []string{"acme.test", "evil.test"}},
		"domain that was read":      {map[string]string{scriptedList: listing(`{}`), scriptedGet: listing(evil)}, false, []string{"acme.test", "evil.test"}},
		"organization of the list":  {map[string]string{scriptedList: listing(`{"domainVO":[` + foreign + `]}`)}, false, []string{"60012345", "999"}},
		"organization of a domain":  {map[string]string{scriptedList: listing(`{}`), scriptedGet: listing(foreign)}, false, []string{"60012345", "999"}},
		"organization on adding it": {map[string]string{scriptedList: listing(`{"domainVO":[` + foreign + `]}`)}, true, []string{"60012345", "999"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScripted(t, c.answers)
			_, err := s.adapter.Read(t.Context(), s.id)
			if c.add {
				_, err = s.adapter.Add(t.Context(), s.id)
			}
			wantError(t, err, service.Transient, c.words...)
		})
	}
}

// Invariant 18: nothing of it is published, and only the domain itself needs it.
func TestCodeThatCannotBeOneIsNotUsedAndBlocksNeitherReadingNorRelease(t *testing.T) {
	t.Parallel()
	for _, code := range []string{`zb\" \"v=spf1`, `a.b`, `${path}`, `a\nb`, `-a`, strings.Repeat("x", 10000)} {
		shown := strings.ReplaceAll(strings.ReplaceAll(object(`1`, `false`), "zb12345678", code), `"mailHostingEnabled":true`, `"mailHostingEnabled":false`)
		s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[` + shown + `]}`), scriptedGet: listing(shown), "DELETE /domains/acme.test": listing(`null`)})
		found := read(t, s.adapter, s.id)
		if found.State != service.StatePending || found.Token(service.MethodDNSTXT) != "" || found.Notice == "" || len(found.Notice) > 400 {
			t.Errorf("%.60s reads %+v, want it pending without that code and with a notice", code, found)
		}
		_, err := s.adapter.Challenge(t.Context(), s.id, service.MethodDNSTXT)
		wantError(t, err, service.Blocked, "cannot be a verification code")
		_, err = s.adapter.Verify(t.Context(), service.VerifyRequest{ID: s.id, Method: service.MethodDNSTXT, Token: "zb1"})
		wantError(t, err, service.Blocked, "cannot be a verification code")
		s.mu.Lock()
		s.answers[scriptedList] = listing(`{"domainVO":[]}`)
		s.mu.Unlock()
		must(t, release(t, s.adapter, s.id))
	}
}

func TestDomainThatExistsTellsWhetherItWasEverVerifiedAndWhetherMailIsHosted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pending, verified, lapsed := w.ID(0), w.ID(1), w.ID(2)
	must(t, w.AddDomain(zohosim.DomainSpec{Domain: pending.Domain}))
	must(t, w.AddDomain(zohosim.DomainSpec{Domain: verified.Domain, Verified: true}))
	must(t, w.SetHosting(verified.Domain, true))
	must(t, w.AddDomain(zohosim.DomainSpec{Domain: lapsed.Domain, Verified: true}))
	w.set(t, zohosim.SwitchExpiredField, "present")
	w.drift(t, "unverify", lapsed)
	for id, want := range map[service.DomainID]service.Domain{
		pending: {State: service.StatePending}, verified: {State: service.StateVerified, HostsMail: true}, lapsed: {State: service.StateFailed},
	} {
		found, err := w.adapter(t).Add(t.Context(), id)
		wantError(t, err, service.AlreadyExists)
		if found.State != want.State || found.HostsMail != want.HostsMail || found.RemoteID != id.Domain || found.Token(w.method) == "" {
			t.Errorf("%s is told as %+v, want %+v", id.Domain, found, want)
		}
	}
}

// Neither an envelope of success nor an empty body says that the domain is gone.
func TestDeletionThatIsAnsweredWithSuccessAndNotDoneIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"status":{"code":200,"description":"success"}}`} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:200", Body: body})
		wantError(t, release(t, adapter, id), service.Transient, "still has the domain")
		w.wantCount(t, "DELETE ", 2)
		if got := read(t, adapter, id).State; got != service.StatePending {
			t.Errorf("reads %s, want what Zoho has", got)
		}
		w.Heal()
		must(t, release(t, adapter, id))
		w.wantState(t, id, service.StateAbsent)
	}
}

func TestHostingThatWasNotEnabledAgainAlthoughZohoSaysSoIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	must(t, w.SetUsers(id.Domain, 2))
	w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:400", Times: 1, Body: `{"status":{"code":400},"data":{"error":"RMV_HOSTING_BEFORE_DLT_DOMAIN"}}`})
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status_after:200", Times: 1, Body: `{"status":{"code":200,"description":"success"}}`})
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:200", Times: 1, Body: `{"status":{"code":200,"description":"success"}}`})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, Options: disableHosting})
	wantError(t, err, service.Blocked, "COULD NOT be enabled again", "without mail hosting")
}

func TestWordsOfZohoAreShownWithControlCharactersEscaped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:400", Body: `{"status":{"code":400,"description":"\u001b[2J"},"data":{"errorCode":"A\u0007_B","moreInfo":"\u202eno"}}`})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	got := typedOf(err).Response
	if all := got.Code + got.Message; strings.ContainsAny(all, "\x1b\a\u202e") || !contains(all, `\u{001B}`) {
		t.Errorf("the answer is %+v", got)
	}
}

// Invariant 4: what does not say "not verified" is no word of a lost verification.
func TestDomainWhoseVerificationIsNotShownIsNotTakenForUnverified(t *testing.T) {
	t.Parallel()
	for _, status := range []string{`null`, `{}`, `[]`, `""`} {
		shown := object(`1`, status)
		s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[` + shown + `]}`), scriptedGet: listing(shown)})
		if found := read(t, s.adapter, s.id); found.State != service.StateUnknown || found.Reason == "" {
			t.Errorf("%s reads %+v, want %s and a reason", status, found, service.StateUnknown)
		}
	}
}

func TestOrganizationAnsweredWithoutItsNumberIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`null`, `{}`, `{"orgName":"Evil"}`, `{"orgName":"Evil","zoid":null}`} {
		s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[]}`), scriptedOrganization: listing(data)})
		_, err := s.adapter.Organization(t.Context(), s.id.OrganizationID)
		wantError(t, err, service.Transient, "60012345", `""`)
	}
}

// Who waits together shares one reading; nobody may write into its error.
func TestErrorOfASharedReadingIsNotShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET ", Kind: "status:403"})
	adapter := w.adapter(t)
	errs := make(chan error, 20)
	for range cap(errs) {
		go func() {
			_, err := adapter.Domains(t.Context(), w.ID(0).OrganizationID)
			errs <- err
		}()
	}
	seen := map[*service.Error]bool{}
	for range cap(errs) {
		typed := typedOf(<-errs)
		if seen[typed] {
			t.Fatalf("%v is shared", typed)
		}
		seen[typed] = true
		typed.Advice = "changed"
	}
}

func TestPublicationWithoutTokenIsKnownAsFarAsItDoesNotDependOnIt(t *testing.T) {
	t.Parallel()
	s := newScripted(t, nil)
	for method, want := range map[service.Method]service.Publication{
		service.MethodDNSTXT:   {Record: &service.Record{Name: "acme.test", Type: "TXT", TTL: 300}},
		service.MethodDNSCNAME: {Record: &service.Record{Type: "CNAME", Value: "zmverify.zoho.com", TTL: 300}},
		service.MethodHTTPFile: {HTTPFile: &service.HTTPFile{URL: "http://acme.test/zohoverify/verifyforzoho.html"}},
	} {
		got, err := s.adapter.Publication(t.Context(), s.id, method, "")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", method, err, diff)
		}
	}
	if len(s.requests) != 0 {
		t.Errorf("%v, want no request", s.requests)
	}
}

func TestReadyTXTValueOfZohosIsUsedVerbatimForItsOwnCode(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		`"zoho-verification=zb12345678.zmverify.zoho.eu"`:                  "zoho-verification=zb12345678.zmverify.zoho.eu",
		`"Add TXT zoho-verification=zb12345678.zmverify.zoho.uk to the @"`: "zoho-verification=zb12345678.zmverify.zoho.uk",
		`"zoho-verification=zb12345678"`:                                   "zoho-verification=zb12345678",
		`"zoho-verification="`:                                             "zoho-verification=zb12345678.zmverify.zoho.com",
		`["zoho-verification=zb99999999.zmverify.zoho.eu"]`:                "zoho-verification=zb12345678.zmverify.zoho.com",
	} {
		s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[{"domainName":"acme.test","CNAMEVerificationCode":"zb12345678","newField":` + field + `}]}`)})
		token := read(t, s.adapter, s.id).Token(service.MethodDNSTXT)
		for code, value := range map[string]string{token: want, "zb00000000": "zoho-verification=zb00000000.zmverify.zoho.com"} {
			got, err := s.adapter.Publication(t.Context(), s.id, service.MethodDNSTXT, code)
			if err != nil || got.Record.Value != value {
				t.Errorf("%s, code %s: %+v, %v; want %s", field, code, got.Record, err, value)
			}
			if parsed, ok := s.adapter.ParsePublished(service.MethodDNSTXT, got.Record.Value); !ok || parsed != code {
				t.Errorf("%s parses to %q, %t", got.Record.Value, parsed, ok)
			}
		}
	}
}

func TestPublishedValuesAreParsedInEveryDataCentersForm(t *testing.T) {
	t.Parallel()
	adapter := newScripted(t, nil).adapter
	for _, place := range places {
		if token, ok := adapter.ParsePublished(service.MethodDNSTXT, "zoho-verification=zb12345678.zmverify."+place.records); !ok || token != "zb12345678" {
			t.Errorf("%s: %q, %t", place.code, token, ok)
		}
		if token, ok := adapter.ParsePublished(service.MethodDNSCNAME, "zmverify."+place.records); ok {
			t.Errorf("%s: the target of a CNAME parses to %q", place.code, token)
		}
	}
	for value, want := range map[string]string{
		"12345678": "12345678", " 1460414100837\n": "1460414100837",
		"1234567": "", "12345678901234": "", "zb12345678": "", "<html>12345678</html>": "", "": "", "1234 5678": "",
	} {
		if token, ok := adapter.ParsePublished(service.MethodHTTPFile, value); token != want || ok != (want != "") {
			t.Errorf("the file %q parses to %q, %t; want %q", value, token, ok, want)
		}
	}
	for _, value := range []string{"v=spf1 include:zoho.eu ~all", "zb12345678", "zoho-verification", "zoho-verification=.zmverify.zoho.com", "zoho-verification=zb1.zmverify.evil.com", "x zoho-verification=zb1.zmverify.zoho.com"} {
		if token, ok := adapter.ParsePublished(service.MethodDNSTXT, value); ok {
			t.Errorf("the record %q parses to %q", value, token)
		}
	}
}

func TestVerifiedDomainWithoutCodesHasNoTokenAndSaysSo(t *testing.T) {
	t.Parallel()
	for _, codes := range []string{``, `,"CNAMEVerificationCode":null,"HTMLVerificationCode":null`} {
		domain := `{"domainName":"acme.test","verificationStatus":true` + codes + `}`
		s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[` + domain + `]}`), scriptedGet: listing(domain)})
		for _, method := range service.Methods() {
			_, err := s.adapter.Challenge(t.Context(), s.id, method)
			wantError(t, err, service.AlreadyVerified, "shows no code")
		}
	}
}
