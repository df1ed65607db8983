// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func governmental(options *sandbox.Options) { options.Webex.Government = true }

// heldBack lets the service handle one request at once, and its answer arrive
// only when released.
type heldBack struct {
	action, domain     string
	anyBody            bool
	answered, released chan struct{}
	once               sync.Once
}

func holdBack(action, domain string) *heldBack {
	return &heldBack{action: action, domain: domain, answered: make(chan struct{}), released: make(chan struct{})}
}

func (h *heldBack) RoundTrip(request *http.Request) (*http.Response, error) {
	matches := h.anyBody && strings.HasSuffix(request.URL.Path, h.action)
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		matches = strings.HasSuffix(request.URL.Path, h.action) && strings.Contains(string(body), h.domain)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if matches {
		h.once.Do(func() {
			close(h.answered)
			<-h.released
		})
	}
	return response, err
}

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
