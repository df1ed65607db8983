// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

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
