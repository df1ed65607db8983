// SPDX-License-Identifier: MPL-2.0

//go:build interop && linux

package interop_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// parentZone and childZone open every zone; 300 is the negative TTL of world.
const (
	parentZone = `$TTL 3600
@ SOA parent.sandbox-dns.test. hostmaster.sandbox-dns.test. 1 3600 600 604800 300
@ NS parent.sandbox-dns.test.
`
	childZone = `$TTL 3600
@ SOA ns1.sandbox-dns.test. hostmaster.sandbox-dns.test. 1 3600 600 604800 300
@ NS ns1.sandbox-dns.test.
@ NS ns2.sandbox-dns.test.
@ NS ns3.sandbox-dns.test.
`
	addresses = `parent.sandbox-dns.test. A 192.0.2.1
ns1.sandbox-dns.test. A 192.0.2.53
ns2.sandbox-dns.test. A 192.0.2.54
ns3.sandbox-dns.test. A 192.0.2.55
`
)

func delegationOf(zone string) string {
	var text strings.Builder
	for _, server := range []string{"ns1", "ns2", "ns3"} {
		text.WriteString(zone + ". NS " + server + ".sandbox-dns.test.\n")
	}
	return text.String()
}

// writeZones signs from below to above, since a parent holds its children's DS.
func (w *genuine) writeZones(t *testing.T) {
	t.Helper()
	if err := os.Mkdir(w.path("zones"), 0o700); err != nil {
		t.Fatal(err)
	}
	target := "target 60 TXT \"" + expected + "\"\n"
	write(t, w.zone("acme.test"), childZone+delegationOf("eu.acme.test"))
	write(t, w.zone("eu.acme.test"), childZone)
	write(t, w.zone("sandbox-dns.test"), childZone+addresses)
	signed := w.sign(t, "signed.test", childZone+target)
	bogus := w.sign(t, "bogus.test", childZone+"target 60 TXT \"as it was signed\"\n")
	w.breakSignature(t)

	test := parentZone + addresses + signed + bogus
	for _, zone := range []string{"acme.test", "sandbox-dns.test", "signed.test", "bogus.test"} {
		test += delegationOf(zone)
	}
	root := parentZone + "parent.sandbox-dns.test. A 192.0.2.1\ntest. NS parent.sandbox-dns.test.\n" + w.sign(t, "test", test)
	w.trustAnchor = w.sign(t, ".", root)
}

func (w *genuine) zone(name string) string { return w.path("zones", name+".zone") }

// sign makes the zone's file and gives its DS record.
func (w *genuine) sign(t *testing.T, name, text string) string {
	t.Helper()
	folder, file := w.path("zones"), filepath.Base(w.zone(name))
	write(t, w.zone(name), text)
	run(t, folder, "dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-f", "KSK", name)
	run(t, folder, "dnssec-signzone", "-q", "-S", "-z", "-K", folder, "-d", folder, "-o", name, "-f", file+".signed", file)
	if err := os.Rename(w.zone(name)+".signed", w.zone(name)); err != nil {
		t.Fatal(err)
	}
	return read(t, w.path("zones", "dsset-"+strings.TrimSuffix(name, ".")+"."))
}

// breakSignature changes what was signed, as an editor does who forgets to sign.
func (w *genuine) breakSignature(t *testing.T) {
	t.Helper()
	text := read(t, w.zone("bogus.test"))
	broken := strings.Replace(text, `"as it was signed"`, `"`+expected+`"`, 1)
	if broken == text {
		t.Fatal("the signed zone bogus.test. does not contain its TXT record")
	}
	write(t, w.zone("bogus.test"), broken)
}
