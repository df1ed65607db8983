// SPDX-License-Identifier: MPL-2.0

package publicaddr_test

import (
	"net/netip"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/publicaddr"
)

func TestOnlyGlobalUnicastAddressesArePublic(t *testing.T) {
	t.Parallel()
	public := []string{"1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1", "100.128.0.1", "192.0.1.1", "198.20.0.1", "172.32.0.1", "2001:200::1", "2a00::1"}
	others := []string{
		"127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.251", "255.255.255.255", "0.0.0.0", "240.0.0.1",
		"::1", "::", "fe80::1%eth0", "fd00::1", "ff02::fb", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::7f00:1",
		"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "198.51.100.1", "203.0.113.1", "3fff::1",
		"0.1.2.3", "100.127.255.255", "192.0.0.8", "192.88.99.1", "198.18.0.1", "198.19.255.255", "255.0.0.1", "172.31.255.255",
		"fec0::1", "febf::1%2", "fc00::1", "100::1", "64:ff9b:1::a00:1", "64:ff9b::c0a8:1", "2002:a00:1::1", "2002:c0a8:101::",
		"::ffff:0:127.0.0.1", "::ffff:0:10.0.0.1", "::ffff:169.254.169.254", "2001::1", "2001:0:7f00:1::", "2001:2::1", "4000::1", "5f00::1",
	}
	for want, texts := range map[bool][]string{true: public, false: others} {
		for _, text := range texts {
			if got := publicaddr.Is(netip.MustParseAddr(text)); got != want {
				t.Errorf("%s is public: %v", text, got)
			}
		}
	}
	if publicaddr.Is(netip.Addr{}) {
		t.Error("the zero address is public")
	}
}

func TestAddressesForDocumentationAreKnown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"192.0.2.1": true, "2001:db8::1": true, "::ffff:192.0.2.1": true, "1.1.1.1": false, "10.0.0.1": false} {
		if got := publicaddr.Documentation(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s is for documentation: %v", text, got)
		}
	}
}
