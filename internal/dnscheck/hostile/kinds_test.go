// SPDX-License-Identifier: MPL-2.0

package hostile_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
)

// kind makes a server out of the honest one at an address.
type kind struct {
	name  string
	serve func(t *testing.T, address string, honest dnsworld.Handler) dnsworld.Handler
	// drips has TCP send byte after byte, and never all.
	drips bool
}

// family is the row in the table.
func (k kind) family() string {
	return "DNS " + number.ReplaceAllString(k.name, "N")
}

var number = regexp.MustCompile(`\d+`)

// private are the addresses of servers that no public name may lead to.
var private = []string{"10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1"}

// kinds are all of them. What is forged has the token, at the names of all subjects.
func kinds(mode dnscheck.Mode) []kind {
	all := []kind{
		{name: "silent", serve: always(dnsworld.Silent)},
		{name: "truncated for ever", serve: answer(func(_ string, _, m *dns.Msg) { m.Truncated = true })},
		{name: "drip", drips: true, serve: answer(func(_ string, _, m *dns.Msg) { m.Truncated = true })},
		{name: "refers to itself", serve: answer(func(address string, request, m *dns.Msg) {
			refer(m, request.Question[0].Name, "ns.loop.test.", host(address))
		})},
		{name: "refers below", serve: answer(func(address string, request, m *dns.Msg) {
			refer(m, "deeper."+request.Question[0].Name, "ns.loop.test.", host(address))
		})},
		{name: "refers in a circle", serve: answer(func(_ string, request, m *dns.Msg) {
			refer(m, request.Question[0].Name, "ns.loop.test.", host(dnsworld.Parent))
		})},
		{name: "refers upward", serve: answer(func(_ string, _, m *dns.Msg) { refer(m, ".", "a.root.example.", "192.0.2.3") })},
		{name: "refers to private addresses", serve: answer(func(_ string, request, m *dns.Msg) {
			refer(m, parentOf(request.Question[0].Name), "ns.rebound.test.", private...)
		})},
		{name: "refers without glue", serve: answer(func(_ string, request, m *dns.Msg) {
			refer(m, parentOf(request.Question[0].Name), "ns."+parentOf(request.Question[0].Name))
		})},
		{name: "CNAME loop", serve: answer(func(_ string, request, m *dns.Msg) {
			put(m, "%[1]s CNAME loop.%[1]s\nloop.%[1]s CNAME %[1]s", request.Question[0].Name)
		})},
		{name: "CNAME to ever longer names", serve: answer(func(_ string, request, m *dns.Msg) {
			if longer := "longer." + request.Question[0].Name; len(longer) < 250 {
				put(m, "%s CNAME %s", request.Question[0].Name, longer)
			}
		})},
		{name: "DNAME to itself", serve: answer(func(_ string, request, m *dns.Msg) {
			put(m, "%[1]s DNAME deep.%[1]s\n", parentOf(request.Question[0].Name))
		})},
		{name: "answer for another name", serve: answer(func(_ string, _, m *dns.Msg) { put(m, `other.test. TXT "%s"`, dnsworld.Token) })},
		{name: "token beside the answer", serve: answer(func(_ string, request, m *dns.Msg) {
			m.Ns = records(`%s TXT "%s"`, request.Question[0].Name, dnsworld.Token)
			m.Extra = m.Ns
		})},
		{name: "flood of records", serve: answer(func(_ string, _, m *dns.Msg) {
			for i := range 1_500 {
				put(m, `%[1]s TXT "flood %[2]d"`, m.Question[0].Name, i)
			}
		})},
		{name: "flood of name servers", serve: answer(func(_ string, request, m *dns.Msg) {
			for i := range 300 {
				refer(m, parentOf(request.Question[0].Name), fmt.Sprintf("n%d.hosting.example.", i))
			}
		})},
		{name: "flood of glue", serve: answer(func(_ string, request, m *dns.Msg) {
			for i := range 40 {
				var addresses []string
				for a := range 20 {
					addresses = append(addresses, fmt.Sprintf("198.18.%d.%d", i, a+1))
				}
				refer(m, parentOf(request.Question[0].Name), fmt.Sprintf("n%d.%s", i, parentOf(request.Question[0].Name)), addresses...)
			}
		})},
		{name: "garbage", serve: always(func([]byte, string) [][]byte { return [][]byte{[]byte(strings.Repeat("\xff", 40))} })},
		{name: "oversize", serve: func(_ *testing.T, _ string, honest dnsworld.Handler) dnsworld.Handler {
			return func(request []byte, transport string) [][]byte {
				return [][]byte{append(honest(request, transport)[0], make([]byte, 8<<10)...)}
			}
		}},
		{name: "many packets", serve: func(_ *testing.T, _ string, honest dnsworld.Handler) dnsworld.Handler {
			return func(request []byte, transport string) [][]byte {
				packets := make([][]byte, 1_000)
				for i := range packets {
					packets[i] = []byte{byte(i)}
				}
				return append(packets, honest(request, transport)...)
			}
		}},
		{name: "hostile text", serve: answer(func(_ string, _, m *dns.Msg) {
			put(m, `%s TXT "\027[31m\000\226\128\174${x}"`, m.Question[0].Name)
		})},
	}
	for _, code := range []int{
		dns.RcodeFormatError, dns.RcodeServerFailure, dns.RcodeNotImplemented, dns.RcodeRefused, dns.RcodeYXDomain, dns.RcodeNotAuth,
		dns.RcodeBadVers, dns.RcodeBadCookie, 4095,
	} {
		all = append(all, kind{name: fmt.Sprintf("rcode %d with an answer", code), serve: answer(func(_ string, request, m *dns.Msg) {
			put(m, `%s TXT "%s"`, request.Question[0].Name, dnsworld.Token)
			m.SetEdns0(1232, false)
			m.Rcode = code
		})})
	}
	for _, ttl := range []uint32{0, 1, 1<<31 - 1, 1 << 31, 1<<32 - 1} {
		all = append(all, kind{name: fmt.Sprintf("TTL %d", ttl), serve: honestly(func(m *dns.Msg) {
			for _, section := range [][]dns.RR{m.Answer, m.Ns, m.Extra} {
				for _, rr := range section {
					if rr.Header().Rrtype != dns.TypeOPT {
						rr.Header().Ttl = ttl
					}
				}
			}
		})})
	}
	for name, forge := range dnsworld.Forgeries(records("_x.acme.test. TXT %[1]s\n_y.acme.test. TXT %[1]s", dnsworld.Token)...) {
		all = append(all,
			kind{name: name + " alone", serve: forged(forge, false)},
			kind{name: name + " before the answer", serve: forged(forge, true)})
	}
	all = append(all, kind{name: "NXDOMAIN with an answer", serve: answer(func(_ string, request, m *dns.Msg) {
		put(m, `%s TXT "%s"`, request.Question[0].Name, dnsworld.Token)
		m.Rcode = dns.RcodeNameError
	})})
	if mode != dnscheck.Recursive {
		// A resolver is believed.
		all = append(all, kind{name: "CNAME chain", serve: answer(func(_ string, request, m *dns.Msg) {
			put(m, "%[1]s CNAME c0.other.test.", request.Question[0].Name)
			for link := range 100 {
				put(m, "c%[2]d.other.test. CNAME c%[3]d.other.test.", "", link, link+1)
			}
			put(m, `c100.other.test. TXT "%[1]s"`, dnsworld.Token)
		})})
		all = append(all, kind{name: "not authoritative", serve: answer(func(_ string, request, m *dns.Msg) {
			m.Authoritative = false
			put(m, `%s TXT "%s"`, request.Question[0].Name, dnsworld.Token)
		})})
	}
	return all
}

func always(h dnsworld.Handler) func(*testing.T, string, dnsworld.Handler) dnsworld.Handler {
	return func(*testing.T, string, dnsworld.Handler) dnsworld.Handler { return h }
}

// answer makes the whole answer, which is authoritative unless it refers.
func answer(fill func(address string, request, m *dns.Msg)) func(*testing.T, string, dnsworld.Handler) dnsworld.Handler {
	return func(_ *testing.T, address string, _ dnsworld.Handler) dnsworld.Handler {
		return dnsworld.Answering(func(request *dns.Msg, transport string) *dns.Msg {
			m := new(dns.Msg).SetReply(request)
			m.Authoritative, m.Compress = true, true
			fill(address, request, m)
			if transport == "udp" {
				m.Truncate(1232)
			}
			return m
		})
	}
}

// honestly changes what the honest server answers.
func honestly(change func(*dns.Msg)) func(*testing.T, string, dnsworld.Handler) dnsworld.Handler {
	return func(_ *testing.T, _ string, honest dnsworld.Handler) dnsworld.Handler {
		return dnsworld.Changed(honest, func(_, response *dns.Msg) { change(response) })
	}
}

func forged(forge func(*dns.Msg) []byte, thenHonest bool) func(*testing.T, string, dnsworld.Handler) dnsworld.Handler {
	return func(_ *testing.T, _ string, honest dnsworld.Handler) dnsworld.Handler {
		return dnsworld.Choose(func(request *dns.Msg) dnsworld.Handler {
			return func(packed []byte, transport string) [][]byte {
				packets := [][]byte{forge(request)}
				if thenHonest {
					packets = append(packets, honest(packed, transport)...)
				}
				return packets
			}
		})
	}
}

func refer(m *dns.Msg, zone, server string, addresses ...string) {
	m.Authoritative = false
	m.Ns = append(m.Ns, records("%s NS %s", zone, server)...)
	for _, address := range addresses {
		recordType := "A"
		if strings.Contains(address, ":") {
			recordType = "AAAA"
		}
		m.Extra = append(m.Extra, records("%s %s %s", server, recordType, address)...)
	}
}

func put(m *dns.Msg, format string, values ...any) {
	m.Answer = append(m.Answer, records(format, values...)...)
}

func records(format string, values ...any) (rrs []dns.RR) {
	for line := range strings.Lines(fmt.Sprintf(format, values...)) {
		rr, err := dns.NewRR(line)
		if err != nil {
			panic(err)
		}
		rrs = append(rrs, rr)
	}
	return rrs
}

// parentOf is the domain above a name of three labels, else the name.
func parentOf(name string) string {
	if dns.CountLabel(name) < 3 {
		return name
	}
	next, _ := dns.NextLabel(name, 0)
	return name[next:]
}

func host(address string) string { return strings.TrimSuffix(address, ":53") }
