// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"runtime"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"
)

// racesSampled is the distance of the cells that `make test` plays, of the pairs that it
// lets meet: one of pairsSampled for each subject.
const (
	racesSampled = 31
	pairsSampled = 5
)

// Races plays what happens at the same time as a run of a subject, as [Run] does its
// cells: another run, and changes that others make.
func Races(t *testing.T, subject Subject, getenv func(string) string) {
	t.Helper()
	m := newMatrix(t, subject, getenv)
	if err := m.learnReleases(); err != nil {
		t.Fatalf("%s: %v", subject.Name, err)
	}
	all := m.allMeetings(getenv("HARDENING") == "")
	changes, err := m.changes()
	if err != nil {
		t.Errorf("%s: %v", subject.Name, err)
	}
	all = append(append(all, changes...), m.twiceConfigured()...)
	m.run("races", all, racesSampled)
}

// allMeetings are the cells of all pairs, or of a sample, in the order of the pairs.
func (m *matrix) allMeetings(sampled bool) []cell {
	known := pairs()
	of := make([][]cell, len(known))
	var running errgroup.Group
	running.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range known {
		if sampled && i%pairsSampled != len(m.subject.Name)%pairsSampled {
			continue
		}
		running.Go(func() error {
			cells, err := m.meetings(p)
			switch e := documented(m.subject, p.String(), nil, err); {
			case e != nil:
				m.t.Logf("%s, %s: no cells: %s", m.subject.Name, p, e.reason)
			case err != nil:
				m.t.Errorf("%s, %s: %v", m.subject.Name, p, err)
			}
			of[i] = cells
			return nil
		})
	}
	_ = running.Wait() // each has reported its error
	return slices.Concat(of...)
}

// learnReleases finds the writes that only a destroy of one of the domains makes.
func (m *matrix) learnReleases() error {
	w, err := start(m.t, m.subject, nil)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	sides := map[string]*side{}
	for _, domain := range []string{Zone, OtherZone} {
		if sides[domain], err = w.side(domain, applying, false); err != nil {
			return err
		}
	}
	made := map[string]bool{}
	for _, run := range []struct {
		domain  string
		destroy bool
	}{{Zone, false}, {OtherZone, false}, {OtherZone, true}, {Zone, true}} {
		s := sides[run.domain]
		s.before(-1, nil)
		if err := s.Apply(run.destroy); err != nil {
			return err
		}
		for _, request := range s.calls() {
			if key := keyOf(request); !run.destroy {
				made[key] = true
			} else if !made[key] && !request.Reads() {
				m.releasing[key] = true
			}
		}
		w.settle()
	}
	return nil
}

// raceCell is one without what plays it.
func (m *matrix) raceCell(p phase, line string, index int, name string, length span) cell {
	return cell{subject: m.subject.Name, phase: p, call: call{service: m.subject.Service, line: line, index: index}, kind: kind{name: name}, span: length}
}
