// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// wire/zoho.md 1.7.
func TestDomainWithSubdomainsIsNotDeletedUnlessItHasExpired(t *testing.T) {
	t.Parallel()
	for _, expired := range []bool{false, true} {
		w := newWorld(t)
		for _, name := range []string{"acme.test", "mail.acme.test"} {
			if err := w.AddDomain(zohosim.DomainSpec{Domain: name, Verified: true}); err != nil {
				t.Fatal(err)
			}
		}
		if expired {
			if err := w.Drift("unverify", "acme.test"); err != nil {
				t.Fatal(err)
			}
		}
		status := w.delete("acme.test").status
		if _, there := w.Snapshot().Domain("acme.test"); there == expired || (status == 200) != expired {
			t.Errorf("expired %t: answered %d, still there %t", expired, status, there)
		}
		if status := w.delete("mail.acme.test").status; status != 200 {
			t.Errorf("the subdomain: %d", status)
		}
		if !expired {
			if status := w.delete("acme.test").status; status != 200 {
				t.Errorf("after its subdomain: %d", status)
			}
		}
	}
}

// wire/zoho.md 1.5: public clients read the code in error and the text in moreInfo.
func TestCodesOfHostingAreWhereClientsReadThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.AddDomain(zohosim.DomainSpec{Domain: "acme.test", Verified: true}); err != nil {
		t.Fatal(err)
	}
	if err := w.SetHosting("acme.test", true); err != nil {
		t.Fatal(err)
	}
	for want, got := range map[string]answer{
		"RMV_HOSTING_BEFORE_DLT_DOMAIN": w.delete("acme.test"), "MAILHOSTING_ALREADY_ENABLED": w.put("acme.test", "enableMailHosting"),
	} {
		if text, _ := got.data["moreInfo"].(string); got.status != 400 || got.data["error"] != want || !strings.HasPrefix(text, "Mail hosting") {
			t.Errorf("%d %s, want %s in error and a text in moreInfo", got.status, got.text, want)
		}
	}
}
