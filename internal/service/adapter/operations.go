// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Operations are what an adapter does with one domain of an organization. [Organizations]
// makes the methods of service.Service of them: it finds the organization, names the
// operation for errors, and holds the lock of the domain meanwhile, so that operations on
// one domain follow each other. What they owe to their callers is in service.Service.
type Operations interface {
	// Publication is called without the lock, by the others as well.
	Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error)
	// Challenge leaves out what has to be published, which is added. The method is one
	// that Publication knows.
	Challenge(ctx context.Context, operation, domain string, method service.Method) (service.Challenge, error)
	// Add and Verify get the domain as the inventory has it under the lock.
	Add(ctx context.Context, operation, domain string, known service.Domain) (service.Domain, error)
	Verify(ctx context.Context, operation string, request service.VerifyRequest, known service.Domain) (service.Domain, error)
	// Release reads what it needs to know: a release may be under way that no list shows.
	Release(ctx context.Context, operation string, request service.ReleaseRequest) error
}

// Publication implements service.Service.
func (c *Organizations[O]) Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	return c.Get(id.OrganizationID).Publication(ctx, id, method, token)
}

// Challenge implements service.Service. A method that the service does not know is refused
// before any request. Two requests at once may give two tokens, of which one is dead.
func (c *Organizations[O]) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	o, operation := c.Get(id.OrganizationID), "get the verification token of "+id.Domain
	if _, err := o.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	unlock, err := o.kit().Lock(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	defer unlock()
	challenge, err := o.Challenge(ctx, operation, id.Domain, method)
	if err != nil {
		return service.Challenge{}, err
	}
	challenge.Publication, err = o.Publication(ctx, id, method, challenge.Token)
	return challenge, err
}

// Add implements service.Service. Two resources for one domain must not both believe that
// they have added it.
func (c *Organizations[O]) Add(ctx context.Context, id service.DomainID) (service.Domain, error) {
	o, operation := c.Get(id.OrganizationID), "add the domain "+id.Domain
	snapshot, unlock, err := o.kit().Begin(ctx, operation, id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()
	known := snapshot.Of(id.Domain)
	if known.State == service.StatePending && snapshot.Known {
		// Callers adopt it, and what is known may be as old as the run: it may be somebody
		// else's by now.
		if snapshot, err = o.kit().Refresh(ctx, operation); err != nil {
			return service.Domain{}, err
		}
		known = snapshot.Of(id.Domain)
	}
	return o.Add(ctx, operation, id.Domain, known)
}

// Verify implements service.Service. The responses of two attempts, or of one and a
// release, must not be mixed up.
func (c *Organizations[O]) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	o, operation := c.Get(request.ID.OrganizationID), "verify the domain "+request.ID.Domain
	snapshot, unlock, err := o.kit().Begin(ctx, operation, request.ID.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()
	return o.Verify(ctx, operation, request, snapshot.Of(request.ID.Domain))
}

// Release implements service.Service.
func (c *Organizations[O]) Release(ctx context.Context, request service.ReleaseRequest) error {
	o, operation := c.Get(request.ID.OrganizationID), "release the domain "+request.ID.Domain
	unlock, err := o.kit().Lock(ctx, operation, request.ID.Domain)
	if err != nil {
		return err
	}
	defer unlock()
	return o.Release(ctx, operation, request)
}
