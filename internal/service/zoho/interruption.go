// SPDX-License-Identifier: MPL-2.0

package zoho

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
func interrupted(doing string, cut *httpapi.InterruptedError) *service.Error {
	typed := &service.Error{Class: service.Interrupted, Attempt: doing, Cause: cut.Cause, Advice: adviceRunAgain}
	typed.Reason = "it was interrupted before Zoho answered"
	if errors.Is(cut.Cause, context.DeadlineExceeded) {
		typed.Reason = "the time for it ran out before Zoho answered"
	}
	refused, isRefused := errors.AsType[*httpapi.StatusError](cut.Last)
	tokenless, noToken := errors.AsType[*httpapi.TokenError](cut.Last)
	switch {
	case noToken && tokenless.Refused != nil:
		typed.Answer, typed.RetryAfter = readAnswer(tokenless.Refused), tokenless.Refused.RetryAfter
		typed.Reason += "; no access token could be had"
	case isRefused:
		typed.Answer, typed.RetryAfter = readAnswer(refused), refused.RetryAfter
		typed.Reason += " anything but what is shown here"
	case cut.Last != nil:
		typed.Reason += fmt.Sprintf("; the last attempt failed: %v", cut.Last)
	}
	if cut.Sent {
		typed.Reason += outcomeOpen
	}
	return typed
}

// afterLost words a failure that follows a request whose answer was lost: when
// the context ends before a look has settled it, the outcome stays open.
func (o *organization) afterLost(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	worded := o.failure(ctx, doing, err)
	if typed, ok := errors.AsType[*service.Error](worded); ok && typed.Class == service.Interrupted && !isOpen(typed) {
		typed.Reason += outcomeOpen
	}
	return worded
}

func isOpen(err *service.Error) bool { return strings.HasSuffix(err.Reason, outcomeOpen) }

// forgetIfOpen drops what is known when a write was cut off that may have had
// its effect.
func (o *organization) forgetIfOpen(worded error) {
	if typed, ok := errors.AsType[*service.Error](worded); ok && isOpen(typed) {
		o.inventory.Forget()
	}
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
	return service.Snapshot{}, interrupted(doing, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err})
}

func (o *organization) setLastFailure(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lastFailure = err
}
