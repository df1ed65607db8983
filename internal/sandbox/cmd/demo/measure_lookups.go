// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
)

const lookupZone = "acme.test"

// measureLookups looks names up by txt_records and in the way of hashicorp/dns, in turn.
func measureLookups(ctx context.Context, s settings, environment []string, n int, report func(...figure) error) (err error) {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("n%05d.%s", i, lookupZone))
	}
	var stages []*stage
	defer func() {
		for _, st := range stages {
			err = errors.Join(err, st.clear())
		}
	}()
	for _, c := range []struct{ configuration, providers string }{{"record_sets", filepath.Join(s.bin, "reference")}, {"lookups", s.bin}} {
		files, err := fs.Sub(measured, "measure/"+c.configuration)
		if err != nil {
			return err
		}
		st, err := setStage(ctx, s, environment, files, []string{lookupZone})
		if err != nil {
			return err
		}
		stages = append(stages, st)
		for _, name := range names {
			if err := st.control.call(ctx, http.MethodPost, "/dns/txt", map[string]any{"zone": lookupZone, "name": name, "values": []string{"v=spf1 -all"}}, nil); err != nil {
				return err
			}
		}
		if err := errors.Join(st.meter(s, c.providers), st.setVariables(map[string]any{"domains": names})); err != nil {
			return err
		}
	}
	stages[0].logAsOthers()
	var used [2]usage
	var queries [2]int
	for round := range rounds {
		for i, st := range stages {
			u, asked, err := st.lookUp(ctx, true)
			if err != nil {
				return err
			}
			if round > 0 {
				u = least(used[i], u)
			}
			used[i], queries[i] = u, asked
		}
	}
	ours := stages[1]
	if err := ours.setVariables(map[string]any{"domains": names, "mode": "authoritative"}); err != nil {
		return err
	}
	authoritative, asked, err := ours.lookUp(ctx, false)
	if err != nil {
		return err
	}
	ratio := func(what string, a, b, goal float64) figure {
		return newFigure(fmt.Sprintf("lookups_of_%d_names_%s", n, what), rounded(a/b), "ratio", goal)
	}
	reading := func(what, unit string, value float64) figure {
		return figure{Name: fmt.Sprintf("lookups_of_%d_names_%s", n, what), Value: rounded(value), Unit: unit, OK: true}
	}
	return report(
		reading("cpu", "s", used[1].CPU), reading("cpu_record_set", "s", used[0].CPU),
		reading("queries", "queries", float64(queries[1])), reading("queries_record_set", "queries", float64(queries[0])),
		ratio("queries_to_record_set", float64(queries[1]), float64(queries[0]), 1.05),
		ratio("cpu_to_record_set", used[1].CPU, used[0].CPU, 1.2),
		reading("authoritative_cpu", "s", authoritative.CPU), reading("authoritative_queries", "queries", float64(asked)),
	)
}

// lookUp reads all data sources and counts what the resolver, or else the authoritative servers, were asked.
func (st *stage) lookUp(ctx context.Context, resolver bool) (used usage, queries int, err error) {
	before, err := st.control.queries(ctx, resolver)
	if err != nil {
		return used, 0, err
	}
	if used, err = st.use(ctx, "plan", "-detailed-exitcode"); err != nil {
		return used, 0, err
	}
	after, err := st.control.queries(ctx, resolver)
	return used, after - before, err
}

func (c control) queries(ctx context.Context, resolver bool) (n int, err error) {
	var log []struct{ Server string }
	err = c.call(ctx, http.MethodGet, "/dns/queries", nil, &log)
	for _, query := range log {
		if (query.Server == "recursive") == resolver {
			n++
		}
	}
	return n, err
}
