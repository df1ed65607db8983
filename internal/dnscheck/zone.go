// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Zone is the zone of a name.
type Zone struct {
	// Apex of the zone that holds the name.
	Apex dnsquery.FQDN
	// Nameservers of the zone by name, sorted: those that the parent names and
	// those that the zone itself names.
	Nameservers []dnsquery.FQDN
	// Contact is the mailbox of whoever runs the zone, written as a domain
	// name (RNAME of the SOA, RFC 1035 §3.3.13); "" when no server answered with it.
	Contact dnsquery.FQDN
}

// NameserverNames are the name servers as people write them, without final dot.
func (z Zone) NameserverNames() []string { return shownNames(z.Nameservers) }

// shownNames are names as people write them.
func shownNames(names []dnsquery.FQDN) []string {
	shown := make([]string, 0, len(names))
	for _, name := range names {
		shown = append(shown, name.String())
	}
	return shown
}

// Zone finds the zone that holds name, and its servers. In mode Authoritative no
// resolver is asked for the name itself. Errors are those of Check.
func (c *Client) Zone(ctx context.Context, name string) (Zone, error) {
	owner, err := dnsquery.ParseFQDN(name)
	if err != nil {
		return Zone{}, err
	}
	ctx, _ = dnsquery.WithBudget(ctx, maxPackets)
	var found Zone
	switch {
	case c.mode == Recursive:
		found, err = c.resolvedZone(ctx, owner)
	case len(c.nameservers) > 0:
		found, err = c.explicitZone(ctx, owner)
	default:
		found, err = c.delegatedZone(ctx, owner)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return Zone{}, fmt.Errorf("finding the zone that holds %s: %w", owner, err)
	}
	return found, nil
}

func (c *Client) delegatedZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	own := &delegation.OwnNames{}
	own.Add(owner)
	search := c.finder.Search(own)
	z, err := search.Zone(ctx, owner)
	if err != nil {
		return Zone{}, err
	}
	found := Zone{Apex: z.Apex}
	for _, s := range z.Servers {
		found.Nameservers = append(found.Nameservers, s.Name)
	}
	// The zone is known without its SOA: a zone whose servers are all dead is
	// named all the same.
	m, err := search.AskAny(ctx, z, dnsquery.Query{Name: z.Apex, Type: dns.TypeSOA}, func(m *dns.Msg) bool { return contact(m, z.Apex) != "" })
	if err == nil {
		found.Contact = contact(m, z.Apex)
	}
	return found, nil
}

// explicitZone asks the configured servers. Where they refer to others, the name is
// in a zone of those.
func (c *Client) explicitZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	found, err := c.configuredZone(ctx, owner)
	var refers *delegation.ReferralError
	if errors.As(err, &refers) {
		if below, errBelow := c.delegatedZone(ctx, owner); errBelow == nil {
			return below, nil
		}
	}
	return found, err
}

func (c *Client) configuredZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	return climb(owner, func(q dnsquery.Query) (*dns.Msg, error) {
		m, attempts := c.finder.AskTargets(ctx, c.nameservers, q, func(m *dns.Msg) bool { return m.Authoritative && dnsquery.IsAnswer(m) })
		if m == nil {
			return nil, &delegation.UnreachableError{Zone: q.Name, Attempts: attempts, Configured: true}
		}
		return m, nil
	})
}

// resolvedZone asks the resolvers, as mode Recursive does.
func (c *Client) resolvedZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	resolver := ""
	found, err := climb(owner, func(q dnsquery.Query) (*dns.Msg, error) {
		got, err := c.resolvers.Resolve(ctx, q)
		resolver = got.Resolver
		return got.Message, err
	})
	if err != nil {
		return Zone{}, err
	}
	if err := delegation.NotDelegated(owner, found.Apex); err != nil {
		err.Resolver = resolver
		return Zone{}, err
	}
	return found, nil
}

// climb asks for the SOA of owner and, where the answer does not tell the zone
// (there is a CNAME), of the names above it, then for the servers of the zone.
func climb(owner dnsquery.FQDN, ask func(dnsquery.Query) (*dns.Msg, error)) (Zone, error) {
	for asked := owner; asked != "."; asked = asked.Parent() {
		m, err := ask(dnsquery.Query{Name: asked, Type: dns.TypeSOA})
		if err != nil {
			return Zone{}, err
		}
		apex := apexIn(m, asked)
		if apex == "" {
			continue
		}
		servers, err := ask(dnsquery.Query{Name: apex, Type: dns.TypeNS})
		if err != nil {
			return Zone{}, err
		}
		names := dnsquery.NameServers(dnsquery.RRset(servers.Answer, apex, dns.TypeNS))
		return Zone{Apex: apex, Nameservers: names, Contact: contact(m, apex)}, nil
	}
	return Zone{}, &delegation.UnreachableError{Zone: owner}
}

// apexIn is the zone that an answer to "SOA owner" names, or "". After a CNAME the
// authority section is about the zone of the target.
func apexIn(m *dns.Msg, owner dnsquery.FQDN) dnsquery.FQDN {
	if !dnsquery.IsAnswer(m) {
		return ""
	}
	if len(dnsquery.RRset(m.Answer, owner, dns.TypeSOA)) > 0 {
		return owner
	}
	if soa := dnsquery.NegativeSOA(m.Ns, owner); soa != nil && dnsquery.CNAMETarget(m.Answer, owner) == "" {
		return dnsquery.Canonical(soa.Hdr.Name)
	}
	return ""
}

func contact(m *dns.Msg, apex dnsquery.FQDN) dnsquery.FQDN {
	for _, rr := range append(dnsquery.RRset(m.Answer, apex, dns.TypeSOA), dnsquery.RRset(m.Ns, apex, dns.TypeSOA)...) {
		if soa, ok := rr.(*dns.SOA); ok {
			return dnsquery.Canonical(soa.Mbox)
		}
	}
	return ""
}
