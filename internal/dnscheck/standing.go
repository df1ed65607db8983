// SPDX-License-Identifier: MPL-2.0

package dnscheck

// standing counts the servers of one zone, by name.
type standing struct {
	servers   int
	answering int
	worst     Verdict // among addresses that answered: absent, different, present
}

func standingOf(answers []ServerAnswer) standing {
	names := map[string]bool{}
	s := standing{}
	for _, a := range answers {
		names[a.Name] = names[a.Name] || a.Verdict.Answered()
		s.worst = worse(s.worst, a.Verdict)
	}
	s.servers = len(names)
	for _, answers := range names {
		if answers {
			s.answering++
		}
	}
	return s
}

func (s standing) majority() bool { return s.answering*2 > s.servers }

func (s standing) published() bool { return s.majority() && s.worst == Present }

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
