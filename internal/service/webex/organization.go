// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"maps"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// organization is what one process knows of one Webex organization.
type organization struct {
	client      client
	probeDomain string
	inventory   *service.Inventory

	mu sync.Mutex
	// name is what the last organization read called it.
	name string
	// enforced is what the last organization read said of
	// enforceVerifiedDomains; nil where it does not show it.
	enforced *bool
	// listed holds what the last organization read named, even where a list was
	// missing, so that it shows what is there and not what is absent.
	listed map[string]service.Domain
	// conflicts holds the refusal of the last verify call of a domain, where it
	// was a conflict that nothing explains.
	conflicts map[string]error
	// tokens holds the last token issued for each domain in this process.
	tokens map[string]string
	// kept holds the domains whose last token is the one of their adding, which
	// nobody need ask for again.
	kept map[string]bool
	// renews: asking again was seen to give another token; nil: not seen yet.
	renews *bool
	// challenged holds the domains whose token somebody wanted in this process.
	challenged map[string]bool
	locks      service.KeyedMutex
	// inProgress holds the domains whose verification this run has begun.
	inProgress map[string]bool
	// unclaimEncoded: this service wants Base64 in unclaimDomain.
	unclaimEncoded bool
	// unclaimed holds the domains whose claim Webex says it has released.
	unclaimed map[string]bool
	// lastWrites holds what the writes of this process have made of domains.
	lastWrites map[string]lastWrite
	writes     int
	owner      owner
	warned     warned
	// removing holds the domains whose release is under way, and letGo the
	// administrators' that the guard has let pass.
	removing, letGo map[string]bool
	// probing names the entry of a drift probe that is under way.
	probing string
	// lastFailure is what the reading under way has met so far.
	lastFailure error
}

func newOrganization(client client, probeDomain string) *organization {
	known := &organization{
		client: client, probeDomain: probeDomain,
		tokens: map[string]string{}, kept: map[string]bool{}, challenged: map[string]bool{},
		conflicts: map[string]error{}, unclaimed: map[string]bool{}, inProgress: map[string]bool{}, lastWrites: map[string]lastWrite{},
		removing: map[string]bool{}, letGo: map[string]bool{},
	}
	known.inventory = service.NewInventory(known.load)
	return known
}

// lock serializes what is done with one domain.
func (o *organization) lock(ctx context.Context, operation, domain string) (unlock func(), err error) {
	if unlock, err = o.locks.Lock(ctx, domain); err != nil {
		return nil, interrupted(operation, &httpapi.InterruptedError{Cause: err})
	}
	return unlock, nil
}

func (o *organization) displayName() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.name
}

func (o *organization) setDisplayName(name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.name = name
}

func (o *organization) setEnforcement(enforced *bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.enforced = enforced
}

// isEnforced reports whether verified domains are known to be enforced.
func (o *organization) isEnforced() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.enforced != nil && *o.enforced
}

// isNotEnforced reports whether they are known not to be.
func (o *organization) isNotEnforced() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.enforced != nil && !*o.enforced
}

func (o *organization) setListed(domains map[string]service.Domain) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.listed = maps.Clone(domains)
}

// isListed returns what the last organization read named the domain as.
func (o *organization) isListed(domain string) service.Domain {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.listed[domain]
}

func (o *organization) setConflict(domain string, conflict error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.conflicts[domain] = conflict
}

func (o *organization) conflictOf(domain string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.conflicts[domain]
}
