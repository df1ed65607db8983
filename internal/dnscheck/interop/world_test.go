// SPDX-License-Identifier: MPL-2.0

package interop_test

import (
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// negativeTTL is the SOA minimum of every zone.
const negativeTTL = 300 * time.Second

// world is what both backends have in common; everything else is spoken DNS.
type world interface {
	primary() string           // host:port that takes updates
	resolver() string          // host:port
	routes() map[string]string // from 192.0.2.x:53 to host:port
	key() (name, algorithm, secret string)
	// hold keeps changes on the primary until deliver, which returns when every
	// server has them.
	hold(t *testing.T)
	deliver(t *testing.T)
	// freeze makes ns3 silent.
	freeze(t *testing.T)
	thaw(t *testing.T)
}

func client(t *testing.T, w world, change ...func(*dnscheck.Config)) *dnscheck.Client {
	t.Helper()
	// The worlds have addresses for documentation and of the loopback.
	private := func(c *dnscheck.Config) { c.AllowPrivate = true }
	routed := []func(*dnscheck.Config){dnsworld.Routed(w.resolver(), w.routes()), private}
	return dnsworld.Client(t, dnsworld.NewNetwork(), append(routed, change...)...)
}

func check(t *testing.T, c *dnscheck.Client, name, expected string) dnscheck.Report {
	t.Helper()
	report, err := c.Check(t.Context(), dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: expected})
	if err != nil {
		t.Fatalf("check of %s: %v", name, err)
	}
	return report
}

func wantCodes(t *testing.T, c *dnscheck.Client, r dnscheck.Report, want ...dnscheck.Code) {
	t.Helper()
	findings, err := c.Diagnose(t.Context(), r, dnscheck.Hints{Prefix: prefix})
	if err != nil {
		t.Fatal(err)
	}
	dnsworld.WantCodes(t, findings, want...)
}

var wantEqual = dnsworld.WantEqual

// verdicts by server name, over those addresses that can be reached at all.
func verdicts(r dnscheck.Report) map[string]dnscheck.Verdict {
	found := map[string]dnscheck.Verdict{}
	for _, a := range r.Servers {
		if a.Owner == r.Name && !strings.Contains(a.Address, "::") {
			found[a.Name] = a.Verdict
		}
	}
	return found
}

// publish adds records in presentation format to the primary, and delivers them.
func publish(t *testing.T, w world, records ...string) {
	t.Helper()
	wantEqual(t, "rcode of the update", "NOERROR", update(t, w, "", records...))
	w.deliver(t)
}

// update signs with secret, or with the right one when it is empty, and gives
// the rcode.
func update(t *testing.T, w world, secret string, records ...string) string {
	t.Helper()
	m := new(dns.Msg).SetUpdate("acme.test.")
	for _, text := range records {
		rr, err := dns.NewRR(text)
		if err != nil {
			t.Fatal(err)
		}
		m.Insert([]dns.RR{rr})
	}
	name, algorithm, right := w.key()
	if secret == "" {
		secret = right
	}
	m.SetTsig(dns.Fqdn(name), dns.Fqdn(algorithm), 300, time.Now().Unix())
	c := &dns.Client{Net: "tcp", Timeout: 5 * time.Second, TsigSecret: map[string]string{dns.Fqdn(name): secret}}
	reply, _, err := c.ExchangeContext(t.Context(), m, w.primary())
	if reply == nil {
		t.Fatalf("update at %s: %v", w.primary(), err)
	}
	return dns.RcodeToString[reply.Rcode]
}
