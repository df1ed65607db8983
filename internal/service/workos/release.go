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
	operation := "release the domain " + id.Domain
	organization := a.organization(id.OrganizationID)
	unlock, err := organization.lock(ctx, id.Domain)
	if err != nil {
		return organization.failure(ctx, operation, err)
	}
	defer unlock()

	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return err
	}
	found := snapshot.Of(id.Domain)
	switch {
	case found.State == service.StateAbsent:
		return nil
	case found.RemoteID == "":
		return organization.unusable(operation)
	}
	if err := organization.remove(ctx, operation, id.Domain, found.RemoteID); err != nil {
		return err
	}
	organization.updateAbsent(id.Domain)
	return nil
}

// remove deletes the domain. An answer that refuses nothing does not prove that
// it is gone, whatever its status (202 with a text has been seen), so it is
// looked for. A deletion that had no effect is made once more.
func (o *organization) remove(ctx context.Context, operation, domain, remoteID string) error {
	word := o.failure
	for again := true; ; again = false {
		err := o.client.deleteDomain(ctx, remoteID)
		switch {
		case isGone(err):
			return nil
		case err != nil && !httpapi.Ambiguous(err):
			return word(ctx, operation, err)
		}
		gone, lookErr := o.isRemoved(ctx, operation, domain, remoteID, err != nil)
		switch {
		case gone:
			return nil
		case lookErr != nil:
			return o.afterAmbiguous(ctx, operation, lookErr)
		case !again && err == nil:
			return o.stillThere(operation)
		case !again:
			return o.failure(ctx, operation, err)
		}
		word = o.afterAmbiguous
	}
}

// isRemoved looks at the organization, which all domains that are released at
// the same time share. One that still lists the domain may be late, and then
// the domain itself is looked at, as it is after a lost answer.
func (o *organization) isRemoved(ctx context.Context, operation, domain, remoteID string, wasLost bool) (bool, error) {
	if !wasLost {
		snapshot, err := o.refreshSnapshot(ctx, operation)
		if err != nil || snapshot.Of(domain).RemoteID != remoteID {
			return err == nil, err
		}
	}
	_, err := o.client.domain(ctx, remoteID)
	if isGone(err) {
		return true, nil
	}
	return false, err
}

func (o *organization) stillThere(operation string) error {
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: "WorkOS answered with success twice, and still has the domain",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between, or remove the domain in the WorkOS dashboard.",
	}
}

// isGone: a domain that was there is answered with 404 from then on.
func isGone(err error) bool {
	status := httpapi.StatusOf(err)
	return status == http.StatusNotFound || status == http.StatusGone
}
