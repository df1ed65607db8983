// SPDX-License-Identifier: MPL-2.0

package dnscheck

import "slices"

// tally counts the servers of one zone, by name.
type tally struct {
	servers   int
	answering int
	having    int     // by name: any of its addresses has the record
	worst     Verdict // among addresses that answered: absent, different, present

	// Those that the delegation names: whether a resolver finds the zone depends on
	// these alone. All servers, where no delegation is known.
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

// zoneOnly: the NS records in the zone name the server, and its delegation, if
// that is known, does not.
func (a ServerAnswer) zoneOnly(delegationKnown bool) bool {
	return delegationKnown && a.by == namedBy{zone: true}
}

func delegationKnown(answers []ServerAnswer) bool {
	return slices.ContainsFunc(answers, func(a ServerAnswer) bool { return a.by.parent })
}

// worse orders absent before different before present; verdicts that say nothing
// about the record do not count.
func worse(a, b Verdict) Verdict {
	for _, v := range []Verdict{Absent, Different, Present} {
		if a == v || b == v {
			return v
		}
	}
	return ""
}
