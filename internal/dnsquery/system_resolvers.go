// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"slices"

	"github.com/miekg/dns"
)

// adapter is what an operating system without a resolver file knows of one
// network adapter.
type adapter struct {
	up       bool
	loopback bool
	metric   uint32 // the lowest is preferred
	servers  []netip.Addr
}

// errNoAdapters means that this system lists its resolvers in a file only.
var errNoAdapters = errors.New("this system has no other list of resolvers")

// systemUpstreams reads the resolvers of the system: from the file at path or,
// where there is none, from the network adapters.
func systemUpstreams(path string, adapters func() ([]adapter, error)) ([]upstream, error) {
	config, err := dns.ClientConfigFromFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return adapterUpstreams(path, err, adapters)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the resolvers of the system from %s (set dns.resolvers to use others): %w", path, err)
	}
	servers := config.Servers
	if len(servers) == 0 {
		servers = []string{"127.0.0.1"} // resolv.conf(5), "nameserver"
	}
	var all []upstream
	for _, server := range servers {
		address := net.JoinHostPort(server, config.Port)
		all = append(all, upstream{label: address, via: "UDP (named in " + path + ")", address: address})
	}
	return all, nil
}

func adapterUpstreams(path string, missing error, adapters func() ([]adapter, error)) ([]upstream, error) {
	found, err := adapters()
	if errors.Is(err, errNoAdapters) {
		return nil, fmt.Errorf("the resolvers of the system are not known, because there is no file %s: set dns.resolvers (%w)", path, missing)
	}
	if err != nil {
		return nil, fmt.Errorf("the resolvers of the system cannot be read from its network adapters: set dns.resolvers (%w)", err)
	}
	var all []upstream
	for _, server := range adapterServers(found) {
		address := net.JoinHostPort(server.String(), Port)
		all = append(all, upstream{label: address, via: "UDP (named by a network adapter)", address: address})
	}
	if len(all) == 0 {
		return nil, errors.New("no network adapter of this system names a resolver: set dns.resolvers")
	}
	return all, nil
}

// siteLocal is what Windows shows as IPv6 resolvers of an adapter that has none;
// nobody answers there.
var siteLocal = netip.MustParsePrefix("fec0::/10")

// adapterServers are the resolvers of the adapters in use, best adapter first.
func adapterServers(adapters []adapter) []netip.Addr {
	adapters = slices.Clone(adapters)
	slices.SortStableFunc(adapters, func(a, b adapter) int { return cmp.Compare(a.metric, b.metric) })
	var servers []netip.Addr
	for _, a := range adapters {
		if !a.up || a.loopback {
			continue
		}
		for _, server := range a.servers {
			if server.IsValid() && !server.IsUnspecified() && !siteLocal.Contains(server.WithZone("")) && !slices.Contains(servers, server) {
				servers = append(servers, server)
			}
		}
	}
	return servers
}
