// SPDX-License-Identifier: MPL-2.0

package dnshost

// registrarHosts are registrars, web hosts and site builders that host the zones
// of their customers, from the same kinds of pages as cloudHosts.
func registrarHosts() []Host {
	return []Host{
		{Name: "Gandi", Servers: []string{"gandi.net"}, Resource: "gandi_livedns_record", Provider: "go-gandi/gandi"},
		{Name: "GoDaddy", Servers: []string{"domaincontrol.com"}, Resource: "godaddy-dns_record", Provider: "veksh/godaddy-dns"},
		{Name: "Hostinger", Servers: []string{"dns-parking.com"}, Resource: "hostinger_dns_record", Provider: "hostinger/hostinger"},
		{Name: "Infomaniak", Servers: []string{"infomaniak.com", "infomaniak.ch"}, Resource: "infomaniak_record", Provider: "Infomaniak/infomaniak"},
		{Name: "INWX", Servers: []string{"inwx.de", "inwx.eu"}, Resource: "inwx_nameserver_record", Provider: "inwx/inwx"},
		{Name: "IONOS", Servers: []string{"ui-dns.com", "ui-dns.de", "ui-dns.org", "ui-dns.biz"}, Resource: "ionosdeveloper_dns_record", Provider: "ionos-developer/ionosdeveloper"},
		{Name: "Namecheap", Servers: []string{"registrar-servers.com"}, Resource: "namecheap_domain_records", Provider: "namecheap/namecheap", Note: "namecheap_domain_records replaces all records of the domain unless its mode is MERGE."},
		// Netlify DNS runs on name servers of NS1; only the SOA tells them apart.
		{Name: "Netlify", Rents: []string{"nsone.net"}, Contact: "netlify.com", Resource: "netlify_dns_record", Provider: "netlify/netlify"},
		{Name: "OVHcloud", Servers: []string{"ovh.net", "anycast.me"}, Resource: "ovh_domain_zone_record", Provider: "ovh/ovh"},
		{Name: "Porkbun", Servers: []string{"ns.porkbun.com"}, Resource: "porkbun_dns_record", Provider: "cullenmcdermott/porkbun"},
		{Name: "Spaceship", Servers: []string{"spaceship.net"}, Resource: "spaceship_dns_record", Provider: "namecheap/spaceship"},
		// Zones at Squarespace list name servers of NS1 beside its own.
		{Name: "Squarespace", Servers: []string{"squarespacedns.com"}, Rents: []string{"nsone.net"}},
		{Name: "TransIP", Servers: []string{"transip.net", "transip.nl", "transip.eu"}, Resource: "transip_dns_record", Provider: "aequitas/transip"},
		{Name: "Vercel", Servers: []string{"vercel-dns.com"}, Resource: "vercel_dns_record", Provider: "vercel/vercel"},
		{Name: "Wix", Servers: []string{"wixdns.net"}},
	}
}
