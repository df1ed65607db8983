// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"fmt"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// StoppedError says that a wait ran out of time or was interrupted.
type StoppedError struct {
	*poll.StoppedError
	// Publication is what was waited for.
	Publication service.Publication
}

// Unwrap returns the error of package poll, which wraps the cause.
func (e *StoppedError) Unwrap() error { return e.StoppedError }

// RecordIncorrectError says that the record is published with a mistake that
// stays until somebody corrects it.
type RecordIncorrectError struct {
	Finding dnscheck.Finding
	Others  []dnscheck.Finding
	// Seen is what the name servers answered, one line each.
	Seen        string
	Publication service.Publication
	// Called: the record was right before, and the service was asked then.
	Called bool
}

func (e *RecordIncorrectError) Error() string { return e.Finding.Sentence }

// TokenMissingError says that no token was given for a domain that is not verified, or
// whose verification has an option that needs a verify call. No verify call was made.
type TokenMissingError struct {
	// Domain is what the service shows.
	Domain service.Domain
	// BornVerified is that of the service's capabilities.
	BornVerified string
}

func (e *TokenMissingError) Error() string { return e.Reason() }

// Reason says why a token is needed.
func (e *TokenMissingError) Reason() string {
	reason := "A token is needed, because " + DescribeState(e.Domain) + "."
	switch {
	case e.Domain.State.Verified():
		reason = "A token is needed, because an option of the verification takes effect by a verify call alone."
	case e.Domain.State == service.StateAbsent: // it may not have been added yet
		reason = "A token is needed, because the organization does not have the domain."
	case e.Domain.State == service.StateUnknown:
		reason = "A token is needed, because the service does not show whether the domain is verified."
	}
	return strings.TrimSpace(reason + " " + e.BornVerified)
}

// TokenMismatchError says that the token is not the one that the service now
// has. No verify call was made.
type TokenMismatchError struct {
	Request service.VerifyRequest
	// Domain is what the service shows.
	Domain service.Domain
}

func (e *TokenMismatchError) Error() string {
	return fmt.Sprintf("the token given for %s is not the one that the service has", e.Request.ID.Domain)
}

// TokenExpiredError says that the token has expired, before the wait or during it, so
// that the domain can no longer be verified with it.
type TokenExpiredError struct {
	ID service.DomainID
	// ExpiresAt is zero where only the service's refusal shows that it has expired.
	ExpiresAt time.Time
	// Renews: the service issues another token for the domain.
	Renews bool
	// Seen is what the last attempt saw, or empty.
	Seen        string
	Publication service.Publication
	// Cause is the refusal of the service, or the end of the wait; nil where none was begun.
	Cause error
}

func (e *TokenExpiredError) Error() string {
	return fmt.Sprintf("the token given for %s has expired", e.ID.Domain)
}

// Unwrap returns the cause.
func (e *TokenExpiredError) Unwrap() error { return e.Cause }

// LockoutError says that a lockout guard did not let a step pass, and that
// waiting has not changed that.
type LockoutError struct{ Blocked *service.Error }

func (e *LockoutError) Error() string { return e.Blocked.Error() }

// Unwrap returns the guard's error.
func (e *LockoutError) Unwrap() error { return e.Blocked }

// GuardStoppedError says that the wait for a lockout guard ran out of time or was interrupted.
type GuardStoppedError struct{ *poll.StoppedError }

// Unwrap returns the error of package poll, which wraps the cause.
func (e *GuardStoppedError) Unwrap() error { return e.StoppedError }
