// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// queryTimeout is the default of dnscheck.Config.Timeout.
const queryTimeout = 2 * time.Second

// deadServer measures what one dead server of four costs, at the first check,
// when the zone still has to be found, and at a later one.
func deadServer(ctx context.Context) ([]figure, error) {
	var figures []figure
	for _, look := range []string{"first", "later"} {
		healthy, err := timedCheck(ctx, look, dnssim.NoFault)
		if err != nil {
			return nil, err
		}
		broken, err := timedCheck(ctx, look, dnssim.Silent)
		if err != nil {
			return nil, err
		}
		extra := broken - healthy
		figures = append(figures, figure{
			"extra_time_with_one_dead_server_of_four_" + look + "_look", extra.Seconds(), "s",
			"<= 2.05 (one query timeout, and scheduling)", extra <= queryTimeout+50*time.Millisecond,
		})
	}
	return figures, nil
}

func timedCheck(ctx context.Context, look string, kind dnssim.FaultKind) (took time.Duration, err error) {
	err = inWorld(dnssim.Config{Zones: []string{"acme.test"}, Servers: 4}, func(world *dnssim.World, client *dnscheck.Client) error {
		if err := world.SetTXT("acme.test", "acme.test", value); err != nil {
			return err
		}
		if look == "later" {
			if _, err := client.Check(ctx, txt("acme.test")); err != nil {
				return err
			}
		}
		if err := world.SetFault("authoritative-2", dnssim.Fault{Kind: kind}); err != nil {
			return err
		}
		start := time.Now()
		r, err := client.Check(ctx, txt("acme.test"))
		took = time.Since(start)
		if err == nil && !r.Published() {
			return fmt.Errorf("one dead server of four blocks the record: %q", r.Lines())
		}
		return err
	})
	return took, err
}
