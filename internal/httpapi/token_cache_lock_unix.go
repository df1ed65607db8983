// SPDX-License-Identifier: MPL-2.0

//go:build unix

package httpapi

import (
	"errors"
	"os"
	"syscall"
)

// tryLock does not wait. Closing the file unlocks it.
func tryLock(file *os.File) (bool, error) {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return false, nil
	}
	return err == nil, err
}
