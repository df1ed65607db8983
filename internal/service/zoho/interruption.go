// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/outcome"
)

// interrupted says what the end of the context has cut off.
func interrupted(operation string, cut *httpapi.InterruptedError) *service.Error {
	return outcome.Interrupted("Zoho", operation, cut, parseResponse)
}

// afterAmbiguous words a failure that follows a request whose answer was lost.
func (o *organization) afterAmbiguous(ctx context.Context, operation string, err error) error {
	if err == nil {
		return nil
	}
	return outcome.AfterAmbiguous(o.failure(ctx, operation, err))
}

// invalidateIfAmbiguous drops what is known when a write was cut off that may have had
// its effect.
func (o *organization) invalidateIfAmbiguous(worded error) {
	if outcome.IsAmbiguous(worded) {
		o.inventory.Invalidate()
	}
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
		return service.Snapshot{}, interrupted(operation, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err})
	}
}

func (o *organization) setLastFailure(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lastFailure = err
}
