// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// recursiveQueries looks for records that only some servers have, asks for the
// cause each time, and counts what the resolver was asked about the names.
func recursiveQueries(ctx context.Context) ([]figure, error) {
	asked := 0
	names := map[string]bool{"acme.test": true, "_x.acme.test": true, "eu.acme.test": true}
	config := dnssim.Config{Zones: []string{"acme.test", "eu.acme.test"}, Servers: 4}
	err := inWorld(config, func(world *dnssim.World, client *dnscheck.Client) error {
		if err := world.SetFault("authoritative-4", dnssim.Fault{Kind: dnssim.Stale}); err != nil {
			return err
		}
		for name := range names {
			for range 3 {
				r, err := client.Check(ctx, txt(name))
				if err != nil {
					return err
				}
				if r.Published() {
					return fmt.Errorf("%s is published although one server lacks it", name)
				}
				if _, err := client.Diagnose(ctx, r, dnscheck.Hints{Prefix: prefix}); err != nil {
					return err
				}
				zone := r.Zone.String()
				if err := world.SetTXT(zone, name, value); err != nil {
					return err
				}
			}
		}
		for _, q := range world.Queries() {
			if q.Server == "recursive" && names[q.Name] {
				asked++
			}
		}
		return nil
	})
	return []figure{{"recursive_queries_before_publication", float64(asked), "queries", "= 0", asked == 0}}, err
}

// packets of one check of a zone that is known.
func packets(ctx context.Context) ([]figure, error) {
	var sent, addresses int
	err := inWorld(dnssim.Config{Zones: []string{"acme.test"}, Servers: 4}, func(world *dnssim.World, client *dnscheck.Client) error {
		_, first := client.Check(ctx, txt("acme.test"))
		before := len(world.Queries())
		r, second := client.Check(ctx, txt("acme.test"))
		sent, addresses = len(world.Queries())-before, reachable(r)
		return errors.Join(first, second)
	})
	goal := fmt.Sprintf("= %d server addresses", addresses)
	return []figure{{"packets_per_check_of_a_known_zone", float64(sent), "packets", goal, sent == addresses && sent > 0}}, err
}
