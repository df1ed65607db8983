// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Release implements service.Service.
func (a *Adapter) Release(ctx context.Context, id service.DomainID) error {
	doing := "release the domain " + id.Domain
	organization := a.organization(id.OrganizationID)
	leave, err := organization.enter(ctx, id.Domain)
	if err != nil {
		return organization.failure(ctx, doing, err)
	}
	defer leave()

	snapshot, err := organization.inventory.Snapshot(ctx)
	if err != nil {
		return organization.failure(ctx, doing, err)
	}
	found := snapshot.Of(id.Domain)
	switch {
	case found.State == service.StateAbsent:
		return nil
	case found.RemoteID == "":
		return organization.unusable(doing)
	}
	if err := organization.remove(ctx, found.RemoteID); err != nil {
		return organization.failure(ctx, doing, err)
	}
	organization.learnAbsent(id.Domain)
	return nil
}

// remove deletes the domain. Whatever the answer is that neither refuses nor
// confirms (a text beside 202 has been seen, from which nothing can be told),
// a look at the domain shows whether it is gone.
func (o *organization) remove(ctx context.Context, remoteID string) error {
	var err error
	for range 2 {
		if err = o.client.deleteDomain(ctx, remoteID); !ambiguous(err) {
			break
		}
		if _, lookErr := o.client.domain(ctx, remoteID); isGone(lookErr) {
			return nil
		} else if lookErr != nil {
			return err
		}
	}
	if isGone(err) {
		return nil
	}
	return err
}

// isGone: a domain that was there is answered with 404 from then on.
func isGone(err error) bool {
	status := statusOf(err)
	return status == http.StatusNotFound || status == http.StatusGone
}
