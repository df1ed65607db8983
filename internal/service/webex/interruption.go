// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/outcome"
)

// interrupted says what the end of the context has cut off.
func interrupted(operation string, cut *httpapi.InterruptedError) *service.Error {
	return outcome.Interrupted("Webex", operation, cut, parseResponse)
}

// isAmbiguous: a write was cut off that may have had its effect.
func isAmbiguous(err error) bool {
	cut, ok := errors.AsType[*httpapi.InterruptedError](err)
	return ok && cut.Sent
}

// repeat makes a call once more whose first attempt may have had its effect.
// When the context ends before the second one can, that stays so.
func repeat(first error, call func() error) error {
	err := call()
	cut, ok := errors.AsType[*httpapi.InterruptedError](err)
	if !ok {
		return err
	}
	open := *cut
	open.Sent = true
	if open.Last == nil {
		open.Last = first
	}
	return &open
}

// withImportAdvice completes the advice on a write whose outcome is open, where the
// next run may meet what it made.
func withImportAdvice(err, worded error, meets string, id service.DomainID) error {
	if typed, ok := errors.AsType[*service.Error](worded); ok && isAmbiguous(err) {
		typed.Advice = outcome.AdviceImport(meets, id)
	}
	return worded
}

// invalidateIfAmbiguous drops what is known of a domain after such a write.
func (o *organization) invalidateIfAmbiguous(err error, domain string) {
	if isAmbiguous(err) {
		o.invalidate(domain)
	}
}

// snapshot is the inventory's. A reading serves all who wait for it and
// outlives each of them, so what it was doing is told from notes.
func (o *organization) snapshot(ctx context.Context, operation string) (service.Snapshot, error) {
	snapshot, err := o.inventory.Snapshot(ctx)
	switch {
	case err == nil:
		return snapshot, nil
	case service.ClassOf(err) != "":
		return service.Snapshot{}, failure(operation, err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	typed := interrupted(operation, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err})
	if o.probing != "" {
		typed.Advice += " " + leftBehind(o.probing)
	}
	return service.Snapshot{}, typed
}

func (o *organization) setLastFailure(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lastFailure = err
}

func (o *organization) setProbing(name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.probing = name
}

func leftBehind(probe string) string {
	return fmt.Sprintf("The pending entry %s of the drift probe may be left behind in Control Hub; it is harmless, and the next run that probes removes it.", probe)
}
