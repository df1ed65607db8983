// SPDX-License-Identifier: MPL-2.0

//go:build !unix

package main

import "os/exec"

// detached does nothing where there are no process groups.
func detached(*exec.Cmd) {}
