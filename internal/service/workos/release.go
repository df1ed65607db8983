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
	if err := organization.remove(ctx, doing, id.Domain, found.RemoteID); err != nil {
		return err
	}
	organization.learnAbsent(id.Domain)
	return nil
}

// remove deletes the domain. An answer that refuses nothing does not prove that
// it is gone, whatever its status (202 with a text has been seen), so it is
// looked for. A deletion that had no effect is made once more.
func (o *organization) remove(ctx context.Context, doing, domain, remoteID string) error {
	word := o.failure
	for again := true; ; again = false {
		err := o.client.deleteDomain(ctx, remoteID)
		switch {
		case isGone(err):
			return nil
		case err != nil && !httpapi.Ambiguous(err):
			return word(ctx, doing, err)
		}
		gone, lookErr := o.isRemoved(ctx, doing, domain, remoteID, err != nil)
		switch {
		case gone:
			return nil
		case lookErr != nil:
			return o.afterLost(ctx, doing, lookErr)
		case !again && err == nil:
			return o.stillThere(doing)
		case !again:
			return o.failure(ctx, doing, err)
		}
		word = o.afterLost
	}
}

// isRemoved looks at the organization, which all domains that are released at
// the same time share. One that still lists the domain may be late, and then
// the domain itself is looked at, as it is after a lost answer.
func (o *organization) isRemoved(ctx context.Context, doing, domain, remoteID string, wasLost bool) (bool, error) {
	if !wasLost {
		snapshot, err := o.renewed(ctx, doing)
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

func (o *organization) stillThere(doing string) error {
	return &service.Error{
		Class: service.Transient, Attempt: doing,
		Reason: "WorkOS answered with success twice, and still has the domain",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between, or remove the domain in the WorkOS dashboard.",
	}
}

// isGone: a domain that was there is answered with 404 from then on.
func isGone(err error) bool {
	status := httpapi.StatusOf(err)
	return status == http.StatusNotFound || status == http.StatusGone
}
