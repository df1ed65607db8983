// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// measured has the configurations.
//
//go:embed measure
var measured embed.FS

// figure is one line of JSON. It is ok while it does not exceed its goal, if it has one. Figures of one
// series are points of a curve over the number of domains.
type figure struct {
	Name   string   `json:"name"`
	Value  float64  `json:"value"`
	Unit   string   `json:"unit"`
	Goal   *float64 `json:"goal,omitempty"`
	OK     bool     `json:"ok"`
	Series string   `json:"series,omitempty"`
	X      int      `json:"x,omitempty"`
	// Error is why the figure could not be taken.
	Error string `json:"error,omitempty"`
	// Text is what no number says.
	Text string `json:"text,omitempty"`
}

func newFigure(name string, value float64, unit string, goal float64) figure {
	return figure{Name: name, Value: value, Unit: unit, Goal: &goal, OK: value <= goal}
}

// measure takes all figures, of which none hides those after it: what misses its goal is printed as such and said at
// the end. Only one that could not be taken is an error.
func measure(ctx context.Context, s settings, environment []string, domains int, to, missed io.Writer) error {
	parts := []struct {
		name string
		take func(context.Context, settings, []string, int, func(...figure) error) error
	}{
		{"machine", measureMachine},
		{"services", measureServices},
		{"lookups", measureLookups},
		{"slots", measureSlots},
		{"fleets", measureFleets},
	}
	var errs []error
	var all []figure
	report := func(figures ...figure) error {
		all = append(all, figures...)
		return printFigures(figures, to)
	}
	for _, part := range parts {
		if s.parts != "" && !slices.Contains(strings.Split(s.parts, ","), part.name) {
			continue
		}
		if err := part.take(ctx, s, environment, domains, report); err != nil {
			errs = append(errs, fmt.Errorf("measure %s: %w", part.name, err), report(figure{Name: part.name, Error: firstLine(err)}))
		}
	}
	for _, f := range all {
		if !f.OK && f.Goal != nil {
			fmt.Fprintf(missed, "measure: %s is %g %s, the goal is at most %g\n", f.Name, f.Value, f.Unit, *f.Goal)
		}
	}
	return errors.Join(errs...)
}

func printFigures(figures []figure, to io.Writer) error {
	for _, f := range figures {
		if err := json.NewEncoder(to).Encode(f); err != nil {
			return err
		}
	}
	return nil
}

// requests counts all calls that the services have had.
func (c control) requests(ctx context.Context) (int, error) {
	var log []json.RawMessage
	err := c.call(ctx, "GET", "/requests", nil, &log)
	return len(log), err
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
