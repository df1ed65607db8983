// SPDX-License-Identifier: MPL-2.0

package examples_test

import (
	"cmp"
	"context"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	world "github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const (
	prefix = "cisco-ci-domain-verification="
	secret = "4f9c2d71a0b85e36"
	value  = prefix + secret
	right  = `@ TXT "` + value + `"` + "\n"
)

// example is a world in which the record is sought.
type example struct {
	zone   string // more records of acme.test
	name   string // acme.test when empty
	target string // of a CNAME; the record is a TXT record when empty
	serve  func(t *testing.T, n *world.Network)
	change []func(*dnscheck.Config)
	value  string // value when empty
	// earlier is served at a first check of the same client.
	earlier *string
}

func examples() map[dnscheck.Code]example {
	const alias = "verify.vendor.example"
	all := func(h world.Handler) func(*testing.T, *world.Network) {
		return func(_ *testing.T, n *world.Network) { n.ServeAcme(h) }
	}
	return map[dnscheck.Code]example{
		dnscheck.DoubledName:    {zone: `acme.test TXT "` + value + `"`},
		dnscheck.AtWWW:          {zone: `www TXT "` + value + `"`},
		dnscheck.AtLabel:        {zone: `cisco-ci-domain-verification TXT "` + secret + `"`},
		dnscheck.AtParent:       {zone: right, name: "_x.acme.test"},
		dnscheck.AtWildcard:     {zone: `* TXT "` + value + `"`},
		dnscheck.MergedValue:    {zone: `@ TXT "v=spf1 include:_spf.example.net ~all ` + value + `"`},
		dnscheck.CutOff:         {zone: `@ TXT "` + value[:36] + `"`},
		dnscheck.NearMiss:       {zone: `@ TXT "` + strings.Replace(value, "4f9c", "4f9e", 1) + `"`},
		dnscheck.BareToken:      {zone: `@ TXT "` + secret + `"`},
		dnscheck.ForeignPrefix:  {zone: `@ TXT "workos-domain-verification=` + secret + `"`},
		dnscheck.ForeignSuffix:  {zone: `@ TXT "zoho-verification=zb12345678.zmverify.zoho.com"`, value: "zoho-verification=zb12345678.zmverify.zoho.eu"},
		dnscheck.StrayOctets:    {zone: `@ TXT "\"` + value + `\""`},
		dnscheck.ChangedCase:    {zone: `@ TXT "` + strings.ToUpper(value) + `"`},
		dnscheck.SplitValue:     {zone: `@ TXT "` + prefix + `"` + "\n" + `@ TXT "` + secret + `"`},
		dnscheck.OlderToken:     {zone: `@ TXT "` + prefix + `b61e0f93d2a7c845"`},
		dnscheck.DoubledTarget:  {zone: `zb1 CNAME ` + alias, name: "zb1.acme.test", target: alias},
		dnscheck.CNAMEAtName:    {zone: "_x CNAME www", name: "_x.acme.test"},
		dnscheck.FlattenedCNAME: {zone: "zb1 A 198.51.100.7", name: "zb1.acme.test", target: alias},
		dnscheck.RecordMissing:  {zone: `@ TXT "v=spf1 include:_spf.example.net ~all"`},
		dnscheck.NotChecked: {zone: "_x CNAME token.vendor.test.", name: "_x.acme.test", serve: func(t *testing.T, n *world.Network) {
			n.Serve(world.Parent, world.Authority(t, world.TestZone+"vendor NS ns.hosting.example.\n"))
			n.Serve("192.0.2.21:53", world.Silent)
		}},
		dnscheck.PartlyUpdated: {zone: right, serve: func(t *testing.T, n *world.Network) { n.Serve(world.AcmeServers[2], world.Authority(t, world.Acme())) }},
		dnscheck.NotDelegated:  {name: "unregistered.test"},
		dnscheck.DelegatedElsewhere: {serve: func(t *testing.T, n *world.Network) {
			const moved = "acme.test.\n@ SOA ns b 1 1 1 1 60\n@ NS ns.hosting.example.\n"
			n.ServeAcme(world.Authority(t, moved))
			n.Serve("192.0.2.21:53", world.Authority(t, moved+right))
		}},
		dnscheck.LameServers:     {serve: all(world.Rcode(dns.RcodeNotAuth))},
		dnscheck.RefusingServers: {serve: all(world.Rcode(dns.RcodeRefused))},
		dnscheck.FailingServers:  {serve: all(world.Rcode(dns.RcodeServerFailure))},
		dnscheck.DeadServers: {zone: right, serve: func(_ *testing.T, n *world.Network) {
			n.Serve(world.AcmeServers[1], world.Silent)
			n.Serve(world.AcmeServers[2], world.Silent)
		}},
		dnscheck.NoRoute: {name: "six.test", serve: serveSix, change: []func(*dnscheck.Config){withoutIPv6}},
		dnscheck.ResolverAsNameserver: {
			serve: func(t *testing.T, n *world.Network) {
				n.Serve(world.Explicit, world.Changed(world.Authority(t, world.Acme(right)), func(_, response *dns.Msg) { response.RecursionAvailable, response.Authoritative = true, false }))
			},
			change: []func(*dnscheck.Config){world.Configured(world.Explicit)},
		},
		dnscheck.PrivateAddress: {name: "split.test", serve: func(t *testing.T, n *world.Network) {
			n.Serve(world.Parent, world.Authority(t, world.TestZone+"split NS ns.split\nns.split A 10.0.0.53\n"))
		}},
		dnscheck.DNSSECBogus: {zone: right, serve: func(t *testing.T, n *world.Network) {
			healthy := world.Recursor(t, world.ResolverData+"acme.test. TXT \""+value+"\"\n")
			n.Serve(world.Resolver, world.Changed(healthy, func(request, response *dns.Msg) {
				response.AuthenticatedData = request.AuthenticatedData && request.Question[0].Name == "."
				if dns.IsSubDomain("acme.test.", request.Question[0].Name) && !request.CheckingDisabled {
					*response = *new(dns.Msg).SetRcode(request, dns.RcodeServerFailure)
					response.SetEdns0(1232, false)
					response.IsEdns0().Option = []dns.EDNS0{&dns.EDNS0_EDE{InfoCode: dns.ExtendedErrorCodeSignatureExpired}}
				}
			}))
		}},
		dnscheck.AbsenceRemembered:    {zone: right, earlier: new("")},
		dnscheck.InconsistentServer:   {earlier: new(right)},
		dnscheck.ResolversUnreachable: {serve: func(_ *testing.T, n *world.Network) { n.Serve(world.Resolver, nil) }},
		dnscheck.ZoneUnreachable:      {serve: func(_ *testing.T, n *world.Network) { n.Serve(world.Parent, nil) }},
		dnscheck.BadName:              {name: "a..test"},
		dnscheck.BadValue:             {name: "zb1.acme.test", target: "a..vendor.example"},
	}
}

// withoutIPv6 is a machine that has no route for it.
func withoutIPv6(c *dnscheck.Config) {
	dial := c.DialContext
	c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "[") {
			return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ENETUNREACH}
		}
		return dial(ctx, network, address)
	}
}

func serveSix(t *testing.T, n *world.Network) {
	t.Helper()
	n.Serve(world.Parent, world.Authority(t, world.TestZone+"six NS ns1.six\nns1.six AAAA 2001:db8::61\n"))
}

// finding is the first cause that is reported in the world of an example.
func (e example) finding(t *testing.T) dnscheck.Finding {
	t.Helper()
	question := dnscheck.Question{Name: cmp.Or(e.name, "acme.test"), Type: dnscheck.TXT, Expected: cmp.Or(e.target, e.value, value)}
	if e.target != "" {
		question.Type = dnscheck.CNAME
	}
	n := world.New(t, world.Acme(e.zone+"\n"))
	client := world.Client(t, n, e.change...)
	if e.serve != nil {
		e.serve(t, n)
	}
	hints := dnscheck.Hints{Prefix: prefix, OtherPrefixes: []string{"workos-domain-verification="}}
	if e.value != "" {
		hints = dnscheck.Hints{Prefix: "zoho-verification=", Suffix: ".zmverify.zoho.eu"}
	}
	if e.earlier != nil {
		n.ServeAcme(world.Authority(t, world.Acme(*e.earlier)))
		wasPublished := world.MustCheck(t, client, question).Published()
		n.ServeAcme(world.Authority(t, world.Acme(e.zone)))
		if wasPublished {
			return world.MustCheck(t, client, question).Inconsistent()
		}
	}
	return world.Causes(t, client, question, hints)[0]
}

func TestGuideShowsEachCauseAsItIsReported(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../../templates/guides/when-a-verification-fails.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`(?m)^Cause \(.*$`).FindAllString(string(guide), -1)
	for code, e := range examples() {
		world.Bubble(t, string(code), func(t *testing.T) {
			found := e.finding(t)
			if line := verification.FindingText(found); found.Code != code || !slices.Contains(shown, line) {
				t.Errorf("the guide does not show:\n%s", line)
			}
		})
	}
	if len(shown) < len(examples()) {
		t.Errorf("the guide shows %d causes, and there are %d", len(shown), len(examples()))
	}
}
