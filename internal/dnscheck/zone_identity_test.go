// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"errors"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

func acmeZone() dnscheck.Zone {
	return dnscheck.Zone{
		Apex:        "acme.test.",
		Nameservers: []dnsquery.FQDN{"ns1.acme.test.", "ns2.acme.test.", "ns3.acme.test."},
		Contact:     "b.acme.test.",
	}
}

func TestZoneOfANameIsFoundWithoutAskingAResolverForIt(t *testing.T) {
	for _, name := range []string{"acme.test", "_x.acme.test", "Deep.Down.ACME.test."} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme())
				wantZone(t, newClient(t, n), name, acmeZone())
				wantNoRecursiveQueryFor(t, n, "acme.test.", "_x.acme.test.", "deep.down.acme.test.")
			})
		})
	}
}

func TestZoneWithoutALivingServerIsNamedAllTheSame(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, silent)
		}
		want := acmeZone()
		want.Contact = ""
		wantZone(t, newClient(t, n), "acme.test", want)
	})
}

func TestZoneNamesItsServersWhenTheyAreAskedExplicitly(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(explicit, authority(t, acme("www CNAME elsewhere.example.\n")))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Nameservers = []string{explicit} })
		for _, name := range []string{"acme.test", "missing.acme.test", "www.acme.test"} {
			wantZone(t, client, name, acmeZone())
		}
	})
}

func TestZoneIsAskedOfTheResolverInModeRecursive(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, authority(t, acme()))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive })
		wantZone(t, client, "_x.acme.test", acmeZone())
	})
}

func TestZoneOfAnUnregisteredDomainIsNotDelegated(t *testing.T) {
	for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme())
				if mode == dnscheck.Recursive {
					n.serve(resolver, authority(t, testZone))
				}
				_, err := newClient(t, n, func(c *dnscheck.Config) { c.Mode = mode }).Zone(context.Background(), "www.free.test")
				var gone *dnscheck.NotDelegatedError
				if !errors.As(err, &gone) || gone.Domain != "free.test." || gone.Parent != "test." {
					t.Errorf("error %v, want that free.test is not delegated by test", err)
				}
			})
		})
	}
}

// kyoto.jp is a public suffix and no zone.
func TestUnregisteredDomainBelowASuffixWithoutAZoneIsNamed(t *testing.T) {
	for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				jp := authority(t, "jp.\n@ SOA a.nic b 1 1 1 1 900\n@ NS a.nic\nother.kyoto NS ns.other.kyoto\n")
				n := newNetwork()
				n.serve("192.0.2.1:53", jp)
				n.serve(resolver, recursor(t, "jp. NS a.nic.jp.\na.nic.jp. A 192.0.2.1\nother.kyoto.jp. A 192.0.2.9\n@ SOA a. b. 1 1 1 1 900\n"))
				if mode == dnscheck.Recursive {
					n.serve(resolver, jp)
				}
				_, err := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.AllowPrivate = mode, true }).Zone(context.Background(), "_x.acme.kyoto.jp")
				var gone *dnscheck.NotDelegatedError
				if !errors.As(err, &gone) || gone.Domain != "acme.kyoto.jp." || gone.Parent != "jp." {
					t.Errorf("error %v, want that acme.kyoto.jp is not delegated by jp", err)
				}
			})
		})
	}
}

func TestUnknownTopLevelDomainIsWhatTheResolverMisses(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, recursor(t, resolverData))
		_, err := newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive }).Zone(context.Background(), "acme.nosuchtld")
		var gone *dnscheck.NotDelegatedError
		if !errors.As(err, &gone) || gone.Domain != "nosuchtld." || gone.Parent != "." {
			t.Errorf("error %v, want that nosuchtld is not delegated", err)
		}
	})
}

func TestZoneSaysWhoWasAskedWhenNobodyAnswers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(explicit, rcode(5))
		_, err := newClient(t, n, func(c *dnscheck.Config) { c.Nameservers = []string{explicit} }).Zone(context.Background(), "acme.test")
		var unreachable *dnscheck.ZoneUnreachableError
		if !errors.As(err, &unreachable) || len(unreachable.Attempts) != 1 || unreachable.Attempts[0].Server != explicit {
			t.Errorf("error %v, want a ZoneUnreachableError with one attempt at %s", err, explicit)
		}
	})
}

func TestZoneOfAFaultyNameIsANameError(t *testing.T) {
	t.Parallel()
	_, err := newClient(t, newNetwork()).Zone(context.Background(), "acme..test")
	var fault *dnsquery.NameError
	if !errors.As(err, &fault) {
		t.Errorf("error %v, want a NameError", err)
	}
}

func wantZone(t *testing.T, c *dnscheck.Client, name string, want dnscheck.Zone) {
	t.Helper()
	got, err := c.Zone(context.Background(), name)
	if err != nil {
		t.Fatalf("zone of %s: %v", name, err)
	}
	wantEqual(t, "zone of "+name, want, got)
}
