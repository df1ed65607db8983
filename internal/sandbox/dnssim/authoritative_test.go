// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

const (
	soa         = "acme.test. 300 IN SOA ns1.sandbox-dns.test. hostmaster.sandbox-dns.test. SERIAL 3600 600 604800 300"
	nsOfAcme1   = "acme.test. 3600 IN NS ns1.sandbox-dns.test."
	nsOfAcme2   = "acme.test. 3600 IN NS ns2.sandbox-dns.test."
	nsOfEU      = "eu.acme.test. 60 IN NS ns1.sandbox-dns.test."
	glueOfEU    = "ns1.sandbox-dns.test. 3600 IN A 192.0.2.53"
	glueOfEUv6  = "ns1.sandbox-dns.test. 3600 IN AAAA 2001:db8::53"
	glueOfNS2   = "ns2.sandbox-dns.test. 3600 IN A 192.0.2.54"
	glueOfNS2v6 = "ns2.sandbox-dns.test. 3600 IN AAAA 2001:db8::54"
)

// servedRecords cover every kind of name that a question can meet.
func servedRecords(t *testing.T, w *dnssim.World) {
	t.Helper()
	for _, rr := range []string{
		`acme.test. 60 IN TXT "v=spf1 -all"`,
		`acme.test. 60 IN TXT "one " "two"`,
		`deep.empty.acme.test. 60 IN A 192.0.2.200`,
		`www.acme.test. 60 IN CNAME web.acme.test.`,
		`web.acme.test. 60 IN A 192.0.2.201`,
		`dangling.acme.test. 60 IN CNAME nowhere.acme.test.`,
		`away.acme.test. 60 IN CNAME elsewhere.example.`,
		`loop.acme.test. 60 IN CNAME loop.acme.test.`,
		`eu.acme.test. 60 IN NS ns1.sandbox-dns.test.`,
	} {
		must(t, w.AddRR(rr))
	}
}

func TestAuthoritativeServersAnswerByTheBook(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	servedRecords(t, w)
	glue := []string{glueOfEU, glueOfEUv6}
	allGlue := append(slices.Clone(glue), glueOfNS2, glueOfNS2v6)
	for name, test := range map[string]struct {
		name, rrtype string
		rcode        int
		notAA        bool
		answer       []string
		authority    []string
		additional   []string
	}{
		"several TXT records": {name: "acme.test", rrtype: "TXT", answer: []string{
			`acme.test. 60 IN TXT "v=spf1 -all"`, `acme.test. 60 IN TXT "one " "two"`,
		}},
		"case does not matter": {name: "WEB.Acme.TEST", rrtype: "A", answer: []string{"web.acme.test. 60 IN A 192.0.2.201"}},
		"NODATA":               {name: "acme.test", rrtype: "AAAA", authority: []string{soa}},
		"NXDOMAIN":             {name: "no.acme.test", rrtype: "TXT", rcode: dns.RcodeNameError, authority: []string{soa}},
		"empty non-terminal":   {name: "empty.acme.test", rrtype: "TXT", authority: []string{soa}},
		"alias":                {name: "www.acme.test", rrtype: "CNAME", answer: []string{"www.acme.test. 60 IN CNAME web.acme.test."}},
		"followed alias": {name: "www.acme.test", rrtype: "A", answer: []string{
			"www.acme.test. 60 IN CNAME web.acme.test.", "web.acme.test. 60 IN A 192.0.2.201",
		}},
		"alias without the type": {
			name: "www.acme.test", rrtype: "TXT", authority: []string{soa},
			answer: []string{"www.acme.test. 60 IN CNAME web.acme.test."},
		},
		"alias to nothing": {
			name: "dangling.acme.test", rrtype: "A", rcode: dns.RcodeNameError, authority: []string{soa},
			answer: []string{"dangling.acme.test. 60 IN CNAME nowhere.acme.test."},
		},
		"alias out of the zone": {
			name: "away.acme.test", rrtype: "A",
			answer: []string{"away.acme.test. 60 IN CNAME elsewhere.example."},
		},
		"name servers": {name: "acme.test", rrtype: "NS", answer: []string{nsOfAcme1, nsOfAcme2}, additional: allGlue},
		"referral at the cut": {
			name: "eu.acme.test", rrtype: "TXT", notAA: true,
			authority: []string{nsOfEU}, additional: glue,
		},
		"referral below the cut": {
			name: "a.b.eu.acme.test", rrtype: "TXT", notAA: true,
			authority: []string{nsOfEU}, additional: glue,
		},
		"NS at the cut is the child's": {
			name: "eu.acme.test", rrtype: "NS", notAA: true,
			authority: []string{nsOfEU}, additional: glue,
		},
		"DS at the cut is the parent's": {name: "eu.acme.test", rrtype: "DS", authority: []string{soa}},
		"foreign name":                  {name: "other.example", rrtype: "TXT", rcode: dns.RcodeRefused, notAA: true},
		"zone transfer":                 {name: "acme.test", rrtype: "IXFR", rcode: dns.RcodeRefused, notAA: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, server := range w.Authoritative() {
				reply := ask(t, server, query(test.name, test.rrtype))
				same(t, "rcode", dns.RcodeToString[reply.Rcode], dns.RcodeToString[test.rcode])
				same(t, "AA", reply.Authoritative, !test.notAA)
				same(t, "RA", reply.RecursionAvailable, false)
				same(t, "answer", lines(reply.Answer), test.answer)
				same(t, "authority", withoutSerial(lines(reply.Ns)), test.authority)
				same(t, "additional", lines(reply.Extra), test.additional)
			}
		})
	}
}

// withoutSerial leaves out what depends on how many records the test has added.
func withoutSerial(rrs []string) []string {
	for i, rr := range rrs {
		fields := strings.Fields(rr)
		if len(fields) == 11 && fields[3] == "SOA" {
			fields[6] = "SERIAL"
		}
		rrs[i] = strings.Join(fields, " ")
	}
	return rrs
}

func TestAliasLoopIsAnsweredAndNotWalkedForever(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	servedRecords(t, w)
	reply := ask(t, w.Authoritative()[0], query("loop.acme.test", "TXT"))
	if reply.Rcode != dns.RcodeSuccess || len(reply.Answer) == 0 {
		t.Errorf("got %s", reply)
	}
}

func TestNegativeTTLOfConfigIsTheSOAMinimum(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{NegativeTTL: 42e9})
	reply := ask(t, w.Authoritative()[0], query("no.acme.test", "TXT"))
	same(t, "authority", withoutSerial(lines(reply.Ns)), []string{
		"acme.test. 42 IN SOA ns1.sandbox-dns.test. hostmaster.sandbox-dns.test. SERIAL 3600 600 604800 42",
	})
}

func TestMessagesThatAreNoQuestionAreRefusedAsSuch(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	noQuestion := query("acme.test", "TXT")
	noQuestion.Question = nil
	notify := query("acme.test", "SOA")
	notify.Opcode = dns.OpcodeNotify
	chaos := query("acme.test", "TXT")
	chaos.Question[0].Qclass = dns.ClassCHAOS
	newEDNS := query("acme.test", "TXT").SetEdns0(1232, false)
	newEDNS.IsEdns0().SetVersion(1)
	for name, test := range map[string]struct {
		message *dns.Msg
		want    int
	}{
		"no question":    {noQuestion, dns.RcodeFormatError},
		"notify":         {notify, dns.RcodeNotImplemented},
		"class CHAOS":    {chaos, dns.RcodeRefused},
		"EDNS version 1": {newEDNS, dns.RcodeBadVers},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, server := range []string{w.Authoritative()[0], w.Recursive()} {
				client := dns.Client{}
				reply, _, err := client.ExchangeContext(t.Context(), test.message.Copy(), server)
				must(t, err)
				same(t, "rcode at "+server, dns.RcodeToString[reply.Rcode], dns.RcodeToString[test.want])
			}
		})
	}
}

func TestUDPAnswerIsCutToTheClientsSizeAndWholeOverTCP(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	long := strings.Repeat("x", 900)
	must(t, w.SetTXT("acme.test", "@", long, "short"))
	for name, test := range map[string]struct {
		network   string
		size      uint16 // 0: no EDNS, which means 512
		truncated bool
	}{
		"no EDNS":        {"udp", 0, true},
		"small EDNS":     {"udp", 600, true},
		"big enough":     {"udp", 1232, false},
		"TCP":            {"tcp", 0, false},
		"TCP with EDNS":  {"tcp", 512, false},
		"below the 512 ": {"udp", 100, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, server := range []string{w.Authoritative()[1], w.Recursive()} {
				m := query("acme.test", "TXT")
				if test.size != 0 {
					m.SetEdns0(test.size, true)
				}
				reply := askOver(t, test.network, server, m)
				same(t, "TC", reply.Truncated, test.truncated)
				same(t, "complete", len(reply.Answer) == 2, !test.truncated)
				if opt := reply.IsEdns0(); (opt != nil) != (test.size != 0) {
					t.Errorf("EDNS in the reply: %v", opt)
				} else if opt != nil && !opt.Do() {
					t.Error("the DO bit was not copied (RFC 3225 section 3)")
				}
			}
		})
	}
}

func TestLookupTXTGetsWhatDoesNotFitInADatagram(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	long := strings.Repeat("0123456789", 300)
	must(t, w.SetTXT("acme.test", "acme.test", long))
	got, err := w.LookupTXT(t.Context(), "acme.test")
	must(t, err)
	same(t, "values", got, []string{long})

	var networks []string
	for _, q := range w.Queries() {
		if q.Server == "authoritative-1" {
			networks = append(networks, q.Network)
		}
	}
	same(t, "the resolver's way to the record", networks, []string{"udp", "tcp"})
}

func TestValueOfTXTRecordSurvivesWhateverOctetsItHas(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	values := []string{"", `quote " backslash \ end`, "semi;colon", "tab\tnew\nline", "\x00\x7f\xff", "grüße", strings.Repeat("é", 200)}
	for _, value := range values {
		must(t, w.SetTXT("acme.test", "acme.test", value))
		reply := ask(t, w.Authoritative()[0], query("acme.test", "TXT").SetEdns0(4096, false))
		if len(reply.Answer) != 1 {
			t.Fatalf("%q: got %s", value, reply)
		}
		got, err := dnssim.LookupTXTAt(t.Context(), w.Authoritative()[0], "acme.test")
		must(t, err)
		same(t, "value", got, []string{value})
	}
}

func TestReplyKeepsMessageIDAndQuestion(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	m := query("AcMe.TeSt", "TXT")
	reply := ask(t, w.Authoritative()[0], m)
	same(t, "id", reply.Id, m.Id)
	same(t, "question", reply.Question, []dns.Question{m.Question[0]})
}
