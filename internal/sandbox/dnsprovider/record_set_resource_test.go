// SPDX-License-Identifier: MPL-2.0

package dnsprovider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func TestRecordSetLivesFromCreateToDestroy(t *testing.T) {
	t.Parallel()
	w := start(t)
	plugintest.Run(
		t, factories(environmentOf(w)),
		resource.TestStep{
			Config: recordSet(`zone = "acme.test"
					name = "acme.test"
					type = "TXT"
					values = ["token=abc", "say \"hi\"\\"]`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact("acme.test/acme.test/TXT")),
			}},
			ConfigStateChecks: append(
				records(t, w, `acme.test. 60 IN TXT "say \"hi\"\\"`, `acme.test. 60 IN TXT "token=abc"`),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("ttl"), knownvalue.Int64Exact(60)),
			),
		},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{
			Config: recordSet(`zone = "acme.test"
					name = "acme.test"
					type = "TXT"
					ttl = 5
					values = ["token=new"]`),
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: records(t, w, `acme.test. 5 IN TXT "token=new"`),
		},
		resource.TestStep{
			Config: recordSet(`zone = "acme.test"
					name = "www.acme.test"
					type = "A"
					values = ["192.0.2.1"]`),
			ConfigPlanChecks:  planned(plancheck.ResourceActionReplace),
			ConfigStateChecks: records(t, w, `www.acme.test. 60 IN A 192.0.2.1`),
		},
	)
	wantRecords(t, w)
}

func TestRecordOfEveryTypeIsPublishedReadBackAndImported(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("0123456789", 30)
	for rrtype, test := range map[string]struct{ value, record string }{
		"A":     {`192.0.2.1`, `x.acme.test. 60 IN A 192.0.2.1`},
		"AAAA":  {`2001:db8::1`, `x.acme.test. 60 IN AAAA 2001:db8::1`},
		"CAA":   {`0 issue \";\"`, `x.acme.test. 60 IN CAA 0 issue ";"`},
		"CNAME": {`verify.example.`, `x.acme.test. 60 IN CNAME verify.example.`},
		"MX":    {`10 mail.example.`, `x.acme.test. 60 IN MX 10 mail.example.`},
		"SRV":   {`1 2 443 web.example.`, `x.acme.test. 60 IN SRV 1 2 443 web.example.`},
		"TXT":   {long, `x.acme.test. 60 IN TXT "` + long[:255] + `" "` + long[255:] + `"`},
		"NS":    {`ns1.sandbox-dns.test.`, `x.acme.test. 60 IN NS ns1.sandbox-dns.test.`},
	} {
		t.Run(rrtype, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			plugintest.Run(
				t, factories(environmentOf(w)),
				resource.TestStep{
					Config:            recordSet("zone = \"acme.test\"\nname = \"x\"\ntype = \"" + rrtype + "\"\nvalues = [\"" + test.value + "\"]"),
					ConfigStateChecks: records(t, w, test.record),
				},
				resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"name"}},
			)
			wantRecords(t, w)
		})
	}
}

func TestRecordSetThatVanishedIsCreatedAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := recordSet(`zone = "acme.test"
		name = "@"
		type = "TXT"
		values = ["a"]`)
	plugintest.Run(
		t, factories(environmentOf(w)),
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:         func() { must(t, w.RemoveRRset("acme.test", "TXT")) },
			Config:            config,
			ConfigPlanChecks:  planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: records(t, w, `acme.test. 60 IN TXT "a"`),
		},
		resource.TestStep{
			PreConfig:         func() { must(t, w.SetTXT("acme.test", "acme.test", "a", "stranger")) },
			Config:            config,
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: records(t, w, `acme.test. 60 IN TXT "a"`),
		},
	)
}

func TestAnswerThatIsNoAnswerNeverRemovesTheRecordSetFromState(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := recordSet(`zone = "acme.test"
		name = "@"
		type = "TXT"
		values = ["a"]`)
	fault := func(kind dnssim.FaultKind) func() {
		return func() { must(t, w.SetFault("authoritative-1", dnssim.Fault{Kind: kind})) }
	}
	plugintest.Run(
		t, factories(environmentOf(w)),
		resource.TestStep{Config: config},
		resource.TestStep{PreConfig: fault(dnssim.Refused), Config: config, ExpectError: regexp.MustCompile(`(?s)Read Record Set.*REFUSED`)},
		resource.TestStep{PreConfig: fault(dnssim.ServFail), Config: config, ExpectError: regexp.MustCompile(`(?s)Read Record Set.*SERVFAIL`)},
		resource.TestStep{PreConfig: fault(dnssim.Lame), Config: config, ExpectError: regexp.MustCompile(`(?s)Read Record Set.*not authoritative`)},
		resource.TestStep{PreConfig: fault(dnssim.NoFault), Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	)
}

func TestAnotherSpellingNeitherReplacesNorDrifts(t *testing.T) {
	t.Parallel()
	w := start(t)
	withSpelling := func(zone, name, value string) string {
		return recordSet("zone = \"" + zone + "\"\nname = \"" + name + "\"\ntype = \"CNAME\"\nvalues = [\"" + value + "\"]")
	}
	plugintest.Run(
		t, factories(environmentOf(w)),
		resource.TestStep{Config: withSpelling("acme.test", "www.acme.test", "Target.Example")},
		resource.TestStep{Config: withSpelling("acme.test", "www.acme.test", "Target.Example"), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		resource.TestStep{Config: withSpelling("Acme.Test.", "WWW", "target.example."), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
	)
	wantRecords(t, w)
}
