// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"errors"
	"fmt"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// DiagnoseError turns an error of Check into findings; nil for an error that is
// not about the DNS.
func DiagnoseError(err error) []Finding {
	if finding, found := findingOf(err); found {
		return escaped([]Finding{finding})
	}
	return nil
}

func findingOf(err error) (Finding, bool) {
	var undelegated *delegation.NotDelegatedError
	var unreachable *delegation.UnreachableError
	var resolver *dnsquery.ResolverError
	var name *dnsquery.NameError
	var value *ValueError
	switch {
	case errors.As(err, &undelegated):
		return notDelegated(undelegated), true
	case errors.As(err, &unreachable):
		return zoneUnreachable(unreachable), true
	case errors.As(err, &resolver):
		return resolversUnreachable(resolver), true
	case errors.As(err, &name):
		return Finding{Code: BadName, Sentence: fmt.Sprintf("%q cannot be a name in the DNS: %s.", name.Name, name.Reason), Fix: "Correct the name."}, true
	case errors.As(err, &value):
		return Finding{Code: BadValue, Sentence: fmt.Sprintf("The value expected at %s fits in no record: %s.", value.Name, value.Reason), Fix: "Correct the value."}, true
	}
	return Finding{}, false
}

const delegateFix = "Check the spelling; if it is right, register or renew the domain, or set its name servers at the registrar."

func notDelegated(e *delegation.NotDelegatedError) Finding {
	if e.Resolver == "" {
		return Finding{
			Code:     NotDelegated,
			Sentence: fmt.Sprintf("The domain %s is not delegated: the name servers of %q say that it does not exist.", e.Domain, e.Parent),
			Fix:      delegateFix,
		}
	}
	// What a resolver denies may exist.
	return Finding{
		Code:     NotDelegated,
		Sentence: fmt.Sprintf("The domain %s is not delegated in %q, according to the resolver %s; no server of %q was asked.", e.Domain, e.Parent, e.Resolver, e.Parent),
		Fix:      "Ask another resolver (dns.resolvers), or the registry, whether the domain exists. " + delegateFix,
	}
}

const (
	recursiveInstead = `set dns.mode = "recursive" with a resolver in dns.resolvers that this machine can reach.`
	// resolverAsNameserverFix is for resolvers that are configured as name servers.
	resolverAsNameserverFix = "Enter resolvers in dns.resolvers; dns.nameservers is for authoritative servers of the zone, and can be left out."
)

func zoneUnreachable(e *delegation.UnreachableError) Finding {
	f := Finding{
		Code:     ZoneUnreachable,
		Sentence: fmt.Sprintf("No name server of %q gave a usable answer (%s).", e.Zone, e.Attempts),
		Fix:      `If this network blocks DNS queries, set dns.mode = "recursive" with a resolver that it can reach, by https:// if need be.`,
	}
	family := e.Attempts.Unrouted()
	switch {
	case e.Attempts.Every(func(a dnsquery.Attempt) bool { return isUnresolved(a.Err) }):
		f.Code = ResolversUnreachable
		f.Sentence = fmt.Sprintf("No resolver gave a usable answer to the questions for the addresses of the name servers of %q (%s).", e.Zone, e.Attempts)
		f.Fix = otherResolver + " " + reachResolver
	case e.OnlyPrivate():
		f.Code = PrivateAddress
		f.Sentence = fmt.Sprintf("The name servers of %q have no public address in the DNS, and so were not asked (%s).", e.Zone, e.Attempts)
		f.Fix = "Correct the addresses of the servers, or name them in dns.nameservers; for a split horizon, set dns.allow_private = true."
	case e.ConfiguredResolvers():
		f.Code = ResolverAsNameserver
		f.Sentence = fmt.Sprintf("The servers in dns.nameservers are resolvers, and not authoritative for %q (%s).", e.Zone, e.Attempts)
		f.Fix = resolverAsNameserverFix
	case e.Configured:
		f.Sentence = fmt.Sprintf("No server in dns.nameservers answers for %q (%s).", e.Zone, e.Attempts)
		f.Fix = "Correct dns.nameservers, or leave it out: the servers of the zone are then found in the DNS."
	case e.OnlyResolvers():
		f.Sentence = fmt.Sprintf("Resolvers answered in place of the name servers of %q (%s): this network redirects DNS queries.", e.Zone, e.Attempts)
		f.Fix = "Have DNS queries of this machine let through (UDP and TCP port 53), or " + recursiveInstead
	case family != "":
		f.Fix = fmt.Sprintf("This machine has no %s route to them: add one, or %s", family, recursiveInstead)
	}
	return f
}

const (
	reachResolver = "Check the addresses of the resolvers and that this network can reach them; tls:// needs TCP port 853, https:// TCP port 443."
	otherResolver = "Set dns.resolvers of the provider to a resolver that serves this machine and answers every record type; those of containers and VPNs often resolve addresses only. " +
		"One that answers SERVFAIL may itself be disconnected, or reach no server of the zone."
)

func resolversUnreachable(e *dnsquery.ResolverError) Finding {
	var denial *dnsquery.DenialError
	if errors.As(e, &denial) {
		return Finding{
			Code:     ResolversUnreachable,
			Sentence: fmt.Sprintf("No resolver can be used for %s (%s).", e.Asked, e.Attempts),
			Fix:      "Set dns.resolvers of the provider to a resolver that answers every record type; those of containers and VPNs often resolve addresses only.",
		}
	}
	return Finding{
		Code:     ResolversUnreachable,
		Sentence: fmt.Sprintf("No resolver gave a usable answer to %s (%s).", e.Asked, e.Attempts),
		Fix:      resolverFix(e.Attempts),
	}
}

// resolverFix depends on whether resolvers answered, and with what.
func resolverFix(attempts dnsquery.Attempts) string {
	answered := func(a dnsquery.Attempt) bool {
		var code *dnsquery.RcodeError
		return errors.As(a.Err, &code)
	}
	switch {
	case attempts.Unrouted() == dnsquery.IPv6:
		return "This machine has no IPv6 route: add one, or set dns.resolvers to a resolver with an IPv4 address."
	case attempts.Every(func(a dnsquery.Attempt) bool { return errors.Is(a.Err, dnsquery.ErrNotResolver) }):
		return "Enter name servers of a zone in dns.nameservers; dns.resolvers is for resolvers."
	case attempts.Every(answered):
		return otherResolver
	case slices.ContainsFunc(attempts, answered):
		return otherResolver + " " + reachResolver
	}
	return reachResolver
}
