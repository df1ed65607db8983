// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// nearMisses makes every mistake in a world of its own and takes the time from
// the first check to the named cause. Right means the first finding is the cause.
func nearMisses(ctx context.Context) ([]figure, error) {
	var slowest time.Duration
	right := 0
	all := mistakes()
	for _, m := range all {
		took, got, err := m.diagnose(ctx)
		if err != nil {
			return nil, fmt.Errorf("mistake %s: %w", m.code, err)
		}
		slowest = max(slowest, took)
		if got == m.code {
			right++
		} else {
			fmt.Fprintf(os.Stderr, "figures: the mistake %s was called %s\n", m.code, got)
		}
	}
	percent := 100 * float64(right) / float64(len(all))
	return []figure{
		{"near_misses_named_right", percent, "%", "= 100", right == len(all)},
		{"time_to_named_cause_slowest", slowest.Seconds(), "s", "< 10", slowest < 10*time.Second},
	}, nil
}

func (m mistake) diagnose(ctx context.Context) (took time.Duration, got dnscheck.Code, err error) {
	err = inWorld(dnssim.Config{Zones: []string{"acme.test", "other.test"}, Servers: 3}, func(world *dnssim.World, client *dnscheck.Client) error {
		// In this world the servers of test. have their names in a zone that the
		// mistakes break; in the real one, the resolver knows where they are.
		if _, err := client.Check(ctx, txt("other.test")); err != nil {
			return err
		}
		if err := m.make(world); err != nil {
			return err
		}
		start := time.Now()
		var findings []dnscheck.Finding
		r, err := client.Check(ctx, txt(m.owner()))
		if err != nil {
			findings = dnscheck.DiagnoseError(err)
		} else if findings, err = client.Diagnose(ctx, r, dnscheck.Hints{Prefix: prefix, OtherPrefixes: []string{"other="}}); err != nil {
			return err
		}
		took = time.Since(start)
		if len(findings) > 0 {
			got = findings[0].Code
		}
		return nil
	})
	return took, got, err
}
