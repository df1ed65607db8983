// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"syscall"
)

// peak is the most memory of the process in MiB. Linux counts in KiB.
func peak(state *os.ProcessState) float64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return float64(usage.Maxrss) / 1024
	}
	return 0
}
