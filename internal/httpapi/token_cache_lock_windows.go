// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock does not wait. Closing the file unlocks it.
func tryLock(file *os.File) (bool, error) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, &windows.Overlapped{})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}
