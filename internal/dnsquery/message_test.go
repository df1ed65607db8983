// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"errors"
	"testing"

	"github.com/miekg/dns"
)

// Whatever arrives, reading it must end without a panic, and only an answer to
// this very question may be taken for one.
func FuzzPacketIsAcceptedAsAnAnswerToThisQueryOnly(f *testing.F) {
	q := Query{Name: "acme.test.", Type: dns.TypeTXT}
	const id = 0x1234
	for _, seed := range seeds(f, q, id) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		m, err := q.accept(packet, id)
		if err != nil {
			if !errors.Is(err, errNotAnswer) && !errors.Is(err, errTruncated) {
				t.Errorf("error %v is of no known kind", err)
			}
			return
		}
		if m.Id != id || !m.Response {
			t.Errorf("accepted a packet with ID %#x and response %v", m.Id, m.Response)
		}
		for _, section := range [][]dns.RR{m.Answer, m.Ns, m.Extra} {
			Values(section)
			Addresses(section, q.Name)
			EndOfChain(section, q.Name)
			if soa := NegativeSOA(section, q.Name); soa != nil && NegativeTTL(soa) > maxNegative {
				t.Errorf("negative TTL %s", NegativeTTL(soa))
			}
		}
	})
}

func seeds(f *testing.F, q Query, id uint16) [][]byte {
	f.Helper()
	answer := func(q Query) []byte {
		m := new(dns.Msg).SetReply(q.message(id, true))
		m.Answer = []dns.RR{&dns.TXT{
			Hdr: dns.RR_Header{Name: string(q.Name), Rrtype: q.Type, Class: dns.ClassINET, Ttl: 60}, Txt: []string{"to", `k\101n`},
		}}
		packet, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		return packet
	}
	right := answer(q)
	truncated := append([]byte(nil), right...)
	truncated[2] |= 2
	return [][]byte{
		right, truncated, right[:len(right)/2], right[:headerSize-1],
		append([]byte{0xff}, right[1:]...), // a wrong ID
		answer(Query{Name: "other.test.", Type: q.Type}),
	}
}

func TestErrorsOfAnExchangeAreToldApartByType(t *testing.T) {
	t.Parallel()
	_, err := NewExchanger(Config{Timeout: -1})
	if err == nil {
		t.Error("a negative timeout was accepted")
	}
	ctx, budget := WithBudget(t.Context(), 1)
	for i, want := range []bool{false, true} {
		var over *BudgetError
		if got := errors.As(countPacket(ctx), &over); got != want {
			t.Errorf("packet %d is over the budget: %v", i+1, got)
		}
	}
	if budget.Sent() != 1 {
		t.Errorf("%d packets counted as sent, want 1", budget.Sent())
	}
	if err := countPacket(t.Context()); err != nil {
		t.Errorf("without a budget: %v", err)
	}
}

func TestNameIsCanonicalInsideAndShownWithoutTheFinalDot(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]FQDN{"ACME.test": "acme.test.", "acme.test.": "acme.test.", "_x.*.Acme.test": "_x.*.acme.test."} {
		got, err := ParseFQDN(written)
		if err != nil || got != want {
			t.Errorf("%q became %q, %v", written, string(got), err)
		}
	}
	for name, shown := range map[FQDN]string{"acme.test.": "acme.test", Root: ".", "": ""} {
		if name.String() != shown {
			t.Errorf("%q is shown as %q", string(name), name.String())
		}
	}
}

func TestNamesAreComparedByLabels(t *testing.T) {
	t.Parallel()
	name := FQDN("a.acme.test.")
	for apex, want := range map[FQDN][2]bool{
		"a.acme.test.": {true, false}, "acme.test.": {true, true}, Root: {true, true}, "me.test.": {false, false}, "b.a.acme.test.": {false, false},
	} {
		if name.In(apex) != want[0] || name.Below(apex) != want[1] {
			t.Errorf("in %s: %v, below: %v, want %v", apex, name.In(apex), name.Below(apex), want)
		}
	}
	if name.Parent() != "acme.test." || Root.Parent() != Root || FQDN("test.").Parent() != Root {
		t.Error("a parent is wrong")
	}
	if name.TopLevel() != "test." || Root.TopLevel() != Root {
		t.Error("a top-level domain is wrong")
	}
	if Root.Prepend("www") != "www." || name.Prepend("x.Y") != "x.y.a.acme.test." {
		t.Error("a label in front of a name is wrong")
	}
}
