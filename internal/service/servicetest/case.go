// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// ProxyPage is what a proxy puts in the place of a response.
const ProxyPage = "<!DOCTYPE html><html><head><title>Not Found</title></head><body>The gateway has no such route.</body></html>"

// Case is the story of one fault: what the domain was brought to, what goes wrong, what
// a step then returns, and what is true afterwards.
type Case struct {
	// State is what an earlier process has brought the domain to.
	State service.State
	// Given comes before the faults.
	Given  func(*Player)
	Faults []simhttp.Fault

	Do func(*Player) error
	// Class "" is success.
	Class service.Class
	Words []string

	// Counts is how many requests the step makes, by a part of their line.
	Counts map[string]int
	// Then is the state of the domain at the service; "" is not looked at.
	Then service.State
	// Healed repeats the step when the faults are gone: it has to succeed, and to
	// bring the domain to this state.
	Healed service.State
}

// Cases plays every case in a world of its own.
func Cases(t *testing.T, start func(*testing.T) *World, cases map[string]Case) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.Play(start(t))
		})
	}
}

// Play plays the case.
func (c Case) Play(w *World) {
	w.T.Helper()
	p := w.Player().Bring(c.State).Anew()
	if c.Given != nil {
		c.Given(p)
	}
	w.Fault(c.Faults...)
	w.ForgetRequests()
	w.WantError(c.Do(p), c.Class, c.Words...)
	for match, want := range c.Counts {
		w.WantCount(match, want)
	}
	if c.Then != "" {
		p.WantState(c.Then)
	}
	if c.Healed != "" {
		w.Heal()
		w.Must(c.Do(p))
		p.WantState(c.Healed)
	}
}

// Setting is one position of one switch.
type Setting struct{ Name, Value string }

// Switched is a world whose simulator has switches.
type Switched interface {
	Switches() *simhttp.Switches
	Set(name, value string)
}

// EverySetting runs test under each setting of each switch, each in a world of its own.
func EverySetting[W Switched](t *testing.T, start func(*testing.T) W, test func(w W, setting Setting)) {
	t.Helper()
	for _, sw := range start(t).Switches().List() {
		for _, value := range sw.Allowed {
			t.Run(sw.Name+"="+value, func(t *testing.T) {
				t.Parallel()
				w := start(t)
				w.Set(sw.Name, value)
				test(w, Setting{sw.Name, value})
			})
		}
	}
}
