// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// event is one line of Terraform's machine-readable output
// (developer.hashicorp.com/terraform/internals/machine-readable-ui).
type event struct {
	Message    string                             `json:"@message"`
	At         time.Time                          `json:"@timestamp"`
	Type       string                             `json:"type"`
	Change     *action                            `json:"change"`
	Hook       *action                            `json:"hook"`
	Outputs    map[string]struct{ Action string } `json:"outputs"`
	Diagnostic *struct {
		Severity, Summary, Detail, Address string
	} `json:"diagnostic"`
}

type action struct {
	Resource struct{ Addr string } `json:"resource"`
	Action   string                `json:"action"`
}

type events []event

func parseEvents(output []byte) events {
	var parsed events
	for line := range bytes.Lines(output) {
		var e event
		if json.Unmarshal(line, &e) != nil {
			// A crash or a wrong flag is not reported in JSON.
			e = event{Message: strings.TrimRight(string(line), "\n")}
		}
		parsed = append(parsed, e)
	}
	return parsed
}

// change is one thing that was planned, or done and how long it took.
type change struct {
	Address, Action string
	Took            time.Duration
}

func (es events) planned() []change {
	var changes []change
	for _, e := range es {
		if e.Type == "planned_change" && e.Change != nil {
			changes = append(changes, change{Address: e.Change.Resource.Addr, Action: e.Change.Action})
		}
	}
	return changes
}

func (es events) applied() []change {
	started := map[string]time.Time{}
	var changes []change
	for _, e := range es {
		switch {
		case e.Hook == nil:
		case e.Type == "apply_start":
			started[e.Hook.Resource.Addr] = e.At
		case e.Type == "apply_complete":
			address := e.Hook.Resource.Addr
			changes = append(changes, change{address, e.Hook.Action, e.At.Sub(started[address])})
		}
	}
	return changes
}

// changedOutputs are the outputs that a plan would change.
func (es events) changedOutputs() []string {
	var names []string
	for _, e := range es {
		for name, output := range e.Outputs {
			if output.Action != "" && output.Action != "noop" {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// warning is the summary of a warning and the resource that it is about.
type warning struct{ Summary, Address string }

// warnings leaves out those without a resource: the one about development
// overrides, which is how the demo works.
func (es events) warnings() []warning {
	var found []warning
	for _, e := range es {
		if d := e.Diagnostic; d != nil && d.Severity == "warning" && d.Address != "" {
			found = append(found, warning{d.Summary, d.Address})
		}
	}
	return found
}

func (es events) transcript() string {
	var text strings.Builder
	for _, e := range es {
		text.WriteString(e.Message + "\n")
		if e.Diagnostic != nil && e.Diagnostic.Detail != "" {
			text.WriteString(indent(e.Diagnostic.Detail) + "\n")
		}
	}
	return strings.TrimRight(text.String(), "\n")
}
