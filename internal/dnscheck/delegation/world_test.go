// SPDX-License-Identifier: MPL-2.0

package delegation_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// The world of package dnsworld, by short names.
const (
	resolver     = dnsworld.Resolver
	parent       = dnsworld.Parent
	token        = dnsworld.Token
	resolverData = dnsworld.ResolverData
	testZone     = dnsworld.TestZone
	acmeTXT      = dnsworld.AcmeTXT
)

var (
	acme, newWorld, newNetwork, newClient = dnsworld.Acme, dnsworld.New, dnsworld.NewNetwork, dnsworld.Client
	authority, recursor, records          = dnsworld.Authority, dnsworld.Recursor, dnsworld.Records
	rcode, silent, choose, changed        = dnsworld.Rcode, dnsworld.Silent, dnsworld.Choose, dnsworld.Changed
	txt, mustCheck, verdicts              = dnsworld.TXT, dnsworld.MustCheck, dnsworld.Verdicts
	wantEqual                             = dnsworld.WantEqual
	wantNoRecursiveQueryFor               = dnsworld.WantNoRecursiveQueryFor
	inBubble, bubble, pass                = dnsworld.InBubble, dnsworld.Bubble, dnsworld.Pass
)
