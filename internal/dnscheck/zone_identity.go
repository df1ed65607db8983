// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"

	"github.com/miekg/dns"
)

// Zone says who answers for a name.
type Zone struct {
	// Apex of the zone that holds the name.
	Apex string
	// Nameservers of the zone by name, sorted: those that the parent names and
	// those that the zone itself names.
	Nameservers []string
	// Contact is the mailbox of whoever runs the zone, written as a domain name
	// (RNAME of the SOA, RFC 1035 section 3.3.13); "" when no server told it.
	Contact string
}

// Zone finds the zone that holds name, and its servers. In mode Authoritative no
// resolver is asked for the name itself. Errors are those of Check.
func (c *Client) Zone(ctx context.Context, name string) (Zone, error) {
	owner, err := ownerName(name)
	if err != nil {
		return Zone{}, err
	}
	ctx, _ = metered(ctx)
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
		return Zone{}, fmt.Errorf("finding the zone that holds %s: %w", shown(owner), err)
	}
	return found, nil
}

func (c *Client) delegatedZone(ctx context.Context, owner string) (Zone, error) {
	r := &zoneCheck{client: c, asked: map[string]*outcome{}}
	r.addName(owner)
	z, err := r.locate(ctx, owner)
	if err != nil {
		return Zone{}, err
	}
	found := Zone{Apex: shown(z.apex)}
	for _, s := range z.servers {
		found.Nameservers = append(found.Nameservers, shown(s.name))
	}
	// The zone is known without its SOA: a zone whose servers are all dead is
	// named all the same.
	m, err := r.askAny(ctx, z, query{name: z.apex, qtype: dns.TypeSOA}, func(m *dns.Msg) bool { return contact(m, z.apex) != "" })
	if err == nil {
		found.Contact = contact(m, z.apex)
	}
	return found, nil
}

// explicitZone believes what the configured servers say of themselves. Where they
// refer to others, the name is in a zone of those.
func (c *Client) explicitZone(ctx context.Context, owner string) (Zone, error) {
	found, err := c.configuredZone(ctx, owner)
	var refers *referralError
	if errors.As(err, &refers) {
		if below, errBelow := c.delegatedZone(ctx, owner); errBelow == nil {
			return below, nil
		}
	}
	return found, err
}

func (c *Client) configuredZone(ctx context.Context, owner string) (Zone, error) {
	r := &zoneCheck{client: c, asked: map[string]*outcome{}}
	return climb(owner, func(q query) (*dns.Msg, error) {
		m, attempts := r.race(ctx, c.nameservers, queriesAtOnce, q, func(m *dns.Msg) bool { return m.Authoritative && isAnswer(m) })
		if m == nil {
			return nil, &ZoneUnreachableError{Zone: shown(q.name), Attempts: attempts, Configured: true}
		}
		return m, nil
	})
}

// resolvedZone asks the resolvers, which mode Recursive is about.
func (c *Client) resolvedZone(ctx context.Context, owner string) (Zone, error) {
	said := ""
	found, err := climb(owner, func(q query) (*dns.Msg, error) {
		got, err := c.resolvers.usableReply(ctx, q)
		said = got.address
		return got.msg, err
	})
	if err != nil {
		return Zone{}, err
	}
	if gone := undelegated(owner, canonical(found.Apex)); gone != nil {
		gone.Resolver = said
		return Zone{}, gone
	}
	return found, nil
}

// climb asks for the SOA of owner and, where the answer does not tell (a CNAME
// stands there), of the names above it, then for the servers of the zone.
func climb(owner string, ask func(query) (*dns.Msg, error)) (Zone, error) {
	for asked := owner; asked != "."; asked = parent(asked) {
		m, err := ask(query{name: asked, qtype: dns.TypeSOA})
		if err != nil {
			return Zone{}, err
		}
		apex := apexIn(m, asked)
		if apex == "" {
			continue
		}
		servers, err := ask(query{name: apex, qtype: dns.TypeNS})
		if err != nil {
			return Zone{}, err
		}
		found := Zone{Apex: shown(apex), Contact: contact(m, apex)}
		for _, name := range serverNames(owned(servers.Answer, apex, dns.TypeNS)) {
			found.Nameservers = append(found.Nameservers, shown(name))
		}
		return found, nil
	}
	return Zone{}, &ZoneUnreachableError{Zone: shown(owner)}
}

// apexIn is the zone that an answer to "SOA owner" names, or "". Behind a CNAME
// the authority section speaks about the zone of the target.
func apexIn(m *dns.Msg, owner string) string {
	if !isAnswer(m) {
		return ""
	}
	if len(owned(m.Answer, owner, dns.TypeSOA)) > 0 {
		return owner
	}
	if soa := soaAbove(m.Ns, owner); soa != nil && alias(m.Answer, owner) == "" {
		return dns.CanonicalName(soa.Hdr.Name)
	}
	return ""
}

func contact(m *dns.Msg, apex string) string {
	for _, rr := range append(owned(m.Answer, apex, dns.TypeSOA), owned(m.Ns, apex, dns.TypeSOA)...) {
		if soa, ok := rr.(*dns.SOA); ok {
			return shown(dns.CanonicalName(soa.Mbox))
		}
	}
	return ""
}
