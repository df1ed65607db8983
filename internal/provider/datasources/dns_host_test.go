// SPDX-License-Identifier: MPL-2.0

package datasources_test

import (
	"context"
	"fmt"
	"net"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func startDNS(t *testing.T, rrs ...string) *dnssim.World {
	t.Helper()
	world, err := dnssim.Start(dnssim.Config{Zones: []string{"acme.test"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := world.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, rr := range rrs {
		if err := world.AddRR(rr); err != nil {
			t.Fatal(err)
		}
	}
	return world
}

// within serves the provider in a world, whose addresses are all it can reach.
func within(world *dnssim.World) plugintest.Providers {
	routes := world.AddressMap()
	routes[world.Recursive()] = world.Recursive()
	deps := provider.Dependencies{
		Environment: func(string) string { return "" },
		DialDNS: func(ctx context.Context, network, address string) (net.Conn, error) {
			if routes[address] == "" {
				return nil, fmt.Errorf("%s is not in this world", address)
			}
			return new(net.Dialer).DialContext(ctx, network, routes[address])
		},
	}
	return served(deps)
}

func served(deps provider.Dependencies) plugintest.Providers {
	return plugintest.Providers{
		"domainverify": providerserver.NewProtocol6WithError(provider.New("test", deps)()),
	}
}

// A zone whose servers are out of reach, as those of real hosts are here, is
// recognized by its delegation.
func TestDNSHostIsRecognizedByTheNameServersOfTheZone(t *testing.T) {
	t.Parallel()
	world := startDNS(
		t,
		"aws.acme.test. 60 IN NS ns-1284.awsdns-32.org.", "aws.acme.test. 60 IN NS ns-165.awsdns-20.com.",
		"wix.acme.test. 60 IN NS ns12.wixdns.net.",
		"two.acme.test. 60 IN NS udns1.ultradns.net.", "two.acme.test. 60 IN NS a13-65.akam.net.",
		"mixed.acme.test. 60 IN NS kiki.bunny.net.", "mixed.acme.test. 60 IN NS ns1.example.net.",
		"cf.acme.test. 60 IN NS ada.ns.cloudflare.com.",
	)
	known := func(text string) knownvalue.Check { return knownvalue.StringExact(text) }
	null := knownvalue.Null()
	type zone struct {
		domain, zone, servers      string
		host, resourceType, source knownvalue.Check
		diagnosis                  []string
	}
	var config strings.Builder
	fmt.Fprintf(&config, "provider \"domainverify\" {\n dns = { resolvers = [%q] }\n}\n", world.Recursive())
	var checks []statecheck.StateCheck
	for label, z := range map[string]zone{
		"aws": {
			"_x.AWS.acme.test.", "aws.acme.test", "ns-1284.awsdns-32.org ns-165.awsdns-20.com",
			known("Amazon Route 53"), known("aws_route53_record"), known("hashicorp/aws"), nil,
		},
		"wix": {
			"wix.acme.test", "wix.acme.test", "ns12.wixdns.net", known("Wix"), null, null,
			[]string{"No Terraform provider is known that publishes records at Wix. Publish the record by hand."},
		},
		"two": {
			"two.acme.test", "two.acme.test", "a13-65.akam.net udns1.ultradns.net", null, null, null,
			[]string{"The zone two.acme.test is served by several hosts (Akamai Edge DNS, UltraDNS). Publish the record at the one where the zone is edited, or at each of them if none copies from another."},
		},
		"mixed": {
			"mixed.acme.test", "mixed.acme.test", "kiki.bunny.net ns1.example.net", known("Bunny DNS"), known("bunnynet_dns_record"), known("BunnyWay/bunnynet"),
			[]string{"Other name servers of mixed.acme.test (ns1.example.net) belong to no DNS host that the provider knows. If Bunny DNS only copies the zone from them, publish the record there."},
		},
		"cf": {
			"cf.acme.test", "cf.acme.test", "ada.ns.cloudflare.com", known("Cloudflare"), known("cloudflare_dns_record"), known("cloudflare/cloudflare"),
			[]string{"Before version 5 of the Cloudflare provider the resource type is cloudflare_record."},
		},
		"own": {
			"www.acme.test", "acme.test", "ns1.sandbox-dns.test ns2.sandbox-dns.test", null, null, null,
			[]string{"The name servers of acme.test (ns1.sandbox-dns.test, ns2.sandbox-dns.test) belong to no DNS host that the provider knows. Publish the record wherever this zone is edited."},
		},
	} {
		fmt.Fprintf(&config, "data \"domainverify_dns_host\" %q {\n domain = %q\n}\n", label, z.domain)
		expect := func(attribute string, check knownvalue.Check) {
			checks = append(checks, statecheck.ExpectKnownValue("data.domainverify_dns_host."+label, tfjsonpath.New(attribute), check))
		}
		expect("zone", known(z.zone))
		expect("nameservers", texts(strings.Fields(z.servers)...))
		expect("host", z.host)
		expect("resource_type", z.resourceType)
		expect("provider_source", z.source)
		expect("diagnosis", texts(z.diagnosis...))
	}
	plugintest.Run(t, within(world), resource.TestStep{Config: config.String(), ConfigStateChecks: checks})
	for _, q := range world.Queries() {
		if q.Server == "recursive" && strings.HasSuffix(strings.TrimSuffix(q.Name, "."), "acme.test") {
			t.Errorf("the recursive resolver was asked for %s %s, which a record may be published at", q.Type, q.Name)
		}
	}
}

func TestDNSHostSaysThatADomainIsNotDelegated(t *testing.T) {
	t.Parallel()
	world := startDNS(t)
	const host = "data.domainverify_dns_host.this"
	plugintest.Run(
		t, within(world), resource.TestStep{
			Config: fmt.Sprintf("provider \"domainverify\" {\n dns = { resolvers = [%q] }\n}\n", world.Recursive()) +
				"data \"domainverify_dns_host\" \"this\" {\n domain = \"free.test\"\n}\n",
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(host, tfjsonpath.New("zone"), knownvalue.Null()),
				statecheck.ExpectKnownValue(host, tfjsonpath.New("host"), knownvalue.Null()),
				statecheck.ExpectKnownValue(host, tfjsonpath.New("nameservers"), texts()),
				statecheck.ExpectKnownValue(host, tfjsonpath.New("diagnosis"), texts("Finding the zone that holds free.test: domain free.test is not delegated: the name servers of \"test\" say that it does not exist.")),
			},
		},
	)
}

func TestDNSHostNeedsADNSMode(t *testing.T) {
	t.Parallel()
	plugintest.Run(
		t, served(provider.Dependencies{}),
		resource.TestStep{
			Config:      "provider \"domainverify\" {\n dns = { mode = \"off\" }\n}\ndata \"domainverify_dns_host\" \"this\" {\n domain = \"acme.test\"\n}\n",
			ExpectError: regexp.MustCompile(`(?s)Cannot Look Up Record.*DNS\s+mode\s+is\s+off.*leave\s+out\s+this`),
		},
		resource.TestStep{
			Config:      "data \"domainverify_dns_host\" \"this\" {\n domain = \"acme..test\"\n}\n",
			ExpectError: regexp.MustCompile("Invalid DNS Name"),
		},
	)
}

func texts(values ...string) knownvalue.Check {
	checks := []knownvalue.Check{}
	for _, value := range values {
		checks = append(checks, knownvalue.StringExact(value))
	}
	return knownvalue.ListExact(checks)
}
