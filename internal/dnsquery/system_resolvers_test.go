// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func addresses(upstreams []upstream) []string {
	var all []string
	for _, u := range upstreams {
		all = append(all, u.address)
	}
	return all
}

func parsed(texts ...string) []netip.Addr {
	var all []netip.Addr
	for _, text := range texts {
		all = append(all, netip.MustParseAddr(text))
	}
	return all
}

func TestResolversComeFromTheAdaptersWhereThereIsNoFile(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "resolv.conf")
	got, err := systemUpstreams(missing, func() ([]adapter, error) {
		return []adapter{
			{up: true, metric: 50, servers: parsed("192.0.2.50", "192.0.2.10")},
			{up: true, metric: 10, servers: parsed("192.0.2.10", "fe80::1%7", "fec0:0:0:ffff::1", "fec0:0:0:ffff::2")},
			{up: false, metric: 1, servers: parsed("192.0.2.99")},
			{up: true, loopback: true, servers: parsed("192.0.2.98")},
		}, nil
	})
	want := []string{"192.0.2.10:53", "[fe80::1%7]:53", "192.0.2.50:53"}
	if err != nil || !slices.Equal(addresses(got), want) {
		t.Errorf("got %q, %v, want %q", addresses(got), err, want)
	}
}

func TestResolverFileIsPreferredToAdapters(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(path, []byte("nameserver 192.0.2.53\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := systemUpstreams(path, func() ([]adapter, error) {
		t.Error("the adapters were read")
		return nil, nil
	})
	if err != nil || !slices.Equal(addresses(got), []string{"192.0.2.53:53"}) {
		t.Errorf("got %q, %v", addresses(got), err)
	}
}

func TestSystemWithoutResolversNamesTheSetting(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "resolv.conf")
	for name, adapters := range map[string]func() ([]adapter, error){
		"no other list": func() ([]adapter, error) { return nil, errNoAdapters },
		"a failing one": func() ([]adapter, error) { return nil, errors.New("access denied") },
		"an empty one":  func() ([]adapter, error) { return []adapter{{up: true}}, nil },
	} {
		_, err := systemUpstreams(missing, adapters)
		if err == nil || !strings.Contains(err.Error(), "set dns.resolvers") {
			t.Errorf("%s: error %v does not name the setting", name, err)
		}
	}
	if _, err := systemUpstreams(missing, systemAdapters); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v hides that the file is missing", err)
	}
}
