// SPDX-License-Identifier: MPL-2.0

package dnscheck

// standing counts the servers of one zone, by name.
type standing struct {
	servers   int
	answering int
	having    int     // by name: any of its addresses has the record
	worst     Verdict // among addresses that answered: absent, different, present
}

func standingOf(answers []ServerAnswer) standing {
	all, answering, having := map[string]bool{}, map[string]bool{}, map[string]bool{}
	s := standing{}
	for _, a := range answers {
		all[a.Name] = true
		if a.Verdict.Answered() {
			answering[a.Name] = true
		}
		if a.Verdict == Present {
			having[a.Name] = true
		}
		s.worst = worse(s.worst, a.Verdict)
	}
	s.servers, s.answering, s.having = len(all), len(answering), len(having)
	return s
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
