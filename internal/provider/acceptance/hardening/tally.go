// SPDX-License-Identifier: MPL-2.0

package hardening

import (
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

type row struct{ cells, converged, excepted int }

func (c *tally) add(played cell, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.rows[played.kind.name]
	if r == nil {
		r = &row{}
		c.rows[played.kind.name] = r
	}
	r.cells++
	if err == nil {
		r.converged++
	}
	if exceptionOf(played) != nil {
		r.excepted++
	}
}

// report prints one line a kind, for scripts/hardening to make a table of, into the file
// that HARDENING_REPORT names.
func (c *tally) report(t *testing.T, subject string, generated int) {
	t.Helper()
	sum, text := row{}, ""
	for _, name := range slices.Sorted(maps.Keys(c.rows)) {
		r := c.rows[name]
		sum.cells, sum.converged, sum.excepted = sum.cells+r.cells, sum.converged+r.converged, sum.excepted+r.excepted
		text += fmt.Sprintf("%s\t%s\t%d\t%d\t%d\n", subject, name, r.cells, r.converged, r.excepted)
	}
	t.Logf("%s: %d cells generated, %d played, %d converged, %d excepted", subject, generated, sum.cells, sum.converged, sum.excepted)
	if os.Getenv("HARDENING") == "all" && sum.cells != generated {
		t.Errorf("%d cells were played, want all %d", sum.cells, generated)
	}
	path := os.Getenv("HARDENING_REPORT")
	if path == "" {
		return
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		t.Error(err)
	}
}
