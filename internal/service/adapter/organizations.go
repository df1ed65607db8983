// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"maps"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// OrganizationOf is an organization of one adapter: a type that embeds *[Organization],
// has the [Operations], and may have a Snapshot and a Find of its own for the reading
// methods.
type OrganizationOf interface {
	Operations
	embedded
	Snapshot(ctx context.Context, operation string) (service.Snapshot, error)
	Find(ctx context.Context, operation, domain string) (service.Domain, error)
}

// embedded is what a type has that embeds *[Organization].
type embedded interface{ kit() *Organization }

// Organizations holds the organizations of one adapter, by ID, each made when it
// is first asked for. An adapter that embeds it has the operations and the reading methods
// of package service, the latter all from the inventory.
type Organizations[O OrganizationOf] struct {
	make func(id string) O

	mu   sync.Mutex
	byID map[string]O
}

// NewOrganizations returns an empty cache that is filled by makeOne.
func NewOrganizations[O OrganizationOf](makeOne func(id string) O) *Organizations[O] {
	return &Organizations[O]{make: makeOne, byID: map[string]O{}}
}

// Get returns the organization, the same one every time.
func (c *Organizations[O]) Get(id string) O {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.byID[id]
	if !ok {
		known = c.make(id)
		c.byID[id] = known
	}
	return known
}

// Read implements service.Service.
func (c *Organizations[O]) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	return c.Get(id.OrganizationID).Find(ctx, "read the domain "+id.Domain, id.Domain)
}

// Domains implements service.Lister.
func (c *Organizations[O]) Domains(ctx context.Context, organizationID string) (service.Snapshot, error) {
	o := c.Get(organizationID)
	return o.Snapshot(ctx, "list the domains of the "+o.kit().Company+" organization "+organizationID)
}

// Organization implements service.OrganizationReader. The name is that of the reading
// that filled the inventory, or what ReadName returns.
func (c *Organizations[O]) Organization(ctx context.Context, organizationID string) (service.Organization, error) {
	o := c.Get(organizationID)
	known := o.kit()
	operation := "read the " + known.Company + " organization " + organizationID
	snapshot, err := o.Snapshot(ctx, operation)
	if err == nil {
		err = known.readName(ctx, operation)
	}
	if err != nil {
		return service.Organization{}, err
	}
	name, externalID := known.shownName()
	return service.Organization{ID: organizationID, Name: name, ExternalID: externalID, Domains: maps.Clone(snapshot.Domains)}, nil
}
