// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"slices"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Verdict is what one server address answered about the record.
type Verdict string

const (
	// Present: the record is served; with nothing expected, any record of the type.
	Present Verdict = "present"
	// Absent: the server is authoritative, and there is no record of the type.
	Absent Verdict = "absent"
	// Different: records of the type are there, none has the expected value.
	Different Verdict = "different"
	// Refused: the server refuses to answer (REFUSED).
	Refused Verdict = "refused"
	// Lame: the server is listed for the zone and does not serve it.
	Lame Verdict = "lame"
	// Unreachable: no valid answer came.
	Unreachable Verdict = "unreachable"
	// Failed: the server answered with an error of its own, such as SERVFAIL.
	Failed Verdict = "failed"
	// Unchecked: the server has a CNAME there, and no server of its target could be
	// asked.
	Unchecked Verdict = "unchecked"
)

// Answered reports whether the server answered about the record at all.
func (v Verdict) Answered() bool { return v == Present || v == Absent || v == Different }

// inspection is what a response is judged by.
type inspection struct {
	question Question
	owner    dnsquery.FQDN
	apex     dnsquery.FQDN // the zone whose servers were asked, or "" where it is unknown
	resolver bool          // the response is a resolver's: no AA bit, CNAMEs followed
}

// answer judges what came from one target, or that nothing came.
func (i inspection) answer(t delegation.Target, reply dnsquery.Reply, err error) ServerAnswer {
	a := ServerAnswer{Owner: i.owner, Verdict: Unreachable, Err: err}
	if err == nil {
		a = i.judge(reply.Message)
		a.RTT = reply.RTT
	}
	a.Name, a.Address, a.dial, a.namedBy = t.Name, t.Address, t.Dial, t.NamedBy
	return a
}

// judge judges one response. The caller adds the server's name and address.
func (i inspection) judge(m *dns.Msg) ServerAnswer {
	a := ServerAnswer{Owner: i.owner, Rcode: dnsquery.RcodeName(m.Rcode), Authoritative: m.Authoritative}
	if !i.resolver {
		a.recursive, a.refersTo = m.RecursionAvailable && !m.Authoritative, delegation.Referral(m, i.owner)
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
		a.zoneCut = i.cutBelow(m)
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
	// A resolver does not use the records of a response that denies their name.
	rrset := dnsquery.RRset(m.Answer, owner, qtype)
	if len(rrset) > 0 && m.Rcode == dns.RcodeSuccess {
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
		a.Verdict, a.zoneCut = Lame, i.cutBelow(m)
	}
	return a
}

// dnameAbove is the owner name of the DNAME from which the CNAME at name follows, or
// "".
func dnameAbove(section []dns.RR, name dnsquery.FQDN) dnsquery.FQDN {
	for _, rr := range section {
		h := rr.Header()
		if apex := dnsquery.Canonical(h.Name); h.Rrtype == dns.TypeDNAME && h.Class == dns.ClassINET && name.Below(apex) {
			return apex
		}
	}
	return ""
}

// cutBelow is the zone that a response shows between the asked zone and the owner
// name, or "": its zone cut is newer than the remembered delegation.
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

// tally counts the servers of one zone, by name.
type tally struct {
	servers   int
	answering int
	having    int     // by name: any of its addresses has the record
	worst     Verdict // among addresses that answered: absent, different, present

	// Servers that the delegation names: whether a resolver finds the zone depends on
	// these alone. All servers where no delegation is known.
	delegated          int
	delegatedAnswering int
}

func tallyOf(answers []ServerAnswer) tally {
	all, answering, having, delegated, both := nameSet{}, nameSet{}, nameSet{}, nameSet{}, nameSet{}
	s := tally{}
	known := delegationKnown(answers)
	for _, a := range answers {
		deciding := !a.zoneOnly(known)
		all.add(a.Name, true)
		answering.add(a.Name, a.Verdict.Answered())
		having.add(a.Name, a.Verdict == Present)
		delegated.add(a.Name, deciding)
		both.add(a.Name, deciding && a.Verdict.Answered())
		s.worst = worse(s.worst, a.Verdict)
	}
	s.servers, s.answering, s.having = len(all), len(answering), len(having)
	s.delegated, s.delegatedAnswering = len(delegated), len(both)
	return s
}

type nameSet map[string]bool

func (n nameSet) add(name string, is bool) {
	if is {
		n[name] = true
	}
}

// zoneOnly reports whether the NS records in the zone name the server and the
// delegation, if it is known, does not.
func (a ServerAnswer) zoneOnly(delegationKnown bool) bool {
	return delegationKnown && a.namedBy == delegation.NamedBy{Zone: true}
}

func delegationKnown(answers []ServerAnswer) bool {
	return slices.ContainsFunc(answers, func(a ServerAnswer) bool { return a.namedBy.Parent })
}

// worse is the worse verdict about the record: absent, different, present. Other
// verdicts do not count.
func worse(a, b Verdict) Verdict {
	for _, v := range []Verdict{Absent, Different, Present} {
		if a == v || b == v {
			return v
		}
	}
	return ""
}

// Quorum says how many of a zone's servers decide that a record is published.
// Servers are counted by name: one of them answers when any of its addresses
// does, so a machine without IPv6 loses nothing.
type Quorum string

const (
	// QuorumMajority: more than half of the servers answer, and every one that
	// answers has the record. A dead, refusing or lame server is reported and
	// blocks nothing while that holds. It is the default, since a resolver asks the
	// next server after such a one. Only servers of the delegation are
	// counted, since a resolver that reaches none of them never learns of others.
	QuorumMajority Quorum = "majority"
	// QuorumAll: every server answers and has the record. For zones whose servers
	// are reachable from everywhere, where silence is a fault.
	QuorumAll Quorum = "all"
	// QuorumAny: at least one server has the record, whatever the others say. The
	// service may still ask one that does not, and then remember the absence.
	QuorumAny Quorum = "any"
)

func (q Quorum) known() bool { return q == QuorumMajority || q == QuorumAll || q == QuorumAny }

// answered reports whether enough servers answer for their verdict to count.
func (q Quorum) answered(s tally) bool {
	switch q {
	case QuorumAll:
		return s.servers > 0 && s.answering == s.servers
	case QuorumAny:
		return s.answering > 0
	}
	answering, servers := q.counted(s)
	return answering*2 > servers
}

// counted are the servers that count for answered, and how many of them answer.
func (q Quorum) counted(s tally) (answering, servers int) {
	if q == QuorumAll || q == QuorumAny {
		return s.answering, s.servers
	}
	return s.delegatedAnswering, s.delegated
}

func (q Quorum) reached(s tally) bool {
	if q == QuorumAny {
		return s.having > 0
	}
	return q.answered(s) && s.worst == Present
}
