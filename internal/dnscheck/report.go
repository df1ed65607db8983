// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
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
	// Zone is the apex of the zone that holds Name; "" when no answer named it
	// (configured name servers that have the record, or mode Recursive).
	Zone dnsquery.FQDN
	// Servers has one entry per server address, in a stable order: first those
	// asked for Name, then those asked for the targets of CNAMEs.
	Servers []ServerAnswer
	// Unasked counts what was left out to keep the budget of a check.
	Unasked Unasked
	// NegativeTTL is how long a resolver that asks now may remember that the
	// record is absent; zero when no server says so.
	NegativeTTL time.Duration
	// Absence is what earlier checks of this Client found of the record's absence.
	Absence Absence
	// Packets that the check has sent.
	Packets int
}

// ServerAnswer is the answer of one server address.
type ServerAnswer struct {
	// Name of the server, and the address that was asked. Both are as configured
	// for configured name servers and resolvers. Address is "" where none was found.
	Name    string
	Address string
	// Owner is the name it was asked for: Report.Name or the target of a CNAME.
	Owner dnsquery.FQDN
	// Verdict of a server that answered with a CNAME is that of the target.
	Verdict       Verdict
	Rcode         string
	Authoritative bool
	Values        []string
	// CNAME is the target of the CNAME at Owner, which is there instead of a record.
	CNAME dnsquery.FQDN
	// Zone is the apex that a negative answer names.
	Zone dnsquery.FQDN
	// TTL of the records, or of the CNAME that an authoritative server has there.
	TTL         time.Duration
	NegativeTTL time.Duration
	RTT         time.Duration
	// Err is why no answer came, or why the CNAME leads nowhere.
	Err error

	dial    string // host:port, as it was asked; "" where it could not be
	namedBy delegation.NamedBy
	zoneCut dnsquery.FQDN // apex of a zone that is nearer to Owner than the asked zone
	// recursive: the server offers recursion and is not authoritative, as resolvers do.
	recursive bool
	dname     dnsquery.FQDN // owner name of the DNAME from which the CNAME at Owner follows
	refersTo  dnsquery.FQDN // apex of the zone to whose servers it refers
}

// Published reports whether the record counts as seen: as many servers have it as
// the quorum requires. In mode Recursive the first resolver that answers decides.
func (r Report) Published() bool {
	s := tallyOf(r.ownAnswers())
	if r.Mode == Recursive {
		return s.answering > 0 && s.worst == Present
	}
	return r.Quorum.reached(s)
}

// Gone reports whether the record counts as removed, the mirror of Published: as many
// servers answer as the quorum requires, and none has it. A report that is neither Gone
// nor ServedBy anybody decides nothing.
func (r Report) Gone() bool {
	s := tallyOf(r.ownAnswers())
	if r.Mode == Recursive {
		return s.answering > 0 && s.having == 0
	}
	return r.Quorum.answered(s) && s.having == 0
}

// ServedBy are the servers that have the record, as people read them.
func (r Report) ServedBy() []string {
	var servers []string
	for _, a := range r.ownAnswers() {
		if a.Verdict == Present {
			servers = append(servers, displaytext.Escape(dnsquery.ServerLabel(a.Name, a.Address)))
		}
	}
	return servers
}

// Values are all values that any server gives for Name, sorted.
func (r Report) Values() []string {
	return valuesOf(r.ownAnswers())
}

// valuesOf are all values of the answers, each once, sorted.
func valuesOf(answers []ServerAnswer) []string {
	var all []string
	for _, a := range answers {
		all = append(all, a.Values...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Answers is what the servers answered, without what differs at every check: times, and
// ports in errors.
func (r Report) Answers() string {
	var answers strings.Builder
	for _, a := range r.Servers {
		fmt.Fprintf(&answers, "%s %s %s %s %q %q\n", a.Name, a.Address, a.Owner, a.Verdict, a.CNAME, a.Values)
	}
	return answers.String()
}

// ownAnswers are those about Name itself. They include the verdicts of the targets
// of CNAMEs.
func (r Report) ownAnswers() []ServerAnswer {
	var own []ServerAnswer
	for _, a := range r.Servers {
		if a.Owner == r.Name {
			own = append(own, a)
		}
	}
	return own
}

// answeringServer is the resolver whose answer counts, in mode Recursive.
func (r Report) answeringServer() string {
	answers := r.ownAnswers()
	if at := slices.IndexFunc(answers, func(a ServerAnswer) bool { return a.Verdict.Answered() }); at >= 0 {
		return answers[at].Name
	}
	return ""
}

// zoneName is the zone as far as it is known, else the registrable domain, which
// is a zone in all but rare cases.
func (r Report) zoneName() dnsquery.FQDN {
	if r.Zone != "" {
		return r.Zone
	}
	return delegation.Registrable(r.Name)
}

// hostName is what DNS consoles and providers require: relative to the zone.
func (r Report) hostName() string {
	if relative, below := strings.CutSuffix(r.Name.String(), "."+r.zoneName().String()); below {
		return relative
	}
	return "@"
}

func (r Report) question() Question {
	return Question{Name: string(r.Name), Type: r.Type, Expected: r.Expected}
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
