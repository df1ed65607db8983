// SPDX-License-Identifier: MPL-2.0

package dnsquery_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// The world of package dnsworld, by short names.
type (
	network = dnsworld.Network
	packet  = dnsworld.Packet
	handler = dnsworld.Handler
)

const (
	resolver     = dnsworld.Resolver
	parent       = dnsworld.Parent
	explicit     = dnsworld.Explicit
	liar         = dnsworld.Liar
	token        = dnsworld.Token
	resolverData = dnsworld.ResolverData
	testZone     = dnsworld.TestZone
	acmeTXT      = dnsworld.AcmeTXT
)

var (
	acme, newWorld, newNetwork, newClient = dnsworld.Acme, dnsworld.New, dnsworld.NewNetwork, dnsworld.Client
	authority, recursor, answering        = dnsworld.Authority, dnsworld.Recursor, dnsworld.Answering
	rcode, silent, choose, changed        = dnsworld.Rcode, dnsworld.Silent, dnsworld.Choose, dnsworld.Changed
	configured, inMode                    = dnsworld.Configured, dnsworld.InMode
	txt, mustCheck, causes, verdicts      = dnsworld.TXT, dnsworld.MustCheck, dnsworld.Causes, dnsworld.Verdicts
	wantEqual, wantText                   = dnsworld.WantEqual, dnsworld.WantText
	wantNoText, wantNoRecursiveQueryFor   = dnsworld.WantNoText, dnsworld.WantNoRecursiveQueryFor
	inBubble, bubble, inModes             = dnsworld.InBubble, dnsworld.Bubble, dnsworld.InModes
)

var hints = dnscheck.Hints{Prefix: "acme-verification="}
