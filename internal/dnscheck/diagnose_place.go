// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
)

const (
	maxLabels       = 5
	maxPlaces       = 6 + maxLabels // doubled, two wildcards, www, prefix, parent
	serversPerPlace = 2
	maxHintServers  = 4
)

// place is a name where the record is often put by mistake.
type place struct {
	code Code
	name string
}

// places for "prefix=token" at acme.com:
//
//	acme.com.acme.com   the console added the zone to a full name
//	*.acme.com          a wildcard does not cover the name above it
//	www.acme.com        the web site was taken for the domain
//	prefix.acme.com     the word before "=" was entered as host name
//
// and for a name below the zone's apex also the name above it, and the wildcard
// beside it: that does not cover a name that exists, and covers the doubled one.
func (d *diagnosis) places() []place {
	r := d.report
	candidates := []place{
		{DoubledName, r.Name + "." + r.zoneName()},
		{AtWildcard, "*." + r.Name},
		{AtWWW, "www." + r.Name},
	}
	if label := strings.TrimRight(d.wanted.prefix, "=:- "); label != "" {
		candidates = append(candidates, place{AtLabel, label + "." + r.Name})
	}
	if r.Name != r.zoneName() {
		above := shown(parent(canonical(r.Name)))
		candidates = append(candidates, place{AtParent, above}, place{AtWildcard, "*." + above})
	}
	for _, label := range d.hints.Labels[:min(len(d.hints.Labels), maxLabels)] {
		candidates = append(candidates, place{AtLabel, label + "." + r.Name})
	}
	var places []place
	for _, p := range candidates {
		owner, err := ownerName(p.name)
		known := slices.ContainsFunc(places, func(k place) bool { return k.name == owner })
		if err == nil && !known && owner != canonical(r.Name) {
			places = append(places, place{p.code, owner})
		}
	}
	return places
}

// misplaced asks for all places at once and names those that have the record.
func (d *diagnosis) misplaced(ctx context.Context) []Finding {
	if d.wanted.value == "" {
		return nil
	}
	places := d.places()
	hits := make([]hit, len(places))
	var all sync.WaitGroup
	for i, p := range places {
		all.Go(func() { hits[i] = d.isAt(ctx, p.name) })
	}
	all.Wait()
	var findings []Finding
	for i, p := range places {
		switch {
		case hits[i] != noHit && p.code == AtWildcard:
			return []Finding{d.misplacedAt(p, hits[i])} // it answers for all the others
		case hits[i] != noHit:
			findings = append(findings, d.misplacedAt(p, hits[i]))
		}
	}
	return findings
}

// hit says what is at a place.
type hit int

const (
	noHit    hit = iota
	wrongHit     // the record, with a value that is not right either
	rightHit
)

func (d *diagnosis) misplacedAt(p place, h hit) Finding {
	r := d.report
	f := Finding{
		Code:     p.code,
		Sentence: fmt.Sprintf("The record is at %s, not at %s.", shown(p.name), r.Name),
		Fix:      fmt.Sprintf("Move it to %s: enter %q as host name in the zone %s.", r.Name, r.hostName(), r.zoneName()),
	}
	if p.code == DoubledName {
		f.Fix += " The DNS console adds the zone by itself."
	}
	if h == wrongHit {
		f.Sentence += " Its value is not right either."
		f.Fix += fmt.Sprintf(" The value has to be %s.", quote(d.wanted.value))
	}
	return f
}

// isAt asks the servers that spoke about the record, the next one only when the
// one before gives no answer.
func (d *diagnosis) isAt(ctx context.Context, name string) hit {
	i := inspection{question: Question{Type: d.report.Type}, owner: name, resolver: d.report.Mode == Recursive}
	q := query{name: name, qtype: d.report.Type.wire()}
	if d.report.Mode == Recursive {
		m, err := d.client.resolvers.lookup(ctx, q)
		if err != nil {
			d.unseen.Store(true)
			return noHit
		}
		return d.carries(i.judge(m))
	}
	for _, address := range d.report.spoke() {
		if got, err := d.client.exchange.ask(ctx, address, q); err == nil {
			return d.carries(i.judge(got.msg))
		}
	}
	d.unseen.Store(true)
	return noHit
}

func (d *diagnosis) carries(a ServerAnswer) hit {
	if !a.Verdict.Answered() {
		d.unseen.Store(true) // an error or a referral is no word about the place
	}
	if d.report.Type == CNAME {
		if slices.Contains(a.Values, shown(canonical(d.wanted.value))) {
			return rightHit
		}
		return noHit
	}
	if a.CNAME != "" {
		return noHit
	}
	if slices.Contains(a.Values, d.wanted.value) {
		return rightHit
	}
	if slices.ContainsFunc(a.Values, func(v string) bool { return d.wanted.names(d.wanted.judge(v)) }) {
		return wrongHit
	}
	return noHit
}

// names: a value of this kind can be nobody else's record.
func (w wanted) names(code Code) bool { return code != "" && code != OlderToken }

// spoke gives host:port of servers that answered for Name.
func (r Report) spoke() []string {
	var addresses []string
	for _, a := range r.first() {
		if address, err := endpoint(a.Address); err == nil && a.Verdict.Answered() && len(addresses) < serversPerPlace {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// zoneName is the zone as far as it is known, else the registrable domain, which
// is a zone in all but rare cases.
func (r Report) zoneName() string {
	if r.Zone != "" {
		return r.Zone
	}
	name := canonical(r.Name)
	return shown(registrable(name, registrySuffix(parent(name))))
}

// hostName is what DNS consoles and providers want: relative to the zone.
func (r Report) hostName() string {
	if relative, below := strings.CutSuffix(r.Name, "."+r.zoneName()); below {
		return relative
	}
	return "@"
}
