// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// interrupted is the error of a request that the end of the context has cut off.
func (v *Vendor) interrupted(operation string, cut *httpapi.InterruptedError) *service.Error {
	typed := &service.Error{Class: service.Interrupted, Operation: operation, Cause: cut.Cause, Advice: AdviceRunAgain}
	typed.Reason = "the run was interrupted"
	if errors.Is(cut.Cause, context.DeadlineExceeded) {
		typed.Reason = "the timeout expired"
	}
	if cut.Unsent {
		typed.Reason += " before the request was sent"
	} else {
		typed.Reason += " before " + v.Company + " responded"
	}
	refused, isRefused := errors.AsType[*httpapi.StatusError](cut.Last)
	tokenless, noToken := errors.AsType[*httpapi.TokenError](cut.Last)
	switch {
	case noToken && tokenless.Refused != nil:
		typed.Response, typed.RetryAfter = v.response(tokenless.Refused), tokenless.Refused.RetryAfter
		typed.Reason += "; no access token could be obtained, and the last response of the token endpoint is shown below"
	case isRefused:
		typed.Response, typed.RetryAfter = v.response(refused), refused.RetryAfter
		typed.Reason += "; the last response to an earlier attempt is shown below"
	case cut.Last != nil:
		typed.Reason += fmt.Sprintf("; the last attempt failed: %v", cut.Last)
	}
	if cut.Sent {
		return asAmbiguous(typed)
	}
	return typed
}

// AfterAmbiguous is Failure for what follows a request whose response was lost:
// when the context ends before a reading has shown the outcome, or the reading
// gets no response either, the outcome stays ambiguous.
func (v *Vendor) AfterAmbiguous(ctx context.Context, operation string, err error) error {
	if err == nil {
		return nil
	}
	failure := v.Failure(ctx, operation, err)
	if failure.Ambiguous || failure.Class != service.Interrupted && failure.Class != service.Transient {
		return failure
	}
	return asAmbiguous(failure)
}

// asAmbiguous makes a copy: all who waited for one reading share its error.
func asAmbiguous(err *service.Error) *service.Error {
	ambiguous := *err
	ambiguous.Ambiguous = true
	ambiguous.Reason += "; the request was sent but no response arrived, so the change may or may not have been applied"
	return &ambiguous
}

// IsAmbiguous reports whether the write that returned err may have been applied.
func IsAmbiguous(err error) bool {
	typed, ok := errors.AsType[*service.Error](err)
	return ok && typed.Ambiguous
}

// AdviceImport is what to do when the next run finds what an ambiguous write has
// made. finds completes "If it then reports".
func AdviceImport(finds string, id service.DomainID) string {
	return fmt.Sprintf("%s If it then reports %s, import it:\n\n  terraform import ADDRESS %s", AdviceRunAgain, finds, id)
}

// AdviceArgument completes "To have it released, ".
func AdviceArgument(argument, domain string) string {
	return "set " + argument + " on the domainverify_organization_domain of " + domain + ", " + service.AdviceApplyAlone
}

// Repeat makes a call, and once more where the first one may have been applied, when a
// pause that its response names is over. It is for calls whose repetition shows or restores
// what the first one did.
func (v *Vendor) Repeat(ctx context.Context, call func() error) (again bool, err error) {
	first := call()
	if !httpapi.Ambiguous(first) {
		return false, first
	}
	if err := v.awaitRepetition(ctx, first); err != nil {
		return false, err
	}
	return true, afterFirst(first, call())
}

// Settle makes a write whose outcome a reading can tell. Where the response leaves
// the outcome open, it is read, and the write is made once more unless it was applied
// (invariant 6), when a pause that the first response names is over: with one that no
// request waits for, the result is false with the first error. What is open after that is
// read as well; if it was not applied either, the result is false with the second error, or
// with none. A second attempt that is not handled leaves the outcome of the first one open,
// and its error is one of package service then.
//
// write reports whether its response leaves the outcome open; again is true for the
// second attempt. isApplied reads the outcome.
func (v *Vendor) Settle(ctx context.Context, operation string, write func(again bool) (isOpen bool, err error), isApplied func() (bool, error)) (applied bool, err error) {
	isOpen, first := write(false)
	if !isOpen {
		return false, first
	}
	applied, err = isApplied()
	if applied || err != nil {
		return applied && err == nil, v.AfterAmbiguous(ctx, operation, err)
	}
	if err := v.awaitRepetition(ctx, first); err != nil {
		return false, err
	}
	isOpen, second := write(true)
	refused, isRefused := Refused(second)
	switch isHandled := isRefused && refused.Status != http.StatusRequestTimeout; {
	case httpapi.IsInterrupted(second), !isOpen && second != nil && !isHandled:
		// Nothing is said about the first one, which may be applied after the reading.
		return false, v.AfterAmbiguous(ctx, operation, afterFirst(first, second))
	case !isOpen:
		return false, second
	}
	applied, err = isApplied()
	if applied || err != nil {
		return applied && err == nil, v.AfterAmbiguous(ctx, operation, err)
	}
	return false, second
}

// awaitRepetition waits as long as the response to a lost call wants no other request. It
// returns the error that is the result where no request waits as long.
func (v *Vendor) awaitRepetition(ctx context.Context, first error) error {
	refused, ok := Refused(first)
	if !ok || v.Sleep == nil || refused.RetryAfter <= 0 {
		return nil
	}
	if refused.RetryAfter > ratelimit.MaxWait {
		return first
	}
	if err := v.Sleep(ctx, refused.RetryAfter); err != nil {
		return &httpapi.InterruptedError{Cause: err, Sent: true, Last: first}
	}
	return nil
}

// afterFirst is the error of a second attempt whose first one may have been applied.
// An interrupted second attempt leaves the outcome of the first one open.
func afterFirst(first, err error) error {
	cut, ok := errors.AsType[*httpapi.InterruptedError](err)
	if !ok {
		return err
	}
	ambiguous := *cut
	ambiguous.Sent, ambiguous.Unsent = true, false
	if ambiguous.Last == nil {
		ambiguous.Last = first
	}
	return &ambiguous
}
