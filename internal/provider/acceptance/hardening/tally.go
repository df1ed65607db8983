// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
)

// tally counts the cells that were played.
type tally struct {
	mu   sync.Mutex
	rows map[string]*row // by kind
}

type row struct{ cells, converged, excepted, impossible int }

func (c *tally) add(played cell, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.rows[played.kind.name]
	if r == nil {
		r = &row{}
		c.rows[played.kind.name] = r
	}
	if errors.Is(err, errCannotHappen) {
		r.impossible++
		return
	}
	r.cells++
	if err == nil {
		r.converged++
	}
	if exceptionOf(played) != nil {
		r.excepted++
	}
}

// report prints the sums, and adds a line for each kind to the file of the table, from
// which scripts/hardening makes it.
func (c *tally) report(t *testing.T, matrix, subject string, generated int, path string) error {
	t.Helper()
	sum, text := row{}, ""
	for _, name := range slices.Sorted(maps.Keys(c.rows)) {
		r := c.rows[name]
		sum = row{sum.cells + r.cells, sum.converged + r.converged, sum.excepted + r.excepted, sum.impossible + r.impossible}
		text += fmt.Sprintf("%s\t%s\t%s\t%d\t%d\t%d\n", matrix, subject, name, r.cells, r.converged, r.excepted)
	}
	t.Logf("%s, %s: %d cells generated, %d played, %d converged, %d excepted, %d cannot happen", subject, matrix, generated, sum.cells+sum.impossible, sum.converged, sum.excepted, sum.impossible)
	for _, e := range exceptions() {
		if e.subject == subject {
			t.Logf("excepted: %s: %s, %s: %s", e.phase, e.line, e.kind, e.reason)
		}
	}
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteString(text)
	return err
}
