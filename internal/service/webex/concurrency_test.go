// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// The lists in the answer for "slow" were made before "fast" was verified and
// claimed, and arrive after it.
func TestListsThatArriveLateDoNotUndoWhatWasWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, reading)
			slow, fast := w.id("slow."+zone), w.id("fast."+zone)
			late := holdBack("/verifyDomain", slow.Domain)
			adapter := w.adapterVia(t, late)
			token := w.makePending(t, adapter, slow)

			var verifying sync.WaitGroup
			verifying.Go(func() {
				if err := verify(t, adapter, slow, token); err != nil {
					t.Errorf("the slow verification: %v", err)
				}
			})
			<-late.answered
			w.makeClaimed(t, adapter, fast)
			close(late.released)
			verifying.Wait()

			for id, want := range map[service.DomainID]service.State{slow: service.StateVerified, fast: service.StateClaimed} {
				if got := read(t, adapter, id).State; got != want {
					t.Errorf("%s reads %s, want %s", id.Domain, got, want)
				}
			}
			must(t, adapter.Unclaim(t.Context(), fast))
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: fast}))
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: slow}))
			w.wantLists(t, nothing)
		})
	}
}

// The lists for "slow" were made before "gone" was released.
func TestListsThatArriveLateDoNotBringAReleasedDomainBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	slow, gone := w.id("slow."+zone), w.id("gone."+zone)
	late := holdBack("/verifyDomain", slow.Domain)
	adapter := w.adapterVia(t, late)
	w.makeVerified(t, adapter, gone)
	token := w.makePending(t, adapter, slow)
	var verifying sync.WaitGroup
	verifying.Go(func() { _ = verify(t, adapter, slow, token) })
	<-late.answered
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: gone}))
	close(late.released)
	verifying.Wait()
	if got := read(t, adapter, gone).State; got.Verified() {
		t.Errorf("a released domain reads %s", got)
	}
}

// Two answers about one domain that cross each other would be learned in the
// wrong order, and of two tokens one is dead.
func TestNothingIsSentForADomainWhileAnotherStepOfItIsUnderWay(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(context.Context, *webex.Adapter, service.DomainID, string) error{
		"challenge": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			_, err := adapter.Challenge(ctx, id, service.MethodDNSTXT)
			return err
		},
		"verify": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, token string) error {
			_, err := adapter.Verify(ctx, service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
			return err
		},
		"explain": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, token string) error {
			return adapter.Explain(ctx, id, service.MethodDNSTXT, token)
		},
		"claim": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			return adapter.Claim(ctx, service.ClaimRequest{ID: id})
		},
		"unclaim": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			return adapter.Unclaim(ctx, id)
		},
		"release": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			return adapter.Release(ctx, service.ReleaseRequest{ID: id})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, unreadable)
			id := w.id("life." + zone)
			late := holdBack("/verifyDomain", id.Domain)
			adapter := w.adapterVia(t, late)
			token := w.makePending(t, adapter, id)
			done := make(chan error, 1)
			go func() { done <- verify(t, adapter, id, token) }()
			<-late.answered
			before := w.Writes()

			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			wantError(t, step(ctx, adapter, id, token), service.Interrupted, "the timeout expired")
			if sent := w.Writes() - before; sent != 0 {
				t.Errorf("%d writes were sent while another one was under way", sent)
			}
			close(late.released)
			must(t, <-done)
			w.wantState(t, id, service.StateVerified)
		})
	}
}

// The second of two waits for one domain finds it verified by the first.
func TestVerifyThatWaitedForAnotherOneOfItsDomainSendsNothing(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		id := w.id("life." + zone)
		late := holdBack("/verifyDomain", id.Domain)
		adapter := w.adapterVia(t, late)
		token := w.makePending(t, adapter, id)
		done := make(chan error, 2)
		go func() { done <- verify(t, adapter, id, token) }()
		<-late.answered
		go func() { done <- verify(t, adapter, id, token) }()
		close(late.released)
		must(t, <-done)
		must(t, <-done)
		if n := len(w.bodies("verifyDomain")); n != 1 {
			t.Errorf("%s: %d verify calls, want one", reading, n)
		}
	}
}

func TestVerifyOfAVerifiedDomainIsSentWhereItHasToBeReserved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading, governmental)
	adapter, id := w.adapter(t), w.id("life."+zone)
	token := w.makeVerified(t, adapter, id)
	_, err := adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token, Options: reserve})
	must(t, err)
	w.wantLists(t, "pending=[] verified=[life.corp.test] claimed=[] reserved=[life.corp.test]")
}

// What was seen once is no promise: the next domain may show the contrary.
func TestTokenThatChangesAfterAnEqualOneEndsTheTrustInTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	adapter, first, second := w.adapter(t), w.ID(0), w.ID(1)
	w.makePending(t, adapter, first) // it is asked about twice, with equal answers
	w.set(t, webexsim.SwitchTokenRepeat, "new")
	if challenge, err := adapter.Challenge(t.Context(), second, service.MethodDNSTXT); err != nil || !challenge.Rereadable {
		t.Fatalf("%+v, %v; want a rereadable token", challenge, err)
	}
	challenge, err := adapter.Challenge(t.Context(), second, service.MethodDNSTXT)
	if err != nil || challenge.Rereadable {
		t.Errorf("rereadable %t, %v, although the token has just changed", challenge.Rereadable, err)
	}
	before := w.count("/getDomainVerificationToken")
	must(t, adapter.Explain(t.Context(), second, service.MethodDNSTXT, challenge.Token))
	if asked := w.count("/getDomainVerificationToken") - before; asked != 0 {
		t.Errorf("the token was asked for %d times more, which replaces the published one", asked)
	}
}

// interrupting calls interrupt when the path's first request is sent, when it
// is answered, or when its answer has been read.
type interrupting struct {
	path      string
	interrupt func()
	when      moment
}

type moment int

const (
	sent moment = iota
	answered
	consumed
)

func (i interrupting) RoundTrip(request *http.Request) (*http.Response, error) {
	matches := strings.Contains(request.URL.Path, i.path)
	if matches && i.when == sent {
		i.interrupt()
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	switch {
	case matches && i.when == answered:
		i.interrupt()
	case matches && i.when == consumed && err == nil:
		response.Body = closing{response.Body, i.interrupt}
	}
	return response, err
}

type closing struct {
	io.ReadCloser
	closed func()
}

func (c closing) Close() error {
	c.closed()
	return c.ReadCloser.Close()
}

// The answer is there when the run is interrupted, and not yet read.
func TestWriteThatWasUnderWayWhenInterruptedIsLearned(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		id := w.id("life." + zone)
		w.makeVerified(t, w.adapter(t), id)
		ctx, cancel := context.WithCancel(t.Context())
		adapter := w.adapterVia(t, interrupting{"/claimDomain", cancel, answered})
		must(t, adapter.Claim(ctx, service.ClaimRequest{ID: id}))
		if got := read(t, adapter, id).State; got != service.StateClaimed {
			t.Errorf("%s: it reads %s, want the claim that was made", reading, got)
		}
	}
}

func TestInterruptedWriteWhoseOutcomeIsOpenSaysSoAndHowToImport(t *testing.T) {
	t.Parallel()
	for action, state := range map[string]service.State{"/getDomainVerificationToken": service.StatePending, "/claimDomain": service.StateClaimed} {
		w := newWorld(t, unreadable)
		id := w.id("life." + zone)
		if state == service.StateClaimed {
			w.makeVerified(t, w.adapter(t), id)
		}
		w.fault(t, simhttp.Fault{Match: action, Kind: "hang_after"})
		ctx, cancel := context.WithCancel(t.Context())
		adapter := w.adapterVia(t, interruptOnceHandled(w, action, cancel))
		var err error
		if state == service.StateClaimed {
			err = adapter.Claim(ctx, service.ClaimRequest{ID: id})
		} else {
			_, err = adapter.Add(ctx, id)
		}
		wantError(t, err, service.Interrupted, "may or may not have been applied", "terraform import ADDRESS "+id.String())
	}
}

// interruptOnceHandled interrupts when the service has the request, which a
// transport cannot see: the context ends as soon as the headers are written.
func interruptOnceHandled(w *world, path string, interrupt func()) http.RoundTripper {
	return roundTrip(func(request *http.Request) (*http.Response, error) {
		if strings.Contains(request.URL.Path, path) {
			request.Body = closing{request.Body, interrupt}
		}
		return http.DefaultTransport.RoundTrip(request)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func TestInterruptedReadingSaysWhatWebexAnsweredUntilThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.fault(t, simhttp.Fault{Kind: "status:503", RetryAfter: 30, Body: `{"message":"Down for maintenance."}`})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := w.adapterVia(t, interrupting{"/identity/", cancel, consumed}).Read(ctx, w.ID(0))
	wantError(t, err, service.Interrupted, "interrupted")
	if answer := answerOf(err); answer.Status != 503 || answer.Message != "Down for maintenance." {
		t.Errorf("answer %+v, want the 503 that was being repeated", answer)
	}
}

func TestInterruptedProbeNamesTheEntryThatMayBeLeftBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "hang"})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := w.adapterVia(t, interrupting{"/unverifyDomain", cancel, sent}).Read(ctx, w.ID(0))
	wantError(t, err, service.Interrupted, w.Webex.Snapshot().Organization.Pending[0], "left behind")
}

func TestWaitForAnotherResourceOfTheSameDomainEndsAsInterrupted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	late := holdBack("/getDomainVerificationToken", w.ID(0).Domain)
	adapter := w.adapterVia(t, late)
	first := make(chan error)
	go func() {
		_, err := adapter.Add(t.Context(), w.ID(0))
		first <- err
	}()
	<-late.answered
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := adapter.Add(ctx, w.ID(0))
	wantError(t, err, service.Interrupted, "interrupted")
	close(late.released)
	must(t, <-first)
}
