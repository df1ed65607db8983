// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

const (
	maxLabels           = 5
	maxCandidates       = 6 + maxLabels // doubled, two wildcards, www, prefix, parent
	serversPerCandidate = 2
	maxHintServers      = 4
)

// candidate is a name where the record is often put by mistake.
type candidate struct {
	code Code
	name dnsquery.FQDN
}

// candidates for "prefix=token" at acme.com:
//
//	acme.com.acme.com   the console added the zone to a full name
//	*.acme.com          a wildcard does not cover the name above it
//	www.acme.com        the web site was taken for the domain
//	prefix.acme.com     the word before "=" was entered as host name
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
	if label := strings.TrimRight(d.expected.prefix, "=:- "); label != "" {
		candidates = append(candidates, candidate{AtLabel, r.Name.Prepend(label)})
	}
	if r.Name != r.zoneName() {
		above := r.Name.Parent()
		candidates = append(candidates, candidate{AtParent, above}, candidate{AtWildcard, "*." + above})
	}
	for _, label := range d.hints.Labels[:min(len(d.hints.Labels), maxLabels)] {
		candidates = append(candidates, candidate{AtLabel, r.Name.Prepend(label)})
	}
	var places []candidate
	for _, p := range candidates {
		owner, err := dnsquery.ParseFQDN(string(p.name))
		known := slices.ContainsFunc(places, func(k candidate) bool { return k.name == owner })
		if err == nil && !known && owner != r.Name {
			places = append(places, candidate{p.code, owner})
		}
	}
	return places
}

// misplaced asks for all places at once and names those that have the record.
func (d *diagnosis) misplaced(ctx context.Context) []Finding {
	if d.expected.value == "" {
		return nil
	}
	places := d.candidates()
	matches := make([]match, len(places))
	var all sync.WaitGroup
	for i, p := range places {
		all.Go(func() { matches[i] = d.probeCandidate(ctx, p.name) })
	}
	all.Wait()
	var findings []Finding
	for i, p := range places {
		switch {
		case matches[i] != noMatch && p.code == AtWildcard:
			return []Finding{d.misplacedAt(p, matches[i])} // it answers for all the others
		case matches[i] != noMatch:
			findings = append(findings, d.misplacedAt(p, matches[i]))
		}
	}
	return findings
}

// match says what is at a place.
type match int

const (
	noMatch    match = iota
	wrongMatch       // the record, with a value that is not right either
	rightMatch
)

func (d *diagnosis) misplacedAt(p candidate, h match) Finding {
	r := d.report
	f := Finding{
		Code:     p.code,
		Sentence: fmt.Sprintf("The record is at %s, not at %s.", p.name, r.Name),
		Fix:      fmt.Sprintf("Move it to %s: enter %q as host name in the zone %s.", r.Name, r.hostName(), r.zoneName()),
	}
	if p.code == DoubledName {
		f.Fix += " The DNS console adds the zone by itself."
	}
	if h == wrongMatch {
		f.Sentence += " Its value is not right either."
		f.Fix += fmt.Sprintf(" The value has to be %s.", quote(d.expected.value))
	}
	return f
}

// probeCandidate asks the servers that answered about the record, the next one only when the
// one before gives no answer.
func (d *diagnosis) probeCandidate(ctx context.Context, name dnsquery.FQDN) match {
	i := inspection{question: Question{Type: d.report.Type}, owner: name, resolver: d.report.Mode == Recursive}
	q := dnsquery.Query{Name: name, Type: d.report.Type.wire()}
	if d.report.Mode == Recursive {
		got, err := d.client.resolvers.Resolve(ctx, q)
		if err != nil {
			d.incomplete.Store(true)
			return noMatch
		}
		return d.matchAnswer(i.judge(got.Message))
	}
	for _, address := range d.report.answeringServers() {
		if got, err := d.client.exchanger.Exchange(ctx, address, q); err == nil {
			return d.matchAnswer(i.judge(got.Message))
		}
	}
	d.incomplete.Store(true)
	return noMatch
}

func (d *diagnosis) matchAnswer(a ServerAnswer) match {
	if !a.Verdict.Answered() {
		d.incomplete.Store(true) // an error or a referral says nothing about the place
	}
	if d.report.Type == CNAME {
		if slices.Contains(a.Values, dnsquery.Canonical(d.expected.value).String()) {
			return rightMatch
		}
		return noMatch
	}
	if a.CNAME != "" {
		return noMatch
	}
	if slices.Contains(a.Values, d.expected.value) {
		return rightMatch
	}
	if slices.ContainsFunc(a.Values, func(v string) bool { return d.expected.identifies(d.expected.judge(v)) }) {
		return wrongMatch
	}
	return noMatch
}

// identifies reports whether a value of this kind can only be this service's record.
func (w expected) identifies(code Code) bool { return code != "" && code != OlderToken }

// answeringServers gives host:port of servers that answered for Name.
func (r Report) answeringServers() []string {
	var addresses []string
	for _, a := range r.ownAnswers() {
		if address, err := dnsquery.Endpoint(a.Address); err == nil && a.Verdict.Answered() && len(addresses) < serversPerCandidate {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// zoneName is the zone as far as it is known, else the registrable domain, which
// is a zone in all but rare cases.
func (r Report) zoneName() dnsquery.FQDN {
	if r.Zone != "" {
		return r.Zone
	}
	return registrable(r.Name, registrySuffix(r.Name.Parent()))
}

// hostName is what DNS consoles and providers want: relative to the zone.
func (r Report) hostName() string {
	if relative, below := strings.CutSuffix(r.Name.String(), "."+r.zoneName().String()); below {
		return relative
	}
	return "@"
}
