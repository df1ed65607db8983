// SPDX-License-Identifier: MPL-2.0

package interop_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// simulated is the world of the sandbox.
type simulated struct{ *dnssim.World }

func TestAssertionsHoldOnTheSimulator(t *testing.T) {
	t.Parallel()
	started, err := dnssim.Start(dnssim.Config{
		Zones: []string{"acme.test", "eu.acme.test", "signed.test", "bogus.test"}, Servers: 3, NegativeTTL: negativeTTL,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := started.Close(); err != nil {
			t.Errorf("closing the DNS world: %v", err)
		}
	})
	for zone, state := range map[string]dnssim.Signed{"signed.test": dnssim.SignedWell, "bogus.test": dnssim.SignedBadly} {
		if err := started.SetSigned(zone, state); err != nil {
			t.Fatal(err)
		}
		if err := started.SetTXT(zone, "target."+zone, expected); err != nil {
			t.Fatal(err)
		}
	}
	assertAll(t, simulated{started})
}

func (s simulated) primary() string           { return s.Authoritative()[0] }
func (s simulated) resolver() string          { return s.Recursive() }
func (s simulated) routes() map[string]string { return s.AddressMap() }

func (s simulated) key() (name, algorithm, secret string) {
	key := s.TSIG()
	return key.Name, key.Algorithm, key.Secret
}

func (s simulated) hold(t *testing.T) { s.fault(t, dnssim.Stale, "authoritative-2", "authoritative-3") }

func (s simulated) deliver(t *testing.T) {
	s.fault(t, dnssim.NoFault, "authoritative-2", "authoritative-3")
}
func (s simulated) freeze(t *testing.T) { s.fault(t, dnssim.Silent, "authoritative-3") }
func (s simulated) thaw(t *testing.T)   { s.fault(t, dnssim.NoFault, "authoritative-3") }

func (s simulated) fault(t *testing.T, kind dnssim.FaultKind, servers ...string) {
	t.Helper()
	for _, server := range servers {
		if err := s.SetFault(server, dnssim.Fault{Kind: kind}); err != nil {
			t.Fatal(err)
		}
	}
}
