// SPDX-License-Identifier: MPL-2.0

package dnshost_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnshost"
)

type served struct {
	servers  string
	contact  string
	resource string
}

// realZones has a name server set for every host, as published for zones there.
func realZones() map[string]served {
	return map[string]served{
		"Akamai Edge DNS":       {servers: "a1-64.akam.net a13-65.akam.net a22-67.akam.net", resource: "akamai_dns_record"},
		"Alibaba Cloud DNS":     {servers: "dns9.hichina.com dns10.hichina.com", resource: "alicloud_alidns_record"},
		"Amazon Route 53":       {servers: "ns-1284.awsdns-32.org ns-165.awsdns-20.com ns-928.awsdns-52.net ns-1559.awsdns-02.co.uk", resource: "aws_route53_record"},
		"Azure DNS":             {servers: "ns1-09.azure-dns.com ns2-09.azure-dns.net ns3-09.azure-dns.org ns4-09.azure-dns.info", resource: "azurerm_dns_txt_record"},
		"Bunny DNS":             {servers: "kiki.bunny.net coco.bunny.net", resource: "bunnynet_dns_record"},
		"ClouDNS":               {servers: "pns41.cloudns.net pns42.cloudns.net", resource: "cloudns_dns_record"},
		"Cloudflare":            {servers: "ada.ns.cloudflare.com blue.foundationdns.net", resource: "cloudflare_dns_record"},
		"deSEC":                 {servers: "ns1.desec.io ns2.desec.org", resource: "desec_rrset"},
		"DigitalOcean":          {servers: "ns1.digitalocean.com ns2.digitalocean.com", resource: "digitalocean_record"},
		"DNS Made Easy":         {servers: "ns0.dnsmadeeasy.com ns1.dnsmadeeasy.com", resource: "dme_dns_record"},
		"DNSimple":              {servers: "ns1.dnsimple.com ns2.dnsimple-edge.net ns3.dnsimple.com ns4.dnsimple-edge.org", resource: "dnsimple_zone_record"},
		"Exoscale":              {servers: "ns1.exoscale.com ns1.exoscale.ch ns1.exoscale.net ns1.exoscale.io", resource: "exoscale_domain_record"},
		"Gandi":                 {servers: "ns-161-a.gandi.net ns-142-b.gandi.net ns-142-c.gandi.net", resource: "gandi_livedns_record"},
		"Gcore":                 {servers: "ns1.gcorelabs.net ns2.gcdn.services", resource: "gcore_dns_zone_record"},
		"GoDaddy":               {servers: "ns01.domaincontrol.com ns02.domaincontrol.com", resource: "godaddy-dns_record"},
		"Google Cloud DNS":      {servers: "ns-cloud-a1.googledomains.com ns-cloud-a2.googledomains.com", resource: "google_dns_record_set"},
		"Hetzner":               {servers: "hydrogen.ns.hetzner.com oxygen.ns.hetzner.com helium.ns.hetzner.de", resource: "hcloud_zone_rrset"},
		"Hostinger":             {servers: "ns1.dns-parking.com ns2.dns-parking.com", resource: "hostinger_dns_record"},
		"Infomaniak":            {servers: "nsany1.infomaniak.com ns12.infomaniak.ch", resource: "infomaniak_record"},
		"INWX":                  {servers: "ns.inwx.de ns2.inwx.de ns3.inwx.eu", resource: "inwx_nameserver_record"},
		"IONOS":                 {servers: "ns1042.ui-dns.biz ns1042.ui-dns.com ns1042.ui-dns.de ns1042.ui-dns.org", resource: "ionosdeveloper_dns_record"},
		"IONOS Cloud DNS":       {servers: "ns-ic.ui-dns.com ns-ic.ui-dns.de ns-ic.ui-dns.org ns-ic.ui-dns.biz", resource: "ionoscloud_dns_record"},
		"Linode (Akamai Cloud)": {servers: "ns1.linode.com ns5.linode.com", resource: "linode_domain_record"},
		"Namecheap":             {servers: "dns1.registrar-servers.com dns2.registrar-servers.com", resource: "namecheap_domain_records"},
		"Netlify":               {servers: "dns1.p05.nsone.net dns2.p05.nsone.net", contact: "domains+netlify.netlify.com", resource: "netlify_dns_record"},
		"NS1":                   {servers: "dns1.p01.nsone.net dns2.p01.nsone.net", contact: "hostmaster.nsone.net", resource: "ns1_record"},
		"Oracle Cloud DNS":      {servers: "ns1.p201.dns.oraclecloud.net ns2.p201.dns.oraclecloud.net", resource: "oci_dns_rrset"},
		"OVHcloud":              {servers: "dns10.ovh.net dns200.anycast.me", resource: "ovh_domain_zone_record"},
		"Porkbun":               {servers: "curitiba.ns.porkbun.com maceio.ns.porkbun.com", resource: "porkbun_dns_record"},
		"Scaleway":              {servers: "ns0.dom.scw.cloud ns1.dom.scw.cloud", resource: "scaleway_domain_record"},
		"Spaceship":             {servers: "launch1.spaceship.net launch2.spaceship.net", resource: "spaceship_dns_record"},
		"Squarespace":           {servers: "connect1.squarespacedns.com ns01.squarespacedns.com dns1.p02.nsone.net"},
		"Tencent Cloud DNSPod":  {servers: "f1g1ns1.dnspod.net f1g1ns2.dnspod.net", resource: "tencentcloud_dnspod_record"},
		"TransIP":               {servers: "ns0.transip.net ns1.transip.nl ns2.transip.eu", resource: "transip_dns_record"},
		"UltraDNS":              {servers: "udns1.ultradns.net pdns4.ultradns.org pdns6.ultradns.co.uk", resource: "ultradns_record"},
		"Vercel":                {servers: "ns1.vercel-dns.com ns2.vercel-dns.com", resource: "vercel_dns_record"},
		"Vultr":                 {servers: "ns1.vultr.com ns2.vultr.com", resource: "vultr_dns_record"},
		"Wix":                   {servers: "ns12.wixdns.net ns13.wixdns.net"},
		"Yandex Cloud DNS":      {servers: "ns1.yandexcloud.net ns2.yandexcloud.net", resource: "yandex_dns_recordset"},
	}
}

func TestHostIsRecognizedByTheNameServersOfARealZone(t *testing.T) {
	t.Parallel()
	zones := realZones()
	for _, host := range dnshost.Hosts() {
		t.Run(host.Name, func(t *testing.T) {
			t.Parallel()
			zone, known := zones[host.Name]
			if !known {
				t.Fatal("the table has a host without a name server set to recognize it by: add one to realZones")
			}
			got := dnshost.Recognize(strings.Fields(zone.servers), zone.contact)
			if diff := cmp.Diff(dnshost.Finding{Hosts: []dnshost.Host{host}}, got); diff != "" {
				t.Errorf("finding (-want +got):\n%s", diff)
			}
			if host.Resource != zone.resource {
				t.Errorf("resource type %q, want %q", host.Resource, zone.resource)
			}
		})
	}
	if hosts := len(dnshost.Hosts()); hosts != len(zones) || hosts < 25 {
		t.Errorf("%d hosts in the table and %d name server sets, want as many, and 25 or more", hosts, len(zones))
	}
}

func TestEveryRowNamesAResourceOfItsProviderOrNone(t *testing.T) {
	t.Parallel()
	for _, host := range dnshost.Hosts() {
		_, provider, both := strings.Cut(host.Provider, "/")
		if host.Resource == "" && host.Provider == "" {
			continue
		}
		if !both || !strings.HasPrefix(host.Resource, provider+"_") {
			t.Errorf("%s: resource type %q does not belong to the provider %q", host.Name, host.Resource, host.Provider)
		}
	}
}

func TestZoneWithSeveralHostsNamesAllOfThem(t *testing.T) {
	t.Parallel()
	got := dnshost.Recognize([]string{"udns2.ultradns.net", "a13-65.akam.net", "udns1.ultradns.net", "a5-66.akam.net"}, "")
	wantNames(t, got, []string{"Akamai Edge DNS", "UltraDNS"}, nil)
}

func TestServersOfNobodyKnownAreStrangers(t *testing.T) {
	t.Parallel()
	wantNames(t, dnshost.Recognize([]string{"ns1.acme.com", "ns-1.awsdns-1.com"}, ""), []string{"Amazon Route 53"}, []string{"ns1.acme.com"})
	wantNames(t, dnshost.Recognize([]string{"ns1.acme.com", "ns2.acme.com"}, "hostmaster.acme.com"), nil, []string{"ns1.acme.com", "ns2.acme.com"})
	wantNames(t, dnshost.Recognize(nil, ""), nil, nil)
}

func TestOnlyWholeLabelsCount(t *testing.T) {
	t.Parallel()
	for _, impostor := range []string{"ns1.notakam.net", "akam.net.example.com", "ns.awsdns-1.com.example", "awsdns.com", "ns1.awsdns-1.evil.org", "net"} {
		wantNames(t, dnshost.Recognize([]string{impostor}, ""), nil, []string{impostor})
	}
}

func TestSpellingOfANameServerDoesNotMatter(t *testing.T) {
	t.Parallel()
	wantNames(t, dnshost.Recognize([]string{"KIKI.Bunny.NET."}, ""), []string{"Bunny DNS"}, nil)
}

func wantNames(t *testing.T, got dnshost.Finding, hosts, strangers []string) {
	t.Helper()
	var names []string
	for _, host := range got.Hosts {
		names = append(names, host.Name)
	}
	if diff := cmp.Diff(hosts, names); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(strangers, got.Strangers); diff != "" {
		t.Errorf("strangers (-want +got):\n%s", diff)
	}
}
