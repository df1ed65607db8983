// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// zoneCheck is the state of one check in mode Authoritative.
type zoneCheck struct {
	client   *Client
	question Question
	search   *delegation.Search
	// own are the names at which the record is expected; none is asked of a resolver.
	own      *delegation.OwnNames
	outcomes map[dnsquery.FQDN]*outcome // by owner name
}

func (c *Client) newZoneCheck(q Question, owner dnsquery.FQDN) *zoneCheck {
	own := &delegation.OwnNames{}
	own.Add(owner)
	return &zoneCheck{client: c, question: q, search: c.finder.Search(own), own: own, outcomes: map[dnsquery.FQDN]*outcome{}}
}

// outcome of asking all servers about one owner name.
type outcome struct {
	apex     dnsquery.FQDN
	answers  []ServerAnswer
	unasked  Unasked
	err      error
	followed bool
}

// check asks for owner, then for what its CNAMEs lead to, breadth first: servers
// that do not have the same zone may name different targets.
func (z *zoneCheck) check(ctx context.Context, owner dnsquery.FQDN) (Report, error) {
	for at := 0; at < len(z.own.All()) && at <= maxAliases; at++ {
		name := z.own.All()[at]
		o := &outcome{}
		z.outcomes[name] = o
		o.apex, o.answers, o.err = z.ask(ctx, name)
		if o.err != nil && name == owner {
			return Report{}, o.err
		}
		for _, a := range o.answers {
			if a.CNAME != "" {
				z.own.Add(a.CNAME)
			}
		}
	}
	z.followAliases(owner, nil)
	var answers []ServerAnswer
	var unasked Unasked
	for _, name := range z.own.All() {
		if o := z.outcomes[name]; o != nil {
			answers = append(answers, o.answers...)
			unasked.Servers += o.unasked.Servers
			unasked.Addresses += o.unasked.Addresses
		}
	}
	report := z.client.newReport(z.question, owner, z.outcomes[owner].apex, answers)
	report.Unasked = unasked
	return report, nil
}

// ask asks all servers of the zone of one owner name, and gives the zone's apex.
func (z *zoneCheck) ask(ctx context.Context, owner dnsquery.FQDN) (dnsquery.FQDN, []ServerAnswer, error) {
	if len(z.client.nameservers) > 0 {
		return z.askConfigured(ctx, owner)
	}
	return z.askDiscovered(ctx, owner)
}

// askDiscovered asks all servers that the DNS names for the zone.
func (z *zoneCheck) askDiscovered(ctx context.Context, owner dnsquery.FQDN) (dnsquery.FQDN, []ServerAnswer, error) {
	zone, answers, err := z.askZone(ctx, owner)
	if err != nil {
		return "", nil, err
	}
	if slices.ContainsFunc(answers, func(a ServerAnswer) bool { return a.zoneCut != "" }) {
		// A zone cut was made since this zone was remembered.
		z.client.finder.Forget(owner)
		if zone, answers, err = z.askZone(ctx, owner); err != nil {
			return "", nil, err
		}
	}
	switch s := tallyOf(answers); {
	case s.answering == 0:
		// The zone may have been remembered by the check of another name, and the
		// search have ended there.
		z.client.finder.Forget(owner)
		z.client.finder.Forget(zone.Apex)
	case s.answering < s.servers:
		z.client.finder.Doubt(owner)
	}
	return zone.Apex, answers, nil
}

func (z *zoneCheck) askZone(ctx context.Context, owner dnsquery.FQDN) (*delegation.Zone, []ServerAnswer, error) {
	zone, err := z.search.Zone(ctx, owner)
	if err != nil {
		return nil, nil, err
	}
	targets, failures, unasked := z.search.Targets(ctx, zone)
	z.outcomes[owner].unasked = Unasked{Servers: zone.Unasked, Addresses: unasked}
	i := inspection{question: z.question, owner: owner, apex: zone.Apex}
	answers := z.client.askAll(ctx, i, targets)
	for _, f := range failures {
		answers = append(answers, i.answer(f.Target, dnsquery.Reply{}, f.Err))
	}
	return zone, answers, nil
}

// askConfigured asks the servers of Config.Nameservers. They speak for the zones
// that they serve. A name in another zone is asked of that zone's own servers:
//
//	_x.acme.com.       CNAME x.vendor.net.   another zone, which they refuse
//	_x.eu.acme.com.    NS ns.eu.acme.com.    below a delegation, to which they refer
//
// That the name itself is refused is a mistake of the configuration, which
// discovery would hide.
func (z *zoneCheck) askConfigured(ctx context.Context, owner dnsquery.FQDN) (dnsquery.FQDN, []ServerAnswer, error) {
	answers := z.client.askAll(ctx, inspection{question: z.question, owner: owner}, z.client.nameservers)
	isTarget := owner != z.own.All()[0]
	refers := slices.ContainsFunc(answers, func(a ServerAnswer) bool { return a.refersTo != "" })
	if tallyOf(answers).answering > 0 || !isTarget && !refers {
		return "", answers, nil
	}
	apex, found, err := z.askDiscovered(ctx, owner)
	switch {
	case err == nil:
		return apex, found, nil
	case !isTarget:
		return "", answers, nil
	case errors.Is(err, delegation.ErrRoot):
		return "", nil, err
	}
	return "", nil, &elsewhereError{cause: err}
}

// askAll asks every target at once; the answers are in the order of the targets.
func (c *Client) askAll(ctx context.Context, i inspection, targets []delegation.Target) []ServerAnswer {
	answers := make([]ServerAnswer, len(targets))
	q := dnsquery.Query{Name: i.owner, Type: i.question.Type.wire()}
	var all sync.WaitGroup
	for at, t := range targets {
		all.Go(func() {
			reply, err := c.exchanger.Exchange(ctx, t.Dial, q)
			answers[at] = i.answer(t, reply, err)
		})
	}
	all.Wait()
	return answers
}

// Changed asks one server for each name that the report is about, and reports whether it
// answers otherwise than in the report: the cheapest sign that a Check is worth while. It
// asks a server that keeps a wait from its end, since the record is not published before
// that one has it, or with gone not removed while that one has it; turn says which of
// several. With QuorumAny another server may have got the record. In mode Recursive, and
// where no server has an address, nothing but a Check can tell. The error is the context's.
func (c *Client) Changed(ctx context.Context, r Report, gone bool, turn int) (Change, error) {
	groups := r.holdouts(gone)
	if r.Mode == Recursive || len(groups) == 0 {
		return Change{Differs: true}, ctx.Err()
	}
	counted, sent := dnsquery.WithBudget(ctx, maxPackets)
	changes := make([]Change, len(groups))
	var all sync.WaitGroup
	for i, group := range groups {
		all.Go(func() { changes[i] = c.change(counted, r, group[turn%len(group)]) })
	}
	all.Wait()
	found := Change{Packets: int(sent.Sent())}
	for _, one := range changes {
		found.Differs = found.Differs || one.Differs
		found.found = append(found.found, one.found...)
	}
	return found, ctx.Err()
}

// Change is what Changed has found.
type Change struct {
	Differs bool
	Packets int
	// found are the servers that have the record now.
	found []ServerAnswer
}

// Contradicts reports whether a server that had the record denies it in a later report:
// several servers behind one address differ.
func (c Change) Contradicts(later Report) bool {
	return slices.ContainsFunc(c.found, func(found ServerAnswer) bool {
		return slices.ContainsFunc(later.Servers, func(a ServerAnswer) bool {
			return a.dial == found.dial && a.Owner == found.Owner && a.Verdict.Answered() && a.Verdict != Present
		})
	})
}

// change asks a server whether it still answers what it did. Silence is that of a server
// that was silent.
func (c *Client) change(ctx context.Context, r Report, a ServerAnswer) (change Change) {
	reply, err := c.exchanger.Exchange(ctx, a.dial, dnsquery.Query{Name: a.Owner, Type: r.Type.wire()})
	if err != nil {
		return Change{Differs: a.Verdict != Unreachable}
	}
	now := inspection{question: r.question(), owner: a.Owner}.judge(reply.Message)
	if now.CNAME != "" {
		now.Values = a.Values // those of the target, which is asked itself
	}
	if now.Verdict == Present && a.Verdict != Present {
		change.found = []ServerAnswer{a}
	}
	change.Differs = a.Verdict == Unreachable || now.Rcode != a.Rcode || now.Authoritative != a.Authoritative ||
		now.CNAME != a.CNAME || now.Zone != a.Zone || now.refersTo != a.refersTo || !slices.Equal(now.Values, a.Values)
	return change
}

// holdouts are the servers that keep a wait from its end, for each name. Where none of
// them answers, it is those that do not answer.
func (r Report) holdouts(gone bool) (groups [][]ServerAnswer) {
	for _, isHoldout := range []func(ServerAnswer) bool{
		func(a ServerAnswer) bool { return a.Verdict.Answered() && (a.Verdict == Present) == gone },
		func(a ServerAnswer) bool { return !a.Verdict.Answered() },
	} {
		at := map[dnsquery.FQDN]int{}
		for _, a := range r.Servers {
			if a.dial == "" || !isHoldout(a) {
				continue
			}
			if _, known := at[a.Owner]; !known {
				at[a.Owner] = len(groups)
				groups = append(groups, nil)
			}
			groups[at[a.Owner]] = append(groups[at[a.Owner]], a)
		}
		if len(groups) > 0 {
			return groups
		}
	}
	return nil
}

// checkRecursive asks the resolvers for the record itself. The first one that
// answers decides; those that failed before it are in the report. Only when none
// responded at all is it an error.
func (c *Client) checkRecursive(ctx context.Context, q Question, owner dnsquery.FQDN) (Report, error) {
	query := dnsquery.Query{Name: owner, Type: q.Type.wire()}
	replies, err := c.resolvers.Replies(ctx, query)
	if err != nil {
		return Report{}, err
	}
	i := inspection{question: q, owner: owner, resolver: true}
	answered := false
	answers := make([]ServerAnswer, 0, len(replies))
	for _, r := range replies {
		answered = answered || r.Err == nil
		answers = append(answers, i.answer(delegation.Target{Name: r.Resolver, Address: r.Resolver}, r.Reply, r.Err))
	}
	if !answered {
		return Report{}, dnsquery.NewResolverError(query, replies)
	}
	return c.newReport(q, owner, "", answers), nil
}
