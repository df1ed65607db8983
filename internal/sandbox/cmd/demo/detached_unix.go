// SPDX-License-Identifier: MPL-2.0

//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// detached keeps a terminal's Ctrl-C from the child: the demo hears it alone and ends
// its children in order. Terraform would take the signal twice for an order to
// abandon its state.
func detached(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
