// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"fmt"

	"github.com/miekg/dns"
)

// DenialError means that a resolver denies what certainly exists. Resolvers of
// containers and VPNs do so for every type but A and AAAA; their answers about
// missing records are worthless.
type DenialError struct {
	Denied FQDN // the root, or a top-level domain of ICANN
	Rcode  int
}

func (e *DenialError) Error() string {
	what := fmt.Sprintf("the top-level domain %q", e.Denied)
	if e.Denied == Root {
		what = "the root of the DNS"
	}
	response := "answers without any name server for " + what
	if e.Rcode == dns.RcodeNameError {
		response = "answers NXDOMAIN for " + what
	}
	return response + ", which exists: it does not resolve every record type"
}

// denial checks a negative answer to q against what is known to exist: the
// top-level domain of the name and, where that is no public one, the root. A
// resolver that denies these is not used; one that gives no usable answer about them
// is. Each resolver is tested once and trusted from then on.
func (r *Resolvers) denial(ctx context.Context, u upstream, q Query, got ResolverReply) *DenialError {
	if !got.usable() || q.CheckingDisabled || len(got.Message.Answer) > 0 || r.isTrusted(u) {
		return nil
	}
	for _, name := range []FQDN{q.Name.TopLevel(), Root} {
		m := got.Message
		if q.Name != name || q.Type != dns.TypeNS {
			known := r.askOne(ctx, u, Query{Name: name, Type: dns.TypeNS})
			if !known.usable() {
				return nil
			}
			m = known.Message
		}
		if len(RRset(m.Answer, name, dns.TypeNS)) > 0 {
			r.trust(u)
			return nil
		}
		if name == Root || name.IsPublicTopLevel() {
			return &DenialError{Denied: name, Rcode: m.Rcode}
		}
	}
	return nil
}

func (r *Resolvers) isTrusted(u upstream) bool {
	_, known := r.trusted.Load(u.label)
	return known
}

func (r *Resolvers) trust(u upstream) { r.trusted.Store(u.label, true) }

// provesTrust reports whether the answer names the servers of the root or of a top-level domain.
func provesTrust(q Query, m *dns.Msg) bool {
	return q.Type == dns.TypeNS && q.Name.Parent() == Root && len(RRset(m.Answer, q.Name, dns.TypeNS)) > 0
}
