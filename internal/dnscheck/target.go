// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

var (
	errNoAddress        = errors.New("no address is known for this server name")
	errNotAuthoritative = errors.New("is not authoritative")
)

// target is one address of one name server.
type target struct {
	name    string // as shown or configured
	address string // as shown
	dial    string // host:port
	by      namedBy
}

func (t target) failed(err error) dnsquery.Attempt {
	return dnsquery.Attempt{Server: t.name, Address: t.address, Err: err}
}

// targets finds all addresses of the servers, in the order of the servers. Those
// without any come back as answers that say so, since they count as servers.
func (r *zoneCheck) targets(ctx context.Context, servers []server) ([]target, []ServerAnswer) {
	found := make([][]target, len(servers))
	refused := make([][]ServerAnswer, len(servers))
	errs := make([]error, len(servers))
	var all sync.WaitGroup
	for i, s := range servers {
		all.Go(func() { found[i], refused[i], errs[i] = r.addresses(ctx, s) })
	}
	all.Wait()

	var targets []target
	var missing []ServerAnswer
	for i, s := range servers {
		targets = append(targets, found[i]...)
		missing = append(missing, refused[i]...)
		if errs[i] != nil {
			missing = append(missing, ServerAnswer{Name: s.name.String(), Verdict: Unreachable, Err: errs[i], by: s.by})
		}
	}
	return targets, missing
}

func (r *zoneCheck) addresses(ctx context.Context, s server) ([]target, []ServerAnswer, error) {
	addrs := s.glue
	if len(addrs) == 0 {
		if r.isOwn(s.name) {
			return nil, nil, fmt.Errorf("%w, and looking it up would make a resolver remember the absence of the record", errNoAddress)
		}
		found, err := r.client.lookups.Addresses(ctx, s.name)
		if err != nil {
			return nil, nil, err
		}
		addrs = found.Addresses
	}
	if len(addrs) == 0 {
		return nil, nil, errNoAddress
	}
	addrs = mixed(addrs)
	targets := make([]target, 0, len(addrs))
	var refused []ServerAnswer
	for _, addr := range addrs {
		if !r.client.allowPrivate && private(addr, r.name()) {
			err := &PrivateAddressError{Server: s.name.String(), Address: addr}
			refused = append(refused, ServerAnswer{Name: s.name.String(), Address: addr.String(), Verdict: Unreachable, Err: err, by: s.by})
			continue
		}
		targets = append(targets, target{
			name:    s.name.String(),
			address: addr.String(),
			dial:    net.JoinHostPort(addr.String(), dnsquery.Port),
			by:      s.by,
		})
	}
	return targets, refused, nil
}

// mixed puts the families by turns where not all addresses will be asked, so
// that a machine with one family alone finds some that it can reach.
func mixed(addrs []netip.Addr) []netip.Addr {
	if len(addrs) <= addressesPerServer {
		return addrs
	}
	var families [2][]netip.Addr
	for _, addr := range addrs {
		if addr.Is4() {
			families[0] = append(families[0], addr)
		} else {
			families[1] = append(families[1], addr)
		}
	}
	var turns []netip.Addr
	for len(turns) < len(addrs) {
		for f := range families {
			if len(families[f]) > 0 {
				turns = append(turns, families[f][0])
				families[f] = families[f][1:]
			}
		}
	}
	return turns
}
