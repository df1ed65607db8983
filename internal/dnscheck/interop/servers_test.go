// SPDX-License-Identifier: MPL-2.0

//go:build interop && linux

package interop_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func (w *genuine) servedByParent() string {
	return w.primaryZone(".", "") + w.primaryZone("test", "")
}

func (w *genuine) servedByPrimary() string {
	text := fmt.Sprintf("key %q { algorithm hmac-sha256; secret %q; };\n", strings.TrimSuffix(keyName, "."), keySecret)
	text += w.primaryZone("acme.test", fmt.Sprintf("allow-update { key %q; };", strings.TrimSuffix(keyName, ".")))
	for _, zone := range transferred[1:] {
		text += w.primaryZone(zone, "")
	}
	return text
}

func (w *genuine) primaryZone(name, more string) string {
	return fmt.Sprintf("zone %q { type primary; file %q; %s };\n", name, w.zone(name), more)
}

func (w *genuine) servedBySecondary() string {
	var text strings.Builder
	for _, zone := range transferred {
		fmt.Fprintf(&text, "zone %q { type secondary; primaries { 127.0.0.1 port %d; }; file %q; };\n", zone, w.ns1, zone+".copy")
	}
	return text.String()
}

// startBIND: nobody is notified, so that a test decides when a transfer happens.
func (w *genuine) startBIND(t *testing.T, name string, port int, zones string) {
	t.Helper()
	folder := w.path(name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, w.path(name, "named.conf"), fmt.Sprintf(`options {
  directory %q;
  pid-file "named.pid";
  session-keyfile none;
  managed-keys-directory %q;
  listen-on port %d { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  dnssec-validation no;
  notify no;
  allow-notify { 127.0.0.1; };
  allow-transfer { 127.0.0.1; };
  check-integrity no;
};
controls { };
%s`, folder, folder, port, zones))
	start(t, "named", "-g", "-4", "-n", "1", "-c", w.path(name, "named.conf"))
}

func (w *genuine) startNSD(t *testing.T) *program {
	t.Helper()
	folder := w.path("nsd")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	var zones strings.Builder
	for _, zone := range transferred {
		fmt.Fprintf(&zones, "zone:\n  name: %q\n  zonefile: %q\n  request-xfr: AXFR 127.0.0.1@%d NOKEY\n  allow-notify: 127.0.0.1 NOKEY\n",
			zone, zone+".copy", w.ns1)
	}
	write(t, w.path("nsd", "nsd.conf"), fmt.Sprintf(`server:
  ip-address: 127.0.0.1@%d
  do-ip6: no
  username: ""
  zonesdir: %q
  database: ""
  xfrdir: %q
  xfrdfile: %q
  zonelistfile: %q
  pidfile: %q
  xfrd-reload-timeout: 0
  rrl-ratelimit: 0
remote-control:
  control-enable: no
%s`, w.ns3, folder, folder, w.path("nsd", "xfrd.state"), w.path("nsd", "zone.list"), w.path("nsd", "nsd.pid"), zones.String()))
	return start(t, "nsd", "-d", "-c", w.path("nsd", "nsd.conf"))
}

// startUnbound tells the resolver by stubs where the zones are, since their name
// servers have addresses that nothing listens on.
func (w *genuine) startUnbound(t *testing.T) {
	t.Helper()
	var stubs strings.Builder
	stub := func(zone string, ports ...int) {
		fmt.Fprintf(&stubs, "stub-zone:\n  name: %q\n", zone)
		for _, port := range ports {
			fmt.Fprintf(&stubs, "  stub-addr: 127.0.0.1@%d\n", port)
		}
	}
	stub(".", w.parent)
	stub("test", w.parent)
	for _, zone := range transferred {
		stub(zone, w.ns1)
	}
	write(t, w.path("root.ds"), w.trustAnchor)
	write(t, w.path("unbound.conf"), fmt.Sprintf(`server:
  interface: 127.0.0.1
  port: %d
  access-control: 127.0.0.0/8 allow
  do-ip6: no
  do-daemonize: no
  use-syslog: no
  logfile: ""
  username: ""
  chroot: ""
  directory: %q
  pidfile: %q
  num-threads: 1
  do-not-query-localhost: no
  local-zone: "test." nodefault
  module-config: "validator iterator"
  trust-anchor-file: %q
  ede: yes
  val-log-level: 2
remote-control:
  control-enable: no
%s`, w.recursive, w.folder, w.path("unbound.pid"), w.path("root.ds"), stubs.String()))
	start(t, "unbound", "-d", "-p", "-c", w.path("unbound.conf"))
}
