// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

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
