// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

func TestQuorumDecidesWhenARecordIsPublished(t *testing.T) {
	const has, lacks, dead = "has", "lacks", "dead"
	cases := []struct {
		name               string
		servers            [3]string
		all, majority, any bool
	}{
		{"everywhere", [3]string{has, has, has}, true, true, true},
		{"one dead", [3]string{has, has, dead}, false, true, true},
		{"one late", [3]string{has, has, lacks}, false, false, true},
		{"one first", [3]string{has, lacks, lacks}, false, false, true},
		{"two dead", [3]string{has, dead, dead}, false, false, true},
		{"nowhere", [3]string{lacks, lacks, lacks}, false, false, false},
		{"all dead", [3]string{dead, dead, dead}, false, false, false},
	}
	for _, c := range cases {
		for quorum, want := range map[dnscheck.Quorum]bool{
			dnscheck.QuorumAll: c.all, dnscheck.QuorumMajority: c.majority, dnscheck.QuorumAny: c.any, "": c.majority,
		} {
			t.Run(c.name+" "+string(quorum), func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					n := newWorld(t, acme(acmeTXT))
					client := newClient(t, n, func(c *dnscheck.Config) { c.Quorum = quorum })
					mustCheck(t, client, txt("acme.test"))
					for i, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
						switch c.servers[i] {
						case lacks:
							n.serve(address, authority(t, acme()))
						case dead:
							n.serve(address, silent)
						}
					}
					wantEqual(t, "published", want, mustCheck(t, client, txt("acme.test")).Published())
				})
			})
		}
	}
}

// The target of a CNAME has servers of its own, and the same rule counts them.
func TestQuorumHoldsForTheServersOfACNAMETarget(t *testing.T) {
	for quorum, want := range map[dnscheck.Quorum]bool{dnscheck.QuorumAll: false, dnscheck.QuorumMajority: false, dnscheck.QuorumAny: true} {
		t.Run(string(quorum), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme("_x CNAME _y\n_y TXT \""+token+"\"\n"))
				n.serve("192.0.2.13:53", authority(t, acme("_x CNAME _y\n")))
				client := newClient(t, n, func(c *dnscheck.Config) { c.Quorum = quorum })
				wantEqual(t, "published", want, mustCheck(t, client, txt("_x.acme.test")).Published())
			})
		})
	}
}
