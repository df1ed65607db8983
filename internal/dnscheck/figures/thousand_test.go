// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

const (
	domains = 1000
	latency = 20 * time.Millisecond
	limit   = 100 << 20
)

// thousandDomains checks all at once, each zone unknown before and on four
// servers that take 20 ms to answer.
func thousandDomains(ctx context.Context) ([]figure, error) {
	config := dnssim.Config{Servers: 4}
	for i := range domains {
		config.Zones = append(config.Zones, fmt.Sprintf("d%d.test", i))
	}
	var took time.Duration
	var memory uint64
	err := inWorld(config, func(world *dnssim.World, client *dnscheck.Client) error {
		for _, zone := range config.Zones {
			if err := world.SetTXT(zone, zone, value); err != nil {
				return err
			}
		}
		for _, server := range []string{"authoritative-1", "authoritative-2", "authoritative-3", "authoritative-4", "parent"} {
			if err := world.SetFault(server, dnssim.Fault{Kind: dnssim.Slow, Delay: latency}); err != nil {
				return err
			}
		}
		debug.FreeOSMemory()
		before := inUse()
		peak, stop := watchMemory()
		start := time.Now()
		err := checkAll(ctx, client, config.Zones)
		took = time.Since(start)
		stop()
		memory = *peak - min(before, *peak)
		return err
	})
	return []figure{
		{"time_for_1000_domains_on_4_servers_at_20_ms", took.Seconds(), "s", "< 10", took < 10*time.Second},
		{"memory_for_1000_domains_at_its_peak", float64(memory) / (1 << 20), "MiB", "< 100", memory < limit},
	}, err
}

func checkAll(ctx context.Context, client *dnscheck.Client, zones []string) error {
	errs := make([]error, len(zones))
	var all sync.WaitGroup
	for i, zone := range zones {
		all.Go(func() {
			r, err := client.Check(ctx, txt(zone))
			if err == nil && !r.Published() {
				err = fmt.Errorf("%s is not seen: %q", zone, r.Lines())
			}
			errs[i] = err
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
