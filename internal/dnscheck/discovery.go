// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/net/publicsuffix"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// maxCuts is above any real depth; each step goes strictly down, so this bounds
// only names made of labels upon labels that are all delegated.
const maxCuts = 16

var errRoot = errors.New("nobody publishes a record at the root of DNS")

// locate finds the zone that holds name.
//
//	known cut, or public suffix      com.
//	  ↓ referral                      └ acme.com.
//	  ↓ referral                         └ eu.acme.com.
//	  ↓ "SOA eu.acme.com."                  └ _x     held by eu.acme.com.
func (r *zoneCheck) locate(ctx context.Context, name dnsquery.FQDN) (*zone, error) {
	c := r.client
	if name == "." {
		// Only an alias comes here ("CNAME ." says that there is nothing), and
		// nothing above it could be asked.
		return nil, errRoot
	}
	if z := c.zones.holding(name); z != nil {
		return z, nil
	}
	z := c.zones.above(name)
	if z == nil {
		var err error
		if z, err = r.start(ctx, name); err != nil {
			return nil, err
		}
	}
	suffix := registrySuffix(name.Parent())
	for range maxCuts {
		public := suffix.In(z.apex)
		found, err := r.nextCut(ctx, z, name)
		var unreachable *ZoneUnreachableError
		switch {
		case errors.As(err, &unreachable) && !public:
			// The delegation exists, and why nothing comes from below it is for the
			// verdicts to say. Not remembered: it may be repaired meanwhile.
			return z, nil
		case err != nil:
			return nil, err
		case found.next != nil:
			z = found.next
			continue
		case public && found.missing && found.apex == z.apex:
			return nil, undelegated(name, z.apex)
		}
		if !public || found.apex != z.apex {
			z = r.completeServers(ctx, z, found.apex)
		}
		c.zones.keep(z, name)
		return z, nil
	}
	return nil, &ZoneUnreachableError{Zone: z.apex}
}

// start finds, through the resolvers, the servers of the public suffix of name.
// The suffix is the one of the registry (ICANN): under those of companies, such
// as github.io., the zones are ordinary ones. If a suffix is no zone of its own,
// as some third-level ones, its parent is asked about.
func (r *zoneCheck) start(ctx context.Context, name dnsquery.FQDN) (*zone, error) {
	for suffix := registrySuffix(name.Parent()); ; suffix = suffix.Parent() {
		if r.isOwn(suffix) {
			continue
		}
		found, err := r.client.lookups.NameServers(ctx, suffix)
		if err != nil {
			return nil, err
		}
		// That it does not exist is only what a resolver answers; the servers above it decide.
		if len(found.NameServers) == 0 && suffix != "." {
			continue
		}
		z := &zone{apex: suffix, expires: found.Expires}
		for _, name := range found.NameServers[:min(len(found.NameServers), maxServers)] {
			z.servers = append(z.servers, server{name: name})
		}
		return z, nil
	}
}

// registrySuffix is the public suffix of name. A suffix that is not in the
// list is the last label, as the list says for unknown ones.
func registrySuffix(name dnsquery.FQDN) dnsquery.FQDN {
	for name != dnsquery.Root {
		suffix, icann := publicsuffix.PublicSuffix(name.String())
		if icann || !strings.Contains(suffix, ".") {
			return dnsquery.Canonical(suffix)
		}
		name = dnsquery.Canonical(suffix).Parent()
	}
	return dnsquery.Root
}

// registrable is the domain that the servers of suffix should have delegated.
func registrable(name, suffix dnsquery.FQDN) dnsquery.FQDN {
	for name.Parent() != suffix && name.Parent() != "." {
		name = name.Parent()
	}
	return name
}

// undelegated is what it means that apex is the nearest zone above name: nil when
// that is nearer than the public suffix. Some suffixes, such as kyoto.jp., are no
// zones of their own, so it is not always the label below apex that is missing.
func undelegated(name, apex dnsquery.FQDN) *NotDelegatedError {
	suffix := registrySuffix(name.Parent())
	if !suffix.In(apex) {
		return nil
	}
	if apex == "." {
		suffix = apex // there is no such top-level domain
	}
	return &NotDelegatedError{Domain: registrable(name, suffix), Parent: apex}
}

// walkStep is what one answer on the way down tells: either a zone further down to go on with, or the apex
// that holds the name, which may be deeper than the asked zone when its servers
// serve both.
type walkStep struct {
	next    *zone
	apex    dnsquery.FQDN
	missing bool // the name does not exist (NXDOMAIN)
}

// nextCut asks the servers of z for the SOA of name, and where the answer does not
// tell (a CNAME stands there, or a server leaves the SOA out), label by label
// upwards:
//
//	SOA _x.eu.acme.com.   CNAME …           nothing about the zone
//	SOA    eu.acme.com.   SOA acme.com.     no cut in between
func (r *zoneCheck) nextCut(ctx context.Context, z *zone, name dnsquery.FQDN) (walkStep, error) {
	for asked := name; asked != z.apex; asked = asked.Parent() {
		q := dnsquery.Query{Name: asked, Type: dns.TypeSOA}
		m, err := r.askAny(ctx, z, q, func(m *dns.Msg) bool {
			s := r.readReferral(m, z, asked)
			return s.next != nil || s.apex != "" || (m.Authoritative && dnsquery.IsAnswer(m))
		})
		if err != nil {
			return walkStep{}, err
		}
		if s := r.readReferral(m, z, asked); s.next != nil || s.apex != "" {
			return s, nil
		}
	}
	return walkStep{apex: z.apex}, nil
}

// readReferral says what an answer to "SOA asked" tells about the zone of asked.
func (r *zoneCheck) readReferral(m *dns.Msg, z *zone, asked dnsquery.FQDN) walkStep {
	if !dnsquery.IsAnswer(m) {
		return walkStep{}
	}
	if len(dnsquery.RRset(m.Answer, asked, dns.TypeSOA)) > 0 && m.Authoritative {
		return walkStep{apex: asked}
	}
	if dnsquery.CNAMETarget(m.Answer, asked) != "" {
		return walkStep{} // the authority section then speaks about the target
	}
	if soa := dnsquery.NegativeSOA(m.Ns, asked); soa != nil {
		apex := dnsquery.Canonical(soa.Hdr.Name)
		if !m.Authoritative || !apex.In(z.apex) {
			return walkStep{}
		}
		return walkStep{apex: apex, missing: m.Rcode == dns.RcodeNameError}
	}
	for _, rr := range m.Ns {
		apex := dnsquery.Canonical(rr.Header().Name)
		if rr.Header().Rrtype != dns.TypeNS || !asked.In(apex) || !apex.Below(z.apex) || len(m.Answer) > 0 {
			continue
		}
		return walkStep{next: delegated(apex, z.apex, dnsquery.RRset(m.Ns, apex, dns.TypeNS), m.Extra, r.client.zones.now())}
	}
	return walkStep{}
}

// completeServers adds the servers that the zone itself names to those its parent
// names. Where servers of the parent serve the child too, there was no referral,
// and apex is below z: then only the zone's own NS records count.
func (r *zoneCheck) completeServers(ctx context.Context, z *zone, apex dnsquery.FQDN) *zone {
	q := dnsquery.Query{Name: apex, Type: dns.TypeNS}
	m, err := r.askAny(ctx, z, q, func(m *dns.Msg) bool {
		return m.Authoritative && len(dnsquery.RRset(m.Answer, apex, dns.TypeNS)) > 0
	})
	var own *zone
	if err == nil {
		own = delegated(apex, apex, dnsquery.RRset(m.Answer, apex, dns.TypeNS), m.Extra, r.client.zones.now())
	}
	if apex == z.apex {
		return z.merge(own)
	}
	if own != nil {
		return own
	}
	return &zone{apex: apex, servers: z.servers, unasked: z.unasked, expires: z.expires}
}
