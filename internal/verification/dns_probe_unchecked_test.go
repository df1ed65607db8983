// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// configuredLook asks the first authoritative server of the world as
// dns.nameservers, and finds others through the given resolver.
func configuredLook(t *testing.T, world *dnssim.World, nameserver, resolver string) *dnsProbe {
	t.Helper()
	routes := world.AddressMap()
	for _, direct := range []string{world.Recursive(), nameserver} {
		routes[direct] = direct
	}
	client := clientIn(t, dnscheck.Config{Nameservers: []string{nameserver}, Config: dnsquery.Config{Resolvers: []string{resolver}}}, routes)
	record := service.Record{Name: "_x.acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
	return &dnsProbe{deps: &Dependencies{DNS: client, Clock: &polltest.Clock{}}, record: record, token: "0123456789"}
}

func worldWithAliasTo(t *testing.T, target string) *dnssim.World {
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
	if err := world.AddRR("_x.acme.test. 60 CNAME " + target + "."); err != nil {
		t.Fatal(err)
	}
	return world
}

func TestTargetThatCannotBeCheckedNeitherEndsTheWaitNorAsksToPublish(t *testing.T) {
	t.Parallel()
	world := worldWithAliasTo(t, "token.vendor.test")
	look := configuredLook(t, world, world.Authoritative()[0], "192.0.2.99:53")
	for range 3 {
		look.mustSay(t, "not_checked", "cname_at_name")
		if text := FindingsText(look.findings); strings.Contains(text, "Publish") || strings.Contains(text, "leads nowhere") {
			t.Errorf("said of a record that nobody could look at: %s", text)
		}
		// Longer than a mistake may stand.
		if err := look.deps.Clock.Sleep(t.Context(), 2*mistakeGrace); err != nil {
			t.Fatal(err)
		}
	}
}

func TestResolverInPlaceOfANameServerIsNamedWhileWaiting(t *testing.T) {
	t.Parallel()
	world := worldWithAliasTo(t, "token.acme.test")
	look := configuredLook(t, world, world.Recursive(), world.Recursive())
	look.mustSay(t, "resolver_as_nameserver", "lame_servers")
	if text := FindingsText(look.findings); !strings.Contains(text, "dns.resolvers") {
		t.Errorf("the setting is not named: %s", text)
	}
}
