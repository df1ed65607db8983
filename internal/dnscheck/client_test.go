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

func TestNameThatCannotExistIsRefusedBeforeAnyPacket(t *testing.T) {
	cases := map[string]string{
		"":                                      "empty",
		".":                                     "empty",
		"a..test":                               "empty label",
		".test":                                 "empty label",
		strings.Repeat("a", 64) + ".test":       "64 octets",
		strings.Repeat("abcdefg.", 32) + "test": "253",
		"bücher.test":                           "A-label",
		"a b.test":                              `' '`,
		`a\.b.test`:                             `'\\'`,
		"192.0.2.1":                             "IP address",
		"2001:db8::1":                           "IP address",
	}
	for name, says := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			_, err := newClient(t, n).Check(t.Context(), txt(name))
			var bad *dnsquery.NameError
			if !errors.As(err, &bad) || !strings.Contains(bad.Reason, says) {
				t.Errorf("error %v, want a NameError that says %q", err, says)
			}
			wantEqual(t, "packets", 0, len(n.All()))
		})
	}
}

func TestUnknownRecordTypeIsRefused(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, err := newClient(t, newNetwork()).Check(t.Context(), dnscheck.Question{Name: "acme.test", Type: "MX"})
		if err == nil || !strings.Contains(err.Error(), `"MX"`) {
			t.Errorf("error %v does not name the type", err)
		}
	})
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

func TestValueThatFitsInNoRecordIsRefusedBeforeAnyPacket(t *testing.T) {
	cases := map[string]struct {
		question dnscheck.Question
		says     string
	}{
		"TXT":             {dnscheck.Question{Type: dnscheck.TXT, Expected: strings.Repeat("x", 65280)}, "65280 octets"},
		"CNAME":           {dnscheck.Question{Type: dnscheck.CNAME, Expected: "a..vendor.example"}, "empty label"},
		"CNAME by number": {dnscheck.Question{Type: dnscheck.CNAME, Expected: "192.0.2.1"}, "IP address"},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			c.question.Name = "acme.test"
			_, err := newClient(t, n).Check(t.Context(), c.question)
			var bad *dnscheck.ValueError
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "acme.test") {
				t.Errorf("error %v, want a ValueError that says %q", err, c.says)
			}
			wantCodes(t, dnscheck.DiagnoseError(err), dnscheck.BadValue)
			wantEqual(t, "packets", 0, len(n.All()))
		})
	}
}

// Nothing is known of the zone yet, so the walk meets the trouble first.
func TestZoneWithOnlyBrokenServersIsNamedAtTheFirstLook(t *testing.T) {
	cases := map[dnscheck.Code]func(t *testing.T) handler{
		dnscheck.LameServers:     func(t *testing.T) handler { return authority(t, testZone) },
		dnscheck.RefusingServers: func(*testing.T) handler { return rcode(5) },
		dnscheck.FailingServers:  func(*testing.T) handler { return rcode(2) },
		dnscheck.DeadServers:     func(*testing.T) handler { return silent },
	}
	for want, broken := range cases {
		bubble(t, string(want), func(t *testing.T) {
			n := newWorld(t, acme())
			n.ServeAcme(broken(t))
			findings := diagnose(t, n, newClient(t, n), expecting("acme.test"), hints)
			wantCodes(t, findings, want)
			if !strings.HasPrefix(findings[0].Sentence, "Every name server") {
				t.Errorf("sentence %q", findings[0].Sentence)
			}
		})
	}
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
			n.Serve(address+":53", delayed(answering(func(request *dns.Msg, _ string) *dns.Msg { return apexOf(request) })))
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
