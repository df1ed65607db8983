// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"context"
	"net"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// start runs a world for one test; the zone is acme.test unless the test says otherwise.
func start(t *testing.T, config dnssim.Config) *dnssim.World {
	t.Helper()
	if config.Zones == nil {
		config.Zones = []string{"acme.test"}
	}
	w, err := dnssim.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// must ends the test on the first error of several set-up steps.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func query(name, rrtype string) *dns.Msg {
	return new(dns.Msg).SetQuestion(dns.Fqdn(name), dns.StringToType[rrtype])
}

// ask sends a message over UDP and wants an answer.
func ask(t *testing.T, server string, m *dns.Msg) *dns.Msg {
	t.Helper()
	return askOver(t, "udp", server, m)
}

func askOver(t *testing.T, network, server string, m *dns.Msg) *dns.Msg {
	t.Helper()
	client := dns.Client{Net: network, Timeout: 10 * time.Second}
	reply, _, err := client.ExchangeContext(t.Context(), m, server)
	if err != nil {
		t.Fatalf("ask %s over %s for %s: %v", server, network, m.Question[0].String(), err)
	}
	return reply
}

// lines shows records with single spaces, as Records does.
func lines(rrs []dns.RR) []string {
	var out []string
	for _, rr := range rrs {
		if rr.Header().Rrtype != dns.TypeOPT {
			out = append(out, strings.ReplaceAll(rr.String(), "\t", " "))
		}
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestWorldStartsOnFixedPortsWhenGiven(t *testing.T) {
	t.Parallel()
	// The ports of a world that has just closed were free for UDP and TCP a moment ago. Somebody else may take one in
	// between, so a few worlds are tried.
	var err error
	for range 10 {
		first := start(t, dnssim.Config{Servers: 1})
		ports := []int{portOf(t, first.Authoritative()[0]), portOf(t, first.Recursive())}
		must(t, first.Close())
		var w *dnssim.World
		if w, err = dnssim.Start(dnssim.Config{Zones: []string{"acme.test"}, Servers: 1, Ports: ports}); err != nil {
			continue
		}
		same(t, "ports", []int{portOf(t, w.Authoritative()[0]), portOf(t, w.Recursive())}, ports)
		must(t, w.Close())
		return
	}
	t.Fatal(err)
}

func TestStartSaysWhatIsWrongWithItsConfig(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config dnssim.Config
		want   string
	}{
		"no zone":        {dnssim.Config{}, "no zone given"},
		"bad zone":       {dnssim.Config{Zones: []string{"acme..test"}}, `"acme..test" is not a zone name`},
		"zone twice":     {dnssim.Config{Zones: []string{"acme.test", "ACME.test."}}, `"ACME.test." is given twice`},
		"too few ports":  {dnssim.Config{Zones: []string{"acme.test"}, Ports: []int{5300}}, "1 ports given, needed are 3"},
		"too many hosts": {dnssim.Config{Zones: []string{"acme.test"}, Servers: 1000}, "1000 authoritative servers"},
		"bad host":       {dnssim.Config{Zones: []string{"acme.test"}, Listen: "192.0.2.1"}, "start DNS server authoritative-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := dnssim.Start(test.config)
			if err == nil {
				t.Fatalf("started, closing: %v", w.Close())
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q does not say %q", err, test.want)
			}
		})
	}
}

func TestCloseEndsSlowAnswersAtOnceAndMayBeRepeated(t *testing.T) {
	t.Parallel()
	w := start(t, dnssim.Config{})
	must(t, w.SetFault("authoritative-1", dnssim.Fault{Kind: dnssim.Slow, Delay: time.Hour}))
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan error)
	go func() {
		_, err := dnssim.LookupTXTAt(ctx, w.Authoritative()[0], "acme.test")
		asked <- err
	}()
	waitForQuery(t, w, "authoritative-1")
	must(t, w.Close(), w.Close())
	cancel()
	if err := <-asked; err == nil {
		t.Error("a closed server answered")
	}
}

func TestWorldsInOneProcessKeepToThemselves(t *testing.T) {
	t.Parallel()
	a, b := start(t, dnssim.Config{}), start(t, dnssim.Config{})
	must(t, a.SetTXT("acme.test", "acme.test", "a"), b.SetTXT("acme.test", "acme.test", "b"))
	got, err := a.LookupTXT(t.Context(), "acme.test")
	must(t, err)
	same(t, "records of the first world", got, []string{"a"})
	if a.TSIG().Secret == b.TSIG().Secret {
		t.Error("two worlds share one TSIG secret")
	}
}

func portOf(t *testing.T, addr string) int {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	must(t, err)
	number, err := strconv.Atoi(port)
	must(t, err)
	return number
}

// waitForQuery returns when a message has reached the server; it is on its way already.
func waitForQuery(t *testing.T, w *dnssim.World, server string) {
	t.Helper()
	for t.Context().Err() == nil {
		for _, q := range w.Queries() {
			if q.Server == server {
				return
			}
		}
		runtime.Gosched()
	}
}

// clock is a sandbox clock that only moves when told.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
