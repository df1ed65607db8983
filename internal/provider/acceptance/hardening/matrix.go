// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// call is one request of an undisturbed run.
type call struct {
	service    string
	line       string // "METHOD /path?query"
	index      int    // in the run
	occurrence int    // how many of the same line come before
}

// cell is one run to be spoilt.
type cell struct {
	subject string
	phase   phase
	call    call
	kind    kind
	span    span
}

func (c cell) String() string {
	return fmt.Sprintf("%s, %s, call %d (%s), %s, %s", c.subject, c.phase, c.call.index+1, c.call.line, c.kind.name, c.span)
}

// matrix is what is known of the undisturbed runs of a subject.
type matrix struct {
	t       *testing.T
	subject Subject
	getenv  func(string) string
	calls   map[phase][]call
	left    map[phase]string
	// releasing are the writes that only a destroy makes.
	releasing map[string]bool
}

// sampled is the distance of the cells that `make test` plays. It has no divisor in
// common with the numbers of kinds and spans, so that the sample goes through all.
const sampled = 97

// Run plays the cells of a subject: all of them if the environment's HARDENING is "all",
// those whose name has HARDENING in it, or else a sample. HARDENING_VERBOSE shows the
// calls of each spoilt run, and HARDENING_REPORT names the file for the table.
func Run(t *testing.T, subject Subject, getenv func(string) string) {
	t.Helper()
	m := newMatrix(t, subject, getenv)
	for _, p := range phases() {
		if err := m.undisturbed(p); err != nil {
			t.Fatalf("%s, undisturbed %s: %v", subject.Name, p, err)
		}
	}
	var all []job
	for _, c := range m.cells() {
		all = append(all, job{c, func() error { return m.spoil(c) }})
	}
	if want := len(m.calls[applying]) + len(m.calls[planning]) + len(m.calls[destroying]); len(all) != want*len(kinds())*len(spans()) {
		t.Errorf("%d cells of %d calls", len(all), want)
	}
	m.playChosen(all, sampled)
}

func newMatrix(t *testing.T, subject Subject, getenv func(string) string) *matrix {
	t.Helper()
	return &matrix{t: t, subject: subject, getenv: getenv, calls: map[phase][]call{}, left: map[phase]string{}, releasing: map[string]bool{}}
}

// job is a cell and how it is played.
type job struct {
	cell
	play func() error
}

// playChosen plays the cells that are wanted, or else one of so many, and reports them.
func (m *matrix) playChosen(all []job, sampled int) {
	wanted := m.getenv("HARDENING")
	chosen := []job{}
	for i, j := range all {
		if wanted == "all" || wanted == "" && i%sampled == 0 || wanted != "" && strings.Contains(j.String(), wanted) {
			chosen = append(chosen, j)
		}
	}
	count := play(m.t, chosen)
	if wanted == "all" && len(chosen) != len(all) {
		m.t.Errorf("%d cells were played, want all %d", len(chosen), len(all))
	}
	if err := count.report(m.t, m.subject.Name, len(all), m.getenv("HARDENING_REPORT")); err != nil {
		m.t.Error(err)
	}
}

// undisturbed lists the calls of a phase, and what it leaves.
func (m *matrix) undisturbed(p phase) error {
	w, err := start(m.t, m.subject)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	if err := w.bring(p); err != nil {
		return err
	}
	w.Recorder.ForgetRequests()
	spoilt := -1 // how many calls are there to be spoilt
	if err := w.run(p, func() {
		if spoilt < 0 {
			spoilt = len(w.Requests())
		}
	}); err != nil {
		return err
	}
	seen := map[string]int{}
	for i, request := range w.Requests() {
		line := request.Method + " " + request.Path
		if i < spoilt {
			m.calls[p] = append(m.calls[p], call{request.Service, line, i, seen[line]})
		}
		seen[line]++
		if request.Method != "GET" {
			m.releasing[keyOf(request)] = p == destroying && (m.releasing[keyOf(request)] || !m.known(keyOf(request)))
		}
	}
	if m.left[p], err = w.observe(); err != nil {
		return err
	}
	if p == planning {
		if diff := cmp.Diff(m.left[applying], m.left[p]); diff != "" {
			return fmt.Errorf("it leaves something else than an apply:\n%s", diff)
		}
	}
	if len(m.calls[p]) == 0 {
		return errors.New("it makes no call")
	}
	return nil
}

func (m *matrix) known(key string) bool { _, ok := m.releasing[key]; return ok }

func (m *matrix) cells() (all []cell) {
	for _, p := range phases() {
		for _, c := range m.calls[p] {
			for _, k := range kinds() {
				for _, s := range spans() {
					all = append(all, cell{m.subject.Name, p, c, k, s})
				}
			}
		}
	}
	return all
}

// play plays the cells, a few at a time.
func play(t *testing.T, chosen []job) *tally {
	t.Helper()
	count := &tally{rows: map[string]*row{}}
	queue := make(chan job)
	var players sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		players.Go(func() {
			for j := range queue {
				err := j.play()
				count.add(j.cell, err)
				if err != nil && !errors.Is(err, errCannotHappen) {
					t.Errorf("%s: %v", j, err)
				}
			}
		})
	}
	for _, j := range chosen {
		queue <- j
	}
	close(queue)
	players.Wait()
	return count
}

// spoil is one cell: a run that meets the fault, and what follows.
func (m *matrix) spoil(c cell) error {
	w, err := start(m.t, m.subject)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	if err := w.bring(c.phase); err != nil {
		return err
	}
	w.Recorder.ForgetRequests()
	hits, failed, err := w.spoilt(c)
	if m.getenv("HARDENING_VERBOSE") != "" {
		m.t.Logf("%s: %v\n%s", c, failed, w.log())
	}
	switch {
	case err != nil:
		return err
	case hits == 0:
		return errors.New("the fault has met no call")
	}
	releases := m.releases(w.Requests())
	w.settle()
	if err := w.converge(c); err != nil {
		return err
	}
	left, err := w.observe()
	if err != nil {
		return err
	}
	if diff := cmp.Diff(m.left[c.phase], left); diff != "" {
		return fmt.Errorf("it leaves something else than an undisturbed run (-want +got):\n%s", diff)
	}
	if releases = append(releases, m.releases(w.Requests())...); c.phase != destroying && len(releases) > 0 {
		return fmt.Errorf("something was released: %q", releases)
	}
	if len(w.transport.strays) > 0 {
		return fmt.Errorf("another host was asked: %q", w.transport.strays)
	}
	return nil
}

// spoilt makes the run that meets the fault. It may fail or not.
func (w *world) spoilt(c cell) (hits int, failed, err error) {
	fault := c.kind.at(c.call, c.span)
	if c.kind.name == refused {
		w.transport.refusal = &refusal{Fault: fault}
	} else if err := w.Recorder.AddFault(fault); err != nil {
		return 0, nil, err
	}
	failed = w.run(c.phase, func() {
		for _, state := range w.Recorder.Faults() {
			hits += state.Hits
		}
		if w.transport.refusal != nil {
			hits += w.transport.refusal.hits
		}
		w.Recorder.ClearFaults()
		w.transport.refusal = nil
	})
	return hits, failed, nil
}

// converge makes the clean run, and one more only where that is excepted.
func (w *world) converge(c cell) error {
	applies := 1
	if e := exceptionOf(c); e != nil {
		applies = e.applies
	}
	var err error
	for range applies {
		if err = w.Apply(c.phase == destroying); err == nil {
			break
		}
		_ = w.clock.Sleep(w.t.Context(), betweenRuns)
	}
	if err != nil {
		return fmt.Errorf("run %d after it fails: %w\n%s", applies, err, w.log())
	}
	if c.phase == destroying {
		return nil
	}
	planned, err := w.Plan(false)
	switch {
	case err != nil:
		return err
	case !planned.Empty():
		return fmt.Errorf("the plan after it is not empty:%s", planned)
	}
	return nil
}

func (w *world) log() string {
	var text strings.Builder
	for _, r := range w.Requests() {
		fmt.Fprintf(&text, "  %s %s %s %s -> %d\n", r.Fault, r.Method, r.Path, r.Body, r.Status)
	}
	return text.String()
}

// releases are those of the requests that only a destroy makes.
func (m *matrix) releases(requests []simhttp.Request) (made []string) {
	for _, request := range requests {
		if m.releasing[keyOf(request)] {
			made = append(made, request.Method+" "+request.Path+" "+request.Body)
		}
	}
	return made
}
