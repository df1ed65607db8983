// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Add implements adapter.Operations. What GitHub does with a domain that the owner has
// already is not known; it might be registered twice, so that the list is read first.
func (o *organization) Add(ctx context.Context, operation, domain string, known service.Domain) (service.Domain, error) {
	if known.State != service.StateAbsent {
		return known, o.AlreadyExists(operation, known, nil)
	}
	added, err := o.add(ctx, operation, domain)
	return added, o.WriteFailure(ctx, operation, o.DomainID(domain), err, "that the organization already has the domain")
}

// add makes the domain. The inventory did not have it, so what is there after an
// ambiguous failure has been made by the lost request, unless it is verified.
func (o *organization) add(ctx context.Context, operation, domain string) (service.Domain, error) {
	var node *domainNode
	var found service.Domain
	exists, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		node, err = o.client.add(ctx, o.ownerID.Get(), domain)
		// A refusal may mean that the lost request was slower than the reading.
		return httpapi.Ambiguous(err) || err == nil && o.checkAdded(operation, domain, node) != nil || again && err != nil, err
	}, func() (exists bool, err error) {
		found, err = o.Reread(ctx, operation, domain)
		return found.State != service.StateAbsent, err
	})
	switch {
	case exists:
		return o.AfterLostAdd(operation, found)
	case isRefused(err):
		return o.addRefused(ctx, operation, domain, err)
	case err != nil:
		return service.Domain{}, err
	}
	if err := o.checkAdded(operation, domain, node); err != nil {
		o.Inventory.Invalidate()
		return service.Domain{}, err
	}
	return o.update(domain, *node), nil
}

// checkAdded refuses a success that does not show the domain with its record.
func (o *organization) checkAdded(operation, domain string, node *domainNode) error {
	if node == nil || !node.isComplete() {
		return o.MissingContent(operation, "the domain with its record")
	}
	return o.checkNode(operation, domain, "", *node)
}

// addRefused holds a refusal against the list: somebody else may have added the domain.
func (o *organization) addRefused(ctx context.Context, operation, domain string, refused error) (service.Domain, error) {
	found, err := o.RefreshDomain(ctx, operation, domain)
	switch {
	case err != nil:
		return service.Domain{}, err
	case found.State != service.StateAbsent:
		return found, o.AlreadyExists(operation, found, refused)
	}
	return service.Domain{}, o.NotAccepted(ctx, operation, refused, adviceSeeError+" The organization or enterprise does not have the domain; another one may have it.")
}
