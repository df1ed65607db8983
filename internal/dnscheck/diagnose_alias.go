// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// aliased finds a CNAME at the name whose target has no record. Only
// a CNAME that somebody put at this very name is one to publish behind or to
// remove: those of a DNAME and of a wildcard are made up by the server.
func (d *diagnosis) aliased(ctx context.Context) []Finding {
	r := d.report
	for _, a := range r.ownAnswers() {
		switch {
		case a.Verdict == Present || a.Verdict == Unchecked:
		case a.dname != "":
			return []Finding{r.below(a)}
		case r.Type == CNAME || a.CNAME == "":
		case d.ofWildcard(ctx, a.CNAME):
			return []Finding{r.underWildcard(a.CNAME)}
		default:
			return []Finding{r.behind(a)}
		}
	}
	return nil
}

func (r Report) behind(a ServerAnswer) Finding {
	f := Finding{
		Code:     CNAMEAtName,
		Sentence: fmt.Sprintf("%s is a CNAME to %s, so the %s record is looked for there, and it is not there.", r.Name, a.CNAME, r.Type),
		Fix: fmt.Sprintf("Publish the record at %s, or replace the CNAME by other records; no other record can stand beside a CNAME (RFC 1034 §3.6.2).",
			a.CNAME),
	}
	var broken *AliasError
	if errors.As(a.Err, &broken) {
		f.Sentence = fmt.Sprintf("%s is a CNAME to %s that leads nowhere: %v.", r.Name, a.CNAME, broken)
	}
	return f
}

// below a DNAME there are no records, whatever the DNS console accepts (RFC 6672
// §2.4).
func (r Report) below(a ServerAnswer) Finding {
	f := Finding{
		Code:     CNAMEAtName,
		Sentence: fmt.Sprintf("A DNAME at %s leads all names below it elsewhere, so the %s record of %s is looked for at %s, and it is not there.", a.dname, r.Type, r.Name, a.CNAME),
		Fix: fmt.Sprintf("Publish the record at %s, or replace the DNAME at %s by other records; no record can stand below a DNAME (RFC 6672 §2.4).",
			a.CNAME, a.dname),
	}
	var broken *AliasError
	switch {
	case errors.As(a.Err, &broken):
		f.Sentence = fmt.Sprintf("A DNAME at %s leads all names below it elsewhere, and for %s that leads nowhere: %v.", a.dname, r.Name, broken)
	case r.Type == CNAME:
		f.Sentence = fmt.Sprintf("A DNAME at %s leads all names below it elsewhere, so no CNAME of its own can be seen at %s.", a.dname, r.Name)
		f.Fix = fmt.Sprintf("Replace the DNAME at %s by other records; no record can stand below a DNAME (RFC 6672 §2.4).", a.dname)
	}
	return f
}

func (r Report) underWildcard(target dnsquery.FQDN) Finding {
	return Finding{
		Code:     RecordMissing,
		Sentence: fmt.Sprintf("There is no %s record at %s: a wildcard answers for this name, with a CNAME to %s.", r.Type, r.Name, target),
		Fix:      r.publishFix() + " A wildcard does not cover a name that has a record of its own (RFC 1034 §4.3.3), so it can stay.",
	}
}

// ofWildcard reports whether a name that nobody publishes is a CNAME to the same
// target.
func (d *diagnosis) ofWildcard(ctx context.Context, target dnsquery.FQDN) bool {
	name := unpublishedSibling(d.report.Name)
	m := d.answerTo(ctx, dnsquery.Query{Name: name, Type: d.report.Type.wire()})
	if m == nil {
		return false
	}
	if d.report.Mode == Recursive {
		end := dnsquery.EndOfChain(m.Answer, name)
		return end != name && end == target
	}
	return dnsquery.CNAMETarget(m.Answer, name) == target
}

// dnameAbove is the DNAME that made the CNAME at name, or "".
func dnameAbove(section []dns.RR, name dnsquery.FQDN) dnsquery.FQDN {
	for _, rr := range section {
		h := rr.Header()
		if apex := dnsquery.Canonical(h.Name); h.Rrtype == dns.TypeDNAME && h.Class == dns.ClassINET && name.Below(apex) {
			return apex
		}
	}
	return ""
}

// addressQuestions are those of flattened: A and AAAA, at the name and beside it.
const addressQuestions = 2 * 2 * serversPerCandidate

// flattened finds addresses in place of the CNAME: a DNS host that proxies or flattens a CNAME serves addresses in its
// place. A name that does not exist (NXDOMAIN) has none, and is not asked about.
// A wildcard gives addresses to every name; where it explains them, they say
// nothing about the CNAME.
func (d *diagnosis) flattened(ctx context.Context) []Finding {
	r := d.report
	if r.Type != CNAME || d.expected.value == "" || len(r.Values()) > 0 || !r.nameExists() {
		return nil
	}
	addrs := d.addressesAt(ctx, r.Name)
	if len(addrs) == 0 || len(d.addressesAt(ctx, unpublishedSibling(r.Name))) > 0 {
		return nil
	}
	seen := make([]string, 0, len(addrs))
	for _, addr := range addrs[:min(len(addrs), maxNamed)] {
		seen = append(seen, addr.String())
	}
	if more := len(addrs) - len(seen); more > 0 {
		seen = append(seen, fmt.Sprintf("%d more", more))
	}
	f := Finding{
		Code: FlattenedCNAME,
		Sentence: fmt.Sprintf("There are addresses at %s (%s) in place of the CNAME record: the DNS host proxies or flattens it, so nobody sees the CNAME itself.",
			r.Name, listed(seen)),
		Fix: fmt.Sprintf("Switch proxying or flattening off for %s at the DNS host (at Cloudflare: \"DNS only\"), and publish it as a CNAME to %s.",
			r.Name, quote(d.expected.value)),
	}
	if r.Mode == Recursive {
		f.Sentence = fmt.Sprintf("The resolver %s gives addresses for %s (%s) and no CNAME record: the DNS host proxies or flattens it, or the resolver leaves CNAME records out.",
			r.answeringServer(), r.Name, listed(seen))
		f.Fix += " If it is published so already, set dns.resolvers to another resolver."
	}
	return []Finding{f}
}

// nameExists reports whether a server denies the type and not the name.
func (r Report) nameExists() bool {
	return slices.ContainsFunc(r.ownAnswers(), func(a ServerAnswer) bool {
		return a.Verdict == Absent && a.CNAME == "" && a.Rcode == dnsquery.RcodeName(dns.RcodeSuccess)
	})
}

// unpublishedSibling is a name next to another one that nobody publishes.
func unpublishedSibling(name dnsquery.FQDN) dnsquery.FQDN {
	label, _, _ := strings.Cut(string(name), ".")
	return name.Parent().Prepend("no-" + label[:min(len(label), 50)] + "-here")
}

// addressesAt asks the servers that answered about the record, the next one only
// when the one before gives no answer; in mode Recursive the resolvers.
func (d *diagnosis) addressesAt(ctx context.Context, name dnsquery.FQDN) []netip.Addr {
	types := []uint16{dns.TypeA, dns.TypeAAAA}
	found := make([][]netip.Addr, len(types))
	var both sync.WaitGroup
	for i, qtype := range types {
		both.Go(func() {
			if m := d.answerTo(ctx, dnsquery.Query{Name: name, Type: qtype}); m != nil {
				found[i] = dnsquery.Addresses(m.Answer, name)
			}
		})
	}
	both.Wait()
	return slices.Concat(found...)
}

// answerTo is nil where nobody answers.
func (d *diagnosis) answerTo(ctx context.Context, q dnsquery.Query) *dns.Msg {
	if d.report.Mode == Recursive {
		got, err := d.client.resolvers.Resolve(ctx, q)
		if err != nil {
			return nil
		}
		return got.Message
	}
	for _, address := range d.report.answeringServers() {
		if got, err := d.client.exchanger.Exchange(ctx, address, q); err == nil {
			return got.Message
		}
	}
	return nil
}
