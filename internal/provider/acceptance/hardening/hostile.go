// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// foreignZone is in no configuration. Nothing is to be done to it.
const foreignZone = "foreign.test"

const (
	// longestRun is an hour for the verification, and the timeouts of the other resources.
	longestRun = 90 * time.Minute
	// mostRead is what a client may read of one response, and mostKept what state may keep.
	mostRead = 8<<20 + 64<<10
	mostKept = 16 << 10
)

// RunHostile plays the cells of a subject in which one response has something else in
// one place. Which cells it plays is said as for Run.
func RunHostile(t *testing.T, subject Subject, getenv func(string) string) {
	t.Helper()
	m := observed(t, subject, getenv)
	m.run("hostile responses", m.hostileCells(), hostileSampled)
}

// hostileSampled is the distance of the cells that `make test` plays.
const hostileSampled = 101

// hostileCells are every place in every response, with every kind; a refusal in place of
// every response, for the texts that undisturbed runs have none of; and all headers.
func (m *matrix) hostileCells() (all []cell) {
	for _, p := range phases() {
		for _, c := range m.calls[p] {
			for _, k := range hostileKinds() {
				for _, f := range c.fields {
					all = append(all, cell{subject: m.subject.Name, phase: p, call: c, kind: k, span: once, field: f})
				}
				all = append(all, cell{subject: m.subject.Name, phase: p, call: c, kind: k, span: once, refusal: http.StatusBadRequest})
			}
			for _, k := range hostileHeaderKinds() {
				all = append(all, cell{subject: m.subject.Name, phase: p, call: c, kind: k, span: once, refusal: k.lie.status})
			}
		}
	}
	return all
}

// withstood is what has to be true after a run that met a hostile response, whether it
// failed or not.
func (w *world) withstood(failed error, took time.Duration) error {
	lied := w.transport.rewriting
	foreign := lied.foreign()
	if e := exceptionOf(lied.cell); e != nil && e.untold {
		foreign = ""
	}
	problems := []error{w.watcher.err()}
	if failed != nil && strings.Contains(failed.Error(), "provider produced in") || failed != nil && strings.Contains(failed.Error(), "provider returned in") {
		problems = append(problems, failed)
	}
	if took > longestRun {
		problems = append(problems, fmt.Errorf("the run takes %s", took))
	}
	if read := lied.read.Load(); read > mostRead {
		problems = append(problems, fmt.Errorf("%d bytes of the response were read", read))
	}
	for _, request := range w.Requests() {
		if sent := request.Path + " " + request.Body; !request.Reads() && foreign != "" && strings.Contains(sent, foreign) {
			problems = append(problems, fmt.Errorf("a write is about what was not asked about: %s %s", request.Method, sent))
		}
	}
	state, err := w.State()
	if err != nil {
		return err
	}
	size := 0
	for _, text := range textsIn(state) {
		size += len(text)
		switch {
		case strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), displaytext.Invisible):
			problems = append(problems, fmt.Errorf("the state has control characters: %q", text))
		case strings.Contains(text, "${"), strings.Contains(text, "%{"):
			problems = append(problems, fmt.Errorf("the state has a template: %q", text))
		case foreign != "" && strings.Contains(text, foreign):
			problems = append(problems, fmt.Errorf("the state has what was not asked about: %q", text))
		}
	}
	if size > mostKept {
		problems = append(problems, fmt.Errorf("the state has %d bytes", size))
	}
	return errors.Join(problems...)
}

// namesAnother reports whether the response of a cell has another thing of the same form.
func (c cell) namesAnother() bool { return c.kind.lie != nil && c.kind.lie.another && c.refusal == 0 }

// foreign is what the response named in place of what was asked for, or "" where that
// cannot be told from anything else.
func (r *rewriting) foreign() string {
	text := strings.Trim(r.put, `"`)
	if !r.cell.namesAnother() || len(text) < 6 || strings.ContainsAny(text, `{}[]"\`) {
		return ""
	}
	return text
}

// textsIn are the strings in a value that was JSON.
func textsIn(value any) (texts []string) {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		for _, element := range value {
			texts = append(texts, textsIn(element)...)
		}
	case map[string]any:
		for _, element := range value {
			texts = append(texts, textsIn(element)...)
		}
	}
	return texts
}
