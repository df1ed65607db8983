// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	crand "crypto/rand"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// Options of a sandbox. The zero value is a good one.
type Options struct {
	// Zones are served by the authoritative servers; default acme.test.
	Zones []string
	// Resolver (host:port) answers the lookups of the simulated services instead of
	// the embedded recursive resolver, to pair the sandbox with a real DNS server.
	Resolver string
	// Clock is the sandbox time; default is one that starts at the machine's.
	Clock *clock.Clock
	// Seed makes tokens and credentials the same every time; 0 makes them up.
	Seed uint64
	// Ports are random where zero.
	Ports Ports
	// Webex, WorkOS and Zoho preset these services; what they see of the world is set
	// by the sandbox.
	Webex  webexsim.Config
	WorkOS workossim.Config
	Zoho   zohosim.Config
	// Listen, unless nil, opens the ports of the simulated services instead of the
	// machine, which others can reach.
	Listen func() net.Listener
	// Simulators are further simulated services.
	Simulators []simhttp.Factory
}

// Ports to listen on, on 127.0.0.1.
type Ports struct {
	Hosts        map[string]int // of the simulated services, by the name of [simhttp.Host]
	Web, Control int
	DNS          []int // authoritative servers first, the recursive resolver last
}

// Flags adds the flags of the simulated services: a port for each host, and their own.
func (o *Options) Flags(flags *flag.FlagSet) {
	for _, factory := range o.factories(&Simulators{}) {
		for _, host := range factory.Hosts {
			name := strings.ReplaceAll(host.Name, " ", "-") + "-port"
			flags.Func(name, "TCP `port` of the simulated "+host.Title+"; 0 is random", o.Ports.setHost(host.Name))
		}
		if factory.Flags != nil {
			factory.Flags(flags)
		}
	}
}

func (p *Ports) setHost(name string) func(string) error {
	return func(text string) error {
		port, err := strconv.Atoi(text)
		if err != nil {
			return errors.New("parse error")
		}
		if p.Hosts == nil {
			p.Hosts = map[string]int{}
		}
		p.Hosts[name] = port
		return nil
	}
}

func (o Options) complete() Options {
	if len(o.Zones) == 0 {
		o.Zones = []string{"acme.test"}
	}
	if o.Clock == nil {
		o.Clock = clock.New(time.Now)
	}
	return o
}

// random is a stream of its own for each use, so that the order in which the parts
// of the sandbox draw does not matter.
func (o Options) random(use string) (*rand.ChaCha8, error) {
	var seed [32]byte
	if o.Seed == 0 {
		if _, err := crand.Read(seed[:]); err != nil {
			return nil, fmt.Errorf("seeding the sandbox: %w", err)
		}
		return rand.NewChaCha8(seed), nil
	}
	binary.BigEndian.PutUint64(seed[:], o.Seed)
	copy(seed[8:], use)
	return rand.NewChaCha8(seed), nil
}
