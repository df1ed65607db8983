// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	adviceRunAgain = "Run Terraform again: it goes on from what is there."
	outcomeOpen    = "; the request had left, and whether it had its effect is not known"
)

// interrupted says what the end of the context has cut off.
func interrupted(doing string, cut *httpapi.InterruptedError, redactor *httpapi.Redactor) *service.Error {
	typed := &service.Error{Class: service.Interrupted, Attempt: doing, Cause: cut.Cause, Advice: adviceRunAgain}
	typed.Reason = "it was interrupted before WorkOS answered"
	if errors.Is(cut.Cause, context.DeadlineExceeded) {
		typed.Reason = "the time for it ran out before WorkOS answered"
	}
	if refused, ok := errors.AsType[*httpapi.StatusError](cut.Last); ok {
		typed.Answer, typed.RetryAfter = readAnswer(refused, redactor), refused.RetryAfter
		typed.Reason += " anything but what is shown here"
	} else if cut.Last != nil {
		typed.Reason += fmt.Sprintf("; the last attempt failed: %v", cut.Last)
	}
	if cut.Sent {
		typed.Reason += outcomeOpen
	}
	return typed
}

// afterLost words a failure that follows a request whose answer was lost: when
// the context ends before a look has settled it, or the look gets no answer
// either, the outcome stays open.
func (o *organization) afterLost(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	worded := o.failure(ctx, doing, err)
	typed, ok := errors.AsType[*service.Error](worded)
	if !ok || isOpen(typed) || typed.Class != service.Interrupted && typed.Class != service.Transient {
		return worded
	}
	// A copy: all who waited for one reading share its error.
	open := *typed
	open.Reason += outcomeOpen
	return &open
}

func isOpen(err *service.Error) bool { return strings.HasSuffix(err.Reason, outcomeOpen) }

// createInterrupted tells how to go on when the next run finds the domain that
// a create with an open outcome has made, and drops what is known until then.
func (o *organization) createInterrupted(domain string, worded error) error {
	if typed, ok := errors.AsType[*service.Error](worded); ok && isOpen(typed) {
		o.inventory.Forget()
		id := service.DomainID{Service: Name, OrganizationID: o.id, Domain: domain}
		typed.Advice = fmt.Sprintf("%s If it then says that the organization has the domain already, import it:\n\n  terraform import ADDRESS %s", adviceRunAgain, id)
	}
	return worded
}

// snapshot is the inventory's. A reading serves all who wait for it and
// outlives each of them, so what it was doing is told from a note.
func (o *organization) snapshot(ctx context.Context, doing string) (service.Snapshot, error) {
	snapshot, err := o.inventory.Snapshot(ctx)
	if err == nil || service.ClassOf(err) != "" {
		return snapshot, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return service.Snapshot{}, interrupted(doing, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err}, o.redactor)
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
