// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Release implements service.Service.
func (a *Adapter) Release(ctx context.Context, request service.ReleaseRequest) error {
	id := request.ID
	doing := "release the domain " + id.Domain
	organization := a.organization(id.OrganizationID)
	leave, err := organization.enter(ctx, id.Domain)
	if err != nil {
		return organization.failure(ctx, doing, err)
	}
	defer leave()

	snapshot, err := organization.snapshot(ctx, doing)
	if err != nil {
		return err
	}
	found := snapshot.Of(id.Domain)
	switch {
	case found.State == service.StateAbsent:
		return nil
	case found.RemoteID == "":
		return organization.unusable(doing)
	}
	if err := organization.remove(ctx, doing, found.RemoteID); err != nil {
		return err
	}
	organization.learnAbsent(id.Domain)
	return nil
}

// remove deletes the domain. Whatever the answer is that neither refuses nor
// confirms (a text beside 202 has been seen, from which nothing can be told),
// a look at the domain shows whether it is gone.
func (o *organization) remove(ctx context.Context, doing, remoteID string) error {
	word := o.failure
	err := o.client.deleteDomain(ctx, remoteID)
	for again := true; httpapi.Ambiguous(err); again = false {
		gone, lookErr := o.isRemoved(ctx, remoteID)
		switch {
		case gone:
			return nil
		case lookErr != nil:
			return o.afterLost(ctx, doing, lookErr)
		case !again:
			return o.failure(ctx, doing, err)
		}
		word = o.afterLost
		err = o.client.deleteDomain(ctx, remoteID)
	}
	if err == nil || isGone(err) {
		return nil
	}
	return word(ctx, doing, err)
}

func (o *organization) isRemoved(ctx context.Context, remoteID string) (bool, error) {
	_, err := o.client.domain(ctx, remoteID)
	if isGone(err) {
		return true, nil
	}
	return false, err
}

// isGone: a domain that was there is answered with 404 from then on.
func isGone(err error) bool {
	status := httpapi.StatusOf(err)
	return status == http.StatusNotFound || status == http.StatusGone
}
