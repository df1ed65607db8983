// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func (s *Sandbox) dnsOperations() []simhttp.Operation {
	type rrset struct {
		Zone, Name string
		Values     []string
	}
	type fault struct {
		Server, Kind string
		Delay        simhttp.Duration
	}
	type lag struct {
		Server string
		Delay  simhttp.Duration
	}
	return []simhttp.Operation{
		simhttp.Query(http.MethodGet, "/dns/queries", "", "every message that reached a DNS server, oldest first",
			func(struct{}) (any, error) { return append([]dnssim.Query{}, s.DNS.Queries()...), nil }),
		simhttp.Query(http.MethodGet, "/dns/records", "", "the records of each zone, without SOA and NS of the apex",
			func(struct{}) (any, error) {
				records := map[string][]string{}
				for _, zone := range s.options.Zones {
					records[zone] = append([]string{}, s.DNS.Records(zone)...)
				}
				return records, nil
			}),
		simhttp.Command(http.MethodPost, "/dns/txt", `{"zone":"acme.test","name":"acme.test","values":["v=spf1 -all"]}`,
			"make values the whole TXT RRset of a name",
			func(r rrset) error { return s.DNS.SetTXT(r.Zone, r.Name, r.Values...) }),
		simhttp.Command(http.MethodPost, "/dns/faults", `{"server":"authoritative-2","kind":"silent"}`,
			"break a server: silent, refused, servfail, lame, truncate, stale, slow (with delay), wrong_id, garbage, alternating, addresses_only; "+
				"an empty kind heals it",
			func(r fault) error {
				return s.DNS.SetFault(r.Server, dnssim.Fault{Kind: dnssim.FaultKind(r.Kind), Delay: r.Delay.Duration})
			}),
		simhttp.Command(http.MethodPost, "/dns/lag", `{"server":"authoritative-2","delay":"5m"}`,
			"how much later, on the sandbox clock, a secondary learns of changes",
			func(r lag) error { return s.DNS.SetLag(r.Server, r.Delay.Duration) }),
	}
}
