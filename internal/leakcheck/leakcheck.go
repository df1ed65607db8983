// SPDX-License-Identifier: MPL-2.0

// Package leakcheck fails the tests of a package that leave goroutines behind: in the
// provider they would go on after the operation that they belong to, and hold what it
// held. Only tests import it.
//
// Look here when a package fails although its tests pass. A package that starts
// goroutines, or whose tests do, has a TestMain that calls [Main].
package leakcheck

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// patience is for busy machines: what has been told to end needs a processor to do so.
const patience = time.Minute

// Main is what TestMain of a package does.
func Main(m *testing.M) { os.Exit(Run(m)) }

// Run is Main for a package that has something to do before it exits.
func Run(m *testing.M) int {
	code := m.Run()
	// Tests that failed may have stopped half way, and fuzzing has goroutines of its own.
	if code != 0 || flag.Lookup("test.fuzz").Value.String() != "" {
		return code
	}
	if err := find(); err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "goroutines are left after the last test: %v\n", err)
		return 1
	}
	return code
}

func find() error {
	// The connections of the default transport belong to the process, not to a test.
	http.DefaultClient.CloseIdleConnections()
	end := time.Now().Add(patience)
	for {
		// Who reads from a pipe ends when the garbage collector closes its other end, as where a
		// provider was served in this process. After much memory that may be minutes away.
		runtime.GC()
		err := goleak.Find()
		if err == nil || time.Now().After(end) {
			return err
		}
	}
}
