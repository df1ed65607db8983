// SPDX-License-Identifier: MPL-2.0

package dnshost

// cloudHosts are clouds and DNS specialists. Name servers are those that the
// company tells its customers to delegate to; resource types are those of the
// provider's own documentation (docs/resources in its repository).
func cloudHosts() []Host {
	return []Host{
		{Name: "Akamai Edge DNS", Servers: []string{"akam.net"}, Resource: "akamai_dns_record", Provider: "akamai/akamai"},
		{Name: "Alibaba Cloud DNS", Servers: []string{"alidns.com", "hichina.com"}, Resource: "alicloud_alidns_record", Provider: "aliyun/alicloud"},
		{Name: "Amazon Route 53", Servers: []string{"awsdns-*.com", "awsdns-*.net", "awsdns-*.org", "awsdns-*.co.uk"}, Resource: "aws_route53_record", Provider: "hashicorp/aws"},
		{Name: "Azure DNS", Servers: []string{"azure-dns.com", "azure-dns.net", "azure-dns.org", "azure-dns.info"}, Resource: "azurerm_dns_txt_record", Provider: "hashicorp/azurerm"},
		{Name: "Bunny DNS", Servers: []string{"bunny.net"}, Resource: "bunnynet_dns_record", Provider: "BunnyWay/bunnynet"},
		{Name: "ClouDNS", Servers: []string{"cloudns.net"}, Resource: "cloudns_dns_record", Provider: "ClouDNS/cloudns"},
		{Name: "Cloudflare", Servers: []string{"ns.cloudflare.com", "foundationdns.com", "foundationdns.net", "foundationdns.org"}, Resource: "cloudflare_dns_record", Provider: "cloudflare/cloudflare", Note: "Before version 5 of the Cloudflare provider the resource type is cloudflare_record."},
		{Name: "deSEC", Servers: []string{"desec.io", "desec.org"}, Resource: "desec_rrset", Provider: "Valodim/desec"},
		{Name: "DigitalOcean", Servers: []string{"digitalocean.com"}, Resource: "digitalocean_record", Provider: "digitalocean/digitalocean"},
		{Name: "DNS Made Easy", Servers: []string{"dnsmadeeasy.com"}, Resource: "dme_dns_record", Provider: "DNSMadeEasy/dme"},
		{Name: "DNSimple", Servers: []string{"dnsimple.com", "dnsimple-edge.com", "dnsimple-edge.net", "dnsimple-edge.org", "dnsimple-edge.io"}, Resource: "dnsimple_zone_record", Provider: "dnsimple/dnsimple"},
		{Name: "Exoscale", Servers: []string{"exoscale.ch", "exoscale.com", "exoscale.io", "exoscale.net"}, Resource: "exoscale_domain_record", Provider: "exoscale/exoscale"},
		{Name: "Gcore", Servers: []string{"gcorelabs.net", "gcdn.services"}, Resource: "gcore_dns_zone_record", Provider: "G-Core/gcore"},
		{Name: "Google Cloud DNS", Servers: []string{"googledomains.com"}, Resource: "google_dns_record_set", Provider: "hashicorp/google", Note: "Domains that came to Squarespace from Google Domains have the same name servers; their records are edited at Squarespace, for which no Terraform provider is known."},
		{Name: "Hetzner", Servers: []string{"ns.hetzner.com", "ns.hetzner.de"}, Resource: "hcloud_zone_rrset", Provider: "hetznercloud/hcloud"},
		{Name: "IONOS Cloud DNS", Servers: []string{"ns-ic.ui-dns.com", "ns-ic.ui-dns.de", "ns-ic.ui-dns.org", "ns-ic.ui-dns.biz"}, Resource: "ionoscloud_dns_record", Provider: "ionos-cloud/ionoscloud"},
		{Name: "Linode (Akamai Cloud)", Servers: []string{"linode.com"}, Resource: "linode_domain_record", Provider: "linode/linode"},
		{Name: "NS1", Servers: []string{"nsone.net"}, Resource: "ns1_record", Provider: "ns1-terraform/ns1"},
		{Name: "Oracle Cloud DNS", Servers: []string{"dns.oraclecloud.net"}, Resource: "oci_dns_rrset", Provider: "oracle/oci"},
		{Name: "Scaleway", Servers: []string{"dom.scw.cloud"}, Resource: "scaleway_domain_record", Provider: "scaleway/scaleway"},
		{Name: "Tencent Cloud DNSPod", Servers: []string{"dnspod.net"}, Resource: "tencentcloud_dnspod_record", Provider: "tencentcloudstack/tencentcloud"},
		{Name: "UltraDNS", Servers: []string{"ultradns.com", "ultradns.net", "ultradns.org", "ultradns.biz", "ultradns.info", "ultradns.co.uk"}, Resource: "ultradns_record", Provider: "ultradns/ultradns"},
		{Name: "Vultr", Servers: []string{"ns1.vultr.com", "ns2.vultr.com"}, Resource: "vultr_dns_record", Provider: "vultr/vultr"},
		{Name: "Yandex Cloud DNS", Servers: []string{"yandexcloud.net"}, Resource: "yandex_dns_recordset", Provider: "yandex-cloud/yandex"},
	}
}
