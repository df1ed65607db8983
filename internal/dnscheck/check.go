// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"sync"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// zoneCheck is the state of one check in mode Authoritative.
type zoneCheck struct {
	client   *Client
	question Question

	lock  sync.Mutex
	asked map[dnsquery.FQDN]*outcome // by owner name; its keys may not be asked of a resolver
	order []dnsquery.FQDN
}

// outcome of asking all servers about one owner name.
type outcome struct {
	apex     dnsquery.FQDN
	answers  []ServerAnswer
	unasked  Unasked
	err      error
	followed bool
}

// isOwn reports whether a resolver may not be asked for name, because a record
// that this check asks for is (or will be) there.
func (r *zoneCheck) isOwn(name dnsquery.FQDN) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	_, own := r.asked[name]
	return own
}

// addName makes name one of the check's own names, unless it is one already.
func (r *zoneCheck) addName(name dnsquery.FQDN) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if _, known := r.asked[name]; known {
		return
	}
	r.asked[name] = &outcome{}
	r.order = append(r.order, name)
}

// name is the one that the check is about, or the root.
func (r *zoneCheck) name() dnsquery.FQDN {
	r.lock.Lock()
	defer r.lock.Unlock()
	if len(r.order) == 0 {
		return "."
	}
	return r.order[0]
}

// check asks for owner, then for what its CNAMEs lead to, breadth first: servers
// that are not in step with each other may name different targets.
func (r *zoneCheck) check(ctx context.Context, owner dnsquery.FQDN) (Report, error) {
	r.addName(owner)
	for at := 0; at < len(r.order) && at <= maxAliases; at++ {
		name := r.order[at]
		o := r.asked[name]
		o.apex, o.answers, o.err = r.ask(ctx, name)
		if o.err != nil && name == owner {
			return Report{}, o.err
		}
		for _, a := range o.answers {
			if a.CNAME != "" {
				r.addName(a.CNAME)
			}
		}
	}
	r.followAliases(owner, nil)
	var answers []ServerAnswer
	for _, name := range r.order {
		answers = append(answers, r.asked[name].answers...)
	}
	report := r.client.newReport(r.question, owner, r.asked[owner].apex, answers)
	for _, o := range r.asked {
		report.Unasked.Servers += o.unasked.Servers
		report.Unasked.Addresses += o.unasked.Addresses
	}
	return report, nil
}

// ask puts the question about one owner name to all servers of its zone.
func (r *zoneCheck) ask(ctx context.Context, owner dnsquery.FQDN) (dnsquery.FQDN, []ServerAnswer, error) {
	if len(r.client.nameservers) > 0 {
		return r.askConfigured(ctx, owner)
	}
	return r.discover(ctx, owner)
}

// discover puts the question to all servers that the DNS names for the zone.
func (r *zoneCheck) discover(ctx context.Context, owner dnsquery.FQDN) (dnsquery.FQDN, []ServerAnswer, error) {
	z, answers, err := r.askZone(ctx, owner)
	if err != nil {
		return "", nil, err
	}
	if movedBelow(answers) {
		// A cut was made since this zone was remembered.
		r.client.zones.forget(owner)
		if z, answers, err = r.askZone(ctx, owner); err != nil {
			return "", nil, err
		}
	}
	if tallyOf(answers).answering == 0 {
		// The zone may have been remembered by the check of another name, and the
		// walk have ended there.
		r.client.zones.forget(owner)
		r.client.zones.forget(z.apex)
	}
	return z.apex, answers, nil
}

func (r *zoneCheck) askZone(ctx context.Context, owner dnsquery.FQDN) (*zone, []ServerAnswer, error) {
	z, err := r.locate(ctx, owner)
	if err != nil {
		return nil, nil, err
	}
	targets, missing := r.targets(ctx, z.servers)
	for i := range missing {
		missing[i].Owner = owner
	}
	targets, left := withinBudget(targets, addressesPerServer, addressesPerLook)
	r.asked[owner].unasked = Unasked{Servers: z.unasked, Addresses: left}
	asked := r.askAll(ctx, inspection{question: r.question, owner: owner, apex: z.apex}, targets)
	return z, append(asked, missing...), nil
}

func movedBelow(answers []ServerAnswer) bool {
	for _, a := range answers {
		if a.zoneCut != "" {
			return true
		}
	}
	return false
}

// askConfigured asks the servers of Config.Nameservers. They speak for the zones
// that they serve. A name in another zone is asked of that zone's own servers:
//
//	_x.acme.com.       CNAME x.vendor.net.   another zone, which they refuse
//	_x.eu.acme.com.    NS ns.eu.acme.com.    below a delegation, to which they refer
//
// That the name itself is refused is a mistake of the configuration, which
// discovery would hide.
func (r *zoneCheck) askConfigured(ctx context.Context, owner dnsquery.FQDN) (dnsquery.FQDN, []ServerAnswer, error) {
	answers := r.askAll(ctx, inspection{question: r.question, owner: owner}, r.client.nameservers)
	isTarget := owner != r.name()
	if tallyOf(answers).answering > 0 || !isTarget && !anyRefers(answers) {
		return "", answers, nil
	}
	apex, found, err := r.discover(ctx, owner)
	switch {
	case err == nil:
		return apex, found, nil
	case !isTarget:
		return "", answers, nil
	case errors.Is(err, errRoot):
		return "", nil, err
	}
	return "", nil, &elsewhereError{cause: err}
}

func anyRefers(answers []ServerAnswer) bool {
	for _, a := range answers {
		if a.refers != "" {
			return true
		}
	}
	return false
}

// elsewhereError means that the configured servers do not serve the name, and its own
// servers were not found. A configured server may be one of a split horizon, so
// that even a denial by the public DNS says nothing about the record.
type elsewhereError struct{ cause error }

func (e *elsewhereError) Error() string {
	return "the servers in dns.nameservers do not serve it, and those that do were not found: " + e.cause.Error()
}

func (e *elsewhereError) Unwrap() error { return e.cause }

// unusable says what is wrong with an answer that is not an authoritative one.
func unusable(m *dns.Msg, name dnsquery.FQDN) error {
	zone := referral(m, name)
	switch {
	case fromResolver(m):
		return errResolver
	case zone != "":
		return &referralError{zone: zone}
	case !dnsquery.IsAnswer(m):
		return &dnsquery.RcodeError{Rcode: m.Rcode}
	}
	return errNotAuthoritative
}

var errResolver = errors.New("it is a resolver, and not authoritative")

// fromResolver reports whether the server offers recursion (RA) and does not answer from data of
// its own. Resolvers that refuse queries without RD say so with REFUSED.
func fromResolver(m *dns.Msg) bool {
	return m.RecursionAvailable && !m.Authoritative && (dnsquery.IsAnswer(m) || m.Rcode == dns.RcodeRefused)
}

type referralError struct{ zone dnsquery.FQDN }

func (e *referralError) Error() string {
	return "it is not authoritative, and refers to the name servers of " + e.zone.String()
}

// referral is the zone to whose servers m refers for name, or "". A referral to
// the root is what servers send for names that they know nothing about.
func referral(m *dns.Msg, name dnsquery.FQDN) dnsquery.FQDN {
	if !dnsquery.IsReferral(m) {
		return ""
	}
	for _, rr := range m.Ns {
		if apex := dnsquery.Canonical(rr.Header().Name); rr.Header().Rrtype == dns.TypeNS && apex != "." && name.In(apex) {
			return apex
		}
	}
	return ""
}

// checkRecursive asks the resolvers for the record itself. The first one that
// answers decides; those that failed before it are in the report. Only when none
// responded at all is it an error.
func (c *Client) checkRecursive(ctx context.Context, q Question, owner dnsquery.FQDN) (Report, error) {
	asked := dnsquery.Query{Name: owner, Type: q.Type.wire()}
	replies, err := c.resolvers.Replies(ctx, asked)
	if err != nil {
		return Report{}, err
	}
	i := inspection{question: q, owner: owner, resolver: true}
	answered := false
	answers := make([]ServerAnswer, 0, len(replies))
	for _, r := range replies {
		answered = answered || r.Err == nil
		answers = append(answers, i.answer(target{name: r.Resolver, address: r.Resolver}, r.Reply, r.Err))
	}
	if !answered {
		return Report{}, dnsquery.NewResolverError(asked, replies)
	}
	return c.newReport(q, owner, "", answers), nil
}
