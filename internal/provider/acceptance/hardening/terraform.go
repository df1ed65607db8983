// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// Open returns the commands on a configuration, whose providers have the environment.
type Open func(t *testing.T, running *sandbox.Sandbox, environment map[string]string, configuration string) Commands

// CLI is a real one.
type CLI struct {
	Open Open
	// WritesLate: it writes the state every twenty seconds and when it ends, as OpenTofu does
	// (backend/local, StateHook), and not after each change.
	WritesLate bool
}

// Sample plays some cells of each matrix with a real CLI, which plugintest
// stands in for: faults, and crashes. What a cut leaves in state has to be what plugintest
// takes for it. Which cells are played follows from their number alone.
func Sample(t *testing.T, subject Subject, faults, crashed int, getenv func(string) string, cli CLI) {
	t.Helper()
	m := observed(t, subject, getenv)
	chosen := append(spread(m.cells(kinds(), []span{once}), faults), spread(m.cells(crashes(), []span{once}), crashed)...)
	for _, c := range chosen {
		c.call = c.call.unnamed(m.calls[c.phase])
		if wanted := getenv("HARDENING"); wanted != "" && wanted != "all" && !strings.Contains(c.String(), wanted) {
			continue
		}
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			other := *m
			other.t, other.open, other.writesLate = t, cli.Open, cli.WritesLate
			err := other.spoil(c)
			count := &tally{rows: map[string]*row{}}
			count.add(c, err)
			if err != nil {
				t.Error(err)
			}
			if err := count.report(t, "with Terraform", subject.Name, 1, getenv("HARDENING_REPORT")); err != nil {
				t.Error(err)
			}
		})
	}
}

// unnamed is found up to the first name that the service makes up, which depends on the
// time there.
func (c call) unnamed(all []call) call {
	beforeName := func(text string) string { return madeUp.Split(text, 2)[0] }
	c.match, c.body, c.occurrence = beforeName(c.match), beforeName(c.body), 0
	for _, before := range all[:c.index] {
		if strings.Contains(before.match, c.match) && strings.Contains(before.body, c.body) {
			c.occurrence++
		}
	}
	return c
}

// spread takes cells from all over the list, each of another kind than the one before. The
// name of the subject says where it begins.
func spread(all []cell, count int) (chosen []cell) {
	quick, first := []cell{}, 0
	for _, c := range all {
		if !c.kind.needsVirtualTime() {
			quick = append(quick, c)
		}
	}
	for _, letter := range quick[0].subject {
		first += int(letter)
	}
	for i := range count {
		chosen = append(chosen, quick[(first+i*len(quick)/count+i)%len(quick)])
	}
	return chosen
}

// agrees holds what a cut has left in state to what plugintest leaves. At a second
// interrupt Terraform exits at once, and what it has written by then is luck: it may have
// begun to write the file anew, and then nothing is in it. A CLI that writes late loses what
// it has not written, killed as well. What a run makes of that is
// another test's (TestVerifiedDomainsThatASecondInterruptLosesAreImportedAndNothingIsReleased).
func (m *matrix) agrees(w *world, c cell) (stateIsLost bool, err error) {
	if c.kind.cut == "" {
		return false, nil
	}
	model, err := start(m.t, m.subject, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = model.Close() }()
	if err := model.bring(c.phase); err != nil {
		return false, err
	}
	if _, _, err := model.spoilt(c); err != nil {
		return false, err
	}
	var states [2]string
	for i, commands := range []Commands{model.commands, w.commands} {
		state, err := commands.State()
		if err != nil {
			return false, err
		}
		shown, err := json.MarshalIndent(state, "", " ")
		if err != nil {
			return false, err
		}
		states[i] = renamed(string(shown))
	}
	if c.kind.cut == plugintest.InterruptedTwice && states[1] == "{}" {
		return true, nil
	}
	diff := cmp.Diff(states[0], states[1])
	if diff != "" && m.writesLate && (c.kind.cut == plugintest.InterruptedTwice || c.kind.cut == plugintest.TerraformKilled) {
		return true, nil
	}
	if diff != "" {
		return false, fmt.Errorf("Terraform leaves another state than plugintest (-plugintest +Terraform):\n%s", diff)
	}
	return false, nil
}
