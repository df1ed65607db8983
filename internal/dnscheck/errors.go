// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
)

// NameError means that the owner name cannot be asked for at all.
type NameError struct {
	Name   string
	Reason string
}

func (e *NameError) Error() string {
	return fmt.Sprintf("%q cannot be looked up in DNS: %s", e.Name, e.Reason)
}

// ValueError means that no record can have the expected value.
type ValueError struct {
	Name   string
	Reason string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("the value expected at %q cannot be published: %s", e.Name, e.Reason)
}

// Attempt is one server that was asked in vain.
type Attempt struct {
	Server  string
	Address string
	// Via is how a resolver was reached: "UDP", "TLS", "HTTPS". "" for name
	// servers, which are reached over UDP and, for long answers, TCP.
	Via string
	Err error
}

// ResolverError means that no configured resolver gave a usable answer. Asked
// says what it was asked for; that is never the record's own name except in mode
// Recursive.
type ResolverError struct {
	Asked    string
	Attempts []Attempt
}

func (e *ResolverError) Error() string {
	return fmt.Sprintf("no resolver gave a usable answer to %s: %s", e.Asked, listAttempts(e.Attempts))
}

// denies: a resolver said of something that it does not exist, and it does.
func (e *ResolverError) denies() bool {
	var denied *denialError
	return errors.As(e, &denied)
}

// Unwrap gives the cause of every attempt.
func (e *ResolverError) Unwrap() []error { return causes(e.Attempts) }

// NotDelegatedError means that the parent zone knows no such domain: it is not
// registered, expired, on hold, or mistyped.
type NotDelegatedError struct {
	Domain string
	Parent string
	// Resolver that says so in mode Recursive; "" when the name servers of Parent do.
	Resolver string
}

func (e *NotDelegatedError) Error() string {
	if e.Resolver != "" {
		return fmt.Sprintf("the resolver %s says that domain %s is not delegated in %q", e.Resolver, e.Domain, e.Parent)
	}
	return fmt.Sprintf("domain %s is not delegated: the name servers of %q say that it does not exist", e.Domain, e.Parent)
}

// ZoneUnreachableError means that the walk stopped above the domain, because no
// server of Zone gave a usable answer. Where this is a top-level domain, the
// network most likely lets no DNS out; mode Recursive is for such networks.
type ZoneUnreachableError struct {
	Zone     string
	Attempts []Attempt
	// Configured: the servers are those of Config.Nameservers.
	Configured bool
	// Unasked counts servers and addresses that were left out to keep the budget.
	Unasked int
}

func (e *ZoneUnreachableError) Error() string {
	text := fmt.Sprintf("no name server of %q gave a usable answer: %s", e.Zone, listAttempts(e.Attempts))
	if e.Configured {
		text = fmt.Sprintf("no configured name server answers for %q: %s", e.Zone, listAttempts(e.Attempts))
		if e.configuredResolvers() {
			text += "; resolvers belong in dns.resolvers, not in dns.nameservers"
		}
	}
	if e.Unasked > 0 {
		text += fmt.Sprintf("; %d further addresses were not asked", e.Unasked)
	}
	return text
}

// private: no server was asked, because none has an address that may be.
func (e *ZoneUnreachableError) private() bool {
	var refused *PrivateAddressError
	return every(e.Attempts, func(a Attempt) bool { return errors.As(a.Err, &refused) })
}

// configuredResolvers: every configured server is a resolver.
func (e *ZoneUnreachableError) configuredResolvers() bool {
	return e.Configured && every(e.Attempts, func(a Attempt) bool { return errors.Is(a.Err, errResolver) })
}

// resolvers: whatever answered offers recursion and is not authoritative. Servers
// that the DNS names are not all resolvers: something answers in their place.
func (e *ZoneUnreachableError) resolvers() bool {
	found := false
	for _, a := range e.Attempts {
		of := errors.Is(a.Err, errResolver)
		if !of && !unanswered(a.Err) {
			return false
		}
		found = found || of
	}
	return found
}

// unanswered: nothing came, so that nothing is known of the server.
func unanswered(err error) bool {
	var silence *silenceError
	var network *net.OpError
	var private *PrivateAddressError
	return errors.As(err, &silence) || errors.As(err, &network) || errors.As(err, &private) ||
		errors.Is(err, errNoAddress) || errors.Is(err, context.Canceled)
}

// Unwrap gives the cause of every attempt.
func (e *ZoneUnreachableError) Unwrap() []error { return causes(e.Attempts) }

// every reports whether all attempts failed, and for such a reason.
func every(attempts []Attempt, such func(Attempt) bool) bool {
	for _, a := range attempts {
		if !such(a) {
			return false
		}
	}
	return len(attempts) > 0
}

// AliasError means that a CNAME chain leads nowhere. It appears in
// ServerAnswer.Err, because the server that holds the CNAME did answer.
type AliasError struct {
	Chain  []string
	Reason string
	// Unchecked: nobody could be asked about the end of the chain, so that the
	// record may be there.
	Unchecked bool
	cause     error
}

func (e *AliasError) Error() string {
	return fmt.Sprintf("CNAME chain %s %s", strings.Join(e.Chain, " → "), e.Reason)
}

// Unwrap gives why the end of the chain was not asked, if it was not.
func (e *AliasError) Unwrap() error { return e.cause }

func listAttempts(attempts []Attempt) string {
	if len(attempts) == 0 {
		return "none is known"
	}
	parts := make([]string, 0, len(attempts))
	for _, a := range attempts[:min(len(attempts), maxShownAttempts)] {
		label := serverLabel(a.Server, a.Address)
		if a.Via != "" {
			label += " over " + a.Via
		}
		parts = append(parts, fmt.Sprintf("%s: %v", label, a.Err))
	}
	if rest := len(attempts) - maxShownAttempts; rest > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(parts, "; ")
}

func causes(attempts []Attempt) []error {
	errs := make([]error, 0, len(attempts))
	for _, a := range attempts {
		errs = append(errs, a.Err)
	}
	return errs
}
