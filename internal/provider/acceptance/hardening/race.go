// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"testing"
)

// racesSampled is the distance of the cells that `make test` plays.
const racesSampled = 53

// Races plays what happens at the same time as a run of a subject, as [Run] does its
// cells: another run, and changes that others make.
func Races(t *testing.T, subject Subject, getenv func(string) string) {
	t.Helper()
	m := newMatrix(t, subject, getenv)
	for _, domain := range []string{Zone, OtherZone} {
		if err := m.learnReleases(domain); err != nil {
			t.Fatalf("%s, %s: %v", subject.Name, domain, err)
		}
	}
	var all []job
	for _, p := range pairs() {
		jobs, err := m.meetings(p)
		if err != nil {
			t.Errorf("%s, %v", subject.Name, err)
		}
		all = append(all, jobs...)
	}
	m.playChosen(all, racesSampled)
}

// learnReleases finds the writes that only a destroy of the domain makes.
func (m *matrix) learnReleases(domain string) error {
	w, err := start(m.t, m.subject)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	s, err := w.side(domain, applying)
	if err != nil {
		return err
	}
	made := map[string]bool{}
	for _, p := range []phase{applying, destroying} {
		s.before(-1, nil)
		if err := s.Apply(p == destroying); err != nil {
			return err
		}
		for _, request := range s.calls() {
			if key := keyOf(request); p == applying {
				made[key] = true
			} else if !made[key] && !isRead(request.Method+" ") {
				m.releasing[key] = true
			}
		}
		w.settle()
	}
	return nil
}
