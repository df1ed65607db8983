// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// call is one request of an undisturbed run.
type call struct {
	service    string
	line       string // "METHOD /path?query"
	match      string // the part of the line by which a fault finds it
	body       string // where others of the same line have another one
	index      int    // in the run
	occurrence int    // how many like it come before
	fields     []field
}

// cell is one run to be spoilt.
type cell struct {
	subject string
	phase   phase
	call    call
	kind    kind
	span    span
	// field is where the response lies, if the kind is a lie, unless it is a refusal.
	field   field
	refusal int // its status, or 0
	// race plays the cell, unless it is one that spoils a run.
	race func(cell) error
}

func (c cell) String() string {
	if c.kind.lie != nil {
		return fmt.Sprintf("%s, %s, call %d (%s), %s at %q, refusal %d", c.subject, c.phase, c.call.index+1, c.call.line, c.kind.name, c.field, c.refusal)
	}
	return fmt.Sprintf("%s, %s, call %d (%s), %s, %s", c.subject, c.phase, c.call.index+1, c.call.line, c.kind.name, c.span)
}

// matrix is what is known of the undisturbed runs of a subject.
type matrix struct {
	t       *testing.T
	subject Subject
	getenv  func(string) string
	open    Open // in place of plugintest, or nil
	// writesLate is that of the CLI.
	writesLate bool
	calls      map[phase][]call
	left       map[phase]string
	// releasing are the writes that only a destroy makes.
	releasing map[string]bool
}

// sampled is the distance of the cells that `make test` plays. It has no divisor in
// common with the numbers of kinds and spans, so that the sample goes through all.
const sampled = 97

// Run plays the cells of a subject: all of them if the environment's HARDENING is "all",
// those whose name has HARDENING in it, or else a sample. HARDENING_VERBOSE shows the
// calls of each spoilt run, and HARDENING_REPORT names the file for the tables.
func Run(t *testing.T, subject Subject, getenv func(string) string) {
	t.Helper()
	m := observed(t, subject, getenv)
	m.run("faults", m.cells(kinds(), spans()), sampled)
}

func newMatrix(t *testing.T, subject Subject, getenv func(string) string) *matrix {
	if getenv("GOGC") == "" {
		// Worlds are many and short-lived: collecting them costs as much as all else.
		debug.SetGCPercent(800)
	}
	subject.workspaces = &plugintest.Workspaces{}
	return &matrix{t: t, subject: subject, getenv: getenv, calls: map[phase][]call{}, left: map[phase]string{}, releasing: map[string]bool{}}
}

// observed is the matrix of a subject after its undisturbed runs.
func observed(t *testing.T, subject Subject, getenv func(string) string) *matrix {
	t.Helper()
	m := newMatrix(t, subject, getenv)
	for _, p := range phases() {
		if err := m.undisturbed(p); err != nil {
			t.Fatalf("%s, undisturbed %s: %v", subject.Name, p, err)
		}
	}
	return m
}

// run plays what is chosen of the cells, and reports.
func (m *matrix) run(name string, all []cell, distance int) {
	m.t.Helper()
	wanted := m.getenv("HARDENING")
	chosen := []cell{}
	for i, c := range all {
		if wanted == "all" || wanted == "" && i%distance == 0 || wanted != "" && strings.Contains(c.String(), wanted) {
			chosen = append(chosen, c)
		}
	}
	count := m.play(chosen)
	if wanted == "all" && len(chosen) != len(all) {
		m.t.Errorf("%s: %d cells were played, want all %d", name, len(chosen), len(all))
	}
	if err := count.report(m.t, name, m.subject.Name, len(all), m.getenv("HARDENING_REPORT")); err != nil {
		m.t.Error(err)
	}
}

// undisturbed lists the calls of a phase, and what it leaves.
func (m *matrix) undisturbed(p phase) error {
	w, err := start(m.t, m.subject, m.open)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	if err := w.bring(p); err != nil {
		return err
	}
	w.Recorder.ForgetRequests()
	w.transport.fields = [][]field{}
	spoilt := -1 // how many calls are there to be spoilt
	if err := w.run(p, func() {
		if spoilt < 0 {
			spoilt = len(w.Requests())
		}
	}); err != nil {
		return err
	}
	requests := w.Requests()
	m.calls[p] = callsOf(requests[:max(spoilt, 0)])
	for i := range m.calls[p] {
		m.calls[p][i].fields = w.transport.fields[i]
	}
	for _, request := range requests {
		if !request.Reads() {
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

// callsOf tells requests of one line apart by their bodies, since an API may have one
// path for all that it does.
func callsOf(requests []simhttp.Request) (calls []call) {
	bodies := map[string]map[string]bool{}
	for _, request := range requests {
		line := request.Line()
		if bodies[line] == nil {
			bodies[line] = map[string]bool{}
		}
		bodies[line][request.Body] = true
	}
	for i, request := range requests {
		c := call{service: request.Service, line: request.Line(), match: request.Line(), index: i}
		if len(bodies[c.line]) > 1 {
			c.body = request.Body
		}
		for _, before := range requests[:i] {
			if strings.Contains(before.Line(), c.line) && strings.Contains(before.Body, c.body) {
				c.occurrence++
			}
		}
		calls = append(calls, c)
	}
	return calls
}

func (m *matrix) known(key string) bool { _, ok := m.releasing[key]; return ok }

// cells has every call of every phase meet every kind.
func (m *matrix) cells(kinds []kind, spans []span) (all []cell) {
	for _, p := range phases() {
		for _, c := range m.calls[p] {
			for _, k := range kinds {
				for _, s := range spans {
					all = append(all, cell{subject: m.subject.Name, phase: p, call: c, kind: k, span: s})
				}
			}
		}
	}
	return all
}

// play plays the cells, a few at a time.
func (m *matrix) play(chosen []cell) *tally {
	count := &tally{rows: map[string]*row{}}
	queue := make(chan cell)
	var players sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		players.Go(func() {
			for c := range queue {
				play := m.spoil
				if c.race != nil {
					play = c.race
				}
				err := play(c)
				count.add(c, err)
				if err != nil && !errors.Is(err, errCannotHappen) {
					m.t.Errorf("%s: %v", c, err)
				}
			}
		})
	}
	for _, c := range chosen {
		queue <- c
	}
	close(queue)
	players.Wait()
	return count
}

// spoil is one cell: a run that meets the fault, and what follows.
func (m *matrix) spoil(c cell) error {
	w, err := start(m.t, m.subject, m.open)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	if err := w.bring(c.phase); err != nil {
		return err
	}
	w.Recorder.ForgetRequests()
	began := w.clock.Now()
	hits, failed, err := w.spoilt(c)
	if m.getenv("HARDENING_VERBOSE") != "" {
		m.t.Logf("%s: %v\n%s", c, failed, w.log())
	}
	switch {
	case err != nil:
		return err
	case hits == 0:
		return errors.New("the fault has met no call")
	case c.kind.cut != "" && c.kind.fault.Kind != answered && failed == nil:
		return errors.New("the run was not cut off")
	}
	stateIsLost := false
	if m.open != nil {
		if stateIsLost, err = m.agrees(w, c); err != nil {
			return err
		}
	}
	if c.kind.lie != nil {
		if err := w.withstood(failed, w.clock.Now().Sub(began)); err != nil {
			return err
		}
	}
	releases := m.releases(w.Requests())
	w.settle()
	if e := exceptionOf(c); stateIsLost || e != nil && e.lost {
		if c.phase != destroying && len(releases) > 0 {
			return fmt.Errorf("something was released: %q", releases)
		}
		return w.watcher.err()
	}
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
	return w.watcher.err()
}

// spoilt makes the run that meets the fault. It may fail or not.
func (w *world) spoilt(c cell) (hits int, failed, err error) {
	fault := c.kind.at(c.call, c.span)
	var own *ownFault
	if c.kind.lie != nil {
		w.transport.rewriting = &rewriting{cell: c}
	} else if fault.Kind == refused || fault.Kind == answered {
		own = &ownFault{Fault: fault}
	} else if err := w.Recorder.AddFault(fault); err != nil {
		return 0, nil, err
	}
	var cut func()
	if c.kind.cut != "" {
		cut = func() { w.cut(c.kind.cut) }
	}
	w.transport.arm(own, cut)
	failed = w.run(c.phase, func() {
		for _, state := range w.Recorder.Faults() {
			hits += state.Hits
		}
		if w.transport.rewriting != nil {
			hits += w.transport.rewriting.hits
		}
		w.Recorder.ClearFaults()
		hits += w.transport.disarm()
	})
	return hits, failed, nil
}

// cut ends the run.
func (w *world) cut(cut plugintest.Cut) {
	if cut == plugintest.ProviderKilled {
		w.transport.kill()
	}
	w.commands.Cut(cut)
}

// converge makes the clean run, after what an exception asks for.
func (w *world) converge(c cell) error {
	if e := exceptionOf(c); e != nil && e.then != nil {
		if err := e.follow(w, c.phase == destroying); err != nil {
			return err
		}
	}
	if err := w.commands.Apply(c.phase == destroying); err != nil {
		return fmt.Errorf("the run after it fails: %w\n%s", err, w.log())
	}
	if c.phase == destroying {
		return nil
	}
	empty, err := w.commands.Plan()
	switch {
	case err != nil:
		return err
	case !empty:
		return errors.New("the plan after it is not empty")
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
			made = append(made, request.Line()+" "+request.Body)
		}
	}
	return made
}
