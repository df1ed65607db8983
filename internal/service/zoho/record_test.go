// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

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
