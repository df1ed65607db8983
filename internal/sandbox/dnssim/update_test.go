// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"errors"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// send signs an update with the world's key unless the test changed it, and returns the rcode's name.
func send(t *testing.T, w *dnssim.World, server string, m *dns.Msg) string {
	t.Helper()
	key := w.TSIG()
	m.SetTsig(key.Name, dns.Fqdn(key.Algorithm), 300, time.Now().Unix())
	client := dns.Client{Net: "tcp", TsigSecret: map[string]string{key.Name: key.Secret}}
	reply, _, err := client.ExchangeContext(t.Context(), m, server)
	// The library verifies no signature on NOTAUTH; it returns the message with this error.
	if err != nil && !errors.Is(err, dns.ErrAuth) {
		t.Fatalf("update at %s: %v", server, err)
	}
	if reply.IsTsig() == nil {
		t.Error("the reply to a signed update is not signed")
	}
	return dns.RcodeToString[reply.Rcode]
}

// record parses presentation format; class may be ANY or NONE as in RFC 2136 section 2.5.
func record(t *testing.T, rr string) dns.RR {
	t.Helper()
	parsed, err := dns.NewRR(rr)
	must(t, err)
	return parsed
}

// bare is a record without data, as conditions and deletions of whole RRsets are.
func bare(name, rrtype string, class uint16) dns.RR {
	return &dns.ANY{Hdr: dns.RR_Header{Name: dns.Fqdn(name), Rrtype: dns.StringToType[rrtype], Class: class}}
}

// of gives a record with data another class and TTL 0, as "delete this record" and value-dependent conditions have.
func of(rr dns.RR, class uint16) dns.RR {
	rr.Header().Class, rr.Header().Ttl = class, 0
	return rr
}

func update(prerequisites, updates []dns.RR) *dns.Msg {
	m := new(dns.Msg).SetUpdate("acme.test.")
	m.Answer, m.Ns = prerequisites, updates
	return m
}

func TestUpdateIsDoneOnlyWhenItsPrerequisitesHold(t *testing.T) {
	t.Parallel()
	const (
		ANY  = dns.ClassANY
		NONE = dns.ClassNONE
		IN   = dns.ClassINET
	)
	a1, a2 := `www.acme.test. 60 IN A 192.0.2.1`, `www.acme.test. 60 IN A 192.0.2.2`
	for name, test := range map[string]struct {
		prerequisites func(t *testing.T) []dns.RR
		want          string
	}{
		"none":                       {func(*testing.T) []dns.RR { return nil }, "NOERROR"},
		"name in use":                {func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "ANY", ANY)} }, "NOERROR"},
		"name in use, is not":        {func(*testing.T) []dns.RR { return []dns.RR{bare("no.acme.test", "ANY", ANY)} }, "NXDOMAIN"},
		"name not in use":            {func(*testing.T) []dns.RR { return []dns.RR{bare("no.acme.test", "ANY", NONE)} }, "NOERROR"},
		"name not in use, is":        {func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "ANY", NONE)} }, "YXDOMAIN"},
		"RRset exists":               {func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "A", ANY)} }, "NOERROR"},
		"RRset exists, does not":     {func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "TXT", ANY)} }, "NXRRSET"},
		"RRset absent":               {func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "TXT", NONE)} }, "NOERROR"},
		"RRset absent, is there":     {func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "A", NONE)} }, "YXRRSET"},
		"RRset has this data":        {func(t *testing.T) []dns.RR { return []dns.RR{of(record(t, a1), IN), of(record(t, a2), IN)} }, "NOERROR"},
		"RRset has more data":        {func(t *testing.T) []dns.RR { return []dns.RR{of(record(t, a1), IN)} }, "NXRRSET"},
		"outside the zone":           {func(*testing.T) []dns.RR { return []dns.RR{bare("other.test", "ANY", ANY)} }, "NOTZONE"},
		"a TTL":                      {func(t *testing.T) []dns.RR { return []dns.RR{record(t, a1)} }, "FORMERR"},
		"a class that means nothing": {func(t *testing.T) []dns.RR { return []dns.RR{of(record(t, a1), dns.ClassCHAOS)} }, "FORMERR"},
		"data where none belongs":    {func(t *testing.T) []dns.RR { return []dns.RR{of(record(t, a1), ANY)} }, "FORMERR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, dnssim.Config{})
			must(t, w.AddRR(a1), w.AddRR(a2))
			m := update(test.prerequisites(t), []dns.RR{record(t, "new.acme.test. 60 IN A 192.0.2.3")})
			same(t, "rcode", send(t, w, w.Authoritative()[0], m), test.want)
			want := []string{a1, a2}
			if test.want == "NOERROR" {
				want = []string{"new.acme.test. 60 IN A 192.0.2.3", a1, a2}
			}
			same(t, "records", w.Records("acme.test"), want)
		})
	}
}
