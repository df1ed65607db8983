// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release implements adapter.Operations.
func (o *organization) Release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	found, err := o.ReadTwice(ctx, operation, domain)
	switch {
	case err != nil:
		return err
	case found.State == service.StateAbsent:
		return nil
	case found.RemoteID == "":
		return o.MissingContent(operation, "the domain's ID")
	}
	if err := o.release(ctx, operation, request, found.RemoteID); err != nil {
		return o.WriteFailure(ctx, operation, request.ID, err, "")
	}
	o.Remember(domain, func(m *memory) { *m = memory{} })
	o.DeleteDomain(domain)
	return nil
}

// release deletes a domain that no policy needs. Whether GitHub keeps one that a policy
// needs is not known, so that it is asked first. One domain follows the other, because
// the deletion of one may make a policy need another.
func (o *organization) release(ctx context.Context, operation string, request service.ReleaseRequest, remoteID string) error {
	unlock, err := o.Lock(ctx, operation, "deletion")
	if err != nil {
		return err
	}
	defer unlock()
	if !request.Options.Enabled(OptionSkipPolicyGuard) {
		if err := o.checkPolicy(ctx, operation, request.ID.Domain, remoteID); err != nil {
			return err
		}
	}
	o.hasDeleted.Change(func(sent *bool) { *sent = true })
	return o.delete(ctx, operation, request.ID.Domain, remoteID)
}

// checkPolicy refuses a domain that a policy needs. By which rule GitHub tells that is not
// known, so that the list does not count after a deletion (wire/github.md 1.3).
func (o *organization) checkPolicy(ctx context.Context, operation, domain, remoteID string) error {
	if o.hasDeleted.Get() {
		node, err := o.client.domain(ctx, remoteID)
		refused, ok := adapter.Refused(err)
		switch {
		case ok && meaningOf(refused).Class == service.NotFound, err == nil && node == nil:
			return nil // the deletion shows that it is gone
		case err != nil:
			return o.Failure(ctx, operation, err)
		}
		if err := o.checkNode(operation, domain, remoteID, *node); err != nil {
			return err
		}
		o.remember(domain, *node)
	}
	if !o.Recall(domain).required {
		return nil
	}
	return adapter.NewError(operation, adapter.Blocked(
		"a policy of the organization or enterprise needs this domain, such as the restriction of notifications to verified domains",
		"Change the policy in the settings of the organization or enterprise first. To release the domain all the same, "+
			adapter.AdviceArgument(string(OptionSkipPolicyGuard)+" = true", domain)+"."))
}

// delete deletes the domain. A success that names the owner is believed; every other
// response but a refusal of the credentials is held against the list.
func (o *organization) delete(ctx context.Context, operation, domain, remoteID string) error {
	var deletedFrom string
	isGone := func() (bool, error) {
		found, err := o.RefreshDomain(ctx, operation, domain)
		return found.RemoteID != remoteID, err
	}
	gone, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		deletedFrom, err = o.client.delete(ctx, remoteID)
		return httpapi.Ambiguous(err) || err == nil && deletedFrom != o.ownerID.Get(), err
	}, isGone)
	refused := err
	switch {
	case gone, err == nil && deletedFrom == o.ownerID.Get():
		return nil
	case err == nil:
		return adapter.NewError(operation, adapter.Transient("GitHub reported success twice, and still has the domain",
			"Run Terraform again. If the error persists, check base_url and a proxy in between, or delete the domain in the settings of the organization or enterprise."))
	case !isRefused(err):
		return err
	}
	if gone, err = isGone(); gone || err != nil {
		return err
	}
	return o.Refusal(ctx, operation, refused, adapter.Blocked("GitHub refused to delete the domain",
		adviceSeeError+" A policy may need the domain: see the settings of the organization or enterprise."))
}
