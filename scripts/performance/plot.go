// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// plot is one picture of several curves over the number of domains.
type plot struct {
	file, title, unit string
	logarithmic       bool
	curves            []curve
}

// curve is a series of figures, or if it has none, one call per domain.
type curve struct{ name, series string }

func plots() []plot {
	fleets := func(what string) []curve {
		return []curve{
			{"this provider", what + " fleet"},
			{"without logic", what + " without_logic"},
			{"null_resource", what + " null_resource"},
			{"for_each on each resource", what + " for_each_resources"},
		}
	}
	return []plot{
		{"calls.svg", "Calls of a service by a plan without changes", "calls", true, []curve{
			{"Webex", "calls webex"},
			{"WorkOS", "calls workos"},
			{"Google", "calls google"},
			{"GitHub", "calls github"},
			{"Entra ID", "calls entra"},
			{"one call per domain", ""},
		}},
		{"cpu.svg", "CPU of a plan without changes, Terraform and provider", "s", false, fleets("cpu")},
		{"memory.svg", "Peak memory of the provider", "MiB", false, fleets("peak")},
	}
}

// colors can be told apart by the color-blind (Okabe and Ito).
var colors = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000"}

const (
	width, height       = 720, 400
	left, right         = 70, 190
	top, bottom         = 40, 50
	plotWidth, plotHigh = width - left - right, height - top - bottom
)

type point struct{ x, y float64 }

func (c curve) points(all []figure) (points []point) {
	for _, f := range all {
		switch {
		case c.series != "" && f.Series == c.series:
			points = append(points, point{f.X, f.Value})
		case c.series == "" && f.X > 0 && !slices.Contains(points, point{f.X, f.X}):
			points = append(points, point{f.X, f.X})
		}
	}
	slices.SortFunc(points, func(a, b point) int { return cmp.Compare(a.x, b.x) })
	return points
}

func (p plot) svg(all []figure) string {
	most := point{1, 1}
	for _, c := range p.curves {
		for _, at := range c.points(all) {
			most = point{max(most.x, at.x), max(most.y, at.y)}
		}
	}
	place := func(value, most float64) float64 {
		if p.logarithmic {
			return math.Log10(max(value, 1)) / math.Log10(max(most, 10))
		}
		return value / most
	}
	x := func(value float64) float64 { return left + plotWidth*place(value, most.x) }
	y := func(value float64) float64 { return top + plotHigh*(1-place(value, most.y)) }

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", width, height)
	fmt.Fprintf(&b, `<text x="%d" y="22" font-size="15">%s</text>`+"\n", left, p.title)
	for _, value := range p.ticks(most.y) {
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n", left, y(value), width-right, left-8, y(value)+4, number(value))
	}
	for _, value := range p.ticks(most.x) {
		fmt.Fprintf(&b, `<path d="M%.1f %dV%d" stroke="#eee"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x(value), top, height-bottom, x(value), height-bottom+18, number(value))
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">domains</text><text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", left+plotWidth/2, height-10, left-8, top-8, p.unit)
	for i, c := range p.curves {
		var line []string
		for _, at := range c.points(all) {
			line = append(line, fmt.Sprintf("%.1f,%.1f", x(at.x), y(at.y)))
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", x(at.x), y(at.y), colors[i])
		}
		at := top + 14 + 20*i
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.Join(line, " "), colors[i])
		fmt.Fprintf(&b, `<path d="M%d %dh20" stroke="%s" stroke-width="2"/><text x="%d" y="%d">%s</text>`+"\n", width-right+12, at-4, colors[i], width-right+38, at, c.name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// ticks are powers of ten, or at most six round numbers.
func (p plot) ticks(most float64) (values []float64) {
	if p.logarithmic {
		for value := 1.0; value <= most; value *= 10 {
			values = append(values, value)
		}
		return values
	}
	step := math.Pow(10, math.Floor(math.Log10(most)))
	for _, part := range []float64{5, 2, 1} {
		if most/(step/part) <= 6 {
			step /= part
			break
		}
	}
	for i := 0.0; i*step <= most; i++ {
		values = append(values, i*step)
	}
	return values
}
