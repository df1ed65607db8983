// SPDX-License-Identifier: MPL-2.0

//go:build interop && linux

package interop_test

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/miekg/dns"
)

const (
	keyName   = "interop."
	keySecret = "aW50ZXJvcCBrZXkgb2YgdGhlIHByaW1hcnkgc2VydmVy"
)

// genuine is the world of BIND, NSD and Unbound, in one folder of its own.
type genuine struct {
	folder                           string
	parent, ns1, ns2, ns3, recursive int // ports on 127.0.0.1
	trustAnchor                      string
	nsd                              *program
}

func TestAssertionsHoldOnRealServers(t *testing.T) {
	w := &genuine{folder: t.TempDir()}
	ports := freePorts(t, 5)
	w.parent, w.ns1, w.ns2, w.ns3, w.recursive = ports[0], ports[1], ports[2], ports[3], ports[4]
	w.writeZones(t)
	w.startBIND(t, "parent", w.parent, w.servedByParent())
	w.startBIND(t, "primary", w.ns1, w.servedByPrimary())
	awaitZone(t, w.primary(), "acme.test.")
	w.startBIND(t, "secondary", w.ns2, w.servedBySecondary())
	w.nsd = w.startNSD(t)
	w.startUnbound(t)
	awaitZone(t, at(w.parent), "test.")
	for _, zone := range transferred {
		awaitZone(t, at(w.ns2), zone+".")
		awaitZone(t, at(w.ns3), zone+".")
	}
	awaitZone(t, w.resolver(), "test.")
	assertAll(t, w)
}

// transferred zones are on all three servers by AXFR from the primary.
var transferred = []string{"acme.test", "eu.acme.test", "sandbox-dns.test", "signed.test", "bogus.test"}

func at(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

func (w *genuine) primary() string  { return at(w.ns1) }
func (w *genuine) resolver() string { return at(w.recursive) }

func (w *genuine) routes() map[string]string {
	return map[string]string{
		"192.0.2.1:53": at(w.parent), "192.0.2.53:53": at(w.ns1), "192.0.2.54:53": at(w.ns2), "192.0.2.55:53": at(w.ns3),
	}
}

func (w *genuine) key() (name, algorithm, secret string) { return keyName, dns.HmacSHA256, keySecret }

// hold needs nothing: the primary tells nobody of changes, the test does.
func (w *genuine) hold(*testing.T) {}

func (w *genuine) deliver(t *testing.T) {
	t.Helper()
	want := serial(t, w.primary(), "acme.test.")
	for _, port := range []int{w.ns2, w.ns3} {
		notify(t, at(port), "acme.test.")
		await(t, fmt.Sprintf("serial %d of acme.test. at %s", want, at(port)), func() bool {
			return serial(t, at(port), "acme.test.") == want
		})
	}
}

func (w *genuine) freeze(t *testing.T) { w.nsd.signal(t, syscall.SIGSTOP) }
func (w *genuine) thaw(t *testing.T)   { w.nsd.signal(t, syscall.SIGCONT) }

func (w *genuine) path(elements ...string) string {
	return filepath.Join(append([]string{w.folder}, elements...)...)
}
