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

func TestUpdateSectionAddsAndDeletesAsRFC2136Says(t *testing.T) {
	t.Parallel()
	const (
		a1    = "www.acme.test. 60 IN A 192.0.2.1"
		a2    = "www.acme.test. 60 IN A 192.0.2.2"
		txt   = `www.acme.test. 60 IN TXT "x"`
		alias = "alias.acme.test. 60 IN CNAME www.acme.test."
	)
	before := []string{alias, a1, a2, txt}
	for name, test := range map[string]struct {
		updates func(t *testing.T) []dns.RR
		rcode   string
		want    []string
	}{
		"add to an RRset": {
			func(t *testing.T) []dns.RR { return []dns.RR{record(t, `www.acme.test. 60 IN TXT "y"`)} },
			"NOERROR",
			[]string{alias, a1, a2, txt, `www.acme.test. 60 IN TXT "y"`},
		},
		"add what is there with another TTL": {
			func(t *testing.T) []dns.RR { return []dns.RR{record(t, `www.acme.test. 90 IN A 192.0.2.1`)} },
			"NOERROR",
			[]string{alias, txt, "www.acme.test. 90 IN A 192.0.2.1", "www.acme.test. 90 IN A 192.0.2.2"},
		},
		"another alias replaces": {
			func(t *testing.T) []dns.RR { return []dns.RR{record(t, `alias.acme.test. 60 IN CNAME b.test.`)} },
			"NOERROR",
			[]string{"alias.acme.test. 60 IN CNAME b.test.", a1, a2, txt},
		},
		"data beside an alias is ignored": {
			func(t *testing.T) []dns.RR { return []dns.RR{record(t, `alias.acme.test. 60 IN TXT "z"`)} },
			"NOERROR", before,
		},
		"an alias beside data is ignored": {
			func(t *testing.T) []dns.RR { return []dns.RR{record(t, `www.acme.test. 60 IN CNAME b.test.`)} },
			"NOERROR", before,
		},
		"delete an RRset": {
			func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "A", dns.ClassANY)} },
			"NOERROR",
			[]string{alias, txt},
		},
		"delete a name": {
			func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "ANY", dns.ClassANY)} },
			"NOERROR",
			[]string{alias},
		},
		"delete one record whatever its TTL": {
			func(t *testing.T) []dns.RR { return []dns.RR{of(record(t, a1), dns.ClassNONE)} },
			"NOERROR",
			[]string{alias, a2, txt},
		},
		"delete the last record of a name": {
			func(t *testing.T) []dns.RR { return []dns.RR{of(record(t, alias), dns.ClassNONE)} },
			"NOERROR",
			[]string{a1, a2, txt},
		},
		"delete what is not there": {
			func(t *testing.T) []dns.RR {
				return []dns.RR{of(record(t, `no.acme.test. 60 IN A 192.0.2.9`), dns.ClassNONE)}
			},
			"NOERROR", before,
		},
		"replace in one message": {
			func(t *testing.T) []dns.RR {
				return []dns.RR{bare("www.acme.test", "A", dns.ClassANY), record(t, `www.acme.test. 60 IN A 192.0.2.9`)}
			},
			"NOERROR",
			[]string{alias, "www.acme.test. 60 IN A 192.0.2.9", txt},
		},
		"outside the zone, nothing is done": {
			func(t *testing.T) []dns.RR {
				return []dns.RR{bare("www.acme.test", "A", dns.ClassANY), record(t, `www.other.test. 60 IN A 192.0.2.9`)}
			},
			"NOTZONE", before,
		},
		"a type that is only asked for": {
			func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "AXFR", dns.ClassANY)} }, "FORMERR", before,
		},
		"addition without data": {
			func(*testing.T) []dns.RR { return []dns.RR{bare("www.acme.test", "A", dns.ClassINET)} }, "FORMERR", before,
		},
		"deletion with a TTL": {
			func(t *testing.T) []dns.RR {
				rr := of(record(t, a1), dns.ClassNONE)
				rr.Header().Ttl = 1
				return []dns.RR{rr}
			}, "FORMERR", before,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, dnssim.Config{})
			must(t, w.AddRR(a1), w.AddRR(a2), w.AddRR(txt), w.AddRR(alias))
			same(t, "rcode", send(t, w, w.Authoritative()[0], update(nil, test.updates(t))), test.rcode)
			same(t, "records", w.Records("acme.test"), test.want)
		})
	}
}

func TestZoneKeepsItsSOAAndNameServersWhateverIsDeleted(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.AddRR(`acme.test. 60 IN TXT "x"`))
	primary := w.Authoritative()[0]
	same(t, "delete everything at the apex", send(t, w, primary, update(nil, []dns.RR{bare("acme.test", "ANY", dns.ClassANY)})), "NOERROR")
	same(t, "delete the NS RRset", send(t, w, primary, update(nil, []dns.RR{bare("acme.test", "NS", dns.ClassANY)})), "NOERROR")
	same(t, "delete each NS", send(t, w, primary, update(nil, []dns.RR{
		of(record(t, nsOfAcme1), dns.ClassNONE), of(record(t, nsOfAcme2), dns.ClassNONE),
	})), "NOERROR")
	same(t, "delete the SOA", send(t, w, primary, update(nil, []dns.RR{bare("acme.test", "SOA", dns.ClassANY)})), "NOERROR")

	same(t, "records", w.Records("acme.test"), []string(nil))
	same(t, "name servers left", lines(ask(t, primary, query("acme.test", "NS")).Answer), []string{nsOfAcme2})
	same(t, "SOA left", len(ask(t, primary, query("acme.test", "SOA")).Answer), 1)
}

func serial(t *testing.T, server string) uint32 {
	t.Helper()
	reply := ask(t, server, query("acme.test", "SOA"))
	soa, ok := reply.Answer[0].(*dns.SOA)
	if !ok {
		t.Fatalf("no SOA in %s", reply)
	}
	return soa.Serial
}

func TestSerialGrowsByOneForEachUpdateThatChangesSomething(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	primary := w.Authoritative()[0]
	first := serial(t, primary)
	add := func() *dns.Msg {
		return update(nil, []dns.RR{record(t, `acme.test. 60 IN TXT "x"`), record(t, `acme.test. 60 IN TXT "y"`)})
	}
	send(t, w, primary, add())
	same(t, "after a change", serial(t, primary), first+1)
	send(t, w, primary, add())
	same(t, "after the same again", serial(t, primary), first+1)
}

func TestSOAInAnUpdateReplacesOnlyAnOlderOne(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	primary := w.Authoritative()[0]
	newSOA := func(serial string) *dns.Msg {
		return update(nil, []dns.RR{record(t, "acme.test. 3600 IN SOA ns1.sandbox-dns.test. root.acme.test. "+serial+" 1 1 1 7")})
	}
	send(t, w, primary, newSOA("2000"))
	same(t, "newer", serial(t, primary), uint32(2000))
	send(t, w, primary, newSOA("1999"))
	same(t, "older", serial(t, primary), uint32(2000))
}
