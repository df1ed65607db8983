// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func startWorld(t *testing.T) (*dnssim.World, *client) {
	t.Helper()
	w, err := dnssim.Start(dnssim.Config{Zones: []string{"acme.test"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	key := w.TSIG()
	return w, &client{server: w.Authoritative()[0], keyName: key.Name, algorithm: key.Algorithm, secret: key.Secret}
}

func textSet(t *testing.T, value string) recordSet {
	t.Helper()
	rr, err := parseValue("acme.test", "TXT", 60, value)
	if err != nil {
		t.Fatal(err)
	}
	return recordSet{zone: "acme.test", owner: "acme.test", rrtype: "TXT", records: []dns.RR{rr}}
}

func TestOnlyOneOfConcurrentCreatesWins(t *testing.T) {
	t.Parallel()
	w, c := startWorld(t)
	const runs = 8
	results := make(chan error, runs)
	var group sync.WaitGroup
	for i := range runs {
		set := textSet(t, fmt.Sprintf("run %d", i))
		group.Go(func() { results <- c.create(t.Context(), set) })
	}
	group.Wait()
	won := 0
	for range runs {
		switch err := <-results; {
		case err == nil:
			won++
		case !errors.Is(err, errExists):
			t.Error(err)
		}
	}
	if won != 1 || len(w.Records("acme.test")) != 1 {
		t.Errorf("%d creates won, records are %q", won, w.Records("acme.test"))
	}
}

func TestRemoveOfWhatIsGoneIsFine(t *testing.T) {
	t.Parallel()
	_, c := startWorld(t)
	if err := c.remove(t.Context(), textSet(t, "a")); err != nil {
		t.Error(err)
	}
}

func TestExchangeEndsAtOnceWhenItsContextDoes(t *testing.T) {
	t.Parallel()
	w, c := startWorld(t)
	if err := w.SetFault("authoritative-1", dnssim.Fault{Kind: dnssim.Silent}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() { failed <- c.create(ctx, textSet(t, "a")) }()
	for len(w.Queries()) == 0 && t.Context().Err() == nil {
		runtime.Gosched()
	}
	before := time.Now()
	cancel()
	if err := <-failed; err == nil {
		t.Error("a silent server accepted an update")
	}
	if took := time.Since(before); took >= exchangeTimeout {
		t.Errorf("took %s after the cancellation", took)
	}
}

func TestUnsignedAnswerToASignedUpdateIsAnError(t *testing.T) {
	t.Parallel()
	started := make(chan struct{})
	server := &dns.Server{
		Addr: "127.0.0.1:0", Net: "tcp", NotifyStartedFunc: func() { close(started) },
		MsgAcceptFunc: func(dns.Header) dns.MsgAcceptAction { return dns.MsgAccept },
		Handler: dns.HandlerFunc(func(w dns.ResponseWriter, m *dns.Msg) {
			_ = w.WriteMsg(new(dns.Msg).SetReply(m)) // an impostor says yes to everything and has no key
		}),
	}
	go func() { _ = server.ListenAndServe() }()
	<-started
	t.Cleanup(func() { _ = server.Shutdown() })

	c := &client{server: server.Listener.Addr().String(), keyName: "k", algorithm: "hmac-sha256", secret: "AAAA"}
	var answer *answerError
	if err := c.replace(t.Context(), textSet(t, "a")); !errors.As(err, &answer) || answer.reason == "" {
		t.Errorf("got %v", err)
	}
}
