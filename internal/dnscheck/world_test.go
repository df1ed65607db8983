// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

const (
	resolver = "192.0.2.53:53"
	token    = "acme-verification=1"
)

// test. delegates acme.test. to three servers; hosting.example. is where the
// resolver finds servers that are outside of test.
const (
	resolverData = `
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
	testZone = `test.
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
	acmeTXT = `@ TXT "` + token + `"` + "\n"
)

func acme(more ...string) string { return acmeHead + strings.Join(more, "") }

// newWorld serves acme.test. with the given text on all three servers.
func newWorld(t *testing.T, zone string) *network {
	t.Helper()
	n := newNetwork()
	n.serve(resolver, recursor(t, resolverData))
	n.serve("192.0.2.3:53", authority(t, rootZone))
	n.serve("192.0.2.1:53", authority(t, testZone))
	for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
		n.serve(address, authority(t, zone))
	}
	return n
}

func newClient(t *testing.T, n *network, change ...func(*dnscheck.Config)) *dnscheck.Client {
	t.Helper()
	config := dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{resolver}, DialContext: n.dial}}
	for _, c := range change {
		c(&config)
	}
	client, err := dnscheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func txt(name string) dnscheck.Question {
	return dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: token}
}

func mustCheck(t *testing.T, c *dnscheck.Client, q dnscheck.Question) dnscheck.Report {
	t.Helper()
	report, err := c.Check(context.Background(), q)
	if err != nil {
		t.Fatalf("check of %v: %v", q, err)
	}
	return report
}

// verdicts by server name, the shape most tests compare.
func verdicts(r dnscheck.Report) map[string]dnscheck.Verdict {
	found := map[string]dnscheck.Verdict{}
	for _, a := range r.Servers {
		found[a.Name] = a.Verdict
	}
	return found
}

func wantEqual(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// inBubble runs a test in parallel with others and on its own virtual clock.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, test)
}

func wantNoRecursiveQueryFor(t *testing.T, n *network, names ...string) {
	t.Helper()
	asked := n.sent(func(p packet) bool { return p.address == resolver && slices.Contains(names, p.name) })
	if len(asked) > 0 {
		t.Errorf("the recursive resolver was asked for the record's own name: %v", asked)
	}
}
