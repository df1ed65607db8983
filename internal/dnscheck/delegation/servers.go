// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/publicaddr"
)

// What follows keeps a hostile delegation from turning a check into a flood (the
// NXNSAttack). Ordinary zones stay far below: the root has 13 servers of 2
// addresses.
const (
	// MaxServers is how many servers of a zone are asked.
	MaxServers = 32
	// AddressesPerServer is how many addresses of one server are asked.
	AddressesPerServer = 4
	// AddressesPerZone is how many addresses of all servers of a zone are asked, at
	// least one of each server.
	AddressesPerZone = 64
)

// Target is one address of one name server.
type Target struct {
	Name    string // as shown or configured
	Address string // as shown; "" for a server without one
	Dial    string // host:port
	NamedBy NamedBy
}

// Failure is why a server, or one address of it, cannot be asked.
type Failure struct {
	Target Target
	Err    error
}

func (f Failure) attempt() dnsquery.Attempt {
	return dnsquery.Attempt{Server: f.Target.Name, Address: f.Target.Address, Err: f.Err}
}

// Configured is the target of an entry host[:port] of a configuration, which is
// shown as it is.
func Configured(entry string) (Target, error) {
	address, err := dnsquery.Endpoint(entry)
	if err != nil {
		return Target{}, fmt.Errorf("name server %w", err)
	}
	return Target{Name: entry, Address: entry, Dial: address}, nil
}

// Targets finds the addresses of all servers of z, in the order of the servers, and
// chooses those within the budget. It counts the others, and gives the servers and
// addresses that cannot be asked: they count as servers as well.
func (s *Search) Targets(ctx context.Context, z *Zone) (targets []Target, failures []Failure, unasked int) {
	targets, failures = s.targets(ctx, z.Servers)
	targets, unasked = withinBudget(targets, AddressesPerServer, AddressesPerZone)
	return targets, failures, unasked
}

func (s *Search) targets(ctx context.Context, servers []Server) ([]Target, []Failure) {
	found := make([][]Target, len(servers))
	failed := make([][]Failure, len(servers))
	var all sync.WaitGroup
	for i, server := range servers {
		all.Go(func() { found[i], failed[i] = s.addresses(ctx, server) })
	}
	all.Wait()
	var targets []Target
	var failures []Failure
	for i := range servers {
		targets = append(targets, found[i]...)
		failures = append(failures, failed[i]...)
	}
	return targets, failures
}

// addresses are all addresses of one server, as targets or failures; one failure
// without an address where there is none.
func (s *Search) addresses(ctx context.Context, server Server) (targets []Target, failures []Failure) {
	of := Target{Name: server.Name.String(), NamedBy: server.NamedBy}
	addrs, err := s.lookUp(ctx, server)
	if err != nil {
		return nil, []Failure{{Target: of, Err: err}}
	}
	for _, addr := range alternateFamilies(addrs) {
		of.Address = addr.String()
		if !s.allowPrivate && isPrivate(addr, s.own.first()) {
			failures = append(failures, Failure{Target: of, Err: &PrivateAddressError{Server: of.Name, Address: addr}})
			continue
		}
		target := of
		target.Dial = net.JoinHostPort(of.Address, dnsquery.Port)
		targets = append(targets, target)
	}
	return targets, failures
}

// lookUp gives at least one address, or an error.
func (s *Search) lookUp(ctx context.Context, server Server) ([]netip.Addr, error) {
	if len(server.glue) > 0 {
		return server.glue, nil
	}
	if s.own.contains(server.Name) {
		return nil, fmt.Errorf("%w, and looking it up would make a resolver remember the absence of the record", ErrNoAddress)
	}
	found, err := s.lookups.Addresses(ctx, server.Name)
	if err == nil && len(found.Addresses) == 0 {
		err = ErrNoAddress
	}
	return found.Addresses, err
}

// alternateFamilies alternates between IPv4 and IPv6 where not all addresses will
// be asked, so that a machine with only one of them finds some that it can reach.
func alternateFamilies(addrs []netip.Addr) []netip.Addr {
	if len(addrs) <= AddressesPerServer {
		return addrs
	}
	v4 := slices.DeleteFunc(slices.Clone(addrs), func(addr netip.Addr) bool { return !addr.Is4() })
	v6 := slices.DeleteFunc(slices.Clone(addrs), netip.Addr.Is4)
	alternating := make([]netip.Addr, 0, len(addrs))
	for i := range addrs {
		if i < len(v4) {
			alternating = append(alternating, v4[i])
		}
		if i < len(v6) {
			alternating = append(alternating, v6[i])
		}
	}
	return alternating
}

// isPrivate reports whether addr may not be asked because of what the DNS says of
// a server of name. Addresses for documentation are refused where the name is a
// public one; reserved names have no others.
func isPrivate(addr netip.Addr, name dnsquery.FQDN) bool {
	if publicaddr.Documentation(addr) {
		return name.TopLevel().IsPublicTopLevel()
	}
	return !publicaddr.Is(addr)
}

// withinBudget chooses at most perServer addresses of a server and total in all,
// the first of each server before the second of any, and counts the rest. The
// order stays.
func withinBudget(targets []Target, perServer, total int) ([]Target, int) {
	within := map[Target]bool{}
	count := map[string]int{}
	for _, t := range interleave(targets) {
		if len(within) < total && count[t.Name] < perServer {
			within[t] = true
			count[t.Name]++
		}
	}
	chosen := slices.DeleteFunc(slices.Clone(targets), func(t Target) bool { return !within[t] })
	return chosen, len(targets) - len(chosen)
}

// interleave puts the first address of every server before the second of any.
func interleave(targets []Target) []Target {
	var ordered []Target
	for round := 0; len(ordered) < len(targets); round++ {
		seen := map[string]int{}
		for _, t := range targets {
			if seen[t.Name] == round {
				ordered = append(ordered, t)
			}
			seen[t.Name]++
		}
	}
	return ordered
}
