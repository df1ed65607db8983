// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// blockedByUnreachable reports whether every server that answers has the record,
// and too few answer.
func (r Report) blockedByUnreachable() bool {
	s := tallyOf(r.ownAnswers())
	return r.Mode != Recursive && s.worst == Present && !r.quorum().answered(s)
}

func (r Report) quorum() Quorum {
	if r.Quorum == "" {
		return QuorumMajority
	}
	return r.Quorum
}

// explicit reports whether the servers are configured ones, which have no name other
// than their entry.
func (r Report) explicit() bool {
	return !slices.ContainsFunc(r.ownAnswers(), func(a ServerAnswer) bool { return a.Name != a.Address })
}

func (r Report) resolversFailed() Finding {
	return Finding{
		Code:     ResolversUnreachable,
		Sentence: fmt.Sprintf("No resolver answered about %s: %s.", r.Name, strings.Join(r.Lines(), "; ")),
		Fix:      otherResolver,
	}
}

// answersOf are the answers of all addresses of one server about Name.
func (r Report) answersOf(name string) []ServerAnswer {
	return slices.DeleteFunc(r.ownAnswers(), func(a ServerAnswer) bool { return a.Name != name })
}

// privateOnly reports whether no address of the server may be asked.
func (r Report) privateOnly(name string) bool {
	return !slices.ContainsFunc(r.answersOf(name), func(a ServerAnswer) bool {
		var private *delegation.PrivateAddressError
		return !errors.As(a.Err, &private)
	})
}

func (r Report) withoutAddress(name string) bool {
	return r.answersOf(name)[0].Err == delegation.ErrNoAddress //nolint:errorlint // wrapped, it is about something else
}

// isUnresolved reports whether a server was not asked because the lookup of its addresses
// has failed.
func isUnresolved(err error) bool {
	_, failed := errors.AsType[*dnsquery.ResolverError](err)
	return failed
}

// serverNames are those asked about Name, each once, in the order of the report.
func (r Report) serverNames() []string {
	var names []string
	for _, a := range r.ownAnswers() {
		if !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

// verdictOf is the verdict of the server's address that tells most: a machine
// without IPv6 must not call every server dead.
func (r Report) verdictOf(name string) Verdict {
	order := []Verdict{Absent, Different, Present, Unchecked, Lame, Refused, Failed, Unreachable}
	for _, v := range order {
		if slices.ContainsFunc(r.answersOf(name), func(a ServerAnswer) bool { return a.Verdict == v }) {
			return v
		}
	}
	return Unreachable
}

// inconsistentServers is the finding that some servers have the record and others
// answer that it is not there.
func (r Report) inconsistentServers() Finding {
	var with, without []string
	onlyZone := true
	for _, a := range r.ownAnswers() {
		switch {
		case a.Verdict == Present:
			with = append(with, a.Name)
			onlyZone = onlyZone && a.namedBy == delegation.NamedBy{Zone: true}
		case a.Verdict.Answered(): // perhaps another machine behind the same name
			without = append(without, a.Name)
		}
	}
	with, without = slices.Compact(with), slices.Compact(without)
	if slices.ContainsFunc(with, func(name string) bool { return slices.Contains(without, name) }) {
		with, without = r.byAddress(Present), r.byAddress(Absent, Different)
	}
	if onlyZone {
		return r.delegatedElsewhere(with, without)
	}
	if r.allZoneOnly(Absent, Different) {
		return Finding{
			Code: PartlyUpdated,
			Sentence: fmt.Sprintf("The %s record at %s is on %s and not on %s. %s", r.Type, r.Name, recordvalue.Join(with), recordvalue.Join(without),
				r.zoneOnlySentence(len(without) == 1)),
			Fix: fmt.Sprintf("Remove %s from the NS records in the zone %s if the DNS is no longer hosted there; otherwise, wait until the zone has been transferred.",
				recordvalue.Join(without), r.zoneName()),
		}
	}
	return Finding{
		Code:     PartlyUpdated,
		Sentence: fmt.Sprintf("The %s record at %s is on %s and not yet on %s.", r.Type, r.Name, recordvalue.Join(with), recordvalue.Join(without)),
		Fix: "Wait until the zone has been transferred to all of its servers. If that takes longer than the zone's " +
			"refresh time, ask the DNS host why the transfer fails; a server of a former host has to be removed from the delegation.",
	}
}

// byAddress names the addresses with these verdicts, where those of one server
// differ.
func (r Report) byAddress(verdicts ...Verdict) []string {
	var labels []string
	for _, a := range r.ownAnswers() {
		if slices.Contains(verdicts, a.Verdict) {
			labels = append(labels, dnsquery.ServerLabel(a.Name, a.Address))
		}
	}
	return labels
}

// onlyFamily is the address family of all addresses of the server, or "".
func (r Report) onlyFamily(name string) string {
	answers := r.answersOf(name)
	family := dnsquery.AddressFamily(answers[0].Err, answers[0].Address)
	if slices.ContainsFunc(answers, func(a ServerAnswer) bool { return dnsquery.AddressFamily(a.Err, a.Address) != family }) {
		return ""
	}
	return family
}

// reaches reports whether a server responded over this address family.
func (r Report) reaches(family string) bool {
	return slices.ContainsFunc(r.Servers, func(a ServerAnswer) bool {
		return a.Verdict != Unreachable && dnsquery.AddressFamily(nil, a.Address) == family
	})
}

// unrouted is the address family of a server that has addresses of one family only,
// where this machine has no route for it as far as this report shows; else "".
func (r Report) unrouted(name string) string {
	family := r.onlyFamily(name)
	if family == "" || r.reaches(family) {
		return ""
	}
	// Silence of another server shows that packets do leave.
	if slices.ContainsFunc(r.Servers, func(a ServerAnswer) bool {
		return dnsquery.AddressFamily(a.Err, a.Address) == family && dnsquery.NoRoute(a.Err, a.Address) != family
	}) {
		return ""
	}
	return family
}
