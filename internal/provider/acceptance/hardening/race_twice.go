// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"fmt"
	"strings"
)

// twiceConfigured are the cells of one domain that has two chains of resources in one
// configuration, in the same spelling and in another one, before and after the first of
// them is in state.
func (m *matrix) twiceConfigured() (all []cell) {
	for _, spelling := range []string{Zone, strings.ToUpper(Zone) + "."} {
		for _, holds := range []bool{false, true} {
			name := "twice configured"
			if holds {
				name += ", one in state"
			}
			c := m.raceCell(applying, spelling, 0, name, "wholly")
			c.race = func(c cell) error { return m.twice(c, spelling, holds) }
			all = append(all, c)
		}
	}
	return all
}

func (m *matrix) twice(c cell, spelling string, holds bool) error {
	w, err := start(m.t, m.subject, nil)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	s, err := w.side(Zone, applying, holds)
	if err != nil {
		return err
	}
	if holds {
		if err := s.Apply(false); err != nil {
			return err
		}
		w.settle()
	}
	again := strings.NewReplacer(`"this"`, `"again"`, ".this", ".again", `zone   = "`+spelling, `zone   = "`+Zone).Replace(m.subject.ConfigurationFor(spelling))
	both, err := w.workspace(m.subject.ConfigurationFor(Zone)+again, s.lane)
	if err != nil {
		return err
	}
	both.TakeState(s.Workspace)
	s.before(-1, nil)
	want, refused := "plan: Error: Object Managed by Two Resources", both.Apply(false)
	switch {
	case refused == nil:
		return fmt.Errorf("the run ends without an error, want %s", want)
	case !strings.Contains(refused.Error(), want) && documented(m.subject, c.kind.name, nil, refused) == nil:
		return fmt.Errorf("want %s, the run says: %w", want, refused)
	}
	w.settle()
	s.TakeState(both)
	if err := s.converge(); err != nil {
		return fmt.Errorf("the run of one of them after it: %w", err)
	}
	if made := m.releases(s.calls()); len(made) > 0 {
		return fmt.Errorf("something was released: %q", made)
	}
	return nil
}
