// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Report is the outcome of one check at one moment.
type Report struct {
	Name     dnsquery.FQDN
	Type     Type
	Expected string
	Mode     Mode
	// Quorum is what Published decides by; empty counts as QuorumMajority.
	Quorum Quorum
	// Zone is the apex of the zone that holds Name; "" when the answers did not
	// tell (explicit name servers that have the record, or mode Recursive).
	Zone dnsquery.FQDN
	// Servers has one entry per server address, in a stable order: first those
	// asked for Name, then those asked for the targets of CNAMEs.
	Servers []ServerAnswer
	// Unasked counts what was left out to keep the budget of a check.
	Unasked Unasked
	// NegativeTTL is how long a resolver that asks now may remember that the
	// record is absent; zero when no server says so.
	NegativeTTL time.Duration
	// Absence is what the checks of this Client saw of the record's absence before.
	Absence Absence
}

// ServerAnswer is the answer of one server address.
type ServerAnswer struct {
	// Name of the server, and the address that was asked. Both are as configured
	// for explicit name servers and resolvers. Address is "" where none was found.
	Name    string
	Address string
	// Owner is the name it was asked for: Report.Name or the target of a CNAME.
	Owner dnsquery.FQDN
	// Verdict of a server that answered with a CNAME is the one of the target.
	Verdict       Verdict
	Rcode         string
	Authoritative bool
	Values        []string
	// CNAME is the target that stands at Owner in place of a record.
	CNAME dnsquery.FQDN
	// Zone is the apex that a negative answer names.
	Zone dnsquery.FQDN
	// TTL of the records, or of the CNAME that an authoritative server has there.
	TTL         time.Duration
	NegativeTTL time.Duration
	RTT         time.Duration
	// Err is why no answer came, or why the CNAME leads nowhere.
	Err error

	by      namedBy
	zoneCut dnsquery.FQDN // apex of a zone cut nearer to Owner than the asked zone
	// recursive: it offers recursion and is not authoritative, as resolvers do.
	recursive bool
	dname     dnsquery.FQDN // the name whose DNAME made the CNAME at Owner
	refers    dnsquery.FQDN // apex of the zone to whose servers it refers
}

// Published reports whether the record counts as seen: as many servers have
// it as the quorum wants. In mode Recursive the first resolver that answers
// decides.
func (r Report) Published() bool {
	s := tallyOf(r.ownAnswers())
	if r.Mode == Recursive {
		return s.answering > 0 && s.worst == Present
	}
	return r.Quorum.reached(s)
}

// Values are all values that any server gives for Name, sorted.
func (r Report) Values() []string {
	var all []string
	for _, a := range r.ownAnswers() {
		all = append(all, a.Values...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ownAnswers are those about Name itself; a CNAME's verdict is already in them.
func (r Report) ownAnswers() []ServerAnswer {
	var own []ServerAnswer
	for _, a := range r.Servers {
		if a.Owner == r.Name {
			own = append(own, a)
		}
	}
	return own
}

func (c *Client) newReport(q Question, owner, apex dnsquery.FQDN, answers []ServerAnswer) Report {
	r := Report{
		Name: owner, Type: q.Type, Expected: q.Expected, Mode: c.mode, Quorum: c.quorum,
		Zone: apex, Servers: answers,
	}
	for _, a := range answers {
		r.NegativeTTL = max(r.NegativeTTL, a.NegativeTTL)
		if r.Zone == "" && a.Owner == r.Name && a.CNAME == "" { // a resolver's SOA is about the target
			r.Zone = a.Zone
		}
	}
	return r
}
