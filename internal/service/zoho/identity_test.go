// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

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
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, DisableMailHosting: true})
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
		s := newScripted(t, map[string]string{scriptedList: listing(`{"domainVO":[]}`), "GET ": listing(data)})
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
