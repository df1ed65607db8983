// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

func TestBadConfigurationIsRefusedByName(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		config dnscheck.Config
		says   []string
	}{
		"mode":             {dnscheck.Config{Mode: "fast"}, []string{`"fast"`, `"authoritative"`, `"recursive"`}},
		"quorum":           {dnscheck.Config{Quorum: "most"}, []string{`"most"`, `"all"`, `"majority"`, `"any"`}},
		"timeout":          {dnscheck.Config{Config: dnsquery.Config{Timeout: -time.Second}}, []string{"-1s"}},
		"no address":       {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"system", "not an address"}}}, []string{`resolver "not an address"`, `192.0.2.53:5353`, `"system"`}},
		"short IPv4":       {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"192.0.2"}}}, []string{`"192.0.2"`, "incomplete IPv4"}},
		"large IPv4":       {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"300.1.1.1:53"}}}, []string{`"300.1.1.1:53"`}},
		"URL":              {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"http://dns.example/query"}}}, []string{`"http://dns.example/query"`, `"https://"`}},
		"DoH user":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"https://me@dns.example/"}}}, []string{`"https://me@dns.example/"`}},
		"DoH host":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"https:///dns-query"}}}, []string{`"https:///dns-query"`}},
		"DoT path":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"tls://dns.example/x"}}}, []string{`"tls://dns.example/x"`}},
		"DoT port":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"tls://dns.example:dot"}}}, []string{`"tls://dns.example:dot"`, `"dot"`}},
		"port":             {dnscheck.Config{Nameservers: []string{"192.0.2.1:70000"}}, []string{`name server "192.0.2.1:70000"`, `"70000"`}},
		"port zero":        {dnscheck.Config{Nameservers: []string{"192.0.2.1:0"}}, []string{`"0"`}},
		"empty":            {dnscheck.Config{Nameservers: []string{""}}, []string{`""`}},
		"servers unheard":  {dnscheck.Config{Mode: dnscheck.Recursive, Nameservers: []string{"192.0.2.1"}}, []string{"never be asked"}},
		"unbracketed IPv6": {dnscheck.Config{Nameservers: []string{"2001:db8::g"}}, []string{"2001:db8::g"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := dnscheck.New(c.config)
			if err == nil {
				t.Fatal("the configuration was accepted")
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %s", err, want)
				}
			}
		})
	}
}

func TestServerIsReachedAtTheAddressThatItsEntryMeans(t *testing.T) {
	cases := map[string]string{
		"192.0.2.1":           "192.0.2.1:53",
		"192.0.2.1:5353":      "192.0.2.1:5353",
		"2001:db8::1":         "[2001:db8::1]:53",
		"[2001:db8::1]":       "[2001:db8::1]:53",
		"[2001:db8::1]:5353":  "[2001:db8::1]:5353",
		"ns1.example.net":     "ns1.example.net:53",
		"ns1.example.net:530": "ns1.example.net:530",
	}
	for entry, address := range cases {
		bubble(t, entry, func(t *testing.T) {
			n := newNetwork()
			n.Serve(address, authority(t, acme(acmeTXT)))
			client := newClient(t, n, configured(entry))
			report := mustCheck(t, client, txt("acme.test"))
			wantEqual(t, "lines", []string{entry + ": has the expected TXT record at acme.test"}, report.Lines())
		})
	}
}

func TestQuestionThatCannotBeAnsweredIsRefusedBeforeAnyPacket(t *testing.T) {
	cname := func(target string) dnscheck.Question {
		return dnscheck.Question{Name: "acme.test", Type: dnscheck.CNAME, Expected: target}
	}
	cases := []struct {
		question dnscheck.Question
		want     dnscheck.Code // none for a mistake of the program
		text     string
	}{
		{txt(""), dnscheck.BadName, "empty"},
		{txt("."), dnscheck.BadName, "empty"},
		{txt("a..test"), dnscheck.BadName, "empty label"},
		{txt(".test"), dnscheck.BadName, "empty label"},
		{txt(strings.Repeat("a", 64) + ".test"), dnscheck.BadName, "64 octets"},
		{txt(strings.Repeat("abcdefg.", 32) + "test"), dnscheck.BadName, "253"},
		{txt("bücher.test"), dnscheck.BadName, "A-label"},
		{txt("a b.test"), dnscheck.BadName, `' '`},
		{txt(`a\.b.test`), dnscheck.BadName, `'\\'`},
		{txt("192.0.2.1"), dnscheck.BadName, "IP address"},
		{txt("2001:db8::1"), dnscheck.BadName, "IP address"},
		{dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: strings.Repeat("x", 65280)}, dnscheck.BadValue, "65280 octets"},
		{cname("a..vendor.example"), dnscheck.BadValue, "empty label"},
		{cname("192.0.2.1"), dnscheck.BadValue, "IP address"},
		{dnscheck.Question{Name: "acme.test", Type: "MX"}, "", `"MX"`},
	}
	for _, c := range cases {
		bubble(t, string(c.question.Type)+" "+c.question.Name+" "+c.text, func(t *testing.T) {
			n := newNetwork()
			_, err := newClient(t, n).Check(t.Context(), c.question)
			if err == nil || !strings.Contains(err.Error(), c.text) {
				t.Errorf("error %v, want one with %q", err, c.text)
			}
			var value *dnscheck.ValueError
			if c.want == dnscheck.BadValue && (!errors.As(err, &value) || value.Name != "acme.test") {
				t.Errorf("error %v, want a ValueError about acme.test", err)
			}
			var want []dnscheck.Code
			if c.want != "" {
				want = append(want, c.want)
			}
			wantCodes(t, dnscheck.DiagnoseError(err), want...)
			wantEqual(t, "packets", 0, len(n.All()))
		})
	}
}

func TestLongValueIsOneRecordOfSeveralStrings(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		long := strings.Repeat("0123456789", 200)
		var chunks strings.Builder
		for rest := long; rest != ""; {
			n := min(255, len(rest))
			chunks.WriteString(` "` + rest[:n] + `"`)
			rest = rest[n:]
		}
		client := newClient(t, newWorld(t, acme("@ TXT"+chunks.String()+"\n")))
		q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: long}
		wantEqual(t, "published", true, mustCheck(t, client, q).Published())
	})
}

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
		asked := n.Sent(func(p packet) bool { return p.Address == resolver && p.Type == "NS" })
		wantEqual(t, "queries for the name servers of the suffix", 1, len(asked))
	})
}

func TestManyDomainsAreCheckedAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(resolver, delayed(recursor(t, resolverData)))
		var parent strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&parent, "d%d NS ns1.host\nd%d NS ns2.host\nd%d NS ns3.host\nd%d NS ns4.host\n", i, i, i, i)
		}
		glue := ""
		for i := range 4 {
			address := fmt.Sprintf("192.0.2.%d", 30+i)
			glue += fmt.Sprintf("ns%d.host A %s\n", i+1, address)
			n.Serve(address+":53", delayed(authoritatively(func(m *dns.Msg) { // every name is a zone that has the record
				if q := m.Question[0]; q.Qtype == dns.TypeTXT {
					m.Answer = []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: q.Name, Rrtype: dns.TypeTXT, Class: 1, Ttl: 60}, Txt: []string{token}}}
				}
			})))
		}
		n.Serve("192.0.2.1:53", delayed(authority(t, testZone+parent.String()+glue)))
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

// A data source with settings of its own is part of the same run.
func TestClientsOfOneRunShareItsZonesAndBounds(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		first := newClient(t, n)
		mustCheck(t, first, txt("acme.test"))
		n.Clear()
		second := newClient(t, n, configured(explicit), func(c *dnscheck.Config) { c.Share = first })
		third := newClient(t, n, func(c *dnscheck.Config) { c.Share = first })
		mustCheck(t, second, txt("acme.test"))
		wantEqual(t, "packets to the configured server", 1, len(n.All()))
		mustCheck(t, third, txt("acme.test"))
		wantEqual(t, "packets to the zone that is known", 1+3, len(n.All()))
		end := second.BeginWait()
		wantEqual(t, "look interval", third.LookInterval(), second.LookInterval())
		end()
	})
}
