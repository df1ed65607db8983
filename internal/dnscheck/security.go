// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// SecurityState is how a validating resolver classifies the record (RFC 4035 §4.3).
type SecurityState string

const (
	// Secure: the resolver validated the answer (AD bit).
	Secure SecurityState = "secure"
	// Insecure: the resolver validates, and the zone is not signed.
	Insecure SecurityState = "insecure"
	// Bogus: the resolver gives the answer only when told not to validate (CD bit).
	Bogus SecurityState = "bogus"
	// UnknownSecurity: no validating resolver could be asked, or the record is not
	// published, so that none was asked.
	UnknownSecurity SecurityState = "unknown"
)

// Security is a SecurityState, the resolver that it is from, and the reason.
type Security struct {
	State    SecurityState
	Resolver string
	Detail   string
}

// Security asks a resolver for the report's record, and where that one does not
// validate, the next: at most three queries each. It sends none unless the report is
// Published (or the resolver was asked before, in mode Recursive), and none with
// configured Nameservers.
func (c *Client) Security(ctx context.Context, r Report) Security {
	switch {
	case !r.Published() && r.Mode != Recursive:
		return Security{State: UnknownSecurity, Detail: "the record is not on all servers yet, so no resolver was asked for it"}
	case len(c.nameservers) > 0:
		return Security{State: UnknownSecurity, Detail: "with configured name servers no resolver is asked"}
	}
	owner := r.Name
	validated := dnsquery.Query{Name: owner, Type: r.Type.wire(), AuthenticatedData: true}
	got, err := c.resolvers.FirstReply(ctx, validated)
	if err != nil {
		return Security{State: UnknownSecurity, Resolver: got.Resolver, Detail: err.Error()}
	}
	first := c.securityBy(ctx, got, validated)
	if first.State != UnknownSecurity {
		return first
	}
	for _, other := range c.resolvers.Others(got.Resolver) {
		got, err := c.resolvers.ReplyFrom(ctx, other, validated)
		if err != nil {
			continue
		}
		if s := c.securityBy(ctx, got, validated); s.State != UnknownSecurity {
			return s
		}
	}
	return first
}

// securityBy is the state according to the resolver that sent a reply.
func (c *Client) securityBy(ctx context.Context, got dnsquery.ResolverReply, validated dnsquery.Query) Security {
	s := Security{State: UnknownSecurity, Resolver: got.Resolver}
	switch {
	case got.Message.Rcode == dns.RcodeServerFailure:
		validated.CheckingDisabled = true
		return c.whyFailed(ctx, s, got.Message, validated)
	case !dnsquery.IsAnswer(got.Message):
		s.Detail = fmt.Sprintf("resolver %s %v", got.Resolver, &dnsquery.RcodeError{Rcode: got.Message.Rcode})
	case got.Message.AuthenticatedData:
		s.State, s.Detail = Secure, fmt.Sprintf("resolver %s validated the answer", got.Resolver)
	default:
		return c.whyUnauthenticated(ctx, s)
	}
	return s
}

// whyFailed asks again with checking disabled, and then as before: where the one gives an
// answer and the other still does not, SERVFAIL was a failed validation. A resolver that
// had trouble with its servers once answers the second time.
func (c *Client) whyFailed(ctx context.Context, s Security, failure *dns.Msg, unchecked dnsquery.Query) Security {
	got, err := c.resolvers.ReplyFrom(ctx, s.Resolver, unchecked)
	if err != nil || !dnsquery.IsAnswer(got.Message) {
		s.Detail = fmt.Sprintf("resolver %s answered SERVFAIL, with and without validation", s.Resolver)
		return s
	}
	unchecked.CheckingDisabled = false
	if again, err := c.resolvers.ReplyFrom(ctx, s.Resolver, unchecked); err != nil || again.Message.Rcode != dns.RcodeServerFailure {
		s.Detail = fmt.Sprintf("resolver %s answered SERVFAIL, and not any more when it was asked again", s.Resolver)
		return s
	}
	s.State = Bogus
	s.Detail = fmt.Sprintf("resolver %s answers SERVFAIL, and with validation switched off (CD) it answers", s.Resolver)
	if reason := extendedError(failure); reason != "" {
		s.Detail += "; its reason: " + reason
	}
	return s
}

// whyUnauthenticated distinguishes an unsigned zone from a resolver that does not
// validate: the root is signed, so a validating resolver authenticates it.
func (c *Client) whyUnauthenticated(ctx context.Context, s Security) Security {
	root, err := c.resolvers.ReplyFrom(ctx, s.Resolver, dnsquery.Query{Name: ".", Type: dns.TypeSOA, AuthenticatedData: true})
	if err != nil || !root.Message.AuthenticatedData {
		s.Detail = fmt.Sprintf("resolver %s does not validate", s.Resolver)
		return s
	}
	s.State, s.Detail = Insecure, fmt.Sprintf("resolver %s validates, and the zone is not signed", s.Resolver)
	return s
}

// extendedError is the resolver's explanation (RFC 8914), or "".
func extendedError(m *dns.Msg) string {
	opt := m.IsEdns0()
	if opt == nil {
		return ""
	}
	for _, o := range opt.Option {
		if e, ok := o.(*dns.EDNS0_EDE); ok {
			reason := dns.ExtendedErrorCodeToString[e.InfoCode]
			if e.ExtraText != "" {
				reason += fmt.Sprintf(" (%q)", e.ExtraText)
			}
			return reason
		}
	}
	return ""
}

// bogus asks only where the record is published, or where the resolver was asked
// for it anyway: an absence must not get into its cache.
func (d *diagnosis) bogus(ctx context.Context) []Finding {
	s := d.client.Security(ctx, d.report)
	if s.State != Bogus {
		return nil
	}
	return []Finding{{
		Code:     DNSSECBogus,
		Sentence: fmt.Sprintf("The DNSSEC signatures of %s are invalid: %s. Services use validating resolvers, which do not return the record.", d.report.zoneName(), s.Detail),
		Fix: "Sign the zone again, or correct the DS record at the registrar so that it fits the zone's keys; " +
			"to switch DNSSEC off, remove the DS record first and wait for its TTL.",
	}}
}
