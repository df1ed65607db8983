// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"slices"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Verdict is what one server address says about the record.
type Verdict string

const (
	// Present: the record is served; with nothing expected, any record of the type.
	Present Verdict = "present"
	// Absent: the server is authoritative, and there is no record of the type.
	Absent Verdict = "absent"
	// Different: records of the type are there, none has the expected value.
	Different Verdict = "different"
	// Refused: the server does not want to answer (REFUSED).
	Refused Verdict = "refused"
	// Lame: the server is listed for the zone and does not serve it.
	Lame Verdict = "lame"
	// Unreachable: no valid answer came.
	Unreachable Verdict = "unreachable"
	// Failed: the server answered with an error of its own, such as SERVFAIL.
	Failed Verdict = "failed"
	// Unchecked: the server has a CNAME there, and nobody could be asked what its
	// target holds.
	Unchecked Verdict = "unchecked"
)

// Answered reports whether the server spoke about the record at all.
func (v Verdict) Answered() bool { return v == Present || v == Absent || v == Different }

// inspection is what an answer is held against.
type inspection struct {
	question Question
	owner    dnsquery.FQDN
	apex     dnsquery.FQDN // the zone that was asked for, or "" when no one knows
	resolver bool          // the answer is a resolver's: no AA bit, CNAMEs followed
}

// judge reads one answer. The server's name and address are the caller's to add.
func (i inspection) judge(m *dns.Msg) ServerAnswer {
	a := ServerAnswer{Owner: i.owner, Rcode: dnsquery.RcodeName(m.Rcode), Authoritative: m.Authoritative}
	if !i.resolver {
		a.recursive, a.refers = m.RecursionAvailable && !m.Authoritative, referral(m, i.owner)
	}
	switch {
	case m.Rcode == dns.RcodeRefused:
		a.Verdict = Refused
		return a
	case m.Rcode == dns.RcodeNotAuth && !i.resolver:
		a.Verdict = Lame
		return a
	case !dnsquery.IsAnswer(m):
		a.Verdict = Failed
		return a
	case !i.resolver && !m.Authoritative:
		a.Verdict = Lame
		a.cut = i.cutBelow(m)
		return a
	}
	return i.judgeRecords(m, a)
}

func (i inspection) judgeRecords(m *dns.Msg, a ServerAnswer) ServerAnswer {
	owner, qtype := i.owner, i.question.Type.wire()
	a.dname = dnameAbove(m.Answer, owner)
	if i.resolver && i.question.Type != CNAME {
		if owner = dnsquery.EndOfChain(m.Answer, owner); owner != i.owner {
			a.CNAME = owner
		}
	}
	rrset := dnsquery.RRset(m.Answer, owner, qtype)
	if len(rrset) > 0 {
		a.Values = dnsquery.Values(rrset)
		a.TTL = dnsquery.LowestTTL(rrset, 1<<31*time.Second)
		a.Verdict = i.question.compare(a.Values)
		return a
	}
	a.Verdict = Absent
	if target := dnsquery.CNAMETarget(m.Answer, owner); target != "" {
		a.CNAME = target
		a.TTL = dnsquery.LowestTTL(dnsquery.RRset(m.Answer, owner, dns.TypeCNAME), 1<<31*time.Second)
		return a
	}
	soa := dnsquery.NegativeSOA(m.Ns, owner)
	if soa == nil {
		return a
	}
	a.Zone = dnsquery.Canonical(soa.Hdr.Name)
	a.NegativeTTL = dnsquery.NegativeTTL(soa)
	if i.apex != "" && a.Zone != i.apex {
		a.Verdict, a.cut = Lame, i.cutBelow(m)
	}
	return a
}

// cutBelow is set when the answer shows a zone cut between the asked zone and
// the owner name: the cut is newer than what led here.
func (i inspection) cutBelow(m *dns.Msg) dnsquery.FQDN {
	for _, rr := range m.Ns {
		if t := rr.Header().Rrtype; t != dns.TypeNS && t != dns.TypeSOA {
			continue
		}
		apex := dnsquery.Canonical(rr.Header().Name)
		if i.apex != "" && i.owner.In(apex) && apex.Below(i.apex) {
			return apex
		}
	}
	return ""
}

func (q Question) compare(found []string) Verdict {
	expected := q.Expected
	if q.Type == CNAME && expected != "" {
		expected = dnsquery.Canonical(expected).String()
	}
	if expected == "" || slices.Contains(found, expected) {
		return Present
	}
	return Different
}
