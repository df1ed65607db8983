// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"time"
)

// Client asks DNS servers. It is safe for concurrent use, shares what it learns
// about zones and name servers between checks, and keeps the number of queries
// in flight bounded across all of them.
type Client struct {
	mode      Mode
	quorum    Quorum
	exchange  *exchanger
	resolvers *resolvers
	lookups   *lookups
	zones     *zoneCache
	absences  *absences
	pace      *pace
	now       func() time.Time
	// allowPrivate: see Config.
	allowPrivate bool
	nameservers  []target
}

// New validates the configuration. It opens no connection and reads no file.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	if err := config.validate(); err != nil {
		return nil, err
	}
	exchange := newExchanger(config)
	resolvers, err := newResolvers(config, exchange)
	if err != nil {
		return nil, err
	}
	c := &Client{
		mode:      config.Mode,
		quorum:    config.Quorum,
		exchange:  exchange,
		resolvers: resolvers,
		lookups:   newLookups(resolvers, config.Now),
		zones:     newZoneCache(config.Now),
		absences:  newAbsences(),
		pace:      newPace(config.Now),
		now:       config.Now,

		allowPrivate: config.AllowPrivate,
	}
	for _, entry := range config.Nameservers {
		address, err := endpoint(entry)
		if err != nil {
			return nil, fmt.Errorf("name server %w", err)
		}
		c.nameservers = append(c.nameservers, target{name: entry, address: entry, dial: address})
	}
	return c, nil
}

// Check asks once and reports what every server said. A missing record is an
// answer. The error is a *NameError, *ValueError, *ResolverError, *NotDelegatedError or
// *ZoneUnreachableError when nothing could be asked about the name, or the
// context's.
func (c *Client) Check(ctx context.Context, q Question) (Report, error) {
	owner, err := q.owner()
	if err != nil {
		return Report{}, err
	}
	counted, sent := metered(ctx)
	report, err := c.check(counted, q, owner)
	c.pace.spend(paceKey(q, owner), sent.packets())
	if ctx.Err() != nil {
		// What servers did not get the time to say is not a verdict.
		return Report{}, fmt.Errorf("looking up the %s record at %s: %w", q.Type, shown(owner), ctx.Err())
	}
	if err != nil {
		return Report{}, fmt.Errorf("looking up the %s record at %s: %w", q.Type, shown(owner), err)
	}
	report.Absence = c.absences.note(report, c.now())
	return report, nil
}

func (c *Client) check(ctx context.Context, q Question, owner string) (Report, error) {
	if c.mode == Recursive {
		return c.checkRecursive(ctx, q, owner)
	}
	r := &zoneCheck{client: c, question: q, asked: map[string]*outcome{}}
	return r.check(ctx, owner)
}
