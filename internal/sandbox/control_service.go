// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// serviceOperations work on every simulated service alike.
func (c *control) serviceOperations() []operation {
	return []operation{
		{http.MethodGet, "/info", "", "every endpoint and credential", c.showInfo},
		{http.MethodGet, "/state", "", "what each service holds", c.showState},
		{http.MethodPost, "/drift", `{"service":"webex","kind":"unverify","domain":"acme.test"}`, "change a domain out of band", c.drift},
		{http.MethodGet, "/switches", "", "the unknowns of each service and where they stand", c.showSwitches},
		{http.MethodPost, "/switches", `{"service":"webex","name":"token_repeat","value":"new"}`, "set one unknown", c.setSwitch},
		{http.MethodDelete, "/switches", "", "all unknowns back to their defaults", c.resetSwitches},
	}
}

func (c *control) find(name string) (service, error) {
	if s, ok := c.services[name]; ok {
		return s, nil
	}
	return service{}, fmt.Errorf("unknown service %q, this sandbox has: %s", name,
		strings.Join(slices.Sorted(maps.Keys(c.services)), ", "))
}

func (c *control) showInfo(*http.Request) (any, error) { return c.Info(), nil }

func (c *control) showState(*http.Request) (any, error) {
	states := map[string]any{}
	for name, s := range c.services {
		states[name] = s.snapshot()
	}
	return states, nil
}

func (c *control) drift(r *http.Request) (any, error) {
	var request struct{ Service, Kind, Domain string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	s, err := c.find(request.Service)
	if err != nil {
		return nil, err
	}
	return nil, s.drift(request.Kind, request.Domain)
}

func (c *control) showSwitches(*http.Request) (any, error) {
	settings := map[string][]simhttp.Setting{}
	for name, s := range c.services {
		settings[name] = s.switches.List()
	}
	return settings, nil
}

func (c *control) setSwitch(r *http.Request) (any, error) {
	var request struct{ Service, Name, Value string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	s, err := c.find(request.Service)
	if err != nil {
		return nil, err
	}
	return nil, s.switches.Set(request.Name, request.Value)
}

func (c *control) resetSwitches(*http.Request) (any, error) {
	for _, s := range c.services {
		s.switches.Reset()
	}
	return nil, nil
}
