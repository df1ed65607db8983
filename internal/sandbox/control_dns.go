// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func (c *control) dnsOperations() []operation {
	return []operation{
		{http.MethodGet, "/dns/queries", "", "every message that reached a DNS server, oldest first", c.showQueries},
		{http.MethodGet, "/dns/records", "", "the records of each zone, without SOA and NS of the apex", c.showRecords},
		{
			http.MethodPost, "/dns/txt", `{"zone":"acme.test","name":"acme.test","values":["v=spf1 -all"]}`,
			"make values the whole TXT RRset of a name", c.setTXT,
		},
		{
			http.MethodPost, "/dns/faults", `{"server":"authoritative-2","kind":"silent"}`,
			"break a server: silent, refused, servfail, lame, truncate, stale, slow (with delay), wrong_id, garbage, alternating, addresses_only; " +
				"an empty kind heals it", c.setDNSFault,
		},
		{
			http.MethodPost, "/dns/lag", `{"server":"authoritative-2","delay":"5m"}`,
			"how much later, on the sandbox clock, a secondary learns of changes", c.setDNSLag,
		},
	}
}

func (c *control) showQueries(*http.Request) (any, error) {
	return append([]dnssim.Query{}, c.DNS.Queries()...), nil
}

func (c *control) showRecords(*http.Request) (any, error) {
	records := map[string][]string{}
	for _, zone := range c.options.Zones {
		records[zone] = append([]string{}, c.DNS.Records(zone)...)
	}
	return records, nil
}

func (c *control) setTXT(r *http.Request) (any, error) {
	var request struct {
		Zone, Name string
		Values     []string
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.DNS.SetTXT(request.Zone, request.Name, request.Values...)
}

func (c *control) setDNSFault(r *http.Request) (any, error) {
	var request struct{ Server, Kind, Delay string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	delay, err := optionalDuration(request.Delay)
	if err != nil {
		return nil, fmt.Errorf("setting the DNS fault of %s: %w", request.Server, err)
	}
	return nil, c.DNS.SetFault(request.Server, dnssim.Fault{Kind: dnssim.FaultKind(request.Kind), Delay: delay})
}

func (c *control) setDNSLag(r *http.Request) (any, error) {
	var request struct{ Server, Delay string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	delay, err := optionalDuration(request.Delay)
	if err != nil {
		return nil, fmt.Errorf("setting the DNS lag of %s: %w", request.Server, err)
	}
	return nil, c.DNS.SetLag(request.Server, delay)
}

func optionalDuration(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("delay %q is no duration like 500ms or 10m", text)
	}
	return d, nil
}
