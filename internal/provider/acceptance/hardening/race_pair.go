// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// pair is two processes that run at the same time.
type pair struct {
	domains [2]string
	phases  [2]phase
	// holds is which of them begin with the domain in state. Where both do, they have the
	// same state.
	holds [2]bool
}

// pairs are all that can meet: of two domains or of one, and of one domain with and
// without the domain in state.
func pairs() (all []pair) {
	states := []bool{false, true}
	for _, domains := range [][2]string{{Zone, OtherZone}, {OtherZone, Zone}, {Zone, Zone}} {
		for _, first := range []phase{applying, destroying} {
			for _, second := range []phase{applying, destroying} {
				for _, firstHolds := range states {
					for _, secondHolds := range states {
						p := pair{domains, [2]phase{first, second}, [2]bool{firstHolds, secondHolds}}
						if p.possible(0) && p.possible(1) {
							all = append(all, p)
						}
					}
				}
			}
		}
	}
	return all
}

// possible leaves out a destroy of nothing, and an apply of a domain of its own that has
// nothing to do.
func (p pair) possible(i int) bool {
	return p.holds[i] == (p.phases[i] == destroying) || p.phases[i] == applying && p.oneDomain()
}

func (p pair) oneDomain() bool { return p.domains[0] == p.domains[1] }

func (p pair) String() string {
	about := oneDomain
	switch {
	case !p.oneDomain():
		about = "two domains"
	case p.holds == [2]bool{true, true}:
		about += ", one state"
	case p.holds[0]:
		about += ", first holds"
	case p.holds[1]:
		about += ", second holds"
	}
	return fmt.Sprintf("%s, %s: %s", p.phases[0], p.phases[1], about)
}

// meeting is a world in which a pair is about to run.
type meeting struct {
	*world
	sides [2]*side
}

func (m *matrix) meet(p pair) (*meeting, error) {
	w, err := start(m.t, m.subject, nil)
	if err != nil {
		return nil, err
	}
	met := &meeting{world: w}
	if err := met.prepare(p); err != nil {
		_ = w.Close()
		return nil, err
	}
	return met, nil
}

func (met *meeting) prepare(p pair) (err error) {
	for i := range met.sides {
		if met.sides[i], err = met.side(p.domains[i], p.phases[i], p.holds[i]); err != nil {
			return err
		}
	}
	// Zone is verified first where the administrators' own domain has to be.
	for _, domain := range []string{Zone, OtherZone} {
		var holder *side
		for _, s := range met.sides {
			switch {
			case s.domain != domain || !s.holds:
			case holder != nil:
				s.TakeState(holder.Workspace)
			default:
				holder = s
				if err := s.Apply(false); err != nil {
					return fmt.Errorf("the apply before: %w", err)
				}
			}
		}
	}
	met.settle()
	return nil
}

// serial is one after the other, which says what calls there are, and what the pair may
// leave.
func (m *matrix) serial(p pair, first int) ([]string, remains, error) {
	met, err := m.meet(p)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = met.Close() }()
	lines := []string{}
	one, other := met.sides[first], met.sides[1-first]
	one.before(-1, nil)
	other.before(-1, nil)
	_ = one.perform()
	for _, request := range one.calls() {
		lines = append(lines, request.Line())
	}
	_ = other.perform()
	left, err := met.finish(m, p)
	return lines, left, err
}

// remains are what each side leaves that converges: its state, the DNS and the service.
type remains map[string][]string

// finish makes clean runs of both sides until each converges, or has to be told of the
// other one. Who destroys goes first.
func (met *meeting) finish(m *matrix, p pair) (remains, error) {
	order := met.sides[:]
	if p.phases[1] == destroying {
		order = []*side{met.sides[1], met.sides[0]}
	}
	failed := map[*side]error{}
	for range 2 {
		for _, s := range order {
			met.settle()
			failed[s] = met.convergeAdvised(m.subject, p.String(), s)
			if failed[s] != nil && documented(m.subject, p.String(), s, failed[s]) == nil {
				return nil, fmt.Errorf("a clean run of the %s: %w\n%s", s, failed[s], met.log())
			}
		}
		if failed[order[0]] == nil && failed[order[1]] == nil {
			break
		}
	}
	left, observe := remains{}, func(s *side) (string, error) { return met.observeSide(s, mayStay(m.subject, p)) }
	if mayMix(m.subject, p) {
		observe = met.leftBy
	}
	for i, s := range met.sides {
		if failed[s] != nil {
			if other := met.sides[1-i]; p.oneDomain() && other.phase == destroying && failed[other] == nil {
				return nil, fmt.Errorf("the %s is refused after the domain is released: %w", s, failed[s])
			}
			continue
		}
		observed, err := observe(s)
		if err != nil {
			return nil, err
		}
		left[s.String()] = append(left[s.String()], observed)
	}
	if len(left) == 0 {
		return nil, errors.Join(errors.New("neither converges"), failed[order[0]], failed[order[1]])
	}
	for _, s := range met.sides {
		if made := m.releases(s.calls()); s.phase != destroying && len(made) > 0 {
			return nil, fmt.Errorf("the %s has released something: %q", s, made)
		}
	}
	if len(met.transport.strays) > 0 {
		return nil, fmt.Errorf("another host was asked: %q", met.transport.strays)
	}
	return left, nil
}

// observeSide is what a side has in state, and all that both leave elsewhere, but for some
// members of what the service shows.
func (met *meeting) observeSide(s *side, but []string) (string, error) {
	state, err := s.State()
	if err != nil {
		return "", err
	}
	held, err := met.held()
	if err != nil {
		return "", err
	}
	records := map[string][]string{Zone: met.DNS.Records(Zone), OtherZone: met.DNS.Records(OtherZone)}
	return renamed(inLines(map[string]any{"state": state, "DNS": records, "service": unordered(held, slices.Concat(met.subject.Ordered, but))})), nil
}

// unordered sorts lists of domains, and leaves out members that tell of an order.
func unordered(shown any, members []string) any {
	switch shown := shown.(type) {
	case map[string]any:
		for name, member := range shown {
			if slices.Contains(members, name) {
				delete(shown, name)
				continue
			}
			shown[name] = unordered(member, members)
		}
	case []any:
		for i, element := range shown {
			shown[i] = unordered(element, members)
		}
		slices.SortStableFunc(shown, func(a, b any) int { return cmp.Compare(domainOf(a), domainOf(b)) })
	}
	return shown
}

func domainOf(shown any) string {
	members, _ := shown.(map[string]any)
	name, _ := members["domain"].(string)
	return name
}

// meetings are the cells of a pair: the first one stops before each of its calls, and
// the second one then goes wholly, or up to a call after one of its writes.
func (m *matrix) meetings(p pair) ([]cell, error) {
	firstLines, allowed, err := m.serial(p, 0)
	if err != nil {
		return nil, fmt.Errorf("%s, the first one first: %w", p, err)
	}
	secondLines, others, err := m.serial(p, 1)
	if err != nil {
		return nil, fmt.Errorf("%s, the second one first: %w", p, err)
	}
	for name, left := range others {
		allowed[name] = append(allowed[name], left...)
	}
	untils := afterWrites(secondLines)
	var all []cell
	for i, line := range firstLines {
		for _, until := range untils {
			length := span("wholly")
			if until >= 0 {
				length = span(fmt.Sprintf("to its call %d (%s)", until+1, secondLines[until]))
			}
			c := m.raceCell(p.phases[0], line, i, p.String(), length)
			c.race = func(cell) error { return m.race(p, i, until, allowed) }
			all = append(all, c)
		}
	}
	return all, nil
}

// afterWrites are the calls after the first, the middle and the last write that another
// call follows, and -1 for none.
func afterWrites(lines []string) []int {
	var all []int
	for i := 1; i < len(lines); i++ {
		if !simhttp.IsRead(lines[i-1]) {
			all = append(all, i)
		}
	}
	if len(all) > 3 {
		all = []int{all[0], all[len(all)/2], all[len(all)-1]}
	}
	return append([]int{-1}, all...)
}

// race is one cell.
func (m *matrix) race(p pair, index, until int, allowed remains) error {
	met, err := m.meet(p)
	if err != nil {
		return err
	}
	defer func() { _ = met.Close() }()
	errs := [2]error{}
	errs[0], errs[1] = met.sides[0].beside(met.sides[1], index, until)
	if m.getenv("HARDENING_VERBOSE") != "" {
		m.t.Logf("%s, %d, %d: %v, %v\n%s", p, index, until, errs[0], errs[1], met.log())
	}
	left, err := met.finish(m, p)
	if err != nil {
		return errors.Join(err, errs[0], errs[1])
	}
	for name, observed := range left {
		for _, text := range observed {
			if !slices.Contains(allowed[name], text) {
				return fmt.Errorf("the %s leaves something else than one after the other (-want +got):\n%s", name, gocmp.Diff(allowed[name], []string{text}))
			}
		}
	}
	if len(mayStay(m.subject, p)) > 0 {
		return met.destroyBoth(m, p)
	}
	return nil
}

// destroyBoth shows that what stays is gone with the domain. Who has the claim goes
// first, since Webex keeps a domain that is claimed.
func (met *meeting) destroyBoth(m *matrix, p pair) error {
	order := met.sides[:]
	state, err := order[0].State()
	if err != nil {
		return err
	}
	if _, claims := state[claimAddress]; !claims {
		slices.Reverse(order)
	}
	for _, s := range order {
		s.phase = destroying
		met.settle()
		if err := met.convergeAdvised(m.subject, p.String(), s); err != nil {
			return fmt.Errorf("the destroy of both: %w\n%s", err, met.log())
		}
	}
	for _, s := range order {
		left, err := met.leftBy(s)
		if diff := gocmp.Diff(m.left[destroying], left); err == nil && diff != "" {
			err = fmt.Errorf("the destroy of both leaves something (-want +got):\n%s", diff)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
