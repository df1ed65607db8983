// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	adviceRunAgain = "Run Terraform again: it goes on from what is there."
	outcomeOpen    = "; the request had left, and whether it had its effect is not known"
)

// interrupted says what the end of the context has cut off.
func interrupted(attempt string, cut *httpapi.InterruptedError) *service.Error {
	typed := &service.Error{Class: service.Interrupted, Attempt: attempt, Cause: cut.Cause, Advice: adviceRunAgain}
	typed.Reason = "it was interrupted before Webex answered"
	if errors.Is(cut.Cause, context.DeadlineExceeded) {
		typed.Reason = "the time for it ran out before Webex answered"
	}
	refused, isRefused := errors.AsType[*httpapi.StatusError](cut.Last)
	tokenless, noToken := errors.AsType[*httpapi.TokenError](cut.Last)
	switch {
	case isRefused:
		typed.Answer, typed.RetryAfter = readAnswer(refused), refused.RetryAfter
		typed.Reason += " anything but what is shown here"
	case noToken && tokenless.Refused != nil:
		typed.Answer, typed.RetryAfter = readAnswer(tokenless.Refused), tokenless.Refused.RetryAfter
		typed.Reason += "; no access token could be had"
	case cut.Last != nil:
		typed.Reason += fmt.Sprintf("; the last attempt failed: %v", cut.Last)
	}
	if cut.Sent {
		typed.Reason += outcomeOpen
	}
	return typed
}

// isOpen: a write was cut off that may have had its effect.
func isOpen(err error) bool {
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

// whenOpen completes the advice on a write whose outcome is open, where the
// next run may meet what it made.
func whenOpen(err, worded error, meets string, id service.DomainID) error {
	if typed, ok := errors.AsType[*service.Error](worded); ok && isOpen(err) {
		typed.Advice = fmt.Sprintf("%s If it then says %s, import it:\n\n  terraform import ADDRESS %s", adviceRunAgain, meets, id)
	}
	return worded
}

// forgetWhenOpen drops what is known of a domain after such a write.
func (o *organization) forgetWhenOpen(err error, domain string) {
	if isOpen(err) {
		o.forget(domain)
	}
}

// snapshot is the inventory's. A reading serves all who wait for it and
// outlives each of them, so what it was doing is told from notes.
func (o *organization) snapshot(ctx context.Context, attempt string) (service.Snapshot, error) {
	snapshot, err := o.inventory.Snapshot(ctx)
	if err == nil || service.ClassOf(err) != "" {
		return snapshot, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	typed := interrupted(attempt, &httpapi.InterruptedError{Last: o.lastFailure, Cause: err})
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
	return fmt.Sprintf("The pending entry %s of the drift probe may be left behind in Control Hub; it is harmless and can be removed there.", probe)
}
