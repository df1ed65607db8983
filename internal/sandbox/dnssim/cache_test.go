// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func lookup(t *testing.T, w *dnssim.World, name string) []string {
	t.Helper()
	values, err := w.LookupTXT(t.Context(), name)
	must(t, err)
	return values
}

func TestAbsenceIsRememberedForTheSOAMinimum(t *testing.T) {
	t.Parallel()
	for name, owner := range map[string]string{"NXDOMAIN": "new.acme.test", "NODATA": "acme.test"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			w := start(t, dnssim.Config{Now: c.Now})
			same(t, "before the record", lookup(t, w, owner), []string(nil))
			must(t, w.SetTXT("acme.test", owner, "a"))
			c.advance(299 * time.Second)
			same(t, "within the negative TTL", lookup(t, w, owner), []string(nil))
			c.advance(time.Second)
			same(t, "after it", lookup(t, w, owner), []string{"a"})
		})
	}
}

func TestAbsenceOfANameCountsForEveryTypeAndOfATypeForThatOne(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	rcode := func(name, rrtype string) string {
		return dns.RcodeToString[ask(t, w.Recursive(), query(name, rrtype)).Rcode]
	}
	same(t, "TXT of a missing name", rcode("new.acme.test", "TXT"), "NXDOMAIN")
	same(t, "TXT of the apex", len(ask(t, w.Recursive(), query("acme.test", "TXT")).Answer), 0)
	must(t, w.AddRR("new.acme.test. 60 IN A 192.0.2.9"), w.AddRR("acme.test. 60 IN A 192.0.2.9"))
	same(t, "A of the name asked for before", rcode("new.acme.test", "A"), "NXDOMAIN")
	same(t, "A of the apex", len(ask(t, w.Recursive(), query("acme.test", "A")).Answer), 1)
}

func TestSOATTLBoundsNegativeCachingWhenItIsSmaller(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	must(t, w.AddRR("acme.test. 20 IN SOA ns1.sandbox-dns.test. root.acme.test. 100 1 1 1 300"))
	same(t, "before the record", lookup(t, w, "acme.test"), []string(nil))
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	c.advance(20 * time.Second)
	same(t, "after the SOA's TTL", lookup(t, w, "acme.test"), []string{"a"})
}

func TestAnswerIsRememberedForItsTTLAndAges(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	must(t, w.AddRR(`acme.test. 60 IN TXT "old"`))
	same(t, "first", lookup(t, w, "acme.test"), []string{"old"})
	must(t, w.SetTXT("acme.test", "acme.test", "new"))
	c.advance(45 * time.Second)
	same(t, "aged", lines(ask(t, w.Recursive(), query("acme.test", "TXT")).Answer), []string{`acme.test. 15 IN TXT "old"`})
	c.advance(15 * time.Second)
	same(t, "after the TTL", lookup(t, w, "acme.test"), []string{"new"})
}

func TestNegativeAnswerFromTheCacheCarriesTheSOAWithTheTimeLeft(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	ask(t, w.Recursive(), query("no.acme.test", "TXT"))
	c.advance(100 * time.Second)
	reply := ask(t, w.Recursive(), query("no.acme.test", "TXT"))
	same(t, "rcode", dns.RcodeToString[reply.Rcode], "NXDOMAIN")
	same(t, "authority", lines(reply.Ns), []string{
		"acme.test. 200 IN SOA ns1.sandbox-dns.test. hostmaster.sandbox-dns.test. 1 3600 600 604800 300",
	})
}

func TestAliasIsRememberedApartFromItsTarget(t *testing.T) {
	t.Parallel()
	c := newClock()
	w := start(t, dnssim.Config{Now: c.Now})
	must(t, w.AddRR("www.acme.test. 600 IN CNAME web.acme.test."), w.AddRR(`web.acme.test. 60 IN TXT "a"`))
	same(t, "first", lookup(t, w, "www.acme.test"), []string{"a"})
	must(t, w.SetTXT("acme.test", "web.acme.test", "b"))
	same(t, "cached", lookup(t, w, "www.acme.test"), []string{"a"})
	c.advance(time.Minute)
	same(t, "target expired", lookup(t, w, "www.acme.test"), []string{"b"})
}

func TestFailureIsNotRemembered(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{Servers: 1})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	must(t, w.SetFault("authoritative-1", dnssim.Fault{Kind: dnssim.ServFail}))
	if _, err := w.LookupTXT(t.Context(), "acme.test"); err == nil {
		t.Error("no error from a failing server")
	}
	must(t, w.SetFault("authoritative-1", dnssim.Fault{}))
	same(t, "healed", lookup(t, w, "acme.test"), []string{"a"})
}
