// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"net"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestSetTXTReplacesTheWholeRRset(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "@", "a", "b"), w.AddRR("acme.test. 60 IN A 192.0.2.9"))
	must(t, w.SetTXT("acme.test", "ACME.test.", "c"))
	same(t, "replaced", w.Records("acme.test"), []string{"acme.test. 60 IN A 192.0.2.9", `acme.test. 60 IN TXT "c"`})
	must(t, w.SetTXT("acme.test", ""))
	same(t, "removed", w.Records("acme.test"), []string{"acme.test. 60 IN A 192.0.2.9"})
	must(t, w.RemoveRRset("acme.test", "A"), w.RemoveRRset("acme.test", "A"))
	same(t, "nothing left", w.Records("acme.test"), []string(nil))
}

func TestSetTXTCutsLongValuesIntoStringsOf255Octets(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetTXT("acme.test", "acme.test", strings.Repeat("x", 256)))
	same(t, "records", w.Records("acme.test"), []string{`acme.test. 60 IN TXT "` + strings.Repeat("x", 255) + `" "x"`})
}

func TestEditThatCannotBeDoneIsAnError(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.AddRR("alias.acme.test. 60 IN CNAME acme.test."))
	for name, edit := range map[string]func() error{
		"name outside the zone":   func() error { return w.SetTXT("acme.test", "www", "a") },
		"unknown zone":            func() error { return w.SetTXT("other.test", "other.test", "a") },
		"TXT beside an alias":     func() error { return w.SetTXT("acme.test", "alias.acme.test", "a") },
		"value beyond a message":  func() error { return w.SetTXT("acme.test", "acme.test", strings.Repeat("x", 70000)) },
		"record beside an alias":  func() error { return w.AddRR("alias.acme.test. 60 IN A 192.0.2.9") },
		"record of no zone":       func() error { return w.AddRR("other.test. 60 IN A 192.0.2.9") },
		"not presentation format": func() error { return w.AddRR("acme.test IN") },
		"empty line":              func() error { return w.AddRR("") },
		"unknown type":            func() error { return w.RemoveRRset("acme.test", "WORDS") },
		"removal of no zone":      func() error { return w.RemoveRRset("other.test", "A") },
		"removal of the SOA":      func() error { return w.RemoveRRset("acme.test", "SOA") },
		"delegation of the root":  func() error { return w.SetDelegation(".") },
	} {
		t.Run(name, func(t *testing.T) {
			if err := edit(); err == nil {
				t.Error("no error")
			}
			same(t, "records", w.Records("acme.test"), []string{"alias.acme.test. 60 IN CNAME acme.test."})
		})
	}
}

func TestEveryNameServerAddressOfTheWorldIsMappedToAPort(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{Servers: 3})
	routes := w.AddressMap()
	for i, host := range []string{"ns1.sandbox-dns.test", "ns2.sandbox-dns.test", "ns3.sandbox-dns.test", "parent.sandbox-dns.test"} {
		want := append(w.Authoritative(), w.Parent())[i]
		v4 := ask(t, w.Recursive(), query(host, "A")).Answer[0].(*dns.A).A.String()
		v6 := ask(t, w.Recursive(), query(host, "AAAA")).Answer[0].(*dns.AAAA).AAAA.String()
		same(t, host, []string{routes[net.JoinHostPort(v4, "53")], routes[net.JoinHostPort(v6, "53")]}, []string{want, want})
	}
	same(t, "addresses", len(routes), 8)
}

func TestZoneInsideAnotherIsDelegatedByItAndTopLevelZonesByTheRoot(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{Zones: []string{"test", "acme.test"}})
	same(t, "records of the outer zone", w.Records("test"), []string{
		"acme.test. 3600 IN NS ns1.sandbox-dns.test.", "acme.test. 3600 IN NS ns2.sandbox-dns.test.",
		"sandbox-dns.test. 3600 IN NS ns1.sandbox-dns.test.", "sandbox-dns.test. 3600 IN NS ns2.sandbox-dns.test.",
	})
	must(t, w.SetTXT("acme.test", "acme.test", "a"))
	same(t, "values", lookup(t, w, "acme.test"), []string{"a"})
}
