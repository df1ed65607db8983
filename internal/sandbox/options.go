// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	crand "crypto/rand"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
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
	// Webex presets the simulated organization; Now, Rand and LookupTXT are set here.
	Webex webexsim.Config
	// WorkOS presets the simulated environment in the same way.
	WorkOS workossim.Config
	// Zoho presets the simulated organization; what it sees of the world is set here.
	Zoho zohosim.Config
}

// Ports to listen on, on 127.0.0.1.
type Ports struct {
	Webex, WorkOS, Zoho, ZohoAccounts, Web, Control int
	DNS                                             []int // authoritative servers first, the recursive resolver last
}

func (o Options) complete() Options {
	if len(o.Zones) == 0 {
		o.Zones = []string{"acme.test"}
	}
	if o.Clock == nil {
		o.Clock = clock.New(time.Now)
	}
	if o.Webex.AdminEmail == "" {
		o.Webex.AdminEmail = "admin@" + o.Zones[0]
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
