// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Add implements service.Service.
func (a *Adapter) Add(ctx context.Context, id service.DomainID) (service.Domain, error) {
	operation := "add the domain " + id.Domain
	organization := a.organization(id.OrganizationID)
	// Two resources for one domain must not both believe they have added it.
	unlock, err := organization.lock(ctx, id.Domain)
	if err != nil {
		return service.Domain{}, organization.failure(ctx, operation, err)
	}
	defer unlock()

	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	if found := snapshot.Of(id.Domain); found.State != service.StateAbsent {
		return found, &service.Error{Class: service.AlreadyExists, Operation: operation, Reason: hasAlready(found)}
	}
	created, err := organization.create(ctx, operation, id.Domain)
	return created, organization.createInterrupted(id.Domain, err)
}

func hasAlready(found service.Domain) string {
	return fmt.Sprintf("the organization has the domain already, in the state %q", found.State)
}

// create makes the domain and looks whether it is there: the answer to a key
// that is remembered may be that of a domain which was deleted since.
func (o *organization) create(ctx context.Context, operation, domain string) (service.Domain, error) {
	for turn := 0; ; turn++ {
		key, err := o.createKey(operation, domain, turn)
		if err != nil {
			return service.Domain{}, err
		}
		created, found, err := o.createBy(ctx, operation, domain, key)
		if err != nil || created.ID == "" {
			return found, err
		}
		found, isThere, err := o.isCreated(ctx, operation, domain, created)
		switch {
		case err != nil:
			return service.Domain{}, o.afterAmbiguous(ctx, operation, err)
		case isThere:
			return found, nil
		case turn == derivedKeys:
			return service.Domain{}, o.unusable(operation)
		}
	}
}

// isCreated looks at the organization, which all domains that are added at the
// same time share. One that does not list the domain yet may be late, and then
// the domain itself is looked at.
func (o *organization) isCreated(ctx context.Context, operation, domain string, created domainResponse) (service.Domain, bool, error) {
	snapshot, err := o.refreshSnapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, false, err
	}
	if found := snapshot.Of(domain); found.State != service.StateAbsent {
		return found, true, nil
	}
	shown, err := o.client.domain(ctx, created.ID)
	switch {
	case isGone(err):
		return service.Domain{}, false, nil
	case err != nil:
		return service.Domain{}, false, err
	case !isDomain(shown, domain, created.ID):
		return service.Domain{}, false, anotherDomain(operation, domain, created.ID, shown)
	case o.isElsewhere(shown):
		return service.Domain{}, false, nil
	}
	return o.update(domain, shown), true, nil
}

// createBy makes the domain by one key. The inventory did not have it, so what
// is there after an ambiguous failure has been made by the lost request, and is
// returned as found.
func (o *organization) createBy(ctx context.Context, operation, domain, key string) (created domainResponse, found service.Domain, err error) {
	input := createRequest{OrganizationID: o.id, Domain: domain}
	created, err = o.client.createDomain(ctx, key, input)
	if isAmbiguous(created, err) {
		if found, err = o.findDomain(ctx, operation, domain); err != nil || found.State != service.StateAbsent {
			return domainResponse{}, found, o.afterAmbiguous(ctx, operation, err)
		}
		created, err = o.client.createDomain(ctx, key, input)
		if isInterrupted(err) {
			return domainResponse{}, service.Domain{}, o.afterAmbiguous(ctx, operation, err)
		}
		if err != nil || created.ID == "" {
			// The lost request was slower than the look, or this one is lost as well.
			if found, lookErr := o.findDomain(ctx, operation, domain); lookErr != nil || found.State != service.StateAbsent {
				return domainResponse{}, found, o.afterAmbiguous(ctx, operation, lookErr)
			}
		}
	}
	switch {
	case err != nil:
		found, err = o.createFailure(ctx, operation, domain, err)
		return domainResponse{}, found, err
	case created.ID == "":
		return domainResponse{}, service.Domain{}, o.unusable(operation)
	case !isDomain(created, domain, ""):
		o.inventory.Invalidate()
		return domainResponse{}, service.Domain{}, anotherDomain(operation, domain, "", created)
	case o.isElsewhere(created):
		o.inventory.Invalidate()
		return domainResponse{}, service.Domain{}, another(operation, fmt.Sprintf("the organization %q", o.id), fmt.Sprintf("the organization %q", created.OrganizationID))
	}
	return created, service.Domain{}, nil
}

// isAmbiguous: the answer does not say whether the request had its effect.
func isAmbiguous(shown domainResponse, err error) bool {
	return httpapi.Ambiguous(err) || err == nil && shown.ID == ""
}

// findDomain reads the organization anew.
func (o *organization) findDomain(ctx context.Context, operation, domain string) (service.Domain, error) {
	o.inventory.Invalidate()
	snapshot, err := o.snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	return snapshot.Of(domain), nil
}

// createFailure reads a refusal. 409 domain_already_exists is documented and
// speaks of this organization; older answers used 409 for a domain of another
// one. What a malformed or a public mail domain gives (400 or 422), and under
// which code, is not documented; a collision has been seen there as well.
func (o *organization) createFailure(ctx context.Context, operation, domain string, err error) (service.Domain, error) {
	status := httpapi.StatusOf(err)
	collision := status == http.StatusConflict
	if status == http.StatusBadRequest || status == http.StatusUnprocessableEntity {
		said := o.responseOf(err)
		collision = strings.Contains(strings.ToLower(said.Code+" "+said.Message), "already")
		err = o.refusal(ctx, operation, err, service.Rejected, "WorkOS does not accept this domain",
			"Check the spelling. Domains of public mail services, such as gmail.com, cannot be added.")
	}
	if !collision {
		return service.Domain{}, o.failure(ctx, operation, err)
	}
	found, lookErr := o.findDomain(ctx, operation, domain)
	switch {
	case lookErr != nil:
		return service.Domain{}, lookErr
	case found.State != service.StateAbsent:
		return found, o.refusal(ctx, operation, err, service.AlreadyExists, hasAlready(found), "")
	case o.responseOf(err).Code == "domain_already_exists":
		return service.Domain{}, o.refusal(ctx, operation, err, service.Blocked,
			"WorkOS says that this organization has the domain already, and does not show it among the organization's domains",
			"Run Terraform again: WorkOS may be late to show it. If it goes on, remove the domain from the organization in the WorkOS dashboard.")
	}
	return service.Domain{}, o.refusal(ctx, operation, err, service.HeldElsewhere,
		"WorkOS says that the domain is in use, and this organization does not have it",
		"Look in the WorkOS dashboard which organization has the domain. That one has to give it up first; waiting does not help.")
}
