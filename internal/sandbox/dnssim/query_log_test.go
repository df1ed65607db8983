// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"encoding/json"
	"fmt"
	"net"
	"sync"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// steps shows the query log in short.
func steps(w *dnssim.World) []string {
	var out []string
	for _, q := range w.Queries() {
		out = append(out, fmt.Sprintf("%s %s rd=%t %s", q.Server, q.Type, q.RecursionDesired, q.Rcode))
	}
	return out
}

func TestQueryLogTellsWhatWasAskedWhereAndHowItEnded(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	ask(t, w.Authoritative()[1], query("No.ACME.test", "TXT").SetEdns0(1400, false))
	send(t, w, w.Authoritative()[0], update(nil, []dns.RR{record(t, `acme.test. 60 IN TXT "x"`)}))
	must(t, w.SetFault("parent", dnssim.Fault{Kind: dnssim.Silent}))
	attempt(t, "udp", w.Parent(), query(".", "NS"), nothing)

	got := w.Queries()
	for i := range got {
		if got[i].Client == "" {
			t.Errorf("entry %d has no client", i)
		}
		got[i].Client = ""
	}
	same(t, "log", got, []dnssim.Query{
		{Time: c.Now(), Server: "authoritative-2", Network: "udp", Opcode: "QUERY", Name: "no.acme.test", Type: "TXT", RecursionDesired: true, EDNSSize: 1400, Rcode: "NXDOMAIN"},
		{Time: c.Now(), Server: "authoritative-1", Network: "tcp", Opcode: "UPDATE", Name: "acme.test", Type: "SOA", Rcode: "NOERROR"},
		{Time: c.Now(), Server: "parent", Network: "udp", Opcode: "QUERY", Name: ".", Type: "NS", RecursionDesired: true, Fault: "silent"},
	})
}

func TestQueryLogListsMalformedMessages(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	conn, err := net.Dial("udp", w.Authoritative()[0])
	must(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0}) // one question that is cut off
	must(t, err)
	waitForQuery(t, w, "authoritative-1")
	same(t, "opcode", w.Queries()[0].Opcode, "MALFORMED")
}

func TestQueryLogMissesNothingUnderConcurrency(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	const clients, each = 8, 10
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			for i := range each {
				name := fmt.Sprintf("n%d.acme.test", i)
				if err := w.SetTXT("acme.test", name, "a"); err != nil {
					t.Error(err)
				}
				if _, err := dnssim.LookupTXTAt(t.Context(), w.Authoritative()[i%2], name); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	same(t, "entries", len(w.Queries()), clients*each)
	same(t, "records", len(w.Records("acme.test")), each)
}

func TestQueryIsJSONWithStableKeys(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(dnssim.Query{Server: "recursive", Network: "udp", Opcode: "QUERY", Name: "acme.test", Type: "TXT", Rcode: "NOERROR"})
	must(t, err)
	same(t, "JSON", string(text), `{"time":"0001-01-01T00:00:00Z","server":"recursive","network":"udp","opcode":"QUERY",`+
		`"name":"acme.test","type":"TXT","recursion_desired":false,"rcode":"NOERROR"}`)
}
