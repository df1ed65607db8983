// SPDX-License-Identifier: MPL-2.0

package service_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestDomainIDReadsBackWhatItWrites(t *testing.T) {
	t.Parallel()
	for _, organizationID := range []string{"82adacf4-453f-4e2b-a406-2939fddcaad2", "enterprise:acme", "a:b:c"} {
		want := service.DomainID{Service: "webex", OrganizationID: organizationID, Domain: "acme.com"}
		if got, err := service.ParseDomainID(want.String()); err != nil || got != want {
			t.Errorf("got %v, %v", got, err)
		}
		got, method, err := service.ParseMethodID(want.String() + "/dns_txt")
		if err != nil || got != want || method != service.MethodDNSTXT {
			t.Errorf("got %v, %s, %v", got, method, err)
		}
	}
}

// An ID that is accepted names one object only: writing what was read gives the same text.
func FuzzIDIsWrittenAsItWasRead(f *testing.F) {
	for _, seed := range []string{
		"webex/82adacf4-453f-4e2b-a406-2939fddcaad2/acme.com", "github/enterprise:acme/acme.com", "github/enterprise:acme/acme.com/dns_txt",
		"github:enterprise:acme:acme.com", "github/enterprise/acme/acme.com/dns_txt", "github/:/acme.com", "a/ b/c", "//", "a/b/c/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, method, err := service.ParseMethodID(text)
		if err != nil {
			return
		}
		written := id.String()
		if method != "" {
			written += "/" + string(method)
		}
		if written != text {
			t.Errorf("%q is read as %#v with the method %q, and written as %q", text, id, method, written)
		}
	})
}

func TestMalformedIDIsAnError(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "acme.com", "webex/acme.com", "webex//acme.com", "/o/acme.com", "webex/o/acme.com/", "webex/o/ acme.com", "a/b/c/d/e"} {
		if got, _, err := service.ParseMethodID(text); err == nil {
			t.Errorf("%q gives %v", text, got)
		}
	}
	if got, err := service.ParseDomainID("webex/o/acme.com/dns_txt"); err == nil {
		t.Errorf("a method in a domain id gives %v", got)
	}
}

func FuzzParsedIDIsWrittenAsItWas(f *testing.F) {
	for _, seed := range []string{"webex/82adacf4-453f-4e2b-a406-2939fddcaad2/acme.com", "zoho/1/acme.com/dns_txt", "a/b/c/", "a/b/\u00a0c", "\xff/b/c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, method, err := service.ParseMethodID(text)
		if err != nil {
			return
		}
		written := id.String()
		if method != "" {
			written += "/" + string(method)
		}
		if written != text {
			t.Errorf("%q is written %q", text, written)
		}
		if again, err := service.ParseDomainID(id.String()); err != nil || again != id {
			t.Errorf("%+v reads back as %+v, %v", id, again, err)
		}
	})
}
