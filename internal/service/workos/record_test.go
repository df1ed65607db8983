// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestRecordStandsAtTheDomainItselfWithThePrefixInItsValue(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"present", "absent", "null"} {
		w := newWorld(t)
		w.Set(workossim.SwitchVerificationPrefix, setting)
		p := w.Player()
		w.Must(p.Add())
		truth := w.truth(p)
		value := "verification_token=" + truth.Token
		if setting == "present" {
			value = truth.Prefix + "=" + truth.Token
		}
		for _, process := range []service.Service{p.Service, p.Anew().Service} {
			p.Service = process
			w.WantEqual(setting, service.Publication{Record: &service.Record{Name: p.ID.Domain, Type: "TXT", Value: value, TTL: 300}}, p.Publication())
			if token, ok := p.Service.ParsePublished(service.MethodDNSTXT, value); !ok || token != truth.Token {
				t.Errorf("%s parses to %q, %t", value, token, ok)
			}
		}
	}
}

func TestRecordOfADomainThatIsNotThereIsAnErrorAndNoGuess(t *testing.T) {
	t.Parallel()
	p := newWorld(t).Player()
	_, err := p.Service.Publication(t.Context(), p.ID, p.Method, "T")
	p.WantError(err, service.Blocked, "does not have the domain")
}

// Both fields are optional. Taking the prefix for missing as well would plan
// another record for a domain that is verified by the one that stands.
func TestRecordKeepsItsPrefixWhereWorkOSNoLongerShowsTheToken(t *testing.T) {
	t.Parallel()
	for _, token := range []string{``, `"verification_token":null,`} {
		p := scripted(t, token+`"state":"verified","verification_prefix":"P",`)
		p.WantEqual("value", "P=T0ken", p.Publication().Record.Value)
	}
}

// A plan over many domains costs a constant number of calls: one read of the organization has the
// whole objects (wire/workos.md 2).
func TestRecordsOfVerifiedDomainsCostNoCallsWhereWorkOSHidesTheirTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set("token_of_verified", "hidden")
	first := w.Player().Bring(service.StateVerified)
	second := first.For(servicetest.Domain(1)).Bring(service.StateVerified)
	w.ForgetRequests()
	refreshed := first.Anew()
	for _, p := range []*servicetest.Player{refreshed, refreshed.For(second.ID.Domain)} {
		p.Token = "T0ken"
		if publication := p.Publication(); !publication.Guessed {
			t.Errorf("got %+v", publication)
		}
	}
	w.WantCount(domainRead, 0)
	w.WantCount(organizationRead, 1)
}

func TestPublishedValuesOfWorkOSAreDistinguishedFromOthers(t *testing.T) {
	t.Parallel()
	made := newWorld(t).Service()
	for value, want := range map[string]string{
		"verification_token=3CVZxo4HgvSiYRKlV4RdOWwWl":                   "3CVZxo4HgvSiYRKlV4RdOWwWl",
		"anthropic-domain-verification-mae9zt=OrJVGKqpLLCr3R2xm97n1UkaA": "OrJVGKqpLLCr3R2xm97n1UkaA",
		"superapp-domain-verification-z3kjny=m5Oztg3jdK4NJLgs8uIlIprMw":  "m5Oztg3jdK4NJLgs8uIlIprMw",
		"verification_token=":                                              "",
		"verification_token":                                               "",
		"cisco-ci-domain-verification=0123456789abcdef":                    "",
		"google-site-verification=m5Oztg3jdK4NJLgs8uIlIprMw":               "",
		"apple-domain-verification=m5Oztg3jdK4NJLgs":                       "",
		"anthropic-domain-verification-toolong1=OrJVGKqpLLCr3R2xm97n1UkaA": "",
		"v=spf1 include:corp.test -all":                                    "",
	} {
		if got, ok := made.ParsePublished(service.MethodDNSTXT, value); got != want || ok != (want != "") {
			t.Errorf("%q parses to %q, %t; want %q", value, got, ok, want)
		}
	}
	if _, ok := made.ParsePublished(service.MethodDNSCNAME, "verification_token=T"); ok {
		t.Error("a CNAME target parses as a WorkOS value")
	}
}

// A product may be named in any way; what WorkOS has shown counts.
func TestPrefixThatWorkOSHasShownIsKnownWhateverItsForm(t *testing.T) {
	t.Parallel()
	p := scripted(t, `"state":"pending","verification_token":"T0ken","verification_prefix":"my.odd_prefix",`)
	for _, shown := range []bool{false, true} {
		if shown {
			p.Read()
		}
		if token, ok := p.Service.ParsePublished(service.MethodDNSTXT, "my.odd_prefix=T0ken"); ok != shown || shown && token != "T0ken" {
			t.Errorf("shown %t: parses to %q, %t", shown, token, ok)
		}
	}
}
