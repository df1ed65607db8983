// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Release implements adapter.Operations.
func (o *organization) Release(ctx context.Context, operation string, request service.ReleaseRequest) error {
	domain := request.ID.Domain
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil {
		return err
	}
	found := snapshot.Of(domain)
	isAnother := request.RemoteID != "" && found.RemoteID != "" && found.RemoteID != request.RemoteID
	if found.State == service.StateAbsent || isAnother {
		if found, err = o.ReadTwice(ctx, operation, domain); err != nil {
			return err
		}
	}
	switch {
	case found.State == service.StateAbsent:
		return nil
	case found.RemoteID == "":
		return o.MissingContent(operation, "the domain's ID")
	}
	if err := o.remove(ctx, operation, domain, found.RemoteID); err != nil {
		return err
	}
	o.updateAbsent(domain)
	return nil
}

// remove deletes the domain. 204 is documented and never recorded, and deleting an
// organization is answered with 202 as well (wire/workos.md 1.1, 2), so no success
// proves that the domain is gone: it is read. So it is after a 404, which a gateway
// without the route gives as well. A deletion that had no effect is made once more.
func (o *organization) remove(ctx context.Context, operation, domain, remoteID string) error {
	wasLost := false
	removed, err := o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		err = o.client.deleteDomain(ctx, remoteID)
		wasLost = httpapi.Ambiguous(err)
		return err == nil || isGone(err) || wasLost, err
	}, func() (bool, error) { return o.isRemoved(ctx, operation, domain, remoteID, wasLost) })
	switch {
	case removed:
		return nil
	case isGone(err):
		return o.Refusal(ctx, operation, err, adapter.Transient(
			"the response is that the domain does not exist, and WorkOS still has it",
			"Run Terraform again. If the error persists, check base_url and a proxy in between, or remove the domain in the WorkOS dashboard."))
	case err != nil:
		return o.Failure(ctx, operation, err)
	}
	return adapter.NewError(operation, adapter.Transient("WorkOS reported success twice, and still has the domain",
		"Run Terraform again. If the error persists, check base_url and a proxy in between, or remove the domain in the WorkOS dashboard."))
}

// isRemoved reads the organization, a reading that all domains share which are
// released at the same time. It may still list the domain, and then the domain
// itself is read, as it is after a lost response.
func (o *organization) isRemoved(ctx context.Context, operation, domain, remoteID string, wasLost bool) (bool, error) {
	if !wasLost {
		found, err := o.RefreshDomain(ctx, operation, domain)
		if err != nil || found.RemoteID != remoteID {
			return err == nil, err
		}
	}
	_, err := o.client.domain(ctx, remoteID)
	if isGone(err) {
		return true, nil
	}
	return false, err
}
