// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"errors"
	"maps"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

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
	maps.DeleteFunc(routes, func(address, _ string) bool { return strings.HasPrefix(address, "[") })
	config := dnscheck.Config{Config: dnsquery.Config{Now: now}}
	dnsworld.Routed(world.Recursive(), routes)(&config)
	return dnscheck.New(config)
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
