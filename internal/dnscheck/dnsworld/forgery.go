// SPDX-License-Identifier: MPL-2.0

package dnsworld

import "github.com/miekg/dns"

// Forgeries are packets that answer no query, by name. Each is made from the query that
// it pretends to answer, and says that records are there.
func Forgeries(forged ...dns.RR) map[string]func(request *dns.Msg) []byte {
	changed := func(change func(*dns.Msg)) func(*dns.Msg) []byte {
		return func(request *dns.Msg) []byte {
			m := new(dns.Msg).SetReply(request)
			m.Authoritative, m.Answer = true, forged
			change(m)
			out, err := m.Pack()
			if err != nil {
				panic(err)
			}
			return out
		}
	}
	whole := changed(func(*dns.Msg) {})
	return map[string]func(*dns.Msg) []byte{
		"wrong id":       changed(func(m *dns.Msg) { m.Id++ }),
		"wrong name":     changed(func(m *dns.Msg) { m.Question[0].Name = "other.test." }),
		"wrong type":     changed(func(m *dns.Msg) { m.Question[0].Qtype = dns.TypeMX }),
		"wrong class":    changed(func(m *dns.Msg) { m.Question[0].Qclass = dns.ClassCHAOS }),
		"no question":    changed(func(m *dns.Msg) { m.Question = nil }),
		"two questions":  changed(func(m *dns.Msg) { m.Question = append(m.Question, m.Question[0]) }),
		"a query":        changed(func(m *dns.Msg) { m.Response = false }),
		"another opcode": changed(func(m *dns.Msg) { m.Opcode = dns.OpcodeNotify }),
		"empty":          func(*dns.Msg) []byte { return []byte{0} },
		"compression loop": func(request *dns.Msg) []byte {
			head := []byte{byte(request.Id >> 8), byte(request.Id), 0x84, 0, 0, 1, 0, 0, 0, 0, 0, 0}
			return append(head, 0xc0, 12, 0, 16, 0, 1)
		},
		"cut short": func(request *dns.Msg) []byte { return whole(request)[:len(whole(request))-3] },
	}
}
