// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

const (
	maxLabels           = 5
	maxCandidates       = 6 + maxLabels // doubled, two wildcards, www, prefix, parent
	serversPerCandidate = 2
	maxHintServers      = 4
)

// candidate is a name at which the record is often published by mistake.
type candidate struct {
	code Code
	name dnsquery.FQDN
}

// candidates for "prefix=token" at acme.com:
//
//	acme.com.acme.com   the console added the zone to a full name
//	*.acme.com          a wildcard does not cover the name above it
//	www.acme.com        the web site was mistaken for the domain
//	prefix.acme.com     the word before "=" was entered as the host name
//
// and for a name below the zone's apex also the name above it, and the wildcard
// beside it: that does not cover a name that exists, and covers the doubled one.
func (d *diagnosis) candidates() []candidate {
	r := d.report
	candidates := []candidate{
		{DoubledName, r.zoneName().Prepend(r.Name.String())},
		{AtWildcard, "*." + r.Name},
		{AtWWW, "www." + r.Name},
	}
	if label := strings.TrimRight(d.expected.Prefix, "=:- "); label != "" {
		candidates = append(candidates, candidate{AtLabel, r.Name.Prepend(label)})
	}
	if r.Name != r.zoneName() {
		above := r.Name.Parent()
		candidates = append(candidates, candidate{AtParent, above}, candidate{AtWildcard, "*." + above})
	}
	for _, label := range d.hints.Labels[:min(len(d.hints.Labels), maxLabels)] {
		candidates = append(candidates, candidate{AtLabel, r.Name.Prepend(label)})
	}
	var valid []candidate
	for _, c := range candidates {
		owner, err := dnsquery.ParseFQDN(string(c.name))
		known := slices.ContainsFunc(valid, func(k candidate) bool { return k.name == owner })
		if err == nil && !known && owner != r.Name {
			valid = append(valid, candidate{c.code, owner})
		}
	}
	return valid
}

// misplaced asks for all candidates at once and names those that have the record.
func (d *diagnosis) misplaced(ctx context.Context) []Finding {
	if d.expected.Value == "" {
		return nil
	}
	candidates := d.candidates()
	matches := make([]match, len(candidates))
	var all sync.WaitGroup
	for i, c := range candidates {
		all.Go(func() { matches[i] = d.probeCandidate(ctx, c.name) })
	}
	all.Wait()
	var findings []Finding
	for i, c := range candidates {
		switch {
		case matches[i] != noMatch && c.code == AtWildcard:
			return []Finding{d.misplacedAt(c, matches[i])} // it answers for all the others
		case matches[i] != noMatch:
			findings = append(findings, d.misplacedAt(c, matches[i]))
		}
	}
	return findings
}

// match is what a candidate has.
type match int

const (
	noMatch    match = iota
	wrongMatch       // the record, and its value is wrong as well
	rightMatch
)

func (d *diagnosis) misplacedAt(c candidate, m match) Finding {
	r := d.report
	f := Finding{
		Code:     c.code,
		Sentence: fmt.Sprintf("The record is at %s, not at %s.", c.name, r.Name),
		Fix:      fmt.Sprintf("Move it to %s: enter %q as the host name in the zone %s.", r.Name, r.hostName(), r.zoneName()),
	}
	if c.code == DoubledName {
		f.Fix += " The DNS console adds the zone itself."
	}
	if m == wrongMatch {
		f.Sentence += " Its value is wrong as well."
		f.Fix += fmt.Sprintf(" The value must be %s.", recordvalue.Quote(d.expected.Value))
	}
	return f
}

// probeCandidate asks for the record at a candidate's name.
func (d *diagnosis) probeCandidate(ctx context.Context, name dnsquery.FQDN) match {
	m := d.ask(ctx, dnsquery.Query{Name: name, Type: d.report.Type.wire()})
	if m == nil {
		d.incomplete.Store(true)
		return noMatch
	}
	i := inspection{question: Question{Type: d.report.Type}, owner: name, resolver: d.report.Mode == Recursive}
	return d.matchAnswer(i.judge(m))
}

func (d *diagnosis) matchAnswer(a ServerAnswer) match {
	if !a.Verdict.Answered() {
		d.incomplete.Store(true) // an error or a referral says nothing about the candidate
	}
	if d.report.Type == CNAME {
		if slices.Contains(a.Values, dnsquery.Canonical(d.expected.Value).String()) {
			return rightMatch
		}
		return noMatch
	}
	if a.CNAME != "" {
		return noMatch
	}
	if slices.Contains(a.Values, d.expected.Value) {
		return rightMatch
	}
	for _, v := range a.Values {
		// Any mistake but an older token can only be in this record.
		if mistake := d.expected.Classify(v); mistake != "" && mistake != recordvalue.OlderToken {
			return wrongMatch
		}
	}
	return noMatch
}

// publishedElsewhere asks the servers that should have the record according to the
// caller. If one has it and no delegated server does, the domain is delegated to
// another DNS host than the one that was edited.
func (d *diagnosis) publishedElsewhere(ctx context.Context) []Finding {
	var targets []delegation.Target
	for _, entry := range d.hints.Nameservers[:min(len(d.hints.Nameservers), maxHintServers)] {
		if target, err := delegation.Configured(entry); err == nil {
			targets = append(targets, target)
		}
	}
	if len(targets) == 0 || d.report.Mode == Recursive || len(d.client.nameservers) > 0 {
		return nil // the servers of the delegation were not asked
	}
	i := inspection{question: d.report.question(), owner: d.report.Name}
	var with []string
	for _, a := range d.client.askAll(ctx, i, targets) {
		if a.Verdict == Present {
			with = append(with, a.Name)
		}
	}
	if len(with) == 0 {
		return nil
	}
	return []Finding{d.report.delegatedElsewhere(with, d.report.serverNames())}
}

func (r Report) delegatedElsewhere(with, without []string) Finding {
	return Finding{
		Code: DelegatedElsewhere,
		Sentence: fmt.Sprintf("The %s record at %s is on %s, but %s is delegated to %s, where it is missing.",
			r.Type, r.Name, recordvalue.Join(with), r.zoneName(), recordvalue.Join(without)),
		Fix: fmt.Sprintf("Publish the record where the domain is delegated to, or change the name servers of %s at the registrar to %s.",
			r.zoneName(), recordvalue.Join(with)),
	}
}

// undelegated finds a domain without a zone: the zone that denies the record is the
// registry's, so there is none to publish it in. Nothing else shows this where a
// resolver answers, or where a registry has an address below the domain and says
// NOERROR.
func (d *diagnosis) undelegated() []Finding {
	r := d.report
	if r.Zone == "" || len(r.Values()) > 0 || len(d.client.nameservers) > 0 {
		return nil
	}
	err := delegation.NotDelegated(r.Name, r.Zone)
	switch {
	case err == nil:
		return nil
	case r.Mode == Recursive:
		err.Resolver = r.answeringServer()
		return []Finding{notDelegated(err)}
	}
	return []Finding{{
		Code:     NotDelegated,
		Sentence: fmt.Sprintf("The domain %s is not delegated: %q answers for it and names no servers of its own for it.", err.Domain, err.Parent),
		Fix:      delegateFix,
	}}
}
