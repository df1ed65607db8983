// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// ValueError means that no record can have the expected value.
type ValueError struct {
	Name   string
	Reason string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("the value expected at %q cannot be published: %s", e.Name, e.Reason)
}

// NotDelegatedError means that the parent zone knows no such domain: it is not
// registered, expired, on hold, or mistyped.
type NotDelegatedError struct {
	Domain dnsquery.FQDN
	Parent dnsquery.FQDN
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
	Zone     dnsquery.FQDN
	Attempts dnsquery.Attempts
	// Configured: the servers are those of Config.Nameservers.
	Configured bool
	// Unasked counts servers and addresses that were left out to keep the budget.
	Unasked int
}

func (e *ZoneUnreachableError) Error() string {
	text := fmt.Sprintf("no name server of %q gave a usable answer: %s", e.Zone, e.Attempts)
	if e.Configured {
		text = fmt.Sprintf("no configured name server answers for %q: %s", e.Zone, e.Attempts)
		if e.configuredResolvers() {
			text += "; resolvers belong in dns.resolvers, not in dns.nameservers"
		}
	}
	if e.Unasked > 0 {
		text += fmt.Sprintf("; %d further addresses were not asked", e.Unasked)
	}
	return text
}

// private reports whether no server was asked, because none has an address that may be.
func (e *ZoneUnreachableError) private() bool {
	var refused *PrivateAddressError
	return e.Attempts.Every(func(a dnsquery.Attempt) bool { return errors.As(a.Err, &refused) })
}

// configuredResolvers reports whether every configured server is a resolver.
func (e *ZoneUnreachableError) configuredResolvers() bool {
	return e.Configured && e.Attempts.Every(func(a dnsquery.Attempt) bool { return errors.Is(a.Err, errResolver) })
}

// resolvers reports whether whatever answered offers recursion and is not authoritative. Servers
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

// unanswered reports whether no response came, so that nothing is known of the server.
func unanswered(err error) bool {
	var silence *dnsquery.TimeoutError
	var network *net.OpError
	var private *PrivateAddressError
	return errors.As(err, &silence) || errors.As(err, &network) || errors.As(err, &private) ||
		errors.Is(err, errNoAddress) || errors.Is(err, context.Canceled)
}

// Unwrap gives the cause of every attempt.
func (e *ZoneUnreachableError) Unwrap() []error { return e.Attempts.Errors() }

// AliasError means that a CNAME chain leads nowhere. It appears in
// ServerAnswer.Err, because the server that holds the CNAME did answer.
type AliasError struct {
	Chain  []dnsquery.FQDN
	Reason string
	// Unchecked: nobody could be asked about the end of the chain, so that the
	// record may be there.
	Unchecked bool
	cause     error
}

func (e *AliasError) Error() string {
	return fmt.Sprintf("CNAME chain %s %s", joinNames(e.Chain, " → "), e.Reason)
}

// Unwrap gives why the end of the chain was not asked, if it was not.
func (e *AliasError) Unwrap() error { return e.cause }

// denies reports whether a resolver denied what exists for certain.
func denies(e *dnsquery.ResolverError) bool {
	var denied *dnsquery.DenialError
	return errors.As(e, &denied)
}

func joinNames(names []dnsquery.FQDN, separator string) string {
	return strings.Join(shownNames(names), separator)
}

// shownNames are names as people write them.
func shownNames(names []dnsquery.FQDN) []string {
	shown := make([]string, 0, len(names))
	for _, name := range names {
		shown = append(shown, name.String())
	}
	return shown
}
