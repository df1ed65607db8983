// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestRecordStandsAtTheDomainItselfWithThePrefixInItsValue(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"present", "absent", "null"} {
		w := newWorld(t)
		w.set(t, workossim.SwitchVerificationPrefix, setting)
		id := w.ID(0)
		added, err := w.adapter(t).Add(t.Context(), id)
		must(t, err)
		truth, _ := w.Snapshot().Domain(id.Domain)
		value := "verification_token=" + truth.Token
		if setting == "present" {
			value = truth.Prefix + "=" + truth.Token
		}
		want := service.Publication{Record: &service.Record{Name: id.Domain, Type: "TXT", Value: value, TTL: 300}}
		for name, process := range w.processes(t) {
			got, err := process().Publication(t.Context(), id, service.MethodDNSTXT, added.Token(service.MethodDNSTXT))
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", setting, name, diff)
			}
			if token, ok := process().ParsePublished(service.MethodDNSTXT, value); !ok || token != truth.Token {
				t.Errorf("%s parses to %q, %t", value, token, ok)
			}
		}
	}
}

func TestRecordOfADomainThatIsNotThereIsAnErrorAndNoGuess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.adapter(t).Publication(t.Context(), w.ID(0), service.MethodDNSTXT, "T")
	wantError(t, err, service.Blocked, "does not have the domain")
}

// Both fields are optional. Taking the prefix for missing as well would plan
// another record for a domain that is verified by the one that stands.
func TestRecordKeepsItsPrefixWhereWorkOSNoLongerShowsTheToken(t *testing.T) {
	t.Parallel()
	for _, token := range []string{``, `"verification_token":null,`} {
		w := newScripted(t, token+`"state":"verified","verification_prefix":"P",`)
		got, err := w.adapter.Publication(t.Context(), w.id, service.MethodDNSTXT, "T0ken")
		must(t, err)
		if got.Record.Value != "P=T0ken" {
			t.Errorf("%s the record is %q, want P=T0ken", token, got.Record.Value)
		}
	}
}

func TestPublishedValuesOfWorkOSAreDistinguishedFromOthers(t *testing.T) {
	t.Parallel()
	adapter := newWorld(t).adapter(t)
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
		if got, ok := adapter.ParsePublished(service.MethodDNSTXT, value); got != want || ok != (want != "") {
			t.Errorf("%q parses to %q, %t; want %q", value, got, ok, want)
		}
	}
	if _, ok := adapter.ParsePublished(service.MethodDNSCNAME, "verification_token=T"); ok {
		t.Error("a CNAME target parses as a WorkOS value")
	}
}

// A product may be named in any way; what WorkOS has shown counts.
func TestPrefixThatWorkOSHasShownIsKnownWhateverItsForm(t *testing.T) {
	t.Parallel()
	w := newScripted(t, `"state":"pending","verification_token":"T0ken","verification_prefix":"my.odd_prefix",`)
	if _, ok := w.adapter.ParsePublished(service.MethodDNSTXT, "my.odd_prefix=T0ken"); ok {
		t.Error("the prefix is known before WorkOS has shown it")
	}
	read(t, w.adapter, w.id)
	if token, ok := w.adapter.ParsePublished(service.MethodDNSTXT, "my.odd_prefix=T0ken"); !ok || token != "T0ken" {
		t.Errorf("parses to %q, %t", token, ok)
	}
}
