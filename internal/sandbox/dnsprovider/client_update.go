// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"errors"
	"fmt"

	"github.com/miekg/dns"
)

// errExists and errAlias say why an RRset could not be created although the server works.
var (
	errExists = errors.New("the record set exists already")
	errAlias  = errors.New("a CNAME and other records exclude each other at one name")
)

// create publishes an RRset that must not exist yet. The condition travels with the update (RFC 2136 section 2.4), so
// that two runs cannot both believe they were first.
func (c *client) create(ctx context.Context, s recordSet) error {
	m := new(dns.Msg).SetUpdate(dns.Fqdn(s.zone))
	own := []dns.RR{s.bare()}
	if s.rrtype == "CNAME" {
		m.NameNotUsed(own)
	} else {
		// A server ignores data beside an alias without saying so (RFC 2136 section 3.4.2.2).
		alias := s
		alias.rrtype = "CNAME"
		m.RRsetNotUsed(append(own, alias.bare()))
	}
	m.Insert(s.records)
	err := c.update(ctx, m)
	var answer *answerError
	if !errors.As(err, &answer) || (answer.rcode != dns.RcodeYXDomain && answer.rcode != dns.RcodeYXRrset) {
		return err
	}
	present, err := c.read(ctx, s)
	switch {
	case err != nil:
		return err
	case len(present) > 0:
		return errExists
	}
	return errAlias
}

// replace makes the RRset exactly this, in one message: nobody sees the name without records in between.
func (c *client) replace(ctx context.Context, s recordSet) error {
	m := new(dns.Msg).SetUpdate(dns.Fqdn(s.zone))
	m.RemoveRRset([]dns.RR{s.bare()})
	m.Insert(s.records)
	return c.update(ctx, m)
}

// remove deletes the RRset; one that is gone already is fine.
func (c *client) remove(ctx context.Context, s recordSet) error {
	m := new(dns.Msg).SetUpdate(dns.Fqdn(s.zone))
	m.RemoveRRset([]dns.RR{s.bare()})
	return c.update(ctx, m)
}

func (c *client) update(ctx context.Context, m *dns.Msg) error {
	c.sign(m)
	reply, err := c.exchange(ctx, m)
	if err != nil {
		return fmt.Errorf("send update of zone %s: %w", m.Question[0].Name, err)
	}
	signature := reply.IsTsig()
	switch {
	case reply.Rcode != dns.RcodeSuccess:
		failure := &answerError{server: c.server, rcode: reply.Rcode}
		if signature != nil {
			failure.tsig = signature.Error
		}
		return failure
	case c.keyName != "" && signature == nil:
		return &answerError{server: c.server, reason: "its answer to a signed update has no signature"}
	}
	return nil
}

// bare is a record without data; the messages' conditions and deletions take name and type from it.
func (s recordSet) bare() dns.RR {
	return &dns.ANY{Hdr: dns.RR_Header{Name: dns.Fqdn(s.owner), Rrtype: dns.StringToType[s.rrtype]}}
}
