// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

var (
	// ErrRoot means that a zone for the root itself was asked for.
	ErrRoot = errors.New("nobody publishes a record at the root of the DNS")
	// ErrNoAddress means that a server name has no address.
	ErrNoAddress = errors.New("no address is known for this server name")
	// ErrResolver means that a resolver answered where an authoritative server was
	// asked.
	ErrResolver = errors.New("it is a resolver, and not authoritative")

	errNotAuthoritative = errors.New("is not authoritative")
)

// NotDelegatedError means that the parent zone has no such domain: it is not
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

// UnreachableError means that the search ended above the domain, because no server
// of Zone gave a usable answer. Where this is a top-level domain, the network
// most likely blocks DNS; mode Recursive is for such networks.
type UnreachableError struct {
	Zone     dnsquery.FQDN
	Attempts dnsquery.Attempts
	// Configured: the servers are those of the configuration, and not found in the
	// DNS.
	Configured bool
	// Unasked counts servers and addresses that were left out to keep the budget.
	Unasked int
}

func (e *UnreachableError) Error() string {
	text := fmt.Sprintf("no name server of %q gave a usable answer: %s", e.Zone, e.Attempts)
	if e.Configured {
		text = fmt.Sprintf("no configured name server answers for %q: %s", e.Zone, e.Attempts)
		if e.ConfiguredResolvers() {
			text += "; resolvers belong in dns.resolvers, not in dns.nameservers"
		}
	}
	if e.Unasked > 0 {
		text += fmt.Sprintf("; %d further addresses were not asked", e.Unasked)
	}
	return text
}

// Unwrap gives the cause of every attempt.
func (e *UnreachableError) Unwrap() []error { return e.Attempts.Errors() }

// OnlyPrivate reports whether no server was asked, because none has a public
// address.
func (e *UnreachableError) OnlyPrivate() bool {
	return e.Attempts.Every(func(a dnsquery.Attempt) bool { return isPrivateAddress(a.Err) })
}

// ConfiguredResolvers reports whether every configured server is a resolver.
func (e *UnreachableError) ConfiguredResolvers() bool {
	return e.Configured && e.Attempts.Every(func(a dnsquery.Attempt) bool { return errors.Is(a.Err, ErrResolver) })
}

// OnlyResolvers reports whether every response came from a resolver. Servers that
// the DNS names are not all resolvers: something answers in their place.
func (e *UnreachableError) OnlyResolvers() bool {
	found := false
	for _, a := range e.Attempts {
		isResolver := errors.Is(a.Err, ErrResolver)
		if !isResolver && !isNoResponse(a.Err) {
			return false
		}
		found = found || isResolver
	}
	return found
}

// isNoResponse reports whether no response came, so that nothing is known of the
// server.
func isNoResponse(err error) bool {
	var timeout *dnsquery.TimeoutError
	var network *net.OpError
	return errors.As(err, &timeout) || errors.As(err, &network) || isPrivateAddress(err) ||
		errors.Is(err, ErrNoAddress) || errors.Is(err, context.Canceled)
}

// ReferralError means that a server is not authoritative for a name, and refers to
// the servers of Zone.
type ReferralError struct{ Zone dnsquery.FQDN }

func (e *ReferralError) Error() string {
	return "it is not authoritative, and refers to the name servers of " + e.Zone.String()
}

// PrivateAddressError means that the DNS gives a name server an address that is
// not public. It was not asked: whoever controls a zone could otherwise send
// queries into the network of whoever checks it.
type PrivateAddressError struct {
	Server  string
	Address netip.Addr
}

func (e *PrivateAddressError) Error() string {
	return fmt.Sprintf("not asked: %s is not a public address (configure the server in dns.nameservers, or set dns.allow_private = true for a split horizon)", e.Address)
}

func isPrivateAddress(err error) bool {
	var private *PrivateAddressError
	return errors.As(err, &private)
}
