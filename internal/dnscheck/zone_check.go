// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"sync"

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
	apex    dnsquery.FQDN
	answers []ServerAnswer
	unasked Unasked
	err     error
	settled bool
}

// isOwn reports whether a resolver may not be asked for name, because a record
// that this check looks for is (or will be) there.
func (r *zoneCheck) isOwn(name dnsquery.FQDN) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	_, own := r.asked[name]
	return own
}

// addName makes name one of the run's own names, unless it is one already.
func (r *zoneCheck) addName(name dnsquery.FQDN) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if _, known := r.asked[name]; known {
		return
	}
	r.asked[name] = &outcome{}
	r.order = append(r.order, name)
}

// name is what the run is about, or the root.
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
		if a.cut != "" {
			return true
		}
	}
	return false
}
