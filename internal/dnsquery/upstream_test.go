// SPDX-License-Identifier: MPL-2.0

package dnsquery

import "testing"

// An entry is either refused or leads to something that can be dialed.
func FuzzResolverEntryIsRefusedOrCanBeDialed(f *testing.F) {
	for _, seed := range []string{"192.0.2.53", "[2001:db8::53]:53", "tls://dns.example", "tls://[2001:db8::1]", "https://dns.example/dns-query{?dns}", "https://:443/", "tls://", "://", "https://a b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, entry string) {
		u, err := parseUpstream(entry)
		if err != nil {
			return
		}
		if (u.address == "") == (u.url == "") || u.label == "" || u.via == "" {
			t.Errorf("%q became %+v", entry, u)
		}
		again, err := parseUpstream(u.label)
		if err != nil || again != u {
			t.Errorf("%q has the label %q, which means %+v, %v", entry, u.label, again, err)
		}
	})
}
