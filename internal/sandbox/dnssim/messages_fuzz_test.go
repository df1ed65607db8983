// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"encoding/binary"
	"net"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// fuzzedWorld is one world for all inputs: starting one costs more than playing one.
func fuzzedWorld(f *testing.F) *dnssim.World {
	f.Helper()
	w, err := dnssim.Start(dnssim.Config{Zones: []string{"acme.test"}, Servers: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = w.Close() })
	return w
}

// apex is the serial of the zone, which has to have its SOA and name servers whatever was sent before.
func apex(t *testing.T, w *dnssim.World) uint32 {
	t.Helper()
	server := w.Authoritative()[0]
	if reply := ask(t, server, query("acme.test", "NS")); reply.Rcode != dns.RcodeSuccess || len(reply.Answer) == 0 {
		t.Fatalf("the zone has no name servers: %s", reply)
	}
	reply := ask(t, server, query("acme.test", "SOA"))
	if len(reply.Answer) != 1 {
		t.Fatalf("the zone has no SOA: %s", reply)
	}
	soa, isSOA := reply.Answer[0].(*dns.SOA)
	if !isSOA {
		t.Fatalf("got %s", reply)
	}
	return soa.Serial
}

func seedMessages(f *testing.F) {
	f.Helper()
	signed := update(nil, []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: "acme.test.", Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: 60}, Txt: []string{"a", ""}}})
	signed.SetTsig("key.", dns.HmacSHA256, 300, 0)
	conditions := []dns.RR{bare("acme.test", "ANY", dns.ClassNONE), bare("beta.test", "TXT", dns.ClassANY)}
	erasure := []dns.RR{bare("acme.test", "SOA", dns.ClassANY), bare("acme.test", "NS", dns.ClassANY), bare("acme.test", "ANY", dns.ClassANY)}
	edns := query("acme.test", "TXT").SetEdns0(0, true)
	twice := query("acme.test", "A")
	twice.Question = append(twice.Question, twice.Question[0])
	for _, message := range []*dns.Msg{query("acme.test", "TXT"), edns, twice, {}, signed, update(conditions, erasure)} {
		packed, err := message.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packed)
	}
	// A name that points at itself.
	f.Add([]byte{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 16, 0, 1})
}

// FuzzMessages sends anything to an authoritative server: it goes on answering, and what is not signed changes nothing.
func FuzzMessages(f *testing.F) {
	w := fuzzedWorld(f)
	seedMessages(f)
	f.Fuzz(func(t *testing.T, message []byte) {
		before := apex(t, w)
		for _, network := range []string{"udp", "tcp"} {
			connection, err := net.Dial(network, w.Authoritative()[0])
			must(t, err)
			sent := message
			if network == "tcp" {
				sent = append(binary.BigEndian.AppendUint16(nil, uint16(len(message))), message...)
			}
			_, _ = connection.Write(sent) // a datagram may be too long
			must(t, connection.Close())
		}
		if after := apex(t, w); after != before {
			t.Errorf("the serial went from %d to %d", before, after)
		}
	})
}

// FuzzUpdates signs anything as an update: the zone keeps what makes it a zone, and its serial never goes back.
func FuzzUpdates(f *testing.F) {
	w := fuzzedWorld(f)
	seedMessages(f)
	key := w.TSIG()
	client := dns.Client{Net: "tcp", Timeout: 10 * time.Second, TsigSecret: map[string]string{key.Name: key.Secret}}
	f.Fuzz(func(t *testing.T, sections []byte) {
		var foreign dns.Msg
		if foreign.Unpack(sections) != nil {
			return
		}
		before := apex(t, w)
		m := update(foreign.Answer, foreign.Ns)
		m.SetTsig(key.Name, dns.Fqdn(key.Algorithm), 300, time.Now().Unix())
		reply, _, err := client.ExchangeContext(t.Context(), m, w.Authoritative()[0])
		if reply == nil && err != nil {
			return // records that were read, and that the library cannot write
		}
		if after := apex(t, w); after < before || reply.Rcode != dns.RcodeSuccess && after != before {
			t.Errorf("%s: the serial went from %d to %d", dns.RcodeToString[reply.Rcode], before, after)
		}
	})
}
