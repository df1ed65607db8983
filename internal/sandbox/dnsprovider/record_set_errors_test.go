// SPDX-License-Identifier: MPL-2.0

package dnsprovider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestCreateFailsAndChangesNothingWhereTheNameIsTaken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		present, rrtype, value, want string
	}{
		"same type":        {`www.acme.test. 60 IN TXT "old"`, "TXT", "new", `exists already.*acme\.test/www\.acme\.test/TXT`},
		"beside an alias":  {`www.acme.test. 60 IN CNAME acme.test.`, "TXT", "new", `CNAME and other records exclude`},
		"alias beside TXT": {`www.acme.test. 60 IN TXT "old"`, "CNAME", "acme.test.", `CNAME and other records exclude`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			must(t, w.AddRR(test.present))
			plugintest.Run(
				t, factories(environmentOf(w)),
				resource.TestStep{
					Config:      recordSet("zone = \"acme.test\"\nname = \"www\"\ntype = \"" + test.rrtype + "\"\nvalues = [\"" + test.value + "\"]"),
					ExpectError: regexp.MustCompile(`(?s)Create Record Set.*` + wrapped(test.want)),
				},
			)
			wantRecords(t, w, test.present)
		})
	}
}

// wrapped lets every space of a pattern be a line break too: Terraform wraps what it prints.
func wrapped(pattern string) string {
	return regexp.MustCompile(` `).ReplaceAllString(pattern, `[\s│]+`)
}

func TestUpdateThatTheServerRejectsSaysWhy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(w *dnssim.World, environment map[string]string)
		want   string
	}{
		"wrong secret": {
			func(_ *dnssim.World, e map[string]string) { e["SANDBOX_DNS_TSIG_SECRET"] = "AAAA" },
			`NOTAUTH \(BADSIG\).*does not know this TSIG key`,
		},
		"unknown key": {
			func(_ *dnssim.World, e map[string]string) { e["SANDBOX_DNS_TSIG_NAME"] = "stranger" },
			`NOTAUTH \(BADKEY\).*does not know this TSIG key`,
		},
		"other algorithm": {
			func(_ *dnssim.World, e map[string]string) { e["SANDBOX_DNS_TSIG_ALGORITHM"] = "hmac-sha512" },
			`NOTAUTH \(BADKEY\)`,
		},
		"no key": {func(_ *dnssim.World, e map[string]string) {
			delete(e, "SANDBOX_DNS_TSIG_NAME")
			delete(e, "SANDBOX_DNS_TSIG_SECRET")
		}, `REFUSED.*signed with a TSIG key`},
		"a secondary": {
			func(w *dnssim.World, e map[string]string) { e["SANDBOX_DNS_SERVER"] = w.Authoritative()[1] },
			`NOTAUTH.*not the primary of zone acme\.test`,
		},
		"nobody listens": {
			func(w *dnssim.World, e map[string]string) { must(t, w.Close()) },
			`connect to DNS server 127\.0\.0\.1`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			environment := environmentOf(w)
			test.change(w, environment)
			plugintest.Run(
				t, factories(environment),
				resource.TestStep{
					Config:      recordSet("zone = \"acme.test\"\nname = \"www\"\ntype = \"TXT\"\nvalues = [\"a\"]"),
					ExpectError: regexp.MustCompile(`(?s)Create Record Set.*` + wrapped(test.want)),
				},
			)
		})
	}
}

func TestBadConfigurationIsFoundBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"name of another zone": {`zone = "acme.test"
			name = "acme.com"
			type = "TXT"
			values = ["a"]`, `"acme\.com" is not in zone "acme\.test"`},
		"not a zone": {`zone = "acme..test"
			name = "www"
			type = "TXT"
			values = ["a"]`, `"acme\.\.test" is not a zone name`},
		"no zone at all": {`name = "www.acme.test"
			type = "TXT"
			values = ["a"]`, `No zone is given`},
		"unknown type": {`zone = "acme.test"
			name = "www"
			type = "WORDS"
			values = ["a"]`, `must be one of`},
		"no value": {`zone = "acme.test"
			name = "www"
			type = "TXT"
			values = []`, `at least 1 elements`},
		"two aliases": {`zone = "acme.test"
			name = "www"
			type = "CNAME"
			values = ["a.test", "b.test"]`, `A name has one CNAME`},
		"bad address": {`zone = "acme.test"
			name = "www"
			type = "A"
			values = ["192.0.2.300"]`, `"192\.0\.2\.300" is not data of type A`},
		"name servers of the zone": {`zone = "acme.test"
			name = "@"
			type = "NS"
			values = ["ns1.sandbox-dns.test"]`, `name servers of the zone itself`},
		"negative TTL": {`zone = "acme.test"
			name = "www"
			type = "TXT"
			ttl = -1
			values = ["a"]`, `must be between 0`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			plugintest.Run(t, factories(environmentOf(w)), resource.TestStep{Config: recordSet(test.body), ExpectError: regexp.MustCompile(wrapped(test.want))})
			if queries := w.Queries(); len(queries) != 0 {
				t.Errorf("sent %v", queries)
			}
		})
	}
}

func TestImportIDThatCannotBeSaysHowItLooks(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := recordSet("zone = \"acme.test\"\nname = \"www\"\ntype = \"TXT\"\nvalues = [\"a\"]")
	for id, want := range map[string]string{
		"www.acme.test":               `not of the form zone/name/TYPE`,
		"acme.test/www.acme.test/X":   `not of the form zone/name/TYPE`,
		"acme.test/www.acme.com/TXT":  `"www\.acme\.com" is not in zone`,
		"acme.test/none.acme.test/MX": `Cannot import non-existent remote object`,
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			plugintest.Run(
				t, factories(environmentOf(w)),
				resource.TestStep{
					Config: config, ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(wrapped(want)),
				},
			)
		})
	}
}
