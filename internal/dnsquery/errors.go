// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
)

// NameError means that a name cannot be asked for at all.
type NameError struct {
	Name   string
	Reason string
}

func (e *NameError) Error() string {
	return fmt.Sprintf("%q cannot be looked up in the DNS: %s", e.Name, e.Reason)
}

// TimeoutError means that no packet came within the timeout of a query.
type TimeoutError struct {
	Waited time.Duration
	cause  error
}

func (e *TimeoutError) Error() string { return fmt.Sprintf("no answer within %s", e.Waited) }

// Unwrap gives context.DeadlineExceeded.
func (e *TimeoutError) Unwrap() error { return e.cause }

// RcodeError is a response whose code says that there is no answer. Rcode is the
// number in the header of the message (RFC 6895 section 2.3).
type RcodeError struct{ Rcode int }

func (e *RcodeError) Error() string { return "answered " + RcodeName(e.Rcode) }

// ErrNotResolver means that a configured resolver is an authoritative server,
// which names other servers instead of resolving.
var ErrNotResolver = errors.New("it is no resolver: it refers to other name servers")

// Attempt is one server that gave no usable response.
type Attempt struct {
	Server  string
	Address string
	// Via is how a resolver was reached: "UDP", "TLS", "HTTPS". "" for name
	// servers, which are reached over UDP and, for long answers, TCP.
	Via string
	Err error
}

// Attempts are the servers that were asked for one thing, in order of asking.
type Attempts []Attempt

// maxShownAttempts bounds the text of an error; further attempts are counted.
const maxShownAttempts = 8

func (all Attempts) String() string {
	if len(all) == 0 {
		return "none is known"
	}
	parts := make([]string, 0, len(all))
	for _, a := range all {
		label := ServerLabel(a.Server, a.Address)
		if a.Via != "" {
			label += " over " + a.Via
		}
		parts = append(parts, label+": "+withoutSource(a.Err))
	}
	if all[0].Via == "" {
		// Name servers are asked at the same time, so that their order says nothing.
		slices.Sort(parts)
	}
	parts = parts[:min(len(all), maxShownAttempts)]
	if rest := len(all) - maxShownAttempts; rest > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(parts, "; ")
}

// withoutSource is the text of an error without the port of this machine, which is
// another one each time.
func withoutSource(err error) string {
	text := fmt.Sprint(err)
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Source != nil {
		plain := *op
		plain.Source = nil
		text = strings.Replace(text, op.Error(), plain.Error(), 1)
	}
	return text
}

// Errors gives the cause of every attempt.
func (all Attempts) Errors() []error {
	errs := make([]error, 0, len(all))
	for _, a := range all {
		errs = append(errs, a.Err)
	}
	return errs
}

// Every reports whether there are attempts and the condition holds for all.
func (all Attempts) Every(condition func(Attempt) bool) bool {
	for _, a := range all {
		if !condition(a) {
			return false
		}
	}
	return len(all) > 0
}

// ServerLabel names a server by name and address, or by the one that it has.
func ServerLabel(name, address string) string {
	if address == "" || address == name {
		return name
	}
	return name + " (" + address + ")"
}

// ResolverError means that no configured resolver gave a usable answer. Asked is
// the question, type and name.
type ResolverError struct {
	Asked    string
	Attempts Attempts
}

// NewResolverError is about replies of which none is usable.
func NewResolverError(q Query, replies []ResolverReply) *ResolverError {
	attempts := make(Attempts, 0, len(replies))
	for _, r := range replies {
		err := r.Err
		if err == nil {
			err = &RcodeError{Rcode: r.Message.Rcode}
		}
		attempts = append(attempts, Attempt{Server: r.Resolver, Via: r.Via, Err: err})
	}
	return &ResolverError{Asked: q.String(), Attempts: attempts}
}

func (e *ResolverError) Error() string {
	return fmt.Sprintf("no resolver gave a usable answer to %s: %s", e.Asked, e.Attempts)
}

// Unwrap gives the cause of every attempt.
func (e *ResolverError) Unwrap() []error { return e.Attempts.Errors() }
