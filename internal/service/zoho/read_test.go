// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func organizationOf(p *servicetest.Player) (service.Organization, error) {
	return p.Service.(service.OrganizationReader).Organization(p.Context(), p.ID.OrganizationID)
}

func domainsOf(p *servicetest.Player) (service.Snapshot, error) {
	return p.Service.(service.Lister).Domains(p.Context(), p.ID.OrganizationID)
}

func TestOrganizationHasItsNameByOneCallPerProcessAndItsDomainsFromTheInventory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.brought(service.StateVerified)
	w.WantCount("GET ", 1)
	for range 3 {
		got, err := organizationOf(p)
		w.Must(err)
		w.WantEqual("organization", service.Organization{ID: organizationID, Name: "Acme", Domains: map[string]service.Domain{
			p.ID.Domain: {State: service.StateVerified, RemoteID: p.ID.Domain, Tokens: map[service.Method]string{
				service.MethodDNSTXT: p.Token, service.MethodDNSCNAME: p.Token, service.MethodHTTPFile: p.Token[2:],
			}},
		}}, got)
	}
	w.WantCount("GET ", 2)
}

func TestCapabilitiesLetVerifyingClaimAndPollNoFasterThanZohoBears(t *testing.T) {
	t.Parallel()
	got := newWorld(t).Service().Capabilities()
	if !got.VerifyClaims || len(got.MissingOptions) > 0 || got.PollInterval != zohosPatience || !cmp.Equal(got.Methods, service.Methods()) {
		t.Errorf("%+v", got)
	}
}

// Invariant 18: an answer about something else is an error that shows both.
func TestAnswerAboutAnotherDomainOrOrganizationIsNotUsed(t *testing.T) {
	t.Parallel()
	evil := strings.ReplaceAll(object(`1`, `false`), "D0.Corp.TEST", "evil.test")
	foreign := strings.ReplaceAll(object(`1`, `false`), organizationID, "999")
	domains, organizations := []string{"d0.corp.test", "evil.test"}, []string{organizationID, "999"}
	add, read := (*servicetest.Player).Add, (*servicetest.Player).TryRead
	for name, c := range map[string]struct {
		responses map[string]string
		do        func(*servicetest.Player) error
		words     []string
	}{
		"domain that was added":     {map[string]string{listRead: listingOf(), addRequest: listing(evil)}, add, domains},
		"domain that was read":      {map[string]string{listRead: listing(`{}`), domainRead: listing(evil)}, read, domains},
		"organization of the list":  {map[string]string{listRead: listingOf(foreign)}, read, organizations},
		"organization of a domain":  {map[string]string{listRead: listing(`{}`), domainRead: listing(foreign)}, read, organizations},
		"organization on adding it": {map[string]string{listRead: listingOf(foreign)}, add, organizations},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scripted(t, c.responses)
			p.WantError(c.do(p), service.Transient, c.words...)
		})
	}
}

// Invariant 18: nothing of it is published, and only the domain itself needs it.
func TestCodeThatCannotBeOneIsNotUsedAndBlocksNeitherReadingNorRelease(t *testing.T) {
	t.Parallel()
	for _, code := range append(servicetest.Unpublishable()[1:], `a.b`, `-a`) {
		shown := strings.ReplaceAll(strings.ReplaceAll(object(`1`, `false`), "zb12345678", code), `"mailHostingEnabled":true`, `"mailHostingEnabled":false`)
		p := scripted(t, map[string]string{listRead: listingOf(shown), domainRead: listing(shown)})
		found := p.Read()
		if found.State != service.StatePending || found.Token(service.MethodDNSTXT) != "" || found.Notice == "" || len(found.Notice) > 400 {
			t.Errorf("%.60s reads %+v, want it pending without that code and with a notice", code, found)
		}
		p.WantError(p.Challenge(), service.Blocked, "cannot be a verification code")
		p.Token = "zb1"
		p.WantError(p.Verify(), service.Blocked, "cannot be a verification code")
		p.Heal()
		p.Fault(servicetest.Always(deleteRequest, "status:200", listing(`null`)), servicetest.Always(listRead, "status:200", listingOf()))
		p.Must(p.Release())
	}
}

// Removing it would end its verification, and its mail.
func TestVerifiedDomainWithACodeThatCannotBeOneIsNotToBeRemoved(t *testing.T) {
	t.Parallel()
	shown := strings.ReplaceAll(object(`1`, `true`), "zb12345678", "a.b")
	p := scripted(t, map[string]string{listRead: listingOf(shown), domainRead: listing(shown)})
	typed := p.WantError(p.Challenge(), service.Blocked, "cannot be a verification code", "Do not remove")
	if strings.Contains(typed.Advice, "Removing the domain") {
		t.Error(typed.Advice)
	}
}

func TestDomainThatExistsTellsWhetherItWasEverVerifiedAndWhetherMailIsHosted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(zohosim.SwitchExpiredField, "present")
	pending, verified, lapsed := servicetest.Domain(0), servicetest.Domain(1), servicetest.Domain(2)
	for _, spec := range []zohosim.DomainSpec{{Domain: pending}, {Domain: verified, Verified: true}, {Domain: lapsed, Verified: true}} {
		w.Must(w.AddDomain(spec))
	}
	w.Must(w.SetHosting(verified, true))
	w.OutOfBand("unverify", lapsed)
	for domain, want := range map[string]service.Domain{
		pending: {State: service.StatePending}, verified: {State: service.StateVerified, HostsMail: true}, lapsed: {State: service.StateFailed},
	} {
		p := w.Player(domain)
		w.WantError(p.Add(), service.AlreadyExists)
		if got := p.Got; got.State != want.State || got.HostsMail != want.HostsMail || got.RemoteID != domain || got.Token(p.Method) == "" {
			t.Errorf("%s is told as %+v, want %+v", domain, got, want)
		}
	}
}

func TestOrganizationAnsweredWithoutItsNumberIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`null`, `{}`, `{"orgName":"Evil"}`, `{"orgName":"Evil","zoid":null}`} {
		p := scripted(t, map[string]string{listRead: listingOf(), organizationRead: listing(data)})
		_, err := organizationOf(p)
		p.WantError(err, service.Transient, organizationID, `""`)
	}
}

func TestPublicationWithoutTokenIsKnownAsFarAsItDoesNotDependOnIt(t *testing.T) {
	t.Parallel()
	p := newWorld(t).Player()
	for method, want := range map[service.Method]service.Publication{
		service.MethodDNSTXT:   {Record: &service.Record{Name: "d0.corp.test", Type: "TXT", TTL: 300}},
		service.MethodDNSCNAME: {Record: &service.Record{Type: "CNAME", Value: "zmverify.zoho.com", TTL: 300}},
		service.MethodHTTPFile: {HTTPFile: &service.HTTPFile{URL: "http://d0.corp.test/zohoverify/verifyforzoho.html"}},
	} {
		p.Method = method
		p.WantEqual(string(method), want, p.Publication())
	}
	p.WantCount("", 0)
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
		p := scripted(t, map[string]string{listRead: listingOf(`{"domainName":"d0.corp.test","CNAMEVerificationCode":"zb12345678","newField":` + field + `}`)})
		token := p.Read().Token(service.MethodDNSTXT)
		for code, value := range map[string]string{token: want, "zb00000000": "zoho-verification=zb00000000.zmverify.zoho.com"} {
			p.Token = code
			p.WantEqual(field, value, p.Publication().Record.Value)
			if parsed, ok := p.Service.ParsePublished(service.MethodDNSTXT, value); !ok || parsed != code {
				t.Errorf("%s parses to %q, %t", value, parsed, ok)
			}
		}
	}
}

func TestPublishedValuesAreParsedInEveryDataCentersForm(t *testing.T) {
	t.Parallel()
	made := newWorld(t).Service()
	want := map[service.Method]map[string]string{
		service.MethodDNSTXT: {
			"v=spf1 include:zoho.eu ~all": "", "zb12345678": "", "zoho-verification": "", "zoho-verification=.zmverify.zoho.com": "",
			"zoho-verification=zb1.zmverify.evil.com": "", "x zoho-verification=zb1.zmverify.zoho.com": "",
		},
		service.MethodDNSCNAME: {},
		service.MethodHTTPFile: {
			"12345678": "12345678", " 1460414100837\n": "1460414100837",
			"1234567": "", "12345678901234": "", "zb12345678": "", "<html>12345678</html>": "", "": "", "1234 5678": "",
		},
	}
	for _, place := range places {
		want[service.MethodDNSTXT]["zoho-verification=zb12345678.zmverify."+place.records] = "zb12345678"
		want[service.MethodDNSCNAME]["zmverify."+place.records] = "" // the target is the same for all
	}
	for method, values := range want {
		for value, token := range values {
			if got, ok := made.ParsePublished(method, value); got != token || ok != (token != "") {
				t.Errorf("%s: %q parses to %q, %t; want %q", method, value, got, ok, token)
			}
		}
	}
}

func TestVerifiedDomainWithoutCodesHasNoTokenAndSaysSo(t *testing.T) {
	t.Parallel()
	for _, codes := range []string{``, `,"CNAMEVerificationCode":null,"HTMLVerificationCode":null`} {
		domain := `{"domainName":"d0.corp.test","verificationStatus":true` + codes + `}`
		p := scripted(t, map[string]string{listRead: listingOf(domain), domainRead: listing(domain)})
		for _, p.Method = range service.Methods() {
			p.WantError(p.Challenge(), service.AlreadyVerified, "shows no token")
		}
	}
}
