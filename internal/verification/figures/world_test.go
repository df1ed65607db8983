// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const (
	token = "0123456789abcdef"
	value = "acme-verification=" + token
)

// fleet is domains d0.test to dN.test, each a zone on the same four servers, in virtual
// time. What is published is the TXT record at _x below a domain.
type fleet struct {
	size  int
	began time.Time

	lock      sync.Mutex
	published map[string]string // by owner name
	at        map[string]time.Duration
	packets   map[time.Duration]int // by second
	events    []verification.Event
}

func newFleet(size int) *fleet {
	return &fleet{
		size: size, began: time.Now(),
		published: map[string]string{}, at: map[string]time.Duration{}, packets: map[time.Duration]int{},
	}
}

func owner(i int) string { return fmt.Sprintf("_x.d%d.test.", i) }

// publish publishes a value of the domain now.
func (f *fleet) publish(i int, text string) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.published[owner(i)], f.at[fmt.Sprintf("d%d.test", i)] = text, time.Since(f.began)
}

// network answers for everything below test., and counts.
func (f *fleet) network() *dnsworld.Network {
	n := dnsworld.NewNetwork()
	n.Serve(dnsworld.Resolver, dnsworld.Answering(f.answer(func(m *dns.Msg, q dns.Question) {
		m.Authoritative, m.RecursionAvailable = false, true
		m.Answer = rrs(map[string]string{"test. NS": "test. 3600 NS a.nic.test.", "a.nic.test. A": "a.nic.test. 3600 A 192.0.2.1"}[q.Name+" "+dns.TypeToString[q.Qtype]])
	})))
	n.Serve(dnsworld.Parent, dnsworld.Answering(f.answer(func(m *dns.Msg, q dns.Question) {
		m.Authoritative = false
		for i := range 4 {
			m.Ns = append(m.Ns, rrs(fmt.Sprintf("%s 3600 NS ns%d.hosting.test.", zoneOf(q.Name), i))...)
			m.Extra = append(m.Extra, rrs(fmt.Sprintf("ns%d.hosting.test. 3600 A 192.0.2.%d", i, 10+i))...)
		}
	})))
	for i := range 4 {
		n.Serve(fmt.Sprintf("192.0.2.%d:53", 10+i), dnsworld.Answering(f.answer(f.authority)))
	}
	return n
}

func (f *fleet) answer(fill func(*dns.Msg, dns.Question)) func(*dns.Msg, string) *dns.Msg {
	return func(request *dns.Msg, _ string) *dns.Msg {
		f.lock.Lock()
		defer f.lock.Unlock()
		f.packets[time.Since(f.began).Truncate(time.Second)]++
		m := new(dns.Msg).SetReply(request)
		m.Authoritative = true
		fill(m, request.Question[0])
		return m
	}
}

func (f *fleet) authority(m *dns.Msg, q dns.Question) {
	zone := zoneOf(q.Name)
	soa := zone + " 3600 SOA ns0.hosting.test. h.test. 1 1 1 1 60"
	switch {
	case q.Name == zone && q.Qtype == dns.TypeSOA:
		m.Answer = rrs(soa)
	case q.Name == zone && q.Qtype == dns.TypeNS:
		for i := range 4 {
			m.Answer = append(m.Answer, rrs(fmt.Sprintf("%s 3600 NS ns%d.hosting.test.", zone, i))...)
		}
	case q.Qtype == dns.TypeTXT && f.published[q.Name] != "":
		m.Answer = rrs(fmt.Sprintf("%s 60 TXT %q", q.Name, f.published[q.Name]))
	default:
		m.Rcode, m.Ns = dns.RcodeNameError, rrs(soa)
	}
}

func zoneOf(name string) string {
	labels := dns.SplitDomainName(name)
	return strings.Join(labels[max(0, len(labels)-2):], ".") + "."
}

func rrs(text string) []dns.RR {
	if text == "" {
		return nil
	}
	rr, err := dns.NewRR(text)
	if err != nil {
		panic(err)
	}
	return []dns.RR{rr}
}

// pending is a service that confirms whatever is published.
type pending struct{ service.Service }

func (pending) Capabilities() service.Capabilities {
	return service.Capabilities{PollInterval: 10 * time.Second, MaxPollInterval: time.Minute}
}

func (pending) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StatePending}, nil
}

func (pending) Publication(_ context.Context, id service.DomainID, _ service.Method, _ string) (service.Publication, error) {
	return service.Publication{Record: &service.Record{Name: "_x." + id.Domain, Type: "TXT", Value: value}}, nil
}

func (pending) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	return service.Domain{State: service.StateVerified}, nil
}

// wait verifies all domains at once, with the story beside it.
func (f *fleet) wait(ctx context.Context, limit time.Duration, progress func(context.Context, verification.Event), story func()) error {
	client, err := dnscheck.New(dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{dnsworld.Resolver}, DialContext: f.network().Dial}})
	if err != nil {
		return err
	}
	workflow := verification.New(verification.Dependencies{
		Clock: poll.SystemClock{}, DNS: client, Random: rand.Reader,
		Progress: func(ctx context.Context, e verification.Event) {
			f.lock.Lock()
			f.events = append(f.events, e)
			f.lock.Unlock()
			progress(ctx, e)
		},
	})
	var all sync.WaitGroup
	for i := range f.size {
		all.Go(func() {
			id := service.DomainID{Service: "webex", OrganizationID: "o", Domain: fmt.Sprintf("d%d.test", i)}
			_, _ = workflow.Verify(ctx, verification.Task{Service: pending{}, Limit: limit, Request: service.VerifyRequest{ID: id, Token: token}})
		})
	}
	all.Go(story)
	all.Wait()
	return nil
}

// sent is how many packets arrived in each second. Servers may still handle the last ones.
func (f *fleet) sent() map[time.Duration]int {
	f.lock.Lock()
	defer f.lock.Unlock()
	return maps.Clone(f.packets)
}

// lags are how long after its publication each record was in an event with one of the codes.
func (f *fleet) lags(codes ...string) (lags []time.Duration) {
	f.lock.Lock()
	defer f.lock.Unlock()
	seen := map[string]bool{}
	for _, e := range f.events {
		published, known := f.at[e.ID.Domain]
		lag := e.Time.Sub(f.began) - published
		for _, code := range codes {
			if known && !seen[e.ID.Domain] && e.Code == code && lag >= 0 {
				seen[e.ID.Domain] = true
				lags = append(lags, lag)
			}
		}
	}
	return lags
}

// inVirtualTime runs a measurement, which needs a test to have a clock of its own.
func inVirtualTime(measure func(ctx context.Context) error) (err error) {
	ok := testing.RunTests(func(_, _ string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "figures", F: func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { err = measure(t.Context()) })
	}}})
	if err == nil && !ok {
		err = fmt.Errorf("the measurement failed")
	}
	return err
}
