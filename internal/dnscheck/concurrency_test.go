// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"
)

func TestConcurrentChecksShareTheirLookups(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if report, err := client.Check(t.Context(), txt("acme.test")); err != nil || !report.Published() {
					t.Errorf("check: %v %v", report.Lines(), err)
				}
			})
		}
		all.Wait()
		asked := n.sent(func(p packet) bool { return p.address == resolver && p.qtype == "NS" })
		wantEqual(t, "queries for the name servers of the suffix", 1, len(asked))
	})
}

func TestManyDomainsAreCheckedAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, delayed(recursor(t, resolverData)))
		var parent strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&parent, "d%d NS ns1.host\nd%d NS ns2.host\nd%d NS ns3.host\nd%d NS ns4.host\n", i, i, i, i)
		}
		glue := ""
		for i := range 4 {
			address := fmt.Sprintf("192.0.2.%d", 30+i)
			glue += fmt.Sprintf("ns%d.host A %s\n", i+1, address)
			n.serve(address+":53", delayed(answering(func(request *dns.Msg, _ string) *dns.Msg { return apexOf(request) })))
		}
		n.serve("192.0.2.1:53", delayed(authority(t, testZone+parent.String()+glue)))
		client := newClient(t, n)
		start := time.Now()
		var all sync.WaitGroup
		for i := range 1000 {
			all.Go(func() {
				report, err := client.Check(t.Context(), txt(fmt.Sprintf("d%d.test", i)))
				if err != nil || !report.Published() || len(report.Servers) != 4 {
					t.Errorf("d%d.test: %v %v", i, report.Lines(), err)
				}
			})
		}
		all.Wait()
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("1,000 domains at 20 ms per query took %s of virtual time, want less than 10 s", took)
		}
	})
}

// delayed answers after 20 ms of the bubble's clock.
func delayed(h handler) handler {
	return func(request []byte, transport string) [][]byte {
		<-time.After(20 * time.Millisecond)
		return h(request, transport)
	}
}

// apexOf serves every name as a zone of its own that has the record.
func apexOf(request *dns.Msg) *dns.Msg {
	m := new(dns.Msg).SetReply(request)
	m.Authoritative = true
	name := request.Question[0].Name
	if request.Question[0].Qtype == dns.TypeTXT {
		m.Answer = []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeTXT, Class: 1, Ttl: 60}, Txt: []string{token}}}
	}
	return m
}
