// SPDX-License-Identifier: MPL-2.0

package dnsworld

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

const (
	// Resolver is the address of the world's resolver.
	Resolver = "192.0.2.53:53"
	// Parent is the address of the server of test.
	Parent = "192.0.2.1:53"
	// Explicit is the server that tests configure, ns1.acme.test.
	Explicit = "192.0.2.11:53"
	// Liar is the address of a resolver that is of no use.
	Liar = "192.0.2.52:53"
	// Token is the value that TXT questions expect.
	Token = "acme-verification=1"
)

// AcmeServers are the addresses of ns1, ns2 and ns3.acme.test.
var AcmeServers = []string{Explicit, "192.0.2.12:53", "192.0.2.13:53"}

const (
	// ResolverData is what the resolver knows. hosting.example. is where it finds
	// servers that are outside of test.
	ResolverData = `
@                    NS a.root.example.
a.root.example.      A  192.0.2.3
test.                NS a.nic.test.
example.             NS a.nic.test.
a.nic.test.          A  192.0.2.1
ns.hosting.example.  A  192.0.2.21
ns1.acme.test.       A  192.0.2.11
ns2.acme.test.       A  192.0.2.12
ns3.acme.test.       A  192.0.2.13
@                    SOA a. b. 1 1 1 1 900
`
	rootZone = `.
@               SOA a.root.example. b. 1 1 1 1 900
@               NS  a.root.example.
a.root.example. A   192.0.2.3
test.           NS  a.nic.test.
a.nic.test.     A   192.0.2.1
`
	// TestZone delegates acme.test. to three servers.
	TestZone = `test.
@           SOA a.nic b 1 1 1 1 900
@           NS  a.nic
a.nic       A   192.0.2.1
acme        NS  ns1.acme
acme        NS  ns2.acme
acme        NS  ns3.acme
ns1.acme    A   192.0.2.11
ns2.acme    A   192.0.2.12
ns3.acme    A   192.0.2.13
`
	acmeHead = `acme.test.
@    SOA ns1 b 1 1 1 1 60
@    NS  ns1
@    NS  ns2
@    NS  ns3
ns1  A   192.0.2.11
ns2  A   192.0.2.12
ns3  A   192.0.2.13
`
	// AcmeTXT is the record with Token at acme.test.
	AcmeTXT = `@ TXT "` + Token + `"` + "\n"
)

// Acme is the zone acme.test. with more records.
func Acme(more ...string) string { return acmeHead + strings.Join(more, "") }

// New has the root, test. and acme.test., and serves the given zone on all three
// servers of acme.test.
func New(t *testing.T, zone string) *Network {
	t.Helper()
	n := NewNetwork()
	n.Serve(Resolver, Recursor(t, ResolverData))
	n.Serve("192.0.2.3:53", Authority(t, rootZone))
	n.Serve(Parent, Authority(t, TestZone))
	n.ServeAcme(Authority(t, zone))
	return n
}

// ServeAcme puts the same server at the addresses of all servers of acme.test.
func (n *Network) ServeAcme(h Handler) {
	for _, address := range AcmeServers {
		n.Serve(address, h)
	}
}

// Client asks the network; change changes its configuration.
func Client(t *testing.T, n *Network, change ...func(*dnscheck.Config)) *dnscheck.Client {
	t.Helper()
	config := dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{Resolver}, DialContext: n.Dial}}
	for _, c := range change {
		c(&config)
	}
	client, err := dnscheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Costly is a client whose every look asks the given number of servers in vain.
func Costly(t *testing.T, now func() time.Time, servers int, asked *int) *dnscheck.Client {
	t.Helper()
	config := dnscheck.Config{Config: dnsquery.Config{Now: now}}
	for i := range servers {
		config.Nameservers = append(config.Nameservers, fmt.Sprintf("198.18.0.%d", i+1))
	}
	turn := make(chan struct{}, 1)
	config.DialContext = func(context.Context, string, string) (net.Conn, error) {
		turn <- struct{}{}
		*asked++
		<-turn
		return nil, errors.New("connection refused")
	}
	client, err := dnscheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Configured asks these name servers, and not those that the DNS names.
func Configured(entries ...string) func(*dnscheck.Config) {
	return func(c *dnscheck.Config) { c.Nameservers = entries }
}

// Modes are all modes.
var Modes = []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive}

// InMode sets the mode, and the resolvers if any are given.
func InMode(mode dnscheck.Mode, resolvers ...string) func(*dnscheck.Config) {
	return func(c *dnscheck.Config) {
		c.Mode = mode
		if len(resolvers) > 0 {
			c.Resolvers = resolvers
		}
	}
}

// TXT expects Token at a name.
func TXT(name string) dnscheck.Question {
	return dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: Token}
}

// MustCheck fails the test where the check fails.
func MustCheck(t *testing.T, c *dnscheck.Client, q dnscheck.Question) dnscheck.Report {
	t.Helper()
	report, err := c.Check(t.Context(), q)
	if err != nil {
		t.Fatalf("check of %v: %v", q, err)
	}
	return report
}

// Causes are the findings about a report, or those about the error of its check.
func Causes(t *testing.T, c *dnscheck.Client, q dnscheck.Question, h dnscheck.Hints) []dnscheck.Finding {
	t.Helper()
	report, err := c.Check(t.Context(), q)
	if err != nil {
		return dnscheck.DiagnoseError(err)
	}
	findings, err := c.Diagnose(t.Context(), report, h)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// Verdicts by server name, the shape that most tests compare.
func Verdicts(r dnscheck.Report) map[string]dnscheck.Verdict {
	found := map[string]dnscheck.Verdict{}
	for _, a := range r.Servers {
		found[a.Name] = a.Verdict
	}
	return found
}

// Pass lets time go by, the virtual time of InBubble.
func Pass(t *testing.T, d time.Duration) {
	t.Helper()
	<-time.After(d)
}

// WantEqual compares whole values.
func WantEqual(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// WantCodes compares the codes of findings, in order.
func WantCodes(t *testing.T, findings []dnscheck.Finding, want ...dnscheck.Code) {
	t.Helper()
	var got []dnscheck.Code
	for _, f := range findings {
		got = append(got, f.Code)
	}
	WantEqual(t, "codes", want, got)
}

// WantText wants one finding with the code and all of the texts.
func WantText(t *testing.T, findings []dnscheck.Finding, code dnscheck.Code, texts ...string) {
	t.Helper()
	WantCodes(t, findings, code)
	for _, text := range texts {
		if got := findings[0].Sentence + " " + findings[0].Fix; !strings.Contains(got, text) {
			t.Errorf("%q does not contain %q", got, text)
		}
	}
}

// WantNoText wants none of the texts in any finding.
func WantNoText(t *testing.T, findings []dnscheck.Finding, texts ...string) {
	t.Helper()
	for _, f := range findings {
		for _, text := range texts {
			if got := f.Sentence + " " + f.Fix; strings.Contains(got, text) {
				t.Errorf("%q contains %q", got, text)
			}
		}
	}
}

// WantNoRecursiveQueryFor wants the resolver not to be asked for names.
func WantNoRecursiveQueryFor(t *testing.T, n *Network, names ...string) {
	t.Helper()
	asked := n.Sent(func(p Packet) bool { return p.Address == Resolver && slices.Contains(names, p.Name) })
	if len(asked) > 0 {
		t.Errorf("the resolver was asked for the record's own name: %v", asked)
	}
}

// InBubble runs a test in parallel with others and on its own virtual clock.
func InBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, test)
}

// Bubble is InBubble for a case of a table.
func Bubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { InBubble(t, test) })
}

// InModes is Bubble for each mode.
func InModes(t *testing.T, name string, test func(t *testing.T, mode dnscheck.Mode)) {
	t.Helper()
	for _, mode := range Modes {
		Bubble(t, strings.TrimSpace(name+" "+string(mode)), func(t *testing.T) { test(t, mode) })
	}
}
