// SPDX-License-Identifier: MPL-2.0

package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const (
	// mostPackets is what one check, or one search for its cause, may send.
	mostPackets = 512
	// longestCheck is far more than what ordinary zones take.
	longestCheck = 2 * time.Minute
	// longestShown bounds all that is said of a check.
	longestShown = 40_000
)

// subject is a check that nothing disturbs.
type subject struct {
	name     string
	zone     string // acme.test., without and with the record
	recorded string
	question dnscheck.Question
	mode     dnscheck.Mode
	options  []func(*dnscheck.Config)
}

func subjects() []subject {
	const record = `_x TXT "` + dnsworld.Token + `"` + "\n"
	question := dnsworld.TXT("_x.acme.test")
	return []subject{
		{name: "direct", recorded: record, question: question},
		{name: "behind a CNAME", zone: "_x CNAME _y\n", recorded: strings.Replace(record, "_x", "_y", 1), question: question},
		{name: "configured", recorded: record, question: question, options: []func(*dnscheck.Config){dnsworld.Configured(dnsworld.AcmeServers...)}},
		{name: "by the resolver", recorded: record, question: question, mode: dnscheck.Recursive, options: []func(*dnscheck.Config){dnsworld.InMode(dnscheck.Recursive)}},
	}
}

// cell is a check of which one query meets a hostile answer, at one of the servers that
// are asked it or at all of them.
type cell struct {
	subject   subject
	query     dnsworld.Packet
	addresses []string
	kind      kind
}

func (c cell) String() string {
	at := fmt.Sprintf("%d servers", len(c.addresses))
	if len(c.addresses) == 1 {
		at = host(c.addresses[0])
	}
	return fmt.Sprintf("%s, %s %s at %s, %s", c.subject.name, c.query.Type, c.query.Name, at, c.kind.name)
}

// TestHostileAnswers has each query of a check meet each kind of
// hostile answer.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	var all []cell
	for _, s := range subjects() {
		all = append(all, s.cells(undisturbed(t, s))...)
	}
	slices.SortFunc(all, func(a, b cell) int { return strings.Compare(a.String(), b.String()) })
	count := map[string]*row{}
	played, wanted := 0, os.Getenv("HARDENING")
	for i, c := range all {
		if wanted == "" && i%sampled != 0 || wanted != "" && wanted != "all" && !strings.Contains(c.String(), wanted) {
			continue
		}
		played++
		passed := t.Run(c.String(), func(t *testing.T) { synctest.Test(t, func(t *testing.T) { c.play(t) }) })
		r := count[c.kind.family()]
		if r == nil {
			r = &row{}
			count[c.kind.family()] = r
		}
		r.cells++
		if passed {
			r.passed++
		}
	}
	t.Logf("%d cells generated, %d played", len(all), played)
	if path := os.Getenv("HARDENING_REPORT"); path != "" {
		report(t, path, count)
	}
}

// sampled is the distance of the cells that `make test` plays. `make hardening` plays all.
const sampled = 29

// row is what the table has of a kind.
type row struct{ cells, passed int }

// report adds to the table of `make hardening`.
func report(t *testing.T, path string, count map[string]*row) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, kind := range slices.Sorted(maps.Keys(count)) {
		if _, err := fmt.Fprintf(file, "hostile DNS\tDNS\t%s\t%d\t%d\t0\n", kind, count[kind].cells, count[kind].passed); err != nil {
			t.Fatal(err)
		}
	}
}

// cells are those of all queries that an undisturbed check sends.
func (s subject) cells(queries []dnsworld.Packet) (all []cell) {
	askedAt := map[dnsworld.Packet][]string{}
	for _, q := range queries {
		address := q.Address
		q.Address = ""
		askedAt[q] = append(askedAt[q], address)
	}
	for q, addresses := range askedAt {
		scopes := [][]string{addresses}
		if len(addresses) > 1 {
			for _, address := range addresses {
				scopes = append(scopes, []string{address})
			}
		}
		for _, scope := range scopes {
			for _, k := range kinds(s.mode) {
				all = append(all, cell{s, q, scope, k})
			}
		}
	}
	return all
}

// world is that of a cell, in which nobody has the record.
func (s subject) world(t *testing.T) *dnsworld.Network {
	t.Helper()
	n := dnsworld.New(t, dnsworld.Acme(s.zone))
	for _, address := range private {
		n.Serve(net.JoinHostPort(address, "53"), dnsworld.Authority(t, dnsworld.Acme(s.zone, s.recorded)))
	}
	return n
}

// undisturbed are the queries of a check, each once.
func undisturbed(t *testing.T, s subject) (queries []dnsworld.Packet) {
	t.Helper()
	n := s.world(t)
	report := dnsworld.MustCheck(t, dnsworld.Client(t, n, s.options...), s.question)
	if report.Published() {
		t.Fatalf("%s: published without a record", s.name)
	}
	for _, p := range n.All() {
		if !slices.Contains(queries, p) {
			queries = append(queries, p)
		}
	}
	return queries
}

func (c cell) play(t *testing.T) {
	n := c.subject.world(t)
	for _, address := range c.addresses {
		honest := n.At(address)
		hostile := c.kind.serve(t, address, honest)
		n.Serve(address, dnsworld.Choose(func(request *dns.Msg) dnsworld.Handler {
			if q := request.Question[0]; q.Name == c.query.Name && dns.TypeToString[q.Qtype] == c.query.Type {
				return hostile
			}
			return honest
		}))
	}
	n.Drip(c.kind.drips)
	client := dnsworld.Client(t, n, c.subject.options...)
	text := c.check(t, n, client)
	if strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), displaytext.Invisible) {
		t.Errorf("something is shown as it came: %q", text)
	}
	if len(text) > longestShown {
		t.Errorf("%d octets are shown", len(text))
	}
	for _, address := range private {
		if sent := n.SentTo(net.JoinHostPort(address, "53")); len(sent) > 0 {
			t.Errorf("a private address was asked: %v", sent)
		}
	}
	c.cancel(t, n)
	n.Drip(false)
	honest := dnsworld.New(t, dnsworld.Acme(c.subject.zone, c.subject.recorded))
	for _, address := range append(c.addresses, dnsworld.AcmeServers...) {
		n.Serve(address, honest.At(address))
	}
	if c.subject.mode == dnscheck.Recursive {
		n.Serve(dnsworld.Resolver, dnsworld.Recursor(t, dnsworld.ResolverData+strings.Replace(c.subject.recorded, "_x", "_x.acme.test.", 1)))
	}
	dnsworld.Pass(t, time.Hour)
	if report := dnsworld.MustCheck(t, client, c.subject.question); !report.Published() {
		t.Errorf("the record is not seen on honest servers:\n%s", strings.Join(report.Lines(), "\n"))
	}
}

// check returns all that is said of a check, and of the cause why nothing is published.
func (c cell) check(t *testing.T, n *dnsworld.Network, client *dnscheck.Client) string {
	t.Helper()
	begin := time.Now()
	report, err := client.Check(t.Context(), c.subject.question)
	if took := time.Since(begin); took > longestCheck {
		t.Errorf("the check takes %s", took)
	}
	if sent := len(n.All()); sent > mostPackets {
		t.Errorf("the check sends %d packets", sent)
	}
	n.Clear()
	var findings []dnscheck.Finding
	text := ""
	if err != nil {
		findings = dnscheck.DiagnoseError(err)
	} else {
		if report.Published() {
			t.Errorf("published by nobody that has it:\n%s", strings.Join(report.Lines(), "\n"))
		}
		text = strings.Join(append(report.Lines(), report.GroupedLines()...), "\n")
		if findings, err = client.Diagnose(t.Context(), report, dnscheck.Hints{Prefix: "acme-verification="}); err != nil {
			t.Errorf("no cause: %v", err)
		}
	}
	if sent := len(n.All()); sent > mostPackets {
		t.Errorf("the search for the cause sends %d packets", sent)
	}
	for _, f := range findings {
		text += f.Sentence + "\n" + f.Fix + "\n"
	}
	return text
}

// cancel ends a check at every half second that it takes.
func (c cell) cancel(t *testing.T, n *dnsworld.Network) {
	t.Helper()
	for _, after := range []time.Duration{0, 1500 * time.Millisecond, 4500 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		begin := time.Now()
		_, err := dnsworld.Client(t, n, c.subject.options...).Check(ctx, c.subject.question)
		cancel()
		if took := time.Since(begin); took > after+time.Second || err != nil && took >= after && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled after %s, the check ends after %s with %v", after, took, err)
		}
	}
}
