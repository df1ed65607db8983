// SPDX-License-Identifier: MPL-2.0

//go:build unix

package progressfile

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestPipeThatNobodyReadsDoesNotStopTheRun(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, noWarning(t)); err == nil || !strings.Contains(err.Error(), "pipe") {
		t.Errorf("got %v", err)
	}
}
