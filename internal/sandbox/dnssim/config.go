// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"crypto/rand"
	"fmt"
	"io"
	"time"

	"github.com/miekg/dns"
)

// Config says which world to start. Only Zones is required.
type Config struct {
	// Zones are served by all authoritative servers, for example "acme.test". A zone inside another one of the list
	// is delegated by it, every other one by the parent server.
	Zones []string
	// Servers is the number of authoritative servers; 0 means 2. The first is the primary.
	Servers int
	// Now is the sandbox clock: TTLs, negative caching and replication lag follow it. Nil means time.Now.
	// Waits on the wire (Slow, UpstreamTimeout) and TSIG signatures follow the machine's clock instead, since the
	// peers know no other.
	Now func() time.Time
	// Listen is the host to listen on; empty means 127.0.0.1.
	Listen string
	// Ports are fixed ports, one for each authoritative server and the recursive resolver's last. Empty means random.
	Ports []int
	// NegativeTTL is the minimum field of every SOA, which bounds negative caching (RFC 2308 section 5); 0 means 300 s.
	NegativeTTL time.Duration
	// TSIGAlgorithm is the only algorithm the key works with; empty means hmac-sha256.
	TSIGAlgorithm string
	// UpstreamTimeout is how long the resolver waits for one server before it tries the next; 0 means 1 s.
	UpstreamTimeout time.Duration
	// Random is where the TSIG secret comes from. Nil means crypto/rand.
	Random io.Reader
}

const maxServers = 100 // keeps every address inside 192.0.2.0/24

func (c Config) withDefaults() (Config, error) {
	if c.Servers == 0 {
		c.Servers = 2
	}
	if c.Servers < 0 || c.Servers > maxServers {
		return c, fmt.Errorf("start DNS world: %d authoritative servers asked for, possible are 1 to %d", c.Servers, maxServers)
	}
	if len(c.Ports) != 0 && len(c.Ports) != c.Servers+1 {
		return c, fmt.Errorf("start DNS world: %d ports given, needed are %d (one for each authoritative server, then the recursive resolver's)", len(c.Ports), c.Servers+1)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1"
	}
	if c.NegativeTTL == 0 {
		c.NegativeTTL = 300 * time.Second
	}
	if c.TSIGAlgorithm == "" {
		c.TSIGAlgorithm = "hmac-sha256"
	}
	if c.UpstreamTimeout == 0 {
		c.UpstreamTimeout = time.Second
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	return c.withCanonicalZones()
}

func (c Config) withCanonicalZones() (Config, error) {
	if len(c.Zones) == 0 {
		return c, fmt.Errorf("start DNS world: no zone given")
	}
	seen := map[string]bool{hostZone: true}
	zones := make([]string, 0, len(c.Zones))
	for _, zone := range c.Zones {
		canonical := dns.CanonicalName(zone)
		if _, valid := dns.IsDomainName(zone); !valid || canonical == "." {
			return c, fmt.Errorf("start DNS world: %q is not a zone name", zone)
		}
		if seen[canonical] {
			return c, fmt.Errorf("start DNS world: zone %q is given twice, or is the one the world keeps for its name servers", zone)
		}
		seen[canonical] = true
		zones = append(zones, canonical)
	}
	c.Zones = zones
	return c, nil
}
