// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Client asks DNS servers. It is safe for concurrent use, shares what it learns
// about zones and name servers between checks, and keeps the number of queries
// in flight bounded across all of them.
type Client struct {
	mode      Mode
	quorum    Quorum
	exchanger *dnsquery.Exchanger
	resolvers *dnsquery.Resolvers
	lookups   *dnsquery.Lookups
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
	exchanger, err := dnsquery.NewExchanger(config.Config)
	if err != nil {
		return nil, err
	}
	resolvers, err := dnsquery.NewResolvers(config.Config, exchanger)
	if err != nil {
		return nil, err
	}
	c := &Client{
		mode:      config.Mode,
		quorum:    config.Quorum,
		exchanger: exchanger,
		resolvers: resolvers,
		lookups:   dnsquery.NewLookups(resolvers, config.Now),
		zones:     newZoneCache(config.Now),
		absences:  newAbsences(),
		pace:      newPace(config.Now),
		now:       config.Now,

		allowPrivate: config.AllowPrivate,
	}
	for _, entry := range config.Nameservers {
		address, err := dnsquery.Endpoint(entry)
		if err != nil {
			return nil, fmt.Errorf("name server %w", err)
		}
		c.nameservers = append(c.nameservers, target{name: entry, address: entry, dial: address})
	}
	return c, nil
}

// Check asks once and reports what every server said. A missing record is an
// answer. The error is a *dnsquery.NameError, *ValueError, *dnsquery.ResolverError, *NotDelegatedError or
// *ZoneUnreachableError when nothing could be asked about the name, or the
// context's.
func (c *Client) Check(ctx context.Context, q Question) (Report, error) {
	owner, err := q.owner()
	if err != nil {
		return Report{}, err
	}
	counted, sent := dnsquery.WithBudget(ctx, maxPackets)
	report, err := c.check(counted, q, owner)
	c.pace.spend(paceKey(q, owner), sent.Sent())
	if ctx.Err() != nil {
		// What servers did not get the time to say is not a verdict.
		return Report{}, fmt.Errorf("looking up the %s record at %s: %w", q.Type, owner, ctx.Err())
	}
	if err != nil {
		return Report{}, fmt.Errorf("looking up the %s record at %s: %w", q.Type, owner, err)
	}
	report.Absence = c.absences.note(report, c.now())
	return report, nil
}

func (c *Client) check(ctx context.Context, q Question, owner dnsquery.FQDN) (Report, error) {
	if c.mode == Recursive {
		return c.checkRecursive(ctx, q, owner)
	}
	r := &zoneCheck{client: c, question: q, asked: map[dnsquery.FQDN]*outcome{}}
	return r.check(ctx, owner)
}
