// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

const (
	prefix = "acme-verification="
	token  = "0123456789abcdef"
	value  = prefix + token
)

// inWorld runs one measurement in a world of its own. IPv6 addresses are cut
// off, so that one server is one address.
func inWorld(config dnssim.Config, measure func(*dnssim.World, *dnscheck.Client) error) (err error) {
	world, err := dnssim.Start(config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, world.Close()) }()
	client, err := newClient(world, config.Now)
	if err != nil {
		return err
	}
	return measure(world, client)
}

func newClient(world *dnssim.World, now func() time.Time) (*dnscheck.Client, error) {
	routes := world.AddressMap()
	routes[world.Recursive()] = world.Recursive()
	return dnscheck.New(dnscheck.Config{Config: dnsquery.Config{
		Resolvers: []string{world.Recursive()},
		Now:       now,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if routes[address] == "" || strings.HasPrefix(address, "[2001:db8:") {
				return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ENETUNREACH}
			}
			return new(net.Dialer).DialContext(ctx, network, routes[address])
		},
	}})
}

func txt(name string) dnscheck.Question {
	return dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: value}
}

// reachable counts the addresses that packets were sent to.
func reachable(r dnscheck.Report) int {
	n := 0
	for _, a := range r.Servers {
		if !errors.Is(a.Err, syscall.ENETUNREACH) {
			n++
		}
	}
	return n
}
