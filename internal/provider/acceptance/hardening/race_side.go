// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// lane is the way of one process to the simulators. It lists the calls, and lets
// something happen before one of them.
type lane struct {
	next http.RoundTripper

	mu      sync.Mutex
	made    []simhttp.Request
	at      int
	happens func()
}

// before forgets the calls that were made, and lets something happen before the call of
// that index.
func (l *lane) before(index int, happens func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.made, l.at, l.happens = nil, index, happens
}

func (l *lane) nothingHappens() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.happens = nil
}

// calls are those since before was called.
func (l *lane) calls() []simhttp.Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]simhttp.Request{}, l.made...)
}

func (l *lane) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	made, err := simhttp.RequestOf(request)
	if err != nil {
		return nil, err
	}
	if happens := l.arrive(made); happens != nil {
		happens()
	}
	return l.next.RoundTrip(request)
}

func (l *lane) arrive(request simhttp.Request) (happens func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.made) == l.at {
		happens = l.happens
	}
	l.made = append(l.made, request)
	return happens
}

// side is one of two processes, with its state and with what it is asked to do.
type side struct {
	*plugintest.Workspace
	*lane
	domain string
	phase  phase
	holds  bool // the domain, from the beginning
}

func (w *world) side(domain string, p phase, holds bool) (*side, error) {
	l := &lane{next: w.transport}
	workspace, err := w.workspace(w.subject.ConfigurationFor(domain), l)
	return &side{workspace, l, domain, p, holds}, err
}

func (s *side) String() string { return fmt.Sprintf("%s of %s", s.phase, s.domain) }

// perform makes the run that the side is asked for.
func (s *side) perform() error { return s.Apply(s.phase == destroying) }

// converge makes a clean run, after which nothing is left to be done.
func (s *side) converge() error {
	if err := s.perform(); err != nil || s.phase == destroying {
		return err
	}
	planned, err := s.Plan(false)
	if err == nil && !planned.Empty() {
		err = &unfinishedError{planned.String()}
	}
	return err
}

// mostAdvised is how many errors in a row may say what to do.
const mostAdvised = 3

// convergeAdvised makes clean runs, after each of which the advice of its error is
// followed.
func (w *world) convergeAdvised(subject Subject, race string, s *side) error {
	own := *w
	own.commands = &inProcess{Workspace: s.Workspace}
	for range mostAdvised {
		failed := s.converge()
		o := documented(subject, race, s, failed)
		if o == nil || o.then == nil {
			return failed
		}
		if err := o.then(&own, failed); err != nil {
			return &adviceError{failed: failed, err: err}
		}
		w.settle()
	}
	return s.converge()
}

// adviceError is never documented.
type adviceError struct{ failed, err error }

func (e *adviceError) Error() string {
	return fmt.Sprintf("the advice cannot be followed: %s\n%s", e.err, e.failed)
}

// unfinishedError is never documented.
type unfinishedError struct{ planned string }

func (e *unfinishedError) Error() string { return "the plan after it is not empty:" + e.planned }

// beside lets the other side go before a call of this one: wholly, or up to a call of
// its own where it waits until this side has ended.
func (s *side) beside(other *side, call, until int) (err, otherErr error) {
	happened := false
	reached, ended, goOn := make(chan struct{}), make(chan struct{}), make(chan struct{})
	other.before(until, func() { close(reached); <-goOn })
	s.before(call, func() {
		happened = true
		go func() { defer close(ended); otherErr = other.perform() }()
		select {
		case <-reached:
		case <-ended:
		}
	})
	err = s.perform()
	if !happened {
		return errors.New("the call was not made"), nil
	}
	close(goOn)
	<-ended
	other.nothingHappens()
	return err, otherErr
}
