// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// publishedElsewhere asks the servers that the caller believes to have the
// record. If one has it and no delegated server does, the domain is delegated to
// another DNS host than the one that was edited.
func (d *diagnosis) publishedElsewhere(ctx context.Context) []Finding {
	var targets []target
	for _, entry := range d.hints.Nameservers[:min(len(d.hints.Nameservers), maxHintServers)] {
		if address, err := dnsquery.Endpoint(entry); err == nil {
			targets = append(targets, target{name: entry, address: entry, dial: address})
		}
	}
	if len(targets) == 0 || d.report.Mode == Recursive || len(d.client.nameservers) > 0 {
		return nil // nobody asked whom the domain is delegated to
	}
	r := &zoneCheck{client: d.client}
	i := inspection{question: d.report.question(), owner: d.report.Name}
	var with []string
	for _, a := range r.askAll(ctx, i, targets) {
		if a.Verdict == Present {
			with = append(with, a.Name)
		}
	}
	if len(with) == 0 {
		return nil
	}
	return []Finding{d.report.delegatedElsewhere(with, d.report.serverNames())}
}

// undelegated finds a domain without a zone: the zone that denies the record is the registry's, so there is
// none to publish it in. A resolver's answer shows only this of an unregistered
// domain, and a registry with an address below the domain says NOERROR.
func (d *diagnosis) undelegated() []Finding {
	r := d.report
	if r.Zone == "" || len(r.Values()) > 0 || len(d.client.nameservers) > 0 {
		return nil
	}
	gone := undelegated(r.Name, r.Zone)
	if gone == nil {
		return nil
	}
	if r.Mode == Recursive {
		gone.Resolver = r.answeringServer()
		return []Finding{gone.byResolver()}
	}
	return []Finding{{
		Code:     NotDelegated,
		Sentence: fmt.Sprintf("The domain %s is not delegated: %q answers for it and names no servers of its own for it.", gone.Domain, gone.Parent),
		Fix:      delegateFix,
	}}
}

const delegateFix = "Check the spelling; if it is right, register or renew the domain, or set its name servers at the registrar."

// answeringServer is the resolver whose answer counts.
func (r Report) answeringServer() string {
	for _, a := range r.ownAnswers() {
		if a.Verdict.Answered() {
			return a.Name
		}
	}
	return ""
}

// byResolver leaves open who is right: what a resolver denies may exist.
func (e *NotDelegatedError) byResolver() Finding {
	return Finding{
		Code:     NotDelegated,
		Sentence: fmt.Sprintf("The domain %s is not delegated in %q, according to the resolver %s; no server of %q was asked.", e.Domain, e.Parent, e.Resolver, e.Parent),
		Fix:      "Ask another resolver (dns.resolvers), or the registry, whether the domain exists. " + delegateFix,
	}
}

func (e *ZoneUnreachableError) finding() Finding {
	f := Finding{
		Code:     ZoneUnreachable,
		Sentence: fmt.Sprintf("No name server of %q gave a usable answer (%s).", e.Zone, e.Attempts),
		Fix:      `If this network lets no DNS out, use the dns mode "recursive" with a resolver that it can reach, by https:// if need be.`,
	}
	family := e.Attempts.Unrouted()
	switch {
	case e.configuredResolvers():
		return Finding{
			Code:     ResolverAsNameserver,
			Sentence: fmt.Sprintf("The servers in dns.nameservers are resolvers, and not authoritative for %q (%s).", e.Zone, e.Attempts),
			Fix:      "Enter resolvers in dns.resolvers; dns.nameservers is for authoritative servers of the zone, and can be left out.",
		}
	case e.Configured:
		f.Sentence = fmt.Sprintf("No server in dns.nameservers answers for %q (%s).", e.Zone, e.Attempts)
		f.Fix = "Correct dns.nameservers, or leave it out: the servers of the zone are then found in the DNS."
	case e.resolvers():
		f.Sentence = fmt.Sprintf("Resolvers answered in place of the name servers of %q (%s): this network redirects DNS queries.", e.Zone, e.Attempts)
		f.Fix = "Have DNS queries of this machine let through (UDP and TCP port 53), or " + recursiveInstead
	case family != "":
		f.Fix = fmt.Sprintf("This machine has no %s route to them: add one, or %s", family, recursiveInstead)
	}
	return f
}

// resolverFix depends on whether resolvers answered, and with what.
func resolverFix(e *dnsquery.ResolverError) string {
	answered := func(a dnsquery.Attempt) bool {
		var code *dnsquery.RcodeError
		return errors.As(a.Err, &code)
	}
	switch {
	case e.Attempts.Unrouted() == dnsquery.IPv6:
		return "This machine has no IPv6 route: add one, or set dns.resolvers to a resolver with an IPv4 address."
	case e.Attempts.Every(func(a dnsquery.Attempt) bool { return errors.Is(a.Err, dnsquery.ErrNotResolver) }):
		return "Enter name servers of a zone in dns.nameservers; dns.resolvers is for resolvers."
	case e.Attempts.Every(answered):
		return otherResolver
	case slices.ContainsFunc(e.Attempts, answered):
		return otherResolver + " " + reachResolver
	}
	return reachResolver
}

const (
	reachResolver = "Check the addresses of the resolvers and that this network can reach them; tls:// needs TCP port 853, https:// TCP port 443."
	otherResolver = "Set dns.resolvers of the provider to a resolver that serves this machine and answers every record type; those of containers and VPNs often know addresses only. " +
		"One that answers SERVFAIL may itself be cut off, or reach no server of the zone."
)

func (r Report) question() Question {
	return Question{Name: string(r.Name), Type: r.Type, Expected: r.Expected}
}

// DiagnoseError turns an error of Check into findings; nil when it is none that
// says anything about DNS.
func DiagnoseError(err error) []Finding { return escaped(diagnoseError(err)) }

func diagnoseError(err error) []Finding {
	var undelegated *NotDelegatedError
	var zone *ZoneUnreachableError
	var resolver *dnsquery.ResolverError
	var name *dnsquery.NameError
	var value *ValueError
	switch {
	case errors.As(err, &undelegated) && undelegated.Resolver != "":
		return []Finding{undelegated.byResolver()}
	case errors.As(err, &undelegated):
		return []Finding{{
			Code:     NotDelegated,
			Sentence: fmt.Sprintf("The domain %s is not delegated: the name servers of %q say that it does not exist.", undelegated.Domain, undelegated.Parent),
			Fix:      delegateFix,
		}}
	case errors.As(err, &zone) && zone.private():
		return []Finding{{
			Code:     PrivateAddress,
			Sentence: fmt.Sprintf("The name servers of %q have no public address in the DNS, and so were not asked (%s).", zone.Zone, zone.Attempts),
			Fix:      "Correct the addresses of the servers, or name them in dns.nameservers; for a split horizon, set dns.allow_private = true.",
		}}
	case errors.As(err, &zone):
		return []Finding{zone.finding()}
	case errors.As(err, &resolver) && denies(resolver):
		return []Finding{{
			Code:     ResolversUnreachable,
			Sentence: fmt.Sprintf("No resolver is of use for %s (%s).", resolver.Asked, resolver.Attempts),
			Fix:      "Set dns.resolvers of the provider to a resolver that answers every record type; those of containers and VPNs often know addresses only.",
		}}
	case errors.As(err, &resolver):
		return []Finding{{
			Code:     ResolversUnreachable,
			Sentence: fmt.Sprintf("No resolver gave a usable answer to %s (%s).", resolver.Asked, resolver.Attempts),
			Fix:      resolverFix(resolver),
		}}
	case errors.As(err, &name):
		return []Finding{{Code: BadName, Sentence: fmt.Sprintf("%q cannot be a name in DNS: %s.", name.Name, name.Reason), Fix: "Correct the name."}}
	case errors.As(err, &value):
		return []Finding{{Code: BadValue, Sentence: fmt.Sprintf("The value expected at %s fits in no record: %s.", value.Name, value.Reason), Fix: "Correct the value."}}
	}
	return nil
}
