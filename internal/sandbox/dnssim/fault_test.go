// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

const nothing = "nothing"

// attempt asks once and says what came: an rcode, or nothing (silence and garbage alike). Where nothing is expected it
// waits briefly; where an answer is, a busy machine gets all the time it needs.
func attempt(t *testing.T, network, server string, m *dns.Msg, expected string) (string, *dns.Msg) {
	t.Helper()
	client := dns.Client{Net: network, Timeout: 20 * time.Second}
	if expected == nothing {
		client.Timeout = 200 * time.Millisecond
	}
	reply, _, err := client.ExchangeContext(t.Context(), m, server)
	if err != nil {
		return nothing, nil
	}
	return dns.RcodeToString[reply.Rcode], reply
}

func TestServerFailsTheWayItsFaultSays(t *testing.T) {
	t.Parallel()
	for kind, want := range map[dnssim.FaultKind]struct{ udp, tcp string }{
		dnssim.NoFault:  {"NOERROR", "NOERROR"},
		dnssim.Silent:   {nothing, nothing},
		dnssim.Refused:  {"REFUSED", "REFUSED"},
		dnssim.ServFail: {"SERVFAIL", "SERVFAIL"},
		dnssim.WrongID:  {nothing, nothing},
		dnssim.Garbage:  {nothing, nothing},
		dnssim.Truncate: {"NOERROR", "NOERROR"},
	} {
		t.Run("fault "+string(kind), func(t *testing.T) {
			t.Parallel()
			w := start(t, dnssim.Config{})
			must(t, w.SetTXT("acme.test", "acme.test", "a"))
			for name, server := range map[string]string{
				"authoritative-2": w.Authoritative()[1], "recursive": w.Recursive(), "parent": w.Parent(),
			} {
				must(t, w.SetFault(name, dnssim.Fault{Kind: kind}))
				got, _ := attempt(t, "udp", server, query("acme.test", "TXT"), want.udp)
				same(t, name+" over UDP", got, want.udp)
				got, _ = attempt(t, "tcp", server, query("acme.test", "TXT"), want.tcp)
				same(t, name+" over TCP", got, want.tcp)
				must(t, w.SetFault(name, dnssim.Fault{}))
				got, _ = attempt(t, "udp", server, query("acme.test", "TXT"), "NOERROR")
				same(t, name+" healed", got, "NOERROR")
			}
		})
	}
}

func TestTruncatingServerAnswersOverTCPOnly(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	must(t, w.SetFault("authoritative-1", dnssim.Fault{Kind: dnssim.Truncate}))
	_, reply := attempt(t, "udp", w.Authoritative()[0], query("acme.test", "TXT"), "NOERROR")
	same(t, "TC over UDP", reply.Truncated, true)
	same(t, "answer over UDP", len(reply.Answer), 0)
	values, err := dnssim.LookupTXTAt(t.Context(), w.Authoritative()[0], "acme.test")
	must(t, err)
	same(t, "values", values, []string{"a"})
}

func TestLameServerRefersUpwardsWithoutAuthority(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	must(t, w.SetFault("authoritative-2", dnssim.Fault{Kind: dnssim.Lame}))
	reply := ask(t, w.Authoritative()[1], query("acme.test", "TXT"))
	same(t, "AA", reply.Authoritative, false)
	same(t, "answer", lines(reply.Answer), []string(nil))
	same(t, "authority", lines(reply.Ns), []string{". 3600 IN NS parent.sandbox-dns.test."})
}

func TestSlowServerAnswersAfterItsDelay(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	const delay = 150 * time.Millisecond
	must(t, w.SetFault("authoritative-1", dnssim.Fault{Kind: dnssim.Slow, Delay: delay}))
	before := time.Now()
	ask(t, w.Authoritative()[0], query("acme.test", "TXT"))
	if took := time.Since(before); took < delay {
		t.Errorf("answered after %s, before its delay of %s", took, delay)
	}
}

func TestFaultMeetsUpdatesToo(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetFault("authoritative-1", dnssim.Fault{Kind: dnssim.ServFail}))
	got, _ := attempt(t, "tcp", w.Authoritative()[0], update(nil, []dns.RR{record(t, `acme.test. 60 IN TXT "x"`)}), "SERVFAIL")
	same(t, "rcode", got, "SERVFAIL")
	same(t, "records", w.Records("acme.test"), []string(nil))
}

func TestFaultThatMakesNoSenseIsAnError(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	for name, test := range map[string]struct {
		server string
		fault  dnssim.Fault
	}{
		"unknown server":       {"authoritative-3", dnssim.Fault{Kind: dnssim.Silent}},
		"unknown fault":        {"authoritative-1", dnssim.Fault{Kind: "grumpy"}},
		"stale primary":        {"authoritative-1", dnssim.Fault{Kind: dnssim.Stale}},
		"stale parent":         {"parent", dnssim.Fault{Kind: dnssim.Stale}},
		"lame resolver":        {"recursive", dnssim.Fault{Kind: dnssim.Lame}},
		"server for addresses": {"authoritative-1", dnssim.Fault{Kind: dnssim.AddressesOnly}},
		"slow without delay":   {"authoritative-1", dnssim.Fault{Kind: dnssim.Slow}},
		"delay without slow":   {"authoritative-1", dnssim.Fault{Kind: dnssim.Refused, Delay: time.Second}},
		"negative slow delay":  {"authoritative-1", dnssim.Fault{Kind: dnssim.Slow, Delay: -time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := w.SetFault(test.server, test.fault); err == nil {
				t.Error("the fault was taken")
			}
		})
	}
}

func TestAlternatingServerLacksARecordEverySecondTime(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	for name, server := range map[string]string{"authoritative-2": w.Authoritative()[1], "recursive": w.Recursive()} {
		must(t, w.SetFault(name, dnssim.Fault{Kind: dnssim.Alternating}))
		var answers []int
		for range 4 {
			reply := ask(t, server, query("acme.test", "TXT"))
			same(t, "rcode", dns.RcodeToString[reply.Rcode], "NOERROR")
			same(t, "type of the question", dns.TypeToString[reply.Question[0].Qtype], "TXT")
			answers = append(answers, len(reply.Answer))
		}
		same(t, name, answers, []int{1, 0, 1, 0})
	}
}

func TestResolverForAddressesOnlyDeniesEverythingElse(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "acme.test", "a"), w.SetFault("recursive", dnssim.Fault{Kind: dnssim.AddressesOnly}))
	for question, want := range map[string]string{"acme.test TXT": "NXDOMAIN", "test NS": "NXDOMAIN", "ns1.sandbox-dns.test A": "NOERROR"} {
		name, rrtype, _ := strings.Cut(question, " ")
		reply := ask(t, w.Recursive(), query(name, rrtype))
		same(t, question, dns.RcodeToString[reply.Rcode], want)
		same(t, "RA", reply.RecursionAvailable, true)
	}
}
