// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Add implements adapter.Operations.
func (o *organization) Add(ctx context.Context, operation, domain string, known service.Domain) (service.Domain, error) {
	if known.State != service.StateAbsent {
		return known, o.AlreadyExists(operation, known, nil)
	}
	created, err := o.create(ctx, operation, domain)
	return created, o.WriteFailure(ctx, operation, o.DomainID(domain), err, "that the organization already has the domain")
}

// create makes the domain by a key of its own, which a repetition carries as well. The inventory
// did not have it, so what is there after an ambiguous failure has been made by the lost request,
// and is returned as found, unless it is verified.
//
// Recorded traffic proves that POST /organizations honours the key; for the other POSTs it is
// likely and not proven (wire/workos.md 5). So what a lost one did is read before it is repeated.
// No other operation has the same key: WorkOS remembers the response, and the domain that it shows
// may have been deleted since, or be one that another run has added.
func (o *organization) create(ctx context.Context, operation, domain string) (service.Domain, error) {
	key, err := adapter.RandomKey(operation, o.random)
	if err != nil {
		return service.Domain{}, err
	}
	var created domainResponse
	var found service.Domain
	exists, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		created, err = o.client.createDomain(ctx, key, createRequest{OrganizationID: o.ID, Domain: domain})
		// A refusal may mean that the lost request was slower than the reading.
		return isAmbiguous(created, err) || again && err != nil, err
	}, func() (exists bool, err error) {
		found, err = o.Reread(ctx, operation, domain)
		return found.State != service.StateAbsent, err
	})
	switch {
	case exists:
		return o.AfterLostAdd(operation, found)
	case err != nil:
		return o.createFailure(ctx, operation, domain, err)
	}
	if err = o.checkDomain(operation, domain, "", created); err == nil && o.isElsewhere(created) {
		err = o.wrongOrganization(operation, created.OrganizationID)
	}
	if err != nil {
		o.Inventory.Invalidate()
		return service.Domain{}, err
	}
	return o.readCreated(ctx, operation, domain, created.ID)
}

// readCreated reads the organization, a reading that all domains share which are added at the same
// time: no ID or token is taken from the response to a write alone (invariant 18). It may not list
// the domain yet, and then the domain itself is read.
func (o *organization) readCreated(ctx context.Context, operation, domain, remoteID string) (service.Domain, error) {
	snapshot, err := o.Refresh(ctx, operation)
	if err != nil {
		return service.Domain{}, o.AfterAmbiguous(ctx, operation, err)
	}
	if found := snapshot.Of(domain); found.State != service.StateAbsent {
		return found, nil
	}
	shown, err := o.readDomain(ctx, operation, domain, remoteID)
	if err != nil {
		return service.Domain{}, o.AfterAmbiguous(ctx, operation, err)
	}
	return asDomain(shown), nil
}

// isAmbiguous reports whether the response does not say whether the request was
// applied.
func isAmbiguous(shown domainResponse, err error) bool {
	return httpapi.Ambiguous(err) || err == nil && shown.ID == ""
}

// createFailure interprets a refusal. 409 domain_already_exists is documented and
// speaks of this organization. How a malformed domain and one of a public mail
// service are refused is not documented; a client of WorkOS expects 400 or 422, and
// takes a 422 whose text has "already" for a collision (wire/workos.md 1.1).
func (o *organization) createFailure(ctx context.Context, operation, domain string, err error) (service.Domain, error) {
	response, status := o.ResponseOf(err), adapter.StatusOf(err)
	isInvalid := status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
	// The name of the domain may have the word in it.
	words := strings.ReplaceAll(strings.ToLower(response.Code+" "+response.Message), domain, "")
	switch {
	case status == http.StatusConflict:
	case isInvalid && strings.Contains(words, "already"):
	case isInvalid:
		return service.Domain{}, o.NotAccepted(ctx, operation, err, "Check the spelling. Domains of public mail services, such as gmail.com, cannot be added.")
	default:
		return service.Domain{}, o.Failure(ctx, operation, err)
	}
	found, readErr := o.Reread(ctx, operation, domain)
	switch {
	case readErr != nil:
		return service.Domain{}, readErr
	case found.State != service.StateAbsent:
		return found, o.AlreadyExists(operation, found, err)
	case response.Code == "domain_already_exists":
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Blocked(
			"WorkOS reports that this organization already has the domain, and does not list it among the organization's domains",
			"Run Terraform again: WorkOS may list it later. If the error persists, look it up in the WorkOS dashboard, and remove it there only if it is not verified."))
	}
	return service.Domain{}, o.Refusal(ctx, operation, err, adapter.HeldElsewhere(
		"WorkOS reports that the domain is in use, and this organization does not have it",
		"Look up in the WorkOS dashboard which organization has the domain. That one has to give it up first; waiting does not help."))
}
