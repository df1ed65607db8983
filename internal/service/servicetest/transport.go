// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"net/http"
	"strings"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// RoundTrip is a transport of one function.
type RoundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (r RoundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

// Direct is a round trip that shares no connection with other tests, whose servers close those of the
// default transport when they end.
func Direct(request *http.Request) (*http.Response, error) {
	return (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
}

// HeldBack lets the service handle one request at once, and its response arrive only
// when released.
type HeldBack struct {
	Answered <-chan struct{}
	Release  func()
}

// HoldBack holds back the first request of later processes whose line contains match
// and whose body contains part.
func (w *World) HoldBack(match, part string) *HeldBack {
	answered, released := make(chan struct{}), make(chan struct{})
	var once sync.Once
	w.Via = RoundTrip(func(request *http.Request) (*http.Response, error) {
		sent, err := simhttp.RequestOf(request)
		if err != nil {
			return nil, err
		}
		response, err := Direct(request)
		if strings.Contains(sent.Line(), match) && strings.Contains(sent.Body, part) {
			once.Do(func() {
				close(answered)
				<-released
			})
		}
		return response, err
	})
	return &HeldBack{Answered: answered, Release: sync.OnceFunc(func() { close(released) })}
}

// Moment is when a request is interrupted.
type Moment int

// The moments: the request leaves, its response arrives.
const (
	Sent Moment = iota
	Answered
)

// Interrupt calls interrupt at a moment of each request of later processes whose line
// contains match.
func (w *World) Interrupt(match string, when Moment, interrupt func()) {
	w.Via = RoundTrip(func(request *http.Request) (*http.Response, error) {
		sent, err := simhttp.RequestOf(request)
		if err != nil {
			return nil, err
		}
		matches := strings.Contains(sent.Line(), match)
		if matches && when == Sent {
			interrupt()
		}
		response, err := Direct(request)
		if matches && when == Answered {
			interrupt()
		}
		return response, err
	})
}

// Header gives the responses to requests of later processes whose line contains match
// another header, made of the request.
func (w *World) Header(match, name string, value func(*http.Request) string) {
	w.Via = RoundTrip(func(request *http.Request) (*http.Response, error) {
		sent, err := simhttp.RequestOf(request)
		if err != nil {
			return nil, err
		}
		response, err := Direct(request)
		if err == nil && strings.Contains(sent.Line(), match) {
			response.Header.Set(name, value(request))
		}
		return response, err
	})
}
