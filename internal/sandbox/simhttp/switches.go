// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Switch is one open question about a service, with the answers it may have.
type Switch struct {
	Name    string   `json:"name"`
	Default string   `json:"default"` // the documented or most likely answer
	Allowed []string `json:"allowed"`
	Doc     string   `json:"doc"`     // one sentence
	Section string   `json:"section"` // section of docs/design/wire/<service>.md that leaves it open
}

// NewSwitch defines a switch. Its values are separated by spaces, the default first.
func NewSwitch(name, section, values, doc string) Switch {
	allowed := strings.Fields(values)
	return Switch{Name: name, Default: allowed[0], Allowed: allowed, Doc: doc, Section: section}
}

// Setting is a switch with its present value.
type Setting struct {
	Switch
	Value string `json:"value"`
}

// Switches is the closed set of switches of one simulator, safe for concurrent use.
type Switches struct {
	mu       sync.Mutex
	switches []Switch
	values   map[string]string
}

// NewSwitches puts every switch to its default. A default that is not allowed, or
// a name given twice, is a mistake in the simulator and panics.
func NewSwitches(switches ...Switch) *Switches {
	s := &Switches{switches: switches, values: map[string]string{}}
	for _, sw := range switches {
		if _, twice := s.values[sw.Name]; twice || !slices.Contains(sw.Allowed, sw.Default) {
			panic(fmt.Sprintf("switch %q is defined twice or its default %q is not allowed", sw.Name, sw.Default))
		}
		s.values[sw.Name] = sw.Default
	}
	return s
}

// Set refuses what is not allowed with an error that lists what is.
func (s *Switches) Set(name, value string) error {
	var names []string
	for _, sw := range s.switches {
		names = append(names, sw.Name)
		if sw.Name != name {
			continue
		}
		if !slices.Contains(sw.Allowed, value) {
			return fmt.Errorf("setting switch %q: value %q is not one of: %s", name, value, strings.Join(sw.Allowed, ", "))
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.values[name] = value
		return nil
	}
	return fmt.Errorf("unknown switch %q, there are: %s", name, strings.Join(names, ", "))
}

// Value reads one switch; asking for one that does not exist is a mistake in the
// simulator and panics.
func (s *Switches) Value(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok := s.values[name]
	if !ok {
		panic(fmt.Sprintf("the simulator asks for switch %q, which it does not define", name))
	}
	return value
}

// List shows every switch in the order of definition.
func (s *Switches) List() []Setting {
	s.mu.Lock()
	defer s.mu.Unlock()
	settings := make([]Setting, 0, len(s.switches))
	for _, sw := range s.switches {
		settings = append(settings, Setting{Switch: sw, Value: s.values[sw.Name]})
	}
	return settings
}

// Reset puts every switch back to its default.
func (s *Switches) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sw := range s.switches {
		s.values[sw.Name] = sw.Default
	}
}
