// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

const (
	trials   = 60
	pollStep = 2 * time.Second
	longest  = 5 * time.Minute
)

// virtualClock passes only while a wait sleeps.
type virtualClock struct {
	lock sync.Mutex
	now  time.Time
}

func (c *virtualClock) Now() time.Time {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.now
}

func (c *virtualClock) Sleep(_ context.Context, d time.Duration) error {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.now = c.now.Add(d)
	return nil
}

// lag measures, in virtual time, from the moment when the last of three servers
// has the record until the wait ends.
func lag(ctx context.Context) ([]figure, error) {
	clock := &virtualClock{now: time.Unix(1_700_000_000, 0)}
	random := rand.New(rand.NewPCG(1, 2))
	var lags []time.Duration
	config := dnssim.Config{Zones: []string{"acme.test"}, Servers: 3, Now: clock.Now}
	err := inWorld(config, func(world *dnssim.World, client *dnscheck.Client) error {
		for i := range trials {
			name := fmt.Sprintf("trial%d.acme.test", i)
			last := time.Duration(0)
			for _, server := range []string{"authoritative-2", "authoritative-3"} {
				d := time.Duration(random.Int64N(int64(longest)))
				last = max(last, d)
				if err := world.SetLag(server, d); err != nil {
					return err
				}
			}
			published := clock.Now()
			if err := world.SetTXT("acme.test", name, value); err != nil {
				return err
			}
			policy := poll.Policy{Interval: pollStep, MaxInterval: pollStep, Timeout: 2 * longest}
			err := poll.Until(ctx, policy, clock, func(ctx context.Context) (poll.Progress, error) {
				r, err := client.Check(ctx, txt(name))
				return poll.Progress{Done: r.Published()}, err
			})
			if err != nil {
				return err
			}
			lags = append(lags, clock.Now().Sub(published.Add(last)))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(lags)
	p95 := lags[len(lags)*95/100]
	return []figure{{"lag_from_last_server_to_seen_p95_virtual", p95.Seconds(), "s", "<= 2", p95 <= pollStep && lags[0] >= 0}}, nil
}
