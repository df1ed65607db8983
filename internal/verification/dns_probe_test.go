// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// acmeTest is a DNS world with the zone acme.test.
func acmeTest(t *testing.T) *dnssim.World {
	t.Helper()
	return acmeTestBy(t, nil)
}

// acmeTestBy is acmeTest, whose caches have the time of a clock.
func acmeTestBy(t *testing.T, now func() time.Time) *dnssim.World {
	t.Helper()
	world, err := dnssim.Start(dnssim.Config{Zones: []string{"acme.test"}, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := world.Close(); err != nil {
			t.Error(err)
		}
	})
	return world
}

// publicationIn looks for a record at acme.test through a clock that stands still.
func publicationIn(t *testing.T, world *dnssim.World) *dnsProbe {
	t.Helper()
	routes := world.AddressMap()
	routes[world.Recursive()] = world.Recursive()
	return publicationThrough(t, world, routes)
}

func publicationThrough(t *testing.T, world *dnssim.World, routes map[string]string) *dnsProbe {
	t.Helper()
	client := clientIn(t, dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{world.Recursive()}}}, routes)
	record := service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
	return &dnsProbe{deps: &Dependencies{DNS: client, Clock: &polltest.Clock{}}, record: record, token: "0123456789"}
}

// clientIn queries the servers that the routes lead to, and no others.
func clientIn(t *testing.T, config dnscheck.Config, routes map[string]string) *dnscheck.Client {
	t.Helper()
	config.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if routes[address] == "" {
			return nil, errors.New("not in this world")
		}
		return new(net.Dialer).DialContext(ctx, network, routes[address])
	}
	client, err := dnscheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (p *dnsProbe) mustSay(t *testing.T, wanted, unwanted string) {
	t.Helper()
	progress, err := p.check(t.Context())
	if err != nil || progress.Done {
		t.Fatalf("%+v, %v", progress, err)
	}
	if !strings.Contains(progress.Reason, "Cause ("+wanted+")") || strings.Contains(progress.Reason, "Cause ("+unwanted+")") {
		t.Errorf("the reason should name %s and not %s:\n%s", wanted, unwanted, progress.Reason)
	}
}

func TestCauseFollowsWhatTheServersSay(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	look.mustSay(t, "record_missing", "partly_updated")
	err := errors.Join(world.SetLag("authoritative-2", time.Hour), world.SetTXT("acme.test", "acme.test", look.record.Value))
	if err != nil {
		t.Fatal(err)
	}
	look.mustSay(t, "partly_updated", "record_missing")
	queries := len(world.Queries())
	look.mustSay(t, "partly_updated", "record_missing")
	if asked := len(world.Queries()) - queries; asked != 1 {
		t.Errorf("%d queries for a look that finds nothing new", asked)
	}
}

func (p *dnsProbe) mustAccuse(t *testing.T, code dnscheck.Code, says string) {
	t.Helper()
	progress, err := p.check(t.Context())
	if err != nil || progress.Done {
		t.Fatalf("%+v, %v", progress, err)
	}
	cause, _, _ := strings.Cut(progress.Reason, "\n")
	if !strings.HasPrefix(cause, "Cause ("+string(code)+"): ") || !strings.Contains(cause, says) {
		t.Errorf("the cause is not first: %s", progress.Reason)
	}
	if strings.Contains(cause, "regist") || strings.Contains(cause, "DNS host") {
		t.Errorf("somebody else is accused: %s", cause)
	}
}

func TestWaitNamesTheResolverThatKnowsAddressesOnly(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	if err := world.SetFault("recursive", dnssim.Fault{Kind: dnssim.AddressesOnly}); err != nil {
		t.Fatal(err)
	}
	publicationIn(t, world).mustAccuse(t, dnscheck.ResolversUnreachable, "dns.resolvers")
}

// Port 53 leads to the network's own resolver, whichever server was meant.
func TestWaitNamesTheNetworkThatRedirectsQueries(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	routes := world.AddressMap()
	for address := range routes {
		routes[address] = world.Recursive()
	}
	routes[world.Recursive()] = world.Recursive()
	publicationThrough(t, world, routes).mustAccuse(t, dnscheck.ZoneUnreachable, "this network redirects DNS queries")
}

func TestReasonNamesTheCauseFirstAndRepeatsNoValueMoreThanOnce(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	publish(t, world, "older=1", "acme-verification=fedcba9876")
	reason := look.mustLook(t).Reason
	if !strings.HasPrefix(reason, "Cause (older_token)") || !strings.Contains(reason, "Last seen:") {
		t.Errorf("the cause is not first:\n%s", reason)
	}
	if count := strings.Count(reason, "fedcba9876"); count > 2 {
		t.Errorf("the value that was seen is told %d times:\n%s", count, reason)
	}
}

// recordService has a record at acme.test.
type recordService struct{ service.Service }

func (recordService) Publication(context.Context, service.DomainID, service.Method, string) (service.Publication, error) {
	return service.Publication{Record: &service.Record{Name: "acme.test", Type: "TXT"}}, nil
}

func (recordService) ParsePublished(_ service.Method, value string) (string, bool) {
	return strings.CutPrefix(value, "acme-verification=")
}

// Invariant 18: what is in the DNS is put into the state and published again.
func TestPublishedTextThatCannotBeATokenIsNone(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"0123456789": "0123456789", "${file(\"/etc/passwd\")}": "", "a b": ""} {
		world := acmeTest(t)
		if err := world.SetTXT("acme.test", "acme.test", "v=spf1 -all", "acme-verification="+value); err != nil {
			t.Fatal(err)
		}
		workflow := New(*publicationIn(t, world).deps)
		if got := workflow.PublishedToken(t.Context(), recordService{}, service.DomainID{}, service.MethodDNSTXT); got != want {
			t.Errorf("%q is taken for the token %q, want %q", value, got, want)
		}
	}
}

// Invariant 22: the service may refuse for an hour, and each explanation asks resolvers.
func TestPublishedRecordIsExplainedByResolversNoMoreThanEveryTwoMinutes(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	publish(t, world, look.record.Value)
	if err := world.SetSigned("acme.test", dnssim.SignedBadly); err != nil {
		t.Fatal(err)
	}
	look.mustLook(t)
	asked := func() (count int) {
		first := look.explain(t.Context())
		if !strings.Contains(first, string(dnscheck.DNSSECBogus)) {
			t.Errorf("explained by %q", first)
		}
		for _, query := range world.Queries() {
			if query.Server == "recursive" {
				count++
			}
		}
		return count
	}
	first := asked()
	if again := asked(); again != first {
		t.Errorf("%d queries to resolvers for the second refusal", again-first)
	}
	if err := look.deps.Clock.Sleep(t.Context(), explainInterval); err != nil {
		t.Fatal(err)
	}
	if later := asked(); later == first {
		t.Error("not asked again two minutes later")
	}
}
