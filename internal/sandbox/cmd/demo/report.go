// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// report prints the demo: numbered steps, aligned facts below each, its time last.
type report struct {
	to    io.Writer
	now   func() time.Time
	began time.Time
	steps int
}

func newReport(to io.Writer) *report {
	return &report{to: to, now: time.Now, began: time.Now()}
}

func (r *report) total() time.Duration { return r.now().Sub(r.began) }

func (r *report) line(text string) { fmt.Fprintln(r.to, text) }

// step runs one step; its error says which step failed.
func (r *report) step(title string, do func() error) error {
	r.steps++
	fmt.Fprintf(r.to, "\n%2d  %s\n", r.steps, title)
	began := r.now()
	err := do()
	took := seconds(r.now().Sub(began))
	if err != nil {
		fmt.Fprintf(r.to, "    failed after %s\n", took)
		return fmt.Errorf("step %d (%s): %w", r.steps, title, err)
	}
	fmt.Fprintf(r.to, "    %-66s %9s\n", "done", took)
	return nil
}

// field is one fact.
func (r *report) field(name, value string) {
	fmt.Fprintf(r.to, "    %-18s %s\n", name, value)
}

// change is one thing that was planned or done.
func (r *report) change(c change) {
	symbol, known := map[string]string{"create": "+", "update": "~", "delete": "-", "replace": "±"}[c.Action]
	if !known {
		symbol = "?"
	}
	took := ""
	if c.Took > 0 {
		took = fmt.Sprintf("%d ms", c.Took.Milliseconds())
	}
	line := fmt.Sprintf("    %s %-16s %-48s %9s", symbol, c.Action, c.Address, took)
	fmt.Fprintln(r.to, strings.TrimRight(line, " "))
}

// seconds is a duration for people.
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// shorten keeps both ends of a long text, because the end of a token tells it from
// another as well as its beginning.
func shorten(text string, width int) string {
	letters := []rune(text)
	if len(letters) <= width {
		return text
	}
	tail := 8
	return string(letters[:width-tail-1]) + "…" + string(letters[len(letters)-tail:])
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ")
}
