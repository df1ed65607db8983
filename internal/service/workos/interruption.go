// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/outcome"
)

// interrupted says what the end of the context has cut off.
func interrupted(operation string, cut *httpapi.InterruptedError, redactor *httpapi.Redactor) *service.Error {
	return outcome.Interrupted("WorkOS", operation, cut, func(refused *httpapi.StatusError) service.Response { return parseResponse(refused, redactor) })
}

// afterAmbiguous words a failure that follows a request whose answer was lost.
func (o *organization) afterAmbiguous(ctx context.Context, operation string, err error) error {
	if err == nil {
		return nil
	}
	return outcome.AfterAmbiguous(o.failure(ctx, operation, err))
}

// createInterrupted tells how to go on when the next run finds the domain that
// a create with an open outcome has made, and drops what is known until then.
func (o *organization) createInterrupted(domain string, worded error) error {
	if typed, ok := errors.AsType[*service.Error](worded); ok && typed.Ambiguous {
		o.inventory.Invalidate()
		id := service.DomainID{Service: Name, OrganizationID: o.id, Domain: domain}
		typed.Advice = outcome.AdviceImport("that the organization has the domain already", id)
	}
	return worded
}

// snapshot is the inventory's. A reading serves all who wait for it and
// outlives each of them, so what it was doing is told from a note.
func (o *organization) snapshot(ctx context.Context, operation string) (service.Snapshot, error) {
	return o.wrapInterrupted(operation)(o.inventory.Snapshot(ctx))
}

// wrapInterrupted words the end of the context of who waited for a reading.
func (o *organization) wrapInterrupted(operation string) func(service.Snapshot, error) (service.Snapshot, error) {
	return func(snapshot service.Snapshot, err error) (service.Snapshot, error) {
		if err == nil {
			return snapshot, nil
		}
		if shared, ok := errors.AsType[*service.Error](err); ok {
			// All who waited for one reading share its error, and each adds its own to it.
			own := *shared
			return service.Snapshot{}, &own
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		return service.Snapshot{}, interrupted(operation, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err}, o.redactor)
	}
}

func (o *organization) setLastFailure(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lastFailure = err
}

// isInterrupted: what is worded already counts as well.
func isInterrupted(err error) bool {
	return httpapi.IsInterrupted(err) || service.ClassOf(err) == service.Interrupted
}
