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
	// lastFailure is what the reading under way has failed with so far.
	lastFailure error
	// prefixes holds what stands before each domain's token; empty: none.
	prefixes map[string]string
	// underWay holds the verifications that this process has begun.
	underWay map[string]attempt
	gates    map[string]gate
}

func newOrganization(id string, config Config) *organization {
	known := &organization{
		id: id, client: client{config.API}, random: config.Random, now: config.Now, redactor: config.Redactor,
		prefixes: map[string]string{}, underWay: map[string]attempt{}, gates: map[string]gate{},
	}
	known.inventory = service.NewInventory(known.load)
	return known
}

// gate lets one in at a time. Unlike a mutex it lets go of those whose context
// ends while they wait.
type gate chan struct{}

// enter serializes what is done with one domain.
func (o *organization) enter(ctx context.Context, domain string) (leave func(), err error) {
	o.mu.Lock()
	known, ok := o.gates[domain]
	if !ok {
		known = make(gate, 1)
		o.gates[domain] = known
	}
	o.mu.Unlock()
	select {
	case known <- struct{}{}:
		return func() { <-known }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (o *organization) prefixOf(domain string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.prefixes[domain]
}

func (o *organization) allPrefixes() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Collect(maps.Values(o.prefixes))
}

// setPrefix notes the prefix that an answer shows. One without prefix and token
// (a verified domain may show neither) says nothing of it.
func (o *organization) setPrefix(domain string, shown domainResponse) {
	if shown.VerificationToken == "" && shown.VerificationPrefix == "" {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.prefixes[domain] = shown.VerificationPrefix
}
