// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/net/publicsuffix"
)

// denialError means that a resolver denies what exists for certain. Resolvers of
// containers and VPNs do so for every type but A and AAAA; nothing that such a
// resolver says about missing records is of use.
type denialError struct {
	denied string // the root, or a top-level domain of ICANN
	rcode  int
}

func (e *denialError) Error() string {
	what := fmt.Sprintf("the top-level domain %q", e.denied)
	if e.denied == "." {
		what = "the root of DNS"
	}
	said := "answers without any name server for " + what
	if e.rcode == dns.RcodeNameError {
		said = "answers NXDOMAIN for " + what
	}
	return said + ", which exists: it does not resolve every record type"
}

// denial checks a negative answer to q against what is known to exist: the
// top-level domain of the name and, where that is no public one, the root. A
// resolver that denies these is a liar; one that is not heard about them is not
// convicted. It is asked once and believed from then on.
func (r *resolvers) denial(ctx context.Context, u upstream, q query, got resolverReply) *denialError {
	if !got.usable() || q.unchecked || len(got.msg.Answer) > 0 || r.isTrusted(u) {
		return nil
	}
	for _, name := range []string{topLevel(q.name), "."} {
		m := got.msg
		if q.name != name || q.qtype != dns.TypeNS {
			known := r.askOne(ctx, u, query{name: name, qtype: dns.TypeNS})
			if !known.usable() {
				return nil
			}
			m = known.msg
		}
		if len(owned(m.Answer, name, dns.TypeNS)) > 0 {
			r.trust(u)
			return nil
		}
		if name == "." || publicTopLevel(name) {
			return &denialError{denied: shown(name), rcode: m.Rcode}
		}
	}
	return nil
}

func (r *resolvers) isTrusted(u upstream) bool {
	_, known := r.trusted.Load(u.shown)
	return known
}

func (r *resolvers) trust(u upstream) { r.trusted.Store(u.shown, true) }

// provesTrust: the answer names the servers of the root or of a top-level domain.
func provesTrust(q query, m *dns.Msg) bool {
	return q.qtype == dns.TypeNS && parent(q.name) == "." && len(owned(m.Answer, q.name, dns.TypeNS)) > 0
}

// topLevel is the last label of a canonical name.
func topLevel(name string) string {
	for name != "." && parent(name) != "." {
		name = parent(name)
	}
	return name
}

// publicTopLevel: ICANN has delegated it, so that it exists for everybody.
func publicTopLevel(name string) bool {
	_, icann := publicsuffix.PublicSuffix(strings.TrimSuffix(name, "."))
	return icann
}
