// SPDX-License-Identifier: MPL-2.0

package service

import (
	"errors"
	"fmt"
	"time"
)

// Class is what an error means, whatever its code at the service.
type Class string

const (
	// NotFound: the organization (not the domain: that is StateAbsent) or a
	// resource of the service does not exist for these credentials.
	NotFound Class = "not found"
	// NotYet: the service does not see the record; another attempt may succeed.
	NotYet Class = "not yet"
	// AlreadyExists: the organization has it already; it can be adopted.
	AlreadyExists Class = "already exists"
	// AlreadyVerified: the domain needs no proof any more, and so there is no token.
	AlreadyVerified Class = "already verified"
	// HeldElsewhere: another organization's hold is in the way. Terminal.
	HeldElsewhere Class = "held elsewhere"
	// Blocked: refused until the operator changes something. Reason says what.
	Blocked Class = "blocked"
	// UnderWay, of Release alone: the service has accepted the release and has not
	// finished it.
	UnderWay Class = "under way"
	// Rotated: the token is no longer the service's current one.
	Rotated Class = "rotated"
	// Expired: the token is the service's current one, and no longer accepted. A Renewer
	// issues another.
	Expired Class = "expired"
	// Throttled: too many requests, and the retry budget is used up.
	Throttled Class = "throttled"
	// Denied: the credentials are wrong, expired, or lack a scope or role.
	Denied Class = "denied"
	// Rejected: the input is wrong.
	Rejected Class = "rejected"
	// Transient: the service or the way to it is broken; the state at the
	// service is as it was, or could not be learned.
	Transient Class = "transient"
	// Interrupted: the context ended first. Cause is the context's, Response the last
	// one received, and Reason says whether a write was under way whose outcome is
	// not known.
	Interrupted Class = "interrupted"
)

// Error is every failure of a service.
type Error struct {
	Class Class
	// Operation is what was attempted, as in "verify the domain acme.com".
	Operation string
	// Reason says what is wrong.
	Reason string
	// Advice says what to do next.
	Advice string
	// Response is the service's response.
	Response Response
	// RetryAfter is set when the service named a time.
	RetryAfter time.Duration
	// Ambiguous: a write was sent, and whether it was applied is not known. Reason says
	// so as well.
	Ambiguous bool
	// VerifyFirst, with Blocked, is a verification that would clear the way. Its Token
	// is empty where this process does not know it; the published record may show it.
	VerifyFirst *VerifyRequest
	// Others, with Blocked, are the verified domains of the organization that have
	// to be released before this one, where they are known.
	Others []string
	// Blockers, with Blocked, are what has to be removed or changed first, such as the
	// users of a domain. BlockerCount is how many there are: more than len(Blockers) where
	// only some are listed, zero where that is not known.
	Blockers     []Blocker
	BlockerCount int
	// Cause is the error below, such as a broken connection.
	Cause error
}

// Blocker is one object of the service that stands in the way. Both texts may be the
// service's own, and are escaped where they are shown.
type Blocker struct {
	// Kind is what it is, such as "user".
	Kind string
	// Name is how the operator finds it, such as a user's address.
	Name string
}

// Response is what the service sent back, as its support needs it.
type Response struct {
	Status    int
	Code      string
	Message   string
	RequestID string
}

func (e *Error) Error() string {
	text := fmt.Sprintf("could not %s: %s", e.Operation, e.Class)
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	if e.Response.Status != 0 {
		text += fmt.Sprintf(" (the service responded with status %d: %q)", e.Response.Status, e.Response.Message)
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Cause }

// ClassOf returns the class of err, or "" when err is no service error.
func ClassOf(err error) Class {
	var typed *Error
	if errors.As(err, &typed) {
		return typed.Class
	}
	return ""
}
