// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// serverTrouble names the servers of which no address says anything about the
// record, by what they do instead.
func (r Report) serverTrouble() []Finding {
	by := map[Verdict][]string{}
	total := 0
	for _, name := range r.serverNames() {
		total++
		v := r.verdictOf(name)
		if r.withoutAddress(name) {
			v = addressless
		}
		if r.privateOnly(name) {
			v = privateOnly
		}
		if !v.Answered() {
			by[v] = append(by[v], name)
		}
	}
	var findings []Finding
	for _, kind := range []struct {
		verdict  Verdict
		code     Code
		sentence string
		fix      string
	}{
		{
			Lame, LameServers, "%s %s listed as name server of %s and not authoritative for it.",
			"Set the zone up there, or correct the name servers at the registrar (or in the parent zone).",
		},
		{
			Refused, RefusingServers, "%s %s queries for %s.",
			"Set the zone up there, or remove the server from the delegation.",
		},
		{
			Failed, FailingServers, "%s %s with an error when asked for %s.",
			"Ask the DNS host: the zone may have expired there, or not be loaded.",
		},
		{
			addressless, DeadServers, "%s %s no address, and so cannot be asked about %s.",
			"Correct the name servers at the registrar (or in the parent zone), or publish an address of the server.",
		},
		{
			privateOnly, PrivateAddress, "%s %s no public address in the DNS, and so was not asked about %s.",
			"Correct the addresses of the server, or name it in dns.nameservers; for a split horizon, set dns.allow_private = true.",
		},
		{
			Unreachable, DeadServers, "%s %s not answer queries for %s.",
			"Ask the DNS host whether the server is up; if only this machine cannot reach it, check the firewall for UDP and TCP port 53.",
		},
	} {
		names := by[kind.verdict]
		if len(names) == 0 {
			continue
		}
		who := listed(names)
		if len(names) == total && total > 1 {
			who = "Every name server (" + who + ")"
		}
		if r.explicit() && kind.code != FailingServers && kind.code != DeadServers {
			kind.fix = "Set the zone up there, or correct the configured name servers."
		}
		if r.silenceBlocks() {
			kind.fix += fmt.Sprintf(" (The servers that answer have the record; with the quorum %q it counts as soon as enough of the others answer, too.)", r.quorum())
		}
		verb := kind.verdict.verb(len(names) == 1 || len(names) == total && total > 1)
		findings = append(findings, Finding{Code: kind.code, Sentence: fmt.Sprintf(kind.sentence, who, verb, r.Name), Fix: kind.fix})
	}
	return findings
}

// silenceBlocks: the record is missing nowhere, and yet too few servers answer
// for it to count.
func (r Report) silenceBlocks() bool {
	s := standingOf(r.first())
	return r.Mode != Recursive && s.worst == Present && !r.quorum().answered(s)
}

func (r Report) quorum() Quorum {
	if r.Quorum == "" {
		return QuorumMajority
	}
	return r.Quorum
}

// explicit: configured servers have no name but their entry.
func (r Report) explicit() bool {
	return !slices.ContainsFunc(r.first(), func(a ServerAnswer) bool { return a.Name != a.Address })
}

func (r Report) resolversFailed() Finding {
	return Finding{
		Code:     ResolversUnreachable,
		Sentence: fmt.Sprintf("No resolver says anything about %s: %s.", r.Name, strings.Join(r.Lines(), "; ")),
		Fix:      "Use another resolver; one that answers SERVFAIL may itself be cut off, or reach no server of the zone.",
	}
}

func (v Verdict) verb(one bool) string {
	forms := map[Verdict][2]string{
		Lame: {"is", "are"}, Refused: {"refuses", "refuse"}, Failed: {"answers", "answer"}, Unreachable: {"does", "do"}, addressless: {"has", "have"}, privateOnly: {"has", "have"},
	}[v]
	if one {
		return forms[0]
	}
	return forms[1]
}

// addressless is told apart from Unreachable in words alone: the delegation is to
// be corrected, not the server.
const addressless Verdict = "addressless"

// privateOnly is told apart from Unreachable in words alone, like addressless.
const privateOnly Verdict = "private only"

// privateOnly: no address of the server may be asked.
func (r Report) privateOnly(name string) bool {
	found := false
	for _, a := range r.first() {
		var refused *PrivateAddressError
		if a.Name != name {
			continue
		}
		if !errors.As(a.Err, &refused) {
			return false
		}
		found = true
	}
	return found
}

func (r Report) withoutAddress(name string) bool {
	at := slices.IndexFunc(r.first(), func(a ServerAnswer) bool { return a.Name == name })
	return at >= 0 && r.first()[at].Err == errNoAddress //nolint:errorlint // wrapped, it is about something else
}

// serverNames are those asked about Name, each once, in the order of the report.
func (r Report) serverNames() []string {
	var names []string
	for _, a := range r.first() {
		if !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

// verdictOf a server is the one of the address that says most: a machine without
// IPv6 must not call every server dead.
func (r Report) verdictOf(name string) Verdict {
	order := []Verdict{Absent, Different, Present, Lame, Refused, Failed, Unreachable}
	at := len(order) - 1
	for _, a := range r.first() {
		if a.Name == name {
			at = min(at, slices.Index(order, a.Verdict))
		}
	}
	return order[max(at, 0)]
}

// outOfStep: some servers have the record and others say that it is not there.
func (r Report) outOfStep() Finding {
	var with, without []string
	elsewhere := true
	for _, a := range r.first() {
		switch {
		case a.Verdict == Present:
			with = append(with, a.Name)
			elsewhere = elsewhere && a.by == namedBy{zone: true}
		case a.Verdict.Answered(): // perhaps another machine behind the same name
			without = append(without, a.Name)
		}
	}
	with, without = slices.Compact(with), slices.Compact(without)
	if slices.ContainsFunc(with, func(name string) bool { return slices.Contains(without, name) }) {
		with, without = r.byAddress(Present), r.byAddress(Absent, Different)
	}
	if elsewhere {
		return r.delegatedElsewhere(with, without)
	}
	return Finding{
		Code:     PartlyUpdated,
		Sentence: fmt.Sprintf("The %s record at %s is on %s and not yet on %s.", r.Type, r.Name, listed(with), listed(without)),
		Fix: "Wait until the zone has been transferred to all of its servers. If that takes longer than the zone's " +
			"refresh time, ask the DNS host why the transfer fails; a server that belongs to a former host must leave the delegation.",
	}
}

// byAddress: the addresses of one name are not of one mind.
func (r Report) byAddress(verdicts ...Verdict) []string {
	var labels []string
	for _, a := range r.first() {
		if slices.Contains(verdicts, a.Verdict) {
			labels = append(labels, serverLabel(a.Name, a.Address))
		}
	}
	return labels
}

func (r Report) delegatedElsewhere(with, without []string) Finding {
	return Finding{
		Code: DelegatedElsewhere,
		Sentence: fmt.Sprintf("The %s record at %s is on %s, but %s is delegated to %s, where it is missing.",
			r.Type, r.Name, listed(with), r.zoneName(), listed(without)),
		Fix: fmt.Sprintf("Publish the record where the domain is delegated to, or change the name servers of %s at the registrar to %s.",
			r.zoneName(), listed(with)),
	}
}

// aliased: what stands at the name is a CNAME, and its target has no record.
func (r Report) aliased() []Finding {
	if r.Type == CNAME {
		return nil
	}
	for _, a := range r.first() {
		if a.CNAME == "" || a.Verdict == Present {
			continue
		}
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
		return []Finding{f}
	}
	return nil
}

// listed joins names the way a sentence wants them.
func listed(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
