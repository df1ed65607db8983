// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// organization is what one process knows of one WorkOS organization.
type organization struct {
	id        string
	client    client
	random    io.Reader
	now       func() time.Time
	redactor  *httpapi.Redactor
	inventory *service.Inventory

	mu sync.Mutex
	// name and externalID are from the last reading.
	name, externalID string
	// readAt is when the last reading was begun.
	readAt time.Time
	// lastFailure is what the reading under way has failed with so far.
	lastFailure error
	// prefixes holds what stands before each domain's token; empty: none.
	prefixes map[string]string
	// inProgress holds the verifications that this process has begun.
	inProgress map[string]attempt
	locks      service.KeyedMutex
}

func newOrganization(id string, config Config) *organization {
	known := &organization{
		id: id, client: client{config.API}, random: config.Random, now: config.Now, redactor: config.Redactor,
		prefixes: map[string]string{}, inProgress: map[string]attempt{},
	}
	known.inventory = service.NewInventory(known.load)
	return known
}

// lock serializes what is done with one domain.
func (o *organization) lock(ctx context.Context, domain string) (unlock func(), err error) {
	return o.locks.Lock(ctx, domain)
}

func (o *organization) prefixOf(domain string) string {
	prefix, _ := o.shownPrefix(domain)
	return prefix
}

// shownPrefix is "" for a token without prefix, and not shown where WorkOS does
// not tell the token either.
func (o *organization) shownPrefix(domain string) (prefix string, shown bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	prefix, shown = o.prefixes[domain]
	return prefix, shown
}

func (o *organization) allPrefixes() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Collect(maps.Values(o.prefixes))
}

// setPrefix notes the prefix that an answer shows. One without prefix and token
// (a verified domain may show neither) says nothing of it.
func (o *organization) setPrefix(domain string, shown domainResponse) {
	if shown.VerificationToken == "" && shown.VerificationPrefix == "" || badToken(shown) != "" {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.prefixes[domain] = shown.VerificationPrefix
}

func (o *organization) setReadAt(now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.readAt = now
}

// freshFor is how old a reading may be before the first verify call for a
// domain: one reading a few seconds serves all domains whose records appear.
const freshFor = 2 * time.Second

// fresh is the snapshot if it is fresh, and a new one otherwise. WorkOS looks
// for records by itself, so that a domain is often verified before the verify
// call, which would be refused.
func (o *organization) fresh(ctx context.Context, operation string) (service.Snapshot, error) {
	o.mu.Lock()
	readAt := o.readAt
	o.mu.Unlock()
	if o.now().Sub(readAt) <= freshFor {
		return o.snapshot(ctx, operation)
	}
	return o.wrapInterrupted(operation)(o.inventory.Refresh(ctx))
}

// refreshSnapshot is a snapshot that shows what a write has done.
func (o *organization) refreshSnapshot(ctx context.Context, operation string) (service.Snapshot, error) {
	return o.wrapInterrupted(operation)(o.inventory.Refresh(ctx))
}
