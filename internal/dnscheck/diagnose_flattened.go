// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// addressQuestions are those of flattened: A and AAAA, at the name and beside it.
const addressQuestions = 2 * 2 * serversPerCandidate

// flattened: a DNS host that proxies or flattens a CNAME serves addresses in its
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

// nameExists: a server denies the type and not the name.
func (r Report) nameExists() bool {
	return slices.ContainsFunc(r.first(), func(a ServerAnswer) bool {
		return a.Verdict == Absent && a.CNAME == "" && a.Rcode == dnsquery.RcodeName(dns.RcodeSuccess)
	})
}

// unpublishedSibling is a name next to another one that nobody publishes.
func unpublishedSibling(name dnsquery.FQDN) dnsquery.FQDN {
	label, _, _ := strings.Cut(string(name), ".")
	return name.Parent().Prepend("no-" + label[:min(len(label), 50)] + "-here")
}

// addressesAt asks the servers that spoke about the record, the next one only
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
