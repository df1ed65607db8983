// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// aliased: what stands at the name is a CNAME, and its target has no record. Only
// a CNAME that somebody put at this very name is one to publish behind or to
// remove: those of a DNAME and of a wildcard are made up by the server.
func (d *diagnosis) aliased(ctx context.Context) []Finding {
	r := d.report
	for _, a := range r.first() {
		switch {
		case a.Verdict == Present || a.Verdict == Unchecked:
		case a.dname != "":
			return []Finding{r.below(a)}
		case r.Type == CNAME || a.CNAME == "":
		case d.ofWildcard(ctx, a.CNAME):
			return []Finding{r.besideWildcard(a.CNAME)}
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

func (r Report) besideWildcard(target dnsquery.FQDN) Finding {
	return Finding{
		Code:     RecordMissing,
		Sentence: fmt.Sprintf("There is no %s record at %s: a wildcard answers for this name, with a CNAME to %s.", r.Type, r.Name, target),
		Fix:      r.publishFix() + " A wildcard does not cover a name that has a record of its own (RFC 1034 §4.3.3), so it can stay.",
	}
}

// ofWildcard: a name that nobody publishes is a CNAME to the same target.
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
