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

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// aliased finds a CNAME at the name whose target has no record. Only a CNAME that
// somebody published at this very name can be replaced: those of a DNAME and of a
// wildcard are synthesized by the server.
func (d *diagnosis) aliased(ctx context.Context) []Finding {
	r := d.report
	for _, a := range r.ownAnswers() {
		switch {
		case a.Verdict == Present || a.Verdict == Unchecked:
		case a.dname != "":
			return []Finding{r.belowDNAME(a)}
		case r.Type == CNAME || a.CNAME == "":
		case d.ofWildcard(ctx, a.CNAME):
			return []Finding{r.underWildcard(a.CNAME)}
		default:
			return []Finding{r.missingAtTarget(a)}
		}
	}
	return nil
}

// behindAlias is the finding that a published record is at the target of a CNAME alone.
// Resolvers follow it; GitHub warns of CNAMEs, and what other services do is not documented.
func (r Report) behindAlias() []Finding {
	for _, a := range r.ownAnswers() {
		if a.Verdict == Present && a.CNAME != "" {
			return []Finding{{
				Code:     CNAMEAtName,
				Sentence: fmt.Sprintf("The %s record is at the end of a CNAME: %s itself is a CNAME to %s.", r.Type, r.Name, a.CNAME),
				Fix:      fmt.Sprintf("Replace the CNAME at %s with the record: a service that looks at the name itself does not see what is behind a CNAME.", r.Name),
			}}
		}
	}
	return nil
}

// missingAtTarget is the finding that the target of a CNAME at the name has no record.
func (r Report) missingAtTarget(a ServerAnswer) Finding {
	f := Finding{
		Code:     CNAMEAtName,
		Sentence: fmt.Sprintf("%s is a CNAME to %s, so the %s record has to be at that name, and it is not.", r.Name, a.CNAME, r.Type),
		Fix: fmt.Sprintf("Publish the record at %s, or replace the CNAME with other records; no other record can exist beside a CNAME (RFC 1034 §3.6.2).",
			a.CNAME),
	}
	var broken *AliasError
	if errors.As(a.Err, &broken) {
		f.Sentence = fmt.Sprintf("%s is a CNAME to %s that leads nowhere: %v.", r.Name, a.CNAME, broken)
	}
	return f
}

// belowDNAME is the finding that a DNAME is above the name: below it there are no
// records, whatever the DNS console accepts (RFC 6672 §2.4).
func (r Report) belowDNAME(a ServerAnswer) Finding {
	f := Finding{
		Code:     CNAMEAtName,
		Sentence: fmt.Sprintf("A DNAME at %s redirects all names below it, so the %s record of %s has to be at %s, and it is not.", a.dname, r.Type, r.Name, a.CNAME),
		Fix: fmt.Sprintf("Publish the record at %s, or replace the DNAME at %s with other records; no record can exist below a DNAME (RFC 6672 §2.4).",
			a.CNAME, a.dname),
	}
	var broken *AliasError
	switch {
	case errors.As(a.Err, &broken):
		f.Sentence = fmt.Sprintf("A DNAME at %s redirects all names below it, and for %s that leads nowhere: %v.", a.dname, r.Name, broken)
	case r.Type == CNAME:
		f.Sentence = fmt.Sprintf("A DNAME at %s redirects all names below it, so %s cannot have a CNAME of its own.", a.dname, r.Name)
		f.Fix = fmt.Sprintf("Replace the DNAME at %s with other records; no record can exist below a DNAME (RFC 6672 §2.4).", a.dname)
	}
	return f
}

// underWildcard is the finding that a wildcard gives the name its CNAME.
func (r Report) underWildcard(target dnsquery.FQDN) Finding {
	return Finding{
		Code:     RecordMissing,
		Sentence: fmt.Sprintf("There is no %s record at %s: a wildcard answers for this name, with a CNAME to %s.", r.Type, r.Name, target),
		Fix:      r.publishFix() + " A wildcard does not cover a name that has a record of its own (RFC 1034 §4.3.3), so it can stay.",
	}
}

// ofWildcard reports whether a name that nobody publishes has a CNAME to the same
// target.
func (d *diagnosis) ofWildcard(ctx context.Context, target dnsquery.FQDN) bool {
	name := unpublishedSibling(d.report.Name)
	m := d.ask(ctx, dnsquery.Query{Name: name, Type: d.report.Type.wire()})
	if m == nil {
		return false
	}
	if d.report.Mode == Recursive {
		end := dnsquery.EndOfChain(m.Answer, name)
		return end != name && end == target
	}
	return dnsquery.CNAMETarget(m.Answer, name) == target
}

const (
	// addressQuestions are those of flattened: A and AAAA, at the name and beside it.
	addressQuestions = 2 * 2 * serversPerCandidate
	// maxAddresses is how many addresses a finding lists; the others are counted.
	maxAddresses = 3
)

// flattened finds addresses instead of the CNAME: a DNS host that proxies or
// flattens a CNAME serves addresses in its place. A name that does not exist
// (NXDOMAIN) has none, and is not asked for. A wildcard gives addresses to every
// name; where it explains them, they say nothing about the CNAME.
func (d *diagnosis) flattened(ctx context.Context) []Finding {
	r := d.report
	if r.Type != CNAME || d.expected.Value == "" || len(r.Values()) > 0 || !r.nameExists() {
		return nil
	}
	addrs := d.addressesAt(ctx, r.Name)
	if len(addrs) == 0 || len(d.addressesAt(ctx, unpublishedSibling(r.Name))) > 0 {
		return nil
	}
	seen := make([]string, 0, len(addrs))
	for _, addr := range addrs[:min(len(addrs), maxAddresses)] {
		seen = append(seen, addr.String())
	}
	if more := len(addrs) - len(seen); more > 0 {
		seen = append(seen, fmt.Sprintf("%d more", more))
	}
	f := Finding{
		Code: FlattenedCNAME,
		Sentence: fmt.Sprintf("There are addresses at %s (%s) instead of the CNAME record: the DNS host proxies or flattens it, so the CNAME itself is not visible.",
			r.Name, recordvalue.Join(seen)),
		Fix: fmt.Sprintf("Switch proxying or flattening off for %s at the DNS host (at Cloudflare: \"DNS only\"), and publish it as a CNAME to %s.",
			r.Name, recordvalue.Quote(d.expected.Value)),
	}
	if r.Mode == Recursive {
		f.Sentence = fmt.Sprintf("The resolver %s gives addresses for %s (%s) and no CNAME record: the DNS host proxies or flattens it, or the resolver leaves CNAME records out.",
			r.answeringServer(), r.Name, recordvalue.Join(seen))
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

func (d *diagnosis) addressesAt(ctx context.Context, name dnsquery.FQDN) []netip.Addr {
	types := []uint16{dns.TypeA, dns.TypeAAAA}
	found := make([][]netip.Addr, len(types))
	var both sync.WaitGroup
	for i, qtype := range types {
		both.Go(func() {
			if m := d.ask(ctx, dnsquery.Query{Name: name, Type: qtype}); m != nil {
				found[i] = dnsquery.Addresses(m.Answer, name)
			}
		})
	}
	both.Wait()
	return slices.Concat(found...)
}
