// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// errCannotHappen is of a change that the domain does not allow as it is at the call.
var errCannotHappen = errors.New("the change cannot happen")

// changes are the cells of each change that others can make to a domain, before each
// call of each phase.
func (m *matrix) changes() (all []cell, err error) {
	w, err := start(m.t, m.subject, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Close() }()
	known, err := w.OutsideChanges(m.subject.Service)
	if err != nil {
		return nil, err
	}
	if len(known) == 0 {
		return nil, fmt.Errorf("the simulator of %s has no drift", m.subject.Service)
	}
	for _, p := range phases() {
		lines, left, err := m.alone(p)
		if err != nil {
			return nil, fmt.Errorf("undisturbed %s: %w", p, err)
		}
		m.left[p] = left
		for i, line := range lines {
			for _, change := range known {
				c := m.raceCell(p, line, i, "change: "+change.Name, "before it")
				c.race = func(c cell) error { return m.change(c, left) }
				all = append(all, c)
			}
		}
	}
	return all, nil
}

// alone is a run of a phase that meets nothing.
func (m *matrix) alone(p phase) (lines []string, left string, err error) {
	w, s, err := m.begin(p)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = w.Close() }()
	s.before(-1, nil)
	if err := s.performPhase(p, func() {
		for _, request := range s.calls() {
			lines = append(lines, request.Line())
		}
	}); err != nil {
		return nil, "", err
	}
	left, err = w.leftBy(s)
	return lines, left, err
}

func (m *matrix) begin(p phase) (*world, *side, error) {
	w, err := start(m.t, m.subject, nil)
	if err != nil {
		return nil, nil, err
	}
	s, err := w.side(Zone, p, p != applying)
	if err == nil && s.holds {
		err = s.Apply(false)
		w.settle()
	}
	if err != nil {
		_ = w.Close()
	}
	return w, s, err
}

// performPhase makes the run of a phase, and calls over as soon as its command is. A
// plan is applied after that.
func (s *side) performPhase(p phase, over func()) error {
	if p != planning {
		defer over()
		return s.perform()
	}
	planned, err := s.Plan(false)
	over()
	if err != nil {
		return err
	}
	return s.ApplyPlan(planned)
}

// change is one cell.
func (m *matrix) change(c cell, want string) error {
	w, s, err := m.begin(c.phase)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	known, err := w.OutsideChanges(m.subject.Service)
	if err != nil {
		return err
	}
	happened := errors.New("the call was not made")
	s.before(c.call.index, func() { happened = makeChange(known, c.kind.name) })
	failed := s.performPhase(c.phase, s.nothingHappens)
	if m.getenv("HARDENING_VERBOSE") != "" {
		m.t.Logf("%s: %v\n%s", c, failed, w.log())
	}
	if happened != nil {
		return happened
	}
	w.settle()
	switch err := w.convergeAdvised(m.subject, c.kind.name, s); {
	case documented(m.subject, c.kind.name, s, err) != nil:
	case err != nil:
		return errors.Join(fmt.Errorf("the run after it: %w\n%s", err, w.log()), failed)
	default:
		left, err := w.leftBy(s)
		if err != nil {
			return err
		}
		unseen := c.phase != destroying && want != left && hidden(m.subject, c.kind.name)
		if unseen || c.phase == destroying && slices.Contains(notOurs(), c.kind.name) {
			want, left = withoutService(want), withoutService(left)
		}
		if diff := cmp.Diff(want, left); diff != "" {
			return fmt.Errorf("it leaves something else than an undisturbed run (-want +got):\n%s", diff)
		}
		if unseen {
			return m.destroyUnseen(w, s, c)
		}
	}
	if made := m.releases(s.calls()); c.phase != destroying && len(made) > 0 {
		return fmt.Errorf("something was released: %q", made)
	}
	if len(w.transport.strays) > 0 {
		return fmt.Errorf("another host was asked: %q", w.transport.strays)
	}
	return nil
}

func withoutService(left string) string { return left[:strings.LastIndex(left, "\n")] }

// destroyUnseen destroys what no run has seen to be changed.
func (m *matrix) destroyUnseen(w *world, s *side, c cell) error {
	if made := m.releases(s.calls()); len(made) > 0 {
		return fmt.Errorf("something was released: %q", made)
	}
	s.phase = destroying
	if err := w.convergeAdvised(m.subject, c.kind.name, s); err != nil {
		return fmt.Errorf("the destroy after it: %w\n%s", err, w.log())
	}
	want := m.left[destroying]
	left, err := w.leftBy(s)
	if err == nil && slices.Contains(notOurs(), c.kind.name) {
		want, left = withoutService(want), withoutService(left)
	}
	if diff := cmp.Diff(want, left); err == nil && diff != "" {
		return fmt.Errorf("the destroy after it leaves something else than an undisturbed one (-want +got):\n%s", diff)
	}
	return err
}

func makeChange(known []sandbox.OutsideChange, name string) error {
	for _, change := range known {
		if "change: "+change.Name != name {
			continue
		}
		if err := change.Make(Zone); err != nil {
			return fmt.Errorf("%w: %w", errCannotHappen, err)
		}
	}
	return nil
}

// leftBy is what is in state and in the DNS, and what the service says of the domain. The
// rest of the service shows what others have done.
func (w *world) leftBy(s *side) (string, error) {
	state, err := s.State()
	if err != nil {
		return "", err
	}
	words := map[string]string{}
	if err := w.ask("/domains?name="+s.domain, &words); err != nil {
		return "", err
	}
	return renamed(fmt.Sprintf("%s\n%s\n%s", inLines(state), inLines(w.DNS.Records(s.domain)), words[w.subject.Service])), nil
}
