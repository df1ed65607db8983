// SPDX-License-Identifier: MPL-2.0

package dnscheck

// Quorum says how many of a zone's servers decide that a record is published.
// Servers are counted by name: one of them answers when any of its addresses
// does, so a machine without IPv6 loses nothing.
type Quorum string

const (
	// QuorumMajority: more than half of the servers answer, and every one that
	// answers has the record. A dead, refusing or lame server is reported and
	// blocks nothing while that holds. It is the default, since a resolver that
	// meets such a server asks the next one. Only servers of the delegation are
	// counted, since a resolver that reaches none of them never learns of others.
	QuorumMajority Quorum = "majority"
	// QuorumAll: every server answers and has the record. For zones whose servers
	// are reachable from everywhere, where silence is a fault to be seen.
	QuorumAll Quorum = "all"
	// QuorumAny: at least one server has the record, whatever the others say. The
	// service may still ask one that has not, and then remember the absence.
	QuorumAny Quorum = "any"
)

func (q Quorum) known() bool { return q == QuorumMajority || q == QuorumAll || q == QuorumAny }

// answered reports whether enough servers speak for what they say to count.
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

// counted are the servers that answered goes by, and how many of them answer.
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
